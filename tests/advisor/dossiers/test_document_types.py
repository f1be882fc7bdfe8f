"""Every provision has its paper; one whose form the law prescribes has that form's boxes, or is named here."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from advisor.dossiers.build.words import wording
from advisor.dossiers.document_types import document_types, type_counts

README = Path(__file__).resolve().parents[3] / "advisor/dossiers/README.md"
NAMED = ("annex", "form a", "model", "standard form")


@pytest.mark.django_db
def test_a_formal_request_has_a_document(edition: Any) -> None:
    asks = wording("en").raw("ask")
    for row in document_types(edition.rulebook):
        provision = edition.rulebook.provisions[row.provision]
        assert provision.tier != "formal" or row.kind in ("request", "order"), row
        assert provision.measure in asks, row
        assert not row.named or row.named in wording("en").raw("prescribed"), row


@pytest.mark.django_db
def test_a_prescribed_form_has_its_boxes(edition: Any) -> None:
    gaps = set()
    for row in document_types(edition.rulebook):
        said = str(edition.rulebook.provisions[row.provision].document.get("form") or "").lower()
        if any(word in said for word in NAMED) and not row.form:
            gaps.add(row.provision)
    assert not gaps


@pytest.mark.django_db
def test_the_table_of_the_docs_is_that_of_the_edition(edition: Any) -> None:
    """README.md says how many provisions share each type; `list_document_types --counts` prints it."""
    written = README.read_text(encoding="utf-8")
    for name, number in type_counts(edition.rulebook).items():
        assert f"| {name} | {number} |" in written, f"| {name} | {number} |"


@pytest.mark.django_db
def test_the_command_lists_each_provision_once(edition: Any) -> None:
    out = StringIO()
    call_command("list_document_types", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(edition.rulebook.provisions)
    assert "eio/interception\trequest\tinvestigation_order\teio-annex-a (or eio-annex-c)" in lines
    counted = StringIO()
    call_command("list_document_types", "--counts", stdout=counted)
    assert sum(int(line.split()[0]) for line in counted.getvalue().splitlines()) == len(lines)


@pytest.mark.django_db
def test_without_an_edition_the_command_says_what_to_run() -> None:
    with pytest.raises(CommandError, match="load_catalogue"):
        call_command("list_document_types")
