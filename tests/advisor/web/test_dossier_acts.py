"""Pages around dossiers: approving, cancelling, comparing, Word files, checking a file, the letterhead, bundles."""

import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from advisor.dossiers import services_people
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import Bundle, Dossier, DossierJob, JobState, Letterhead
from tests.advisor.universe import office
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 bytes of a dossier"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    monkeypatch.setattr("advisor.dossiers.services.app.send_task", lambda *_, **__: None)


@pytest.fixture
def home(edition: Any) -> Any:
    """An agency with a case, a step and a finished draft."""
    return office("lyon", "FR", "lyon")


@pytest.fixture
def desk(signed_in: Any, home: Any) -> Any:
    return signed_in(home.prosecutor)


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 20, 20, 100)[: 4 if kind == "PNG" else 3]).save(
        written, kind
    )
    return written.getvalue()


class TestList:
    """The list of dossiers shows what can be done."""

    def test_steps_of_work_and_a_button_to_cancel(self, desk: Any, home: Any) -> None:
        DossierJob.objects.filter(pk=home.job.pk).update(state="running", progress="Laying out the pages")
        page = desk.get(reverse("case-dossiers", args=[home.case.pk])).content.decode()
        assert "Step 4 of 7: Laying out the pages" in page
        assert reverse("case-dossier-cancel", args=[home.case.pk, home.job.pk]) in page
        assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page

    def test_cancel_and_try_again(self, desk: Any, home: Any) -> None:
        DossierJob.objects.filter(pk=home.job.pk).update(state="queued")
        desk.post(reverse("case-dossier-cancel", args=[home.case.pk, home.job.pk]))
        assert DossierJob.objects.get(pk=home.job.pk).state == JobState.CANCELLED
        page = desk.get(reverse("case-dossiers", args=[home.case.pk])).content.decode()
        assert "Try again" in page
        assert "refresh" not in page
        desk.post(reverse("case-dossier-retry", args=[home.case.pk, home.job.pk]))
        assert DossierJob.objects.get(pk=home.job.pk).state == JobState.QUEUED

    def test_a_fault_of_a_field_links_to_the_field(self, desk: Any, home: Any) -> None:
        DossierJob.objects.filter(pk=home.job.pk).update(state="failed", error="too long", error_field="need: subject")
        page = desk.get(reverse("case-dossiers", args=[home.case.pk])).content.decode()
        assert reverse("case-need-about", args=[home.case.pk, home.need.key]) in page
        assert "Try again" not in page

    def test_what_the_lint_found_stands_beside_a_draft_and_is_not_looked_for_again(
        self, desk: Any, home: Any, monkeypatch: Any
    ) -> None:
        address = reverse("case-dossiers", args=[home.case.pk])
        assert "stops a final" not in desk.get(address).content.decode()  # made before findings were counted
        monkeypatch.setattr("advisor.dossiers.lint.findings.RULES", {})
        DossierJob.objects.filter(pk=home.job.pk).update(lint={"blocker": 2, "warning": 1, "note": 9})
        page = desk.get(address).content.decode()
        assert "2 findings stop a final, 1 warning" in page
        assert reverse("case-lint", args=[home.case.pk, home.job.step_id]) in page
        DossierJob.objects.filter(pk=home.job.pk).update(lint={})
        assert "Nothing found" in desk.get(address).content.decode()

    def test_an_investigator_has_no_buttons(self, signed_in: Any, home: Any) -> None:
        DossierJob.objects.filter(pk=home.job.pk).update(state="queued")
        page = signed_in(home.investigator).get(reverse("case-dossiers", args=[home.case.pk])).content.decode()
        assert "/cancel" not in page

    def test_the_word_file(self, desk: Any, home: Any) -> None:
        answer = desk.get(reverse("case-dossier-word", args=[home.case.pk, home.job.pk]))
        assert answer.content.startswith(b"PK")
        assert answer["Content-Disposition"].endswith('-v1-en-draft.docx"')
        own = desk.get(reverse("case-dossier-word", args=[home.case.pk, home.job.pk]), {"copy": "own"})
        assert own["Content-Disposition"].endswith('-v1-en-draft-own-copy.docx"')


