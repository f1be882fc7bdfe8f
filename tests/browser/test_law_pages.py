"""The pages of the law in a browser: axe, 320 to 1440 px, no console error, and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest

from instruments.study_tables import coverage_of
from tests.conftest import TODAY

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
