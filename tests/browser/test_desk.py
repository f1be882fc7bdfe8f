"""The curators' desk in a browser: no breach of the policy, nothing that axe objects to, and one edition published."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.models import Edition, ParticipationRow
from tests.browser.conftest import AXE, RUN_AXE
from tests.conftest import NOW
from tests.instruments.factories import small_folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "",
    "instruments/",
    "instruments/instrument/?q=treaty",
    "instruments/instrument/old-treaty/change/",
    "instruments/instrument/old-treaty/history/",
    "instruments/instrument/old-treaty/delete/",
    "instruments/provision/old-treaty_2Fsearch/change/",
    "instruments/participationrow/",
    "instruments/participationrow/add/",
    "instruments/participationrow/import/",
    "instruments/participationrow/export/",
    "instruments/source/",
    "instruments/edition/",
    "instruments/edition/publish/",
]


@pytest.fixture
def desk(walker: Callable[..., Any], curator: Any, tmp_path: Path) -> Any:
    """A curator at the desk, with the small catalogue."""
    catalogue_load(book_read(small_folder(tmp_path / "catalogue")), now=NOW)
    return walker(curator)


def test_the_pages_are_accessible(desk):
    """Without axe's preloading, which writes inline styles for the @import of Django's own style sheets."""
    desk.page.set_viewport_size({"width": 1440, "height": 6000})  # a line cut by the window's edge cannot be judged
    for page in PAGES:
        desk.open(f"/admin/{page}").wait_for_load_state("networkidle")
        desk.page.evaluate(AXE)
        found = desk.page.evaluate(RUN_AXE.replace("resultTypes", "preload: false, resultTypes"))
        assert (found["violations"], found["contrast"]) == ([], []), page


def test_an_accession_is_recorded_and_published(desk):
    page = desk.open("/admin/instruments/participationrow/add/")
    page.wait_for_load_state("networkidle")
    for label, typed, wanted in (("Instrument:", "treaty-of-old", "Old-Treaty"), ("Jurisdiction:", "CZE", "Czechia")):
        page.get_by_role("combobox", name=label).click()
        page.locator(".select2-search__field").fill(typed)
        page.get_by_role("option", name=wanted).click()
    page.get_by_label("Status:").select_option("bound")
    page.get_by_label("Since:").fill("2027-01-01")
    page.get_by_label("Confidence:").select_option("memory")
    page.get_by_label("Why, and where you read it:").fill("accession, depositary's notice")
    page.get_by_role("button", name="Save", exact=True).first.click()
    assert ParticipationRow.objects.filter(jurisdiction_id="CZ", since="2027-01-01").exists()

    page = desk.open("/admin/instruments/edition/")
    page.get_by_role("link", name="Publish an edition").click()
    page.get_by_label("What changed, and why:").fill("Czechia accedes.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("is published; every answer from now on is given by it").wait_for()
    assert Edition.objects.get().note == "Czechia accedes."


def test_the_desk_works_without_scripts(walker, curator, tmp_path):
    catalogue_load(book_read(small_folder(tmp_path / "catalogue")), now=NOW)
    still = walker(curator, scripts=False)
    page = still.open("/admin/instruments/instrument/old-treaty/change/")
    page.get_by_label("Notes:").fill("Read again.")
    page.get_by_label("Why, and where you read it:").fill("the text")
    page.locator("input[name=_save]").first.click()
    page = still.open("/admin/instruments/edition/publish/")
    page.get_by_label("What changed, and why:").fill("Notes.")
    page.locator("input[type=submit]").click()
    assert Edition.objects.count() == 1