class TestApproving:
    """The page says what stands in the way, or approves."""

    def test_findings_are_told_and_no_button_is_there(self, desk: Any, home: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr("advisor.web.views.dossier_acts.approval_findings", lambda job: ("No place is named.",))
        page = desk.get(reverse("case-dossier-approve", args=[home.case.pk, home.job.pk])).content.decode()
        assert "No place is named." in page
        assert ">Approve</button>" not in page

    def test_approves(self, desk: Any, home: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr("advisor.web.views.dossier_acts.approval_findings", lambda job: ())
        monkeypatch.setattr(services_people, "approval_findings", lambda job: ())
        monkeypatch.setattr(services_people, "fresh_inputs", lambda job: job.inputs)
        monkeypatch.setattr(services_people, "canonical_sha256", lambda inputs: home.job.inputs_sha256)
        address = reverse("case-dossier-approve", args=[home.case.pk, home.job.pk])
        assert "not completed" in desk.get(address).content.decode()
        refused = desk.post(address)
        assert refused.status_code == 422
        assert "left open on purpose" in refused.content.decode()
        assert not DossierJob.objects.filter(final_of=home.job).exists()
        answer = desk.post(address, {"left-open": "yes"})
        assert answer.status_code == 302
        final = DossierJob.objects.get(final_of=home.job)
        page = desk.get(reverse("case-dossiers", args=[home.case.pk])).content.decode()
        assert "approved by" in page
        assert final.inputs["approved_by"] == home.prosecutor.get_full_name()

    def test_a_refusal_is_told(self, desk: Any, home: Any) -> None:
        DossierJob.objects.filter(pk=home.job.pk).update(state="queued")
        answer = desk.post(reverse("case-dossier-approve", args=[home.case.pk, home.job.pk]))
        assert answer.status_code == 422
        assert "Only a draft that is ready" in answer.content.decode()


def test_two_versions_are_compared(desk: Any, home: Any) -> None:
    newer = home.job.inputs | {"case": home.job.inputs["case"] | {"title": "Quite another title"}}
    common = {"case_id": home.case.pk, "agency_id": home.agency.pk, "step": home.step, "language": "en"}
    second = DossierJob.objects.create(
        **common, version=2, inputs=newer, state="done", requested_by=home.prosecutor, created_at=NOW
    )
    Dossier.objects.create(
        case_id=home.case.pk, agency_id=home.agency.pk, job=second, content=b"x", sha256="1" * 64, size=1, pages=1,
        created_at=NOW,
    )  # fmt: skip
    page = desk.get(reverse("case-dossier-redline", args=[home.case.pk, second.pk])).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    assert "Quite" in page
    assert "lines unchanged" in page
    alone = desk.get(reverse("case-dossier-redline", args=[home.case.pk, home.job.pk])).content.decode()
    assert "Version 2" in alone


def test_one_version_has_nothing_to_compare(desk: Any, home: Any) -> None:
    page = desk.get(reverse("case-dossier-redline", args=[home.case.pk, home.job.pk])).content.decode()
    assert "only one version" in page


class TestVerify:
    """A file is dropped, compared and forgotten."""

    def send(self, desk: Any, content: bytes) -> str:
        return str(desk.post(reverse("verify"), {"file": SimpleUploadedFile("x.pdf", content)}).content.decode())

    def test_unchanged(self, desk: Any, home: Any) -> None:
        content = b"%PDF-1.7 another"
        job = DossierJob.objects.create(
            case_id=home.case.pk, agency_id=home.agency.pk, step=home.step, version=7, language="en", state="done",
            inputs=home.job.inputs, requested_by=home.prosecutor, created_at=NOW,
        )  # fmt: skip
        Dossier.objects.create(
            case_id=home.case.pk, agency_id=home.agency.pk, job=job, content=content, size=len(content), pages=1,
            sha256=hashlib.sha256(content).hexdigest(), created_at=NOW,
        )  # fmt: skip
        said = self.send(desk, content)
        assert "Unchanged" in said
        assert "version 7" in said
        assert home.route.edition_label in said
        assert "It carries no signature." in said

    def test_another_file(self, desk: Any) -> None:
        said = self.send(desk, CONTENT + b"!")
        assert "Not a dossier as stored here" in said

    def test_nothing_and_too_much(self, desk: Any, monkeypatch: Any) -> None:
        assert desk.post(reverse("verify"), {}).status_code == 422
        monkeypatch.setattr("advisor.web.views.verify.MOST_BYTES", 3)
        assert "larger than 32 MB" in self.send(desk, CONTENT)


class TestLetterhead:
    """Lines, address and a logo that is made anew."""

    def save(self, desk: Any, version: int = 0, **fields: Any) -> Any:
        typed = {"version": version, "lines": "République française\nMinistère", "address": "1 rue X"} | fields
        return desk.post(reverse("letterhead"), typed)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_is_saved_and_shown(self, desk: Any, home: Any, kind: str) -> None:
        logo = SimpleUploadedFile("evil.exe", picture(kind))
        assert self.save(desk, logo=logo).status_code == 302
        row = Letterhead.objects.get()
        assert row.agency == home.agency
        assert row.lines == ["République française", "Ministère"]
        with Image.open(io.BytesIO(bytes(row.logo))) as made:
            assert (made.format, made.mode in ("RGB", "P"), made.width <= 700) == ("PNG", True, True)
        assert desk.get(reverse("letterhead-logo"))["Content-Type"] == "image/png"
        assert "Ministère" in desk.get(reverse("letterhead")).content.decode()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG and no JPEG"),
            (b"\x89PNG\r\n\x1a\n damaged", "damaged"),
            (b"GIF89a" + b"x" * 50, "no PNG and no JPEG"),
            (b"%!PS-Adobe EPS", "no PNG and no JPEG"),
            (b"\xff\xd8\xff" + b"x" * (2 * 1024 * 1024), "larger than 2 MB"),
        ],
    )
    def test_what_is_no_picture_is_refused(self, desk: Any, home: Any, content: bytes, said: str) -> None:
        answer = self.save(desk, logo=SimpleUploadedFile("logo.png", content))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Letterhead.objects.exists()

    def test_a_bomb_of_pixels_is_refused(self, desk: Any) -> None:
        written = io.BytesIO()
        Image.new("1", (9000, 9000)).save(written, "PNG")
        assert self.save(desk, logo=SimpleUploadedFile("logo.png", written.getvalue())).status_code == 422

    def test_a_stale_page_overwrites_nothing(self, desk: Any) -> None:
        self.save(desk)
        self.save(desk, version=1, lines="Second")
        answer = self.save(desk, version=1, lines="Third")
        assert answer.status_code == 422
        assert "Somebody changed the letterhead" in answer.content.decode()
        assert Letterhead.objects.get().lines == ["Second"]

    def test_too_many_lines(self, desk: Any) -> None:
        assert self.save(desk, lines="a\n" * 9).status_code == 422

    def test_stands_in_the_next_dossier_and_in_no_foreign_one(self, desk: Any, home: Any) -> None:
        self.save(desk)
        assert dossier_inputs(step=home.step, language="en")["letterhead"]["lines"][0] == "République française"
        other = office("turin", "IT", "turin")
        assert "letterhead" not in dossier_inputs(step=other.step, language="en")


class TestBundle:
    """Choose, wait, download."""

    def test_asked_for_and_shown(self, desk: Any, home: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr("advisor.dossiers.bundles.app.send_task", lambda *_, **__: None)
        Bundle.objects.all().delete()
        page = desk.get(reverse("case-bundle", args=[home.case.pk])).content.decode()
        assert str(home.dossier.pk) in page
        answer = desk.post(reverse("case-bundle", args=[home.case.pk]), {"dossier": [str(home.dossier.pk), "x"]})
        assert answer.status_code == 302
        assert [part["dossier"] for part in Bundle.objects.get().inputs["parts"]] == [str(home.dossier.pk)]
        assert Bundle.objects.get().inputs["exhibits"][0]["sha256"] == home.exhibit.sha256

    def test_nothing_chosen(self, desk: Any, home: Any) -> None:
        answer = desk.post(reverse("case-bundle", args=[home.case.pk]), {})
        assert answer.status_code == 422

    def test_downloaded(self, desk: Any, home: Any) -> None:
        answer = desk.get(reverse("case-bundle-file", args=[home.case.pk, home.bundle.pk]))
        assert answer.content == bytes(home.bundle.content)
        assert "attachment" in answer["Content-Disposition"]
