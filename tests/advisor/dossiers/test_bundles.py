"""A bundle: its parts in order behind a cover, with bookmarks, tags and hashes; made once, by one worker."""

import hashlib
from functools import cache
from typing import Any

import pikepdf
import pytest

from advisor.dossiers.build.bundle import bundle_document
from advisor.dossiers.bundle_pdf import Part, joined
from advisor.dossiers.bundles import bundle_make, bundle_request, bundles_for, bundles_sweep
from advisor.dossiers.errors import RenderTimeout, TooLate
from advisor.dossiers.models import Bundle, JobState
from advisor.dossiers.services import dossier_request, job_finish, job_take
from advisor.dossiers.to_pdf import render_pdf
from advisor.dossiers.wire import Rendered
from tests.advisor.dossiers.pdf_text import elements, opened, shown
from tests.advisor.dossiers.rows import NOW, prosecutor
from tests.advisor.dossiers.samples import sample

INPUTS = {
    "kind": "bundle",
    "format": 1,
    "language": "en",
    "on": "2026-11-22",
    "agency": {"name": "Procura della Repubblica di Milano", "country": "IT"},
    "case": {"reference": "IPTV-2026-014", "title": "IPTV piracy"},
    "parts": [
        {"dossier": "x", "title": "A note", "subtitle": "Portugal", "version": 2, "language": "en", "final": final,
         "pages": 3, "sha256": "a" * 64}
        for final in (True, False)
    ],
    "exhibits": [
        {"number": 1, "title": "Screenshot", "captured_on": "2026-11-20", "kept_at": "", "size": 7, "sha256": "b" * 64},
        {"number": 2, "title": "Hard disk", "captured_on": "2026-11-21", "kept_at": "Store 4", "size": None,
         "sha256": ""},
    ],
}  # fmt: skip


@cache
def part(name: str) -> bytes:
    return render_pdf(sample(name), 1, lambda _: None).content


@cache
def whole() -> tuple[bytes, int]:
    front = render_pdf(INPUTS, 1, lambda _: None).content
    return joined(front, [Part("First", part("note-blocking")), Part("Second", part("letter-registrant"))], "en")


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it"])
def test_the_cover_names_every_part_and_exhibit_in_every_language(language: str) -> None:
    document = bundle_document({**INPUTS, "language": language}, 1)
    parts, exhibits = document.sections[0].blocks[0], document.sections[1].blocks[0]
    assert [len(block.rows) for block in (parts, exhibits)] == [2, 2]  # type: ignore[union-attr]
    assert document.watermark  # one part is a draft
    state = {"en": "Italy", "de": "Italien", "es": "Italia", "fr": "Italie", "it": "Italia"}[language]
    spoken = {"en": "English", "de": "Englisch", "es": "inglés", "fr": "anglais", "it": "inglese"}[language]
    assert document.cover.sender_state == state
    assert f"2, {spoken}, " in "".join(run.text for run in parts.rows[0][2])  # type: ignore[union-attr,index]


def test_a_bundle_of_finals_is_no_draft() -> None:
    finals = {**INPUTS, "parts": [INPUTS["parts"][0]]}  # type: ignore[index]
    document = bundle_document(finals, 1)
    assert (document.watermark, document.stamp, document.status) == ("", "", "")


def test_pages_and_words_of_all_parts_are_there() -> None:
    content, pages = whole()
    with opened(content) as pdf:
        assert len(pdf.pages) == pages
        said = shown(pdf, artifacts=False)
        for name in ("note-blocking", "letter-registrant"):
            with opened(part(name)) as single:
                assert shown(single, artifacts=False) in said
        assert "b" * 64 in said
        assert list(pdf.attachments) == ["dossier.json"]
        assert "/AcroForm" not in pdf.Root


def test_one_bookmark_a_part_with_its_own_below() -> None:
    with opened(whole()[0]) as pdf, pdf.open_outline() as outline:
        last = [item for item in outline.root if item.title in ("First", "Second")]
        assert [item.title for item in last] == ["First", "Second"]
        assert all(len(item.children) >= 5 for item in last)


