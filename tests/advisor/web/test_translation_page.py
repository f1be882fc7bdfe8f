"""The pages of a translation: the packet to take out, and returns through the form, clean, spoiled and hostile."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from advisor.audit.models import AuditEvent
from advisor.dossiers.models import DossierJob, Translation
from tests.advisor.dossiers.packet.test_returns import clean, filled, inputs, packet_into
from tests.advisor.universe import office
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
XXE = b"""<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f1">
<unit id="u1"><segment id="s1"><source>a</source><target>&e;</target></segment></unit></file></xliff>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"><file id="f">&b;</file></xliff>"""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    monkeypatch.setattr("advisor.dossiers.services.app.send_task", lambda *_, **__: None)


@pytest.fixture
def home(edition: Any) -> Any:
    """An agency with a case, a step and a finished draft."""
    return office("lyon", "FR", "lyon")


@pytest.fixture
def job(home: Any) -> DossierJob:
    """A draft whose free text is that of returns.yaml."""
    return DossierJob.objects.create(
        case_id=home.case.pk, agency_id=home.agency.pk, step=home.step, version=2, language="en", inputs=inputs(),
        inputs_sha256="2" * 64, state="done", requested_by=home.prosecutor, created_at=NOW,
    )  # fmt: skip


@pytest.fixture
def desk(signed_in: Any, home: Any) -> Any:
    return signed_in(home.prosecutor)


def address(home: Any, job: DossierJob) -> str:
    return reverse("case-dossier-return", args=[home.case.pk, job.pk])


def sent(desk: Any, home: Any, job: DossierJob, content: bytes, target: str = "de", name: str = "back.xlf") -> Any:
    """The answer to a return through the form."""
    return desk.post(address(home, job), {"target": target, "file": SimpleUploadedFile(name, content)})


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("back.xlf", "x")
    return held.getvalue()


class TestPacket:
    """The file for the translator."""

    def test_is_an_attachment_that_nobody_keeps(self, desk: Any, home: Any, job: DossierJob) -> None:
        answer = desk.get(reverse("case-dossier-packet", args=[home.case.pk, job.pk, "de"]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/xliff+xml")
        assert answer["Content-Disposition"].endswith('-v2-en-de.xlf"')
        assert answer["Cache-Control"] == "no-store, private"
        root = etree.fromstring(answer.content)
        assert (root.get("srcLang"), root.get("trgLang")) == ("en", "de")

    @pytest.mark.parametrize("target", ["en", "xx", "DE"])
    def test_a_language_that_none_is_has_no_packet(self, desk: Any, home: Any, job: DossierJob, target: str) -> None:
        assert desk.get(reverse("case-dossier-packet", args=[home.case.pk, job.pk, target])).status_code == 404

    def test_another_agency_finds_neither_page(self, signed_in: Any, home: Any, job: DossierJob) -> None:
        other = signed_in(office("milan", "IT", "milan").prosecutor)
        assert other.get(reverse("case-dossier-packet", args=[home.case.pk, job.pk, "de"])).status_code == 404
        assert other.get(address(home, job)).status_code == 404
        assert sent(other, home, job, b"x").status_code == 404


class TestReturn:
    """What came back, through the form."""

    def test_the_page_offers_every_other_language(self, desk: Any, home: Any, job: DossierJob) -> None:
        page = desk.get(address(home, job)).content.decode()
        assert page.count("Packet into") == 4
        assert f"{len(packet_into('de').sentences)} numbered sentences" in page

    def test_a_clean_return_is_kept_and_asks_for_both_languages(self, desk: Any, home: Any, job: DossierJob) -> None:
        packet = packet_into("de")
        answer = sent(desk, home, job, filled(packet, clean(packet, "de")))
        assert answer.status_code == 302
        kept = Translation.objects.get()
        assert (kept.step_id, kept.language, kept.returned_by_id) == (home.step.pk, "de", home.prosecutor.pk)
        made = DossierJob.objects.filter(step=home.step, beside="de").get()
        assert (made.language, made.version) == ("en", 3)
        assert AuditEvent.objects.filter(action="dossier.return.accepted").exists()

    def test_a_spoiled_return_names_the_sentences_and_keeps_nothing(
        self, desk: Any, home: Any, job: DossierJob
    ) -> None:
        packet = packet_into("de")
        targets = clean(packet, "de")
        last = max(targets)
        targets[last] = f"{targets[last]} 4711"
        del targets[1]
        answer = sent(desk, home, job, filled(packet, targets))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "did not survive the translation" in page
        assert 'id="faults"' in page
        assert "4711" in page
        assert not Translation.objects.exists()
        assert AuditEvent.objects.filter(action="dossier.return.refused").exists()

    def test_markup_in_a_return_is_shown_as_text(self, desk: Any, home: Any, job: DossierJob) -> None:
        packet = packet_into("de")
        targets = clean(packet, "de") | {1: "<script>alert(1)</script> 99"}
        page = sent(desk, home, job, filled(packet, targets)).content.decode()
        assert "<script>alert" not in page

    @pytest.mark.parametrize(
        "content",
        [
            XXE,
            BOMB,
            b"",
            b"\x00\xff\xfe",
            zipped(),
            b"<xliff/>",
            b"<a>" * 5000,
            b"%PDF-1.7",
            b"<html><body>x</body></html>",
        ],
        ids=["xxe", "entities", "empty", "bytes", "zip", "bare", "deep", "pdf", "html"],
    )
    def test_a_hostile_file_is_one_message_at_the_field(
        self, desk: Any, home: Any, job: DossierJob, content: bytes
    ) -> None:
        answer = sent(desk, home, job, content)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="file-error"' in page or 'id="faults"' in page
        assert "root:" not in page
        assert "Traceback" not in page
        assert not Translation.objects.exists()

    def test_no_file_too_much_and_no_such_language_are_said(self, desk: Any, home: Any, job: DossierJob) -> None:
        none = desk.post(address(home, job), {"target": "de"})
        assert (none.status_code, "Choose the file" in none.content.decode()) == (422, True)
        large = sent(desk, home, job, b"<" * (2 * 1024 * 1024 + 1))
        assert (large.status_code, "more than 2 MB" in large.content.decode()) == (422, True)
        strange = sent(desk, home, job, b"<xliff/>", target="xx")
        assert (strange.status_code, 'id="file-error"' in strange.content.decode()) == (422, True)
        assert not Translation.objects.exists()

    def test_a_return_of_another_language_is_refused(self, desk: Any, home: Any, job: DossierJob) -> None:
        packet = packet_into("de")
        answer = sent(desk, home, job, filled(packet, clean(packet, "de")), target="fr")
        assert answer.status_code == 422
        assert not Translation.objects.exists()
