"""The gallery: a specimen of every document type, and the command that writes them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.text import slugify

from advisor.dossiers.build import document_from
from advisor.dossiers.forms import form_codes
from advisor.dossiers.gallery import code_of, specimen_of, specimens, type_name, types_wanted
from advisor.dossiers.gallery_page import PAGE, PICTURES
from tests.advisor.dossiers.reading import CODE_SHOWN, said_by
from tests.conftest import TODAY

MOST_BYTES = 16_000  # of one picture: the whole page of the docs is well under a megabyte
SCENARIOS = settings.BASE_DIR / "fixtures" / "scenarios"


@pytest.mark.django_db
def test_there_is_a_specimen_of_every_type_and_each_makes_its_document(edition: Any) -> None:
    found = {one.code: one for one in specimens(edition.rulebook, on=TODAY, scenarios=SCENARIOS)}
    assert set(found) == set(types_wanted(edition.rulebook))
    assert set(found) >= set(form_codes())
    for one in found.values():
        assert code_of(one.inputs) == one.code
        for text in said_by(document_from(one.inputs, 1)):
            assert not CODE_SHOWN.search(text), (one.code, text)
    assert sum(not one.invented for one in found.values()) > 15


@pytest.mark.django_db
def test_the_command_writes_pdf_picture_and_index(edition: Any, tmp_path: Path) -> None:
    call_command("dossier_gallery", tmp_path, only="eaw", on=date(2026, 11, 22))
    assert (tmp_path / "eaw.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "eaw.webp").read_bytes()[8:12] == b"WEBP"
    assert "European arrest warrant" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_language_without_words_is_said(edition: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="“xx”"):
        call_command("dossier_gallery", tmp_path, language="xx")


@pytest.mark.django_db
def test_the_page_of_the_docs_names_every_type_and_its_pictures_stay_small(edition: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    wanted = types_wanted(edition.rulebook)
    for code in wanted:
        name = slugify(code)
        assert f"`{code}`" in page
        assert f"{name}.webp" in page
        assert (PICTURES / f"{name}.webp").stat().st_size < MOST_BYTES, code
    assert {path.stem for path in PICTURES.glob("*.webp")} == {slugify(code) for code in wanted}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_specimen_is_that_of_all_and_every_type_has_a_name(edition: Any, language: str) -> None:
    one = specimen_of(edition.rulebook, "eaw", on=TODAY, scenarios=SCENARIOS, language=language)
    assert (one.code, one.inputs["language"], one.invented) == ("eaw", language, False)
    assert all(type_name(code, language).strip() for code in types_wanted(edition.rulebook))
    with pytest.raises(KeyError):
        specimen_of(edition.rulebook, "no such form", on=TODAY, scenarios=SCENARIOS)
