"""The admin, which only reads law, in a browser: no breach of the policy, nothing that axe objects to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
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
    "instruments/provision/old-treaty_2Fsearch/change/",
    "instruments/participationrow/",
    "instruments/participationrow/export/",
    "instruments/source/",
    "instruments/edition/",
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


def test_nothing_is_changed_there(desk):
    """No page adds, changes or publishes: that is the curators' desk, by change sets."""
    for page in ("participationrow/add/", "participationrow/import/", "edition/publish/"):
        answer = desk.page.goto(f"{desk.base}/admin/instruments/{page}")
        turned_away = desk.page.url == f"{desk.base}/admin/"  # Django's answer to an object that does not exist
        assert answer.status in (403, 404) or turned_away, page
    page = desk.open("/admin/instruments/instrument/old-treaty/change/")
    assert page.locator("input[name=_save]").count() == 0
