"""A final in two languages side by side: approved, stamped in both, and its embedded JSON is what is printed."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from advisor.dossiers import services_people, signing
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.models import DossierJob, JobState
from advisor.dossiers.services import dossier_request, job_finish, job_take
from advisor.dossiers.services_people import dossier_approve
from advisor.dossiers.to_pdf import EMBEDDED, render_pdf
from advisor.dossiers.verifying import dossier_verify
from tests.advisor.dossiers.keys import made_key
from tests.advisor.dossiers.pdf_text import elements, opened, shown
from tests.advisor.dossiers.rows import NOW
from tests.advisor.dossiers.samples import sample
from tests.advisor.dossiers.test_pdf import FURNITURE

SILENT = FURNITURE | {"lang", "second"}
APPROVED = {"approved_by": "Anna Verdi", "approved_on": "2026-11-22 10:00 UTC", "approved_version": 1}
STAMPS = {"en": "Approved by Anna Verdi on 22 November 2026", "de": "Gebilligt durch Anna Verdi am 22. November 2026"}
NAMES = ("request-eio", "note-blocking")


def inputs_of(name: str, *, final: bool) -> dict[str, Any]:
    beside = {**sample(name), "beside": {"language": "de", "said": {}}}
    return {**beside, "final": True, **APPROVED} if final else beside


@cache
def made(name: str, final: bool = True) -> bytes:
    return render_pdf(inputs_of(name, final=final), 2, lambda _: None).content


def squeezed(text: str) -> str:
    return "".join(text.split())


def said(part: Any) -> list[str]:
    """The texts of a JSON part that are meant to be read."""
    if isinstance(part, dict):
        return [text for key, value in part.items() if key not in SILENT for text in said(value)]
    if isinstance(part, list):
        return [text for item in part for text in said(item)]
    return [part] if isinstance(part, str) and part else []


@pytest.mark.parametrize("name", NAMES)
class TestTheFile:
    """What holds for each of them."""

    def test_both_first_pages_say_who_approved_it_and_no_page_that_it_is_a_draft(self, name: str) -> None:
        with opened(made(name)) as pdf:
            printed, everything = shown(pdf, artifacts=False), shown(pdf, artifacts=True)
        assert all(printed.count(squeezed(stamp)) == 1 for stamp in STAMPS.values())
        assert not [word for word in ("DRAFT", "ENTWURF") if word in everything]

    def test_a_draft_says_in_both_languages_that_it_is_one(self, name: str) -> None:
        with opened(made(name, final=False)) as pdf:
            printed, everything = shown(pdf, artifacts=False), shown(pdf, artifacts=True)
        assert "DRAFT" in everything
        assert not [stamp for stamp in STAMPS.values() if squeezed(stamp) in printed]

    def test_the_embedded_file_is_both_languages_as_printed_and_who_approved(self, name: str) -> None:
        with opened(made(name)) as pdf:
            assert list(pdf.attachments) == [EMBEDDED]
            embedded = json.loads(pdf.attachments[EMBEDDED].get_file().read_bytes())
            printed = shown(pdf, artifacts=False)
        document, record = embedded["document"], embedded["record"]
        document.pop("title")  # the title of the file; its two halves are printed apart
        assert (document["language"], document["second"], document["watermark"]) == ("en", "de", "")
        assert document["cover"]["beside"]["title"]
        assert record["approved"] == APPROVED
        assert record["inputs_sha256"] == canonical_sha256(inputs_of(name, final=True))
        assert not [text for text in said(document) if squeezed(text) not in printed]
        left = printed
        words = said(document) + [word for _, word in document["labels"]]
        for text in sorted({squeezed(text) for text in words}, key=len, reverse=True):
            left = left.replace(text, "")
        assert not set(left) - set("0123456789.[]·/abcdefgh•"), left

    def test_each_side_is_tagged_in_its_language(self, name: str) -> None:
        with opened(made(name)) as pdf:
            assert str(pdf.Root.Lang) == "en"
            languages = {str(element.Lang) for element in elements(pdf) if "/Lang" in element}
        assert {"en", "de"} <= languages


def test_equal_inputs_give_equal_bytes() -> None:
    assert render_pdf(inputs_of("note-blocking", final=True), 2, lambda _: None).content == made("note-blocking")


@pytest.mark.django_db
@pytest.mark.usefixtures("bells")
def test_an_approved_draft_in_two_languages_stays_in_two_and_verifies(
    step: Any, frozen: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From the draft to the signed file: the second language, the approval and the stored hash go all the way."""
    frozen.update(sample("note-blocking"))
    monkeypatch.setattr(services_people, "approval_findings", lambda job: ())
    monkeypatch.setattr(services_people, "dossier_inputs", lambda *, step, language: {**frozen, "language": language})
    draft = dossier_request(step=step, language="en", beside="de", user=step.chosen_by, now=NOW)
    _finished(draft, b"%PDF-1.7 draft %%EOF")
    final = dossier_approve(job=draft, user=step.chosen_by, now=NOW, leave_open=True)
    assert (final.beside, final.language, final.is_final) == ("de", "en", True)
    assert final.inputs["beside"] == draft.inputs["beside"] == {"language": "de", "said": {}}
    pages = render_pdf(final.inputs, final.version, lambda _: None).content
    with override_settings(**made_key(tmp_path)):
        content = signing.signed(pages, final=True)
        _finished(final, content)
        verdict = dossier_verify(content=content)
        changed = dossier_verify(content=content[:-20] + b"x" + content[-19:])
    assert (verdict.unchanged, verdict.final, changed.unchanged) == (True, True, False)
    assert [(seal.whole, seal.ours) for seal in verdict.seals] == [(True, True)]
    with opened(content) as pdf:
        printed = shown(pdf, artifacts=False)
    name = squeezed(step.chosen_by.get_full_name())
    assert squeezed(f"Approved by {name} on 22 November 2026") in printed
    assert squeezed(f"Gebilligt durch {name} am 22. November 2026") in printed


def _finished(job: DossierJob, content: bytes) -> None:
    lease = job_take(job_id=job.pk)
    assert lease is not None
    job_finish(lease=lease, content=content, sha256=hashlib.sha256(content).hexdigest(), pages=1, now=NOW)
    job.refresh_from_db()
    assert job.state == JobState.DONE
