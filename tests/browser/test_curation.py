"""The curators' desk in a browser: the entry into force of CETS 224 for seven States, from the notice to the edition.

Counted are clicks and fields, as a new curator would need them; the desk's pages are looked at by axe and at three
widths, with and without scripts.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.curation.models import ChangeSet, FieldReport
from instruments.editions import compiled, edition_current, edition_publish
from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.models import Edition
from instruments.places import CATALOGUE
from tests.conftest import NOW
from tests.instruments.factories import small_folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEVEN = "France, Germany, IT, Spain, JP, Serbia, HU"
MOST_CLICKS, MOST_FIELDS, MOST_SECONDS = 9, 6, 600
NOTICE = {
    "day_0": "1",
    "day_1": "3",
    "day_2": "2027",
    "states": SEVEN,
    "source-citation": "Notification JJ9999C of the depositary",
    "source-quotation": "will enter into force on 1 March 2027",
}


class Hand:
    """A person at a page: what is clicked and typed is counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, said: str) -> None:
        """Click what a person reads on the page."""
        self.clicks += 1
        self.page.click(said)
        self.page.wait_for_load_state()

    def fill(self, name: str, text: str) -> None:
        """Type into one field."""
        self.fields += 1
        self.page.fill(f"[name='{name}']", text)


@pytest.fixture
def shipped(db: Any) -> Any:
    """The shipped catalogue in the rows, published."""
    compiled.clear()
    catalogue_load(book_read(CATALOGUE), now=NOW)
    return edition_publish(by="tests", note="First.", now=NOW)


@pytest.fixture
def small(db: Any, tmp_path: Any) -> Any:
    """The small catalogue in the rows, published."""
    compiled.clear()
    catalogue_load(book_read(small_folder(tmp_path / "catalogue")), now=NOW)
    return edition_publish(by="tests", note="First.", now=NOW)


def walked(author: Any, reviewer: Any) -> tuple[int, int, float]:
    """(clicks, fields, seconds) of both people, from the desk to the next edition."""
    began = time.monotonic()
    writing = Hand(author.open(reverse("curation")))
    writing.click("text=entries of the watch list")
    writing.click("#cets-224 >> text=It has happened")
    for name, typed in NOTICE.items():
        writing.fill(name, typed)
    writing.click("text=Make the change set")
    assert "2027-03-01" in writing.page.inner_text("main")
    writing.click(".rg-setacts >> text=What it does")
    writing.click("text=Back to the change set")
    writing.click("text=Give it to review")

    reading = Hand(reviewer.open(reverse("curation")))
    reading.click("text=Second Additional Protocol")
    reading.click("text=I have read it: confirm them all")
    reading.click("text=Publish the next edition")
    return writing.clicks + reading.clicks, writing.fields + reading.fields, time.monotonic() - began


@pytest.mark.parametrize("scripts", [True, False])
def test_cets_224_enters_into_force_for_seven_states(
    walker: Callable[..., Any], person: Callable[..., Any], shipped: Any, scripts: bool
) -> None:
    author, reviewer = person("admin", None, name="Author"), person("admin", None, name="Reviewer")
    hands = [walker(user, scripts=scripts) for user in (author, reviewer)]
    for hand in hands:
        hand.page.set_default_timeout(120_000)
    clicks, fields, seconds = walked(*hands)
    print(f"CETS 224, seven States: {clicks} clicks, {fields} fields, {seconds:.0f} s of the machine")
    assert clicks <= MOST_CLICKS
    assert fields <= MOST_FIELDS
    assert seconds < MOST_SECONDS
    assert Edition.objects.count() == 2
    bound = [
        row["iso2"]
        for row in edition_current().document["participation"]
        if row["instrument"] == "budapest-second-protocol" and row["status"] == "bound" and row["since"] == "2027-03-01"
    ]
    assert sorted(bound) == ["DE", "ES", "FR", "HU", "IT", "JP", "RS"]
    assert ChangeSet.objects.get().closed_by == reviewer


def test_every_page_of_the_desk(
    walker: Callable[..., Any], person: Callable[..., Any], small: Any, tmp_path: Any
) -> None:
    """axe finds nothing and nothing sticks out, on an open set with changes of every kind."""
    author = person("admin", None, name="Author")
    walk = walker(author)
    page = walk.open(reverse("curation-set-new"))
    page.fill("[name=title]", "Czechia accedes")
    page.fill("[name=why]", "Notice of the depositary.")
    page.click("text=Open it")
    page.click("text=Several States at once")
    page.fill("[name=instrument]", "old-treaty")
    page.fill("[name=states]", "CZ")
    for place, typed in enumerate(("1", "1", "2027")):
        page.fill(f"[name=since_{place}]", typed)
    page.fill("[name=source-citation]", "Official Journal 2026/1")
    page.fill("[name=source-url]", "https://example.org/oj")
    page.click("text=Put them into the set")
    page.wait_for_selector("#changes")
    own = ChangeSet.objects.get()
    key = "provision:old-treaty/search"
    report = FieldReport.objects.create(
        reporter=author, key=key, kind="refused", text="Refused all the same.", context={"measure": "x"}, created_at=NOW
    )
    number = [own.number]
    pages = [
        reverse("curation"),
        reverse("curation-set", args=number),
        reverse("curation-set-check", args=number),
        reverse("curation-set-impact", args=number),
        f"{reverse('curation-set-edit', args=number)}?key={key}",
        f"{reverse('curation-set-edit', args=number)}?kind=participation&instrument=old-treaty",
        f"{reverse('curation-set-drop', args=number)}?key={key}",
        reverse("curation-set-rows", args=number),
        reverse("curation-set-table", args=number),
        reverse("curation-set-successor", args=number),
        f"{reverse('curation-search')}?q=treaty",
        f"{reverse('curation-record')}?key={key}",
        f"{reverse('curation-record')}?key=instrument:old-treaty",
        f"{reverse('curation-record')}?key=participation:old-treaty/FR/1991-01-01",
        f"{reverse('curation-freshness')}?which=provisional",
        reverse("curation-watch"),
        reverse("curation-watch-look", args=["cets-224"]),
        reverse("curation-watch-throw", args=["cets-224"]),
        reverse("curation-undo", args=[small.label]),
        reverse("curation-exchange"),
        reverse("reports"),
        reverse("curation-report", args=[report.pk]),
        f"{reverse('report-row')}?key={key}",
    ]
    for place, address in enumerate(pages):
        walk.open(address)
        walk.page.wait_for_load_state("networkidle")
        walk.checked()
        walk.page.screenshot(path=tmp_path / f"{place:02}.png", full_page=True)
    page = walk.open(reverse("curation-set-rows", args=number))
    page.click("text=Add another source")
    page.wait_for_selector("[name=source-2-citation]")
    walk.checked()


def test_the_editor_saves_with_enter_and_without_scripts(
    walker: Callable[..., Any], person: Callable[..., Any], small: Any
) -> None:
    """Enter in a field saves the record; it adds no condition."""
    walk = walker(person("admin", None, name="Author"), scripts=False)
    page = walk.open(reverse("curation-set-new"))
    page.fill("[name=title]", "A remark")
    page.fill("[name=why]", "Read again.")
    page.click("text=Open it")
    own = ChangeSet.objects.get()
    page = walk.open(f"{reverse('curation-set-edit', args=[own.number])}?key=provision:old-treaty/search")
    page.fill("[name=notes]", "Read again in its source.")
    page.press("[name=source-citation]", "Enter")
    page.wait_for_load_state()
    assert page.url.endswith(reverse("curation-set", args=[own.number]))
    assert own.changes.get().after["notes"] == "Read again in its source."
