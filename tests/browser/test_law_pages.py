"""The pages of the law in a browser: axe, 320 to 1440 px, no console error, and without scripts."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from instruments import records
from instruments.models import Edition
from instruments.study_tables import coverage_of
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = (
    "/catalogue/?q=carin&on=2020-01-01",
    "/catalogue/states/BR/",
    "/catalogue/states/TV/?on=yesterday&from=Atlantis&edition=zz",
    "/catalogue/pairs/FR/GB/?on=2019-05-01",
    "/catalogue/pairs/KP/TV/",
    "/catalogue/measures/criminal.electronic_evidence/",
    "/catalogue/measures/domestic.site_blocking/",
    "/catalogue/networks/",
    "/catalogue/networks/carin/",
    "/catalogue/networks/amon/",
    "/catalogue/instruments/hague-service-1965/",
    "/catalogue/instruments/eu-2020-1783/?on=2022-06-30",
    "/catalogue/?on=yesterday&edition=zz&q=budapset&tier=formal",
    "/catalogue/pairs/FR/FR/?on=1950-01-01",
    "/catalogue/states/XK/?on=2030-01-01&from=HK",
    "/catalogue/states/VA/?from=TW",
    "/catalogue/editions/",
)


@pytest.mark.parametrize("path", PATHS)
def test_page(walker: Callable[..., Any], edition: Any, investigator: Any, path: str) -> None:
    walk = walker(investigator)
    walk.open(path)
    walk.checked()


def test_a_state_with_every_fold_open(walker: Callable[..., Any], edition: Any, investigator: Any) -> None:
    walk = walker(investigator)
    walk.open("/catalogue/states/GB/?on=2026-11-22")
    walk.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    walk.checked()


def test_what_changed_between_two_editions(walker: Callable[..., Any], edition: Any, investigator: Any) -> None:
    document = copy.deepcopy(edition.document)
    for record in document["instruments"]:
        if record["code"] in {"eio", "eaw"}:
            record["applies_until"] = "2027-12-31"
    data, sha256 = records.canonical_bytes(document), records.sha256_of(document)
    previous = Edition.objects.get(sha256=edition.sha256)
    Edition.objects.create(
        label="2026-11-23.1", sha256=sha256, document=data, published_at=NOW, published_by="x", previous=previous
    )
    walk = walker(investigator)
    walk.open("/catalogue/editions/")
    walk.checked()
    walk.page.click("main form button:has-text('Compare')")
    assert "2 changes." in walk.page.inner_text("main")
    assert "2017-05-22 – 2027-12-31" in " ".join(walk.page.inner_text("main").split())
    walk.checked()


def test_a_timeline_and_both_maps_are_seen_at_every_width(
    walker: Callable[..., Any], edition: Any, investigator: Any
) -> None:
    walk = walker(investigator)
    walk.open("/catalogue/instruments/eio/")
    for width in (320, 768, 1440):
        walk.page.set_viewport_size({"width": width, "height": 900})
        for picture in (".rg-time", ".rg-map >> nth=0", ".rg-map >> nth=1"):
            box = walk.page.locator(picture).bounding_box()
            assert box is not None
            assert box["width"] > 200
            assert box["height"] > 80
    assert walk.page.locator(".rg-map >> nth=1").locator("use").count() >= 25


CONTRAST = """texts => {
  const light = colour => {
    const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return Math.min(...texts.map(text => {
    const ink = light(getComputedStyle(text).fill);
    const paper = light(getComputedStyle(text.closest("svg")).backgroundColor);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  }));
}"""


def test_the_words_of_a_timeline_stand_out(walker: Callable[..., Any], edition: Any, investigator: Any) -> None:
    """WCAG's 4.5 to 1, which axe cannot judge inside a drawing."""
    walk = walker(investigator)
    walk.open("/catalogue/instruments/eio/")
    assert walk.page.locator(".rg-time text").evaluate_all(CONTRAST) >= 4.5


def test_on_paper_the_great_table_has_all_its_columns(
    walker: Callable[..., Any], edition: Any, investigator: Any
) -> None:
    walk = walker(investigator)
    coverage_of(edition, requesting="FR", on=TODAY, go_on=lambda: True)
    walk.open(f"/catalogue/coverage-of-the-study?on={TODAY.isoformat()}")
    walk.page.set_viewport_size({"width": 700, "height": 1000})
    walk.page.emulate_media(media="print")
    last = walk.page.locator(".rg-cells tbody tr >> nth=0").locator("td").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 700


def test_the_coverage_of_the_study(walker: Callable[..., Any], edition: Any, investigator: Any) -> None:
    walk = walker(investigator)
    coverage_of(edition, requesting="FR", on=TODAY, go_on=lambda: True)
    walk.open(f"/catalogue/coverage-of-the-study?on={TODAY.isoformat()}")
    assert walk.page.locator("td.rg-c").count() == 6_240
    walk.checked()


def test_without_scripts_a_day_and_a_state_are_asked(
    walker: Callable[..., Any], edition: Any, investigator: Any
) -> None:
    walk = walker(investigator, scripts=False)
    walk.open("/catalogue/states/DE/")
    walk.page.fill("#on", "2016-01-01")
    walk.page.fill("#from", "Portugal")
    walk.page.click("aside button:has-text('Show')")
    assert "on=2016-01-01" in walk.page.url
    assert "What Portugal can ask of Germany on 1 January 2016" in walk.page.inner_text("main")
    walk.page.click("text=All at a glance")
    assert "/catalogue/pairs/PT/DE/" in walk.page.url
    assert "Every measure on 1 January 2016" in walk.page.inner_text("main")


def test_on_paper_every_measure_keeps_its_line_and_provisions_are_whole(
    walker: Callable[..., Any], edition: Any, investigator: Any
) -> None:
    walk = walker(investigator)
    walk.open("/catalogue/states/CY/")
    walk.page.emulate_media(media="print")
    assert walk.page.locator(".rg-day").is_hidden()
    assert walk.page.locator("[id='criminal.extradition'] summary").is_visible()
    walk.open("/catalogue/instruments/eio/")
    walk.page.emulate_media(media="print")
    whole = walk.page.locator(".rg-provision .govuk-details__text").first
    assert whole.evaluate("fold => fold.getBoundingClientRect().height") > 100
    assert len(walk.page.pdf()) > 20_000