def test_every_page_finds_its_tags() -> None:
    with opened(whole()[0]) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        table = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        pages = {page.obj.objgen for page in pdf.pages}
        for page in pdf.pages:
            owners = table[int(page.obj.StructParents)]
            for owner in owners:
                if isinstance(owner, pikepdf.Dictionary) and "/Pg" in owner:
                    assert owner.Pg.objgen in pages
            assert any("/Pg" in owner and owner.Pg.objgen == page.obj.objgen for owner in owners)
        kinds = [str(element.S) for element in elements(pdf)]
        assert kinds.count("/Part") == 2


def test_equal_parts_give_equal_bytes() -> None:
    front = render_pdf(INPUTS, 1, lambda _: None).content
    parts = [Part("First", part("note-blocking")), Part("Second", part("letter-registrant"))]
    assert joined(front, parts, "en") == whole()


@pytest.mark.django_db
@pytest.mark.usefixtures("bells")
class TestMaking:
    """The row, its worker, and who may."""

    @pytest.fixture
    def dossier(self, step: Any, frozen: dict[str, Any]) -> Any:
        frozen.update(sample("note-blocking"))
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        lease = job_take(job_id=job.pk)
        assert lease is not None
        content = part("note-blocking")
        digest = hashlib.sha256(content).hexdigest()
        return job_finish(lease=lease, content=content, sha256=digest, pages=3, now=NOW)

    def ask(self, step: Any, dossier: Any) -> Bundle:
        return bundle_request(case=step.case, user=step.chosen_by, dossiers=[dossier.pk], language="fr", now=NOW)

    def test_is_asked_for_once_and_made_once(self, step: Any, dossier: Any) -> None:
        bundle = self.ask(step, dossier)
        assert self.ask(step, dossier) == bundle
        made = bundle_make(bundle_id=bundle.pk, now=lambda: NOW, render=_rendered)
        assert made is not None
        assert (made.state, made.size) == (JobState.DONE, len(made.content or b""))
        assert bundle_make(bundle_id=bundle.pk, now=lambda: NOW, render=_rendered) is None

    def test_holds_nothing_foreign(self, step: Any, dossier: Any) -> None:
        stranger = prosecutor("paris")
        assert not bundles_for(stranger).filter(pk=self.ask(step, dossier).pk).exists()
        with pytest.raises(type(step.case).DoesNotExist):
            bundle_request(case=step.case, user=stranger, dossiers=[dossier.pk], language="en", now=NOW)

    def test_nothing_chosen_is_told(self, step: Any, frozen: dict[str, Any]) -> None:
        with pytest.raises(TooLate, match="at least one"):
            bundle_request(case=step.case, user=step.chosen_by, dossiers=[], language="en", now=NOW)

    def test_a_worker_that_was_overtaken_stores_nothing(self, step: Any, dossier: Any) -> None:
        bundle = self.ask(step, dossier)

        def slow(**asked: Any) -> Rendered:
            Bundle.objects.filter(pk=bundle.pk).update(lease_token=99)
            return _rendered(**asked)

        assert bundle_make(bundle_id=bundle.pk, now=lambda: NOW, render=slow) is None
        assert not Bundle.objects.get(pk=bundle.pk).content

    def test_a_render_that_fails_is_tried_again_then_told(self, step: Any, dossier: Any, settings: Any) -> None:
        settings.DOSSIER_MAX_ATTEMPTS = 2
        bundle = self.ask(step, dossier)

        def fails(**_: Any) -> Rendered:
            raise RenderTimeout(60)

        states = []
        for _ in range(2):
            bundle_make(bundle_id=bundle.pk, now=lambda: NOW, render=fails)
            states.append(Bundle.objects.get(pk=bundle.pk).state)
        assert states == [JobState.QUEUED, JobState.FAILED]
        assert "longer than 60 s" in Bundle.objects.get(pk=bundle.pk).error

    def test_the_sweeper_rings_for_what_was_forgotten(self, step: Any, dossier: Any) -> None:
        bundle = self.ask(step, dossier)
        assert bundles_sweep() == 1
        assert Bundle.objects.get(pk=bundle.pk).announced_at is not None
        assert bundles_sweep() == 0


def _rendered(*, inputs: Any, version: int, seconds: float, beat: Any) -> Rendered:
    made = render_pdf(inputs, version, lambda _: None)
    return Rendered(made.content, hashlib.sha256(made.content).hexdigest(), made.pages)
