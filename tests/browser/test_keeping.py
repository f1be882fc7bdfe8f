"""Evidence, autosave, collisions and a session that ends, as a person meets them; with scripts and without."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, exhibits_for
from advisor.cases.services import answers_save
from tests.advisor.cases.test_exhibit_kinds import PDF
from tests.browser.test_pages import HOSTILE
from tests.conftest import NOW, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOW = 20_000


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EXHIBITS_DIR = tmp_path / "exhibits"


@pytest.fixture
def case(open_case: Callable[..., Any], investigator: Any) -> Any:
    return open_case(investigator, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "GR")])


def stored(user: Any, case: Any) -> dict[str, Any]:
    return dict(answers_for(user).filter(case=case, need=None).values_list("fact", "value"))


def requester(case: Any) -> str:
    return reverse("case-questions-page", args=[case.pk, "requester"])


def sign_in_form(page: Any, user: Any) -> None:
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Sign in')")


def lose(walk: Any, *names: str) -> None:
    for name in names:
        walk.context.clear_cookies(name=name)


def test_evidence(walker: Callable[..., Any], case: Any, investigator: Any, tmp_path: Path) -> None:
    walk = walker(investigator)
    shot = tmp_path / "shot.png"
    shot.write_bytes(PDF)
    page = walk.open(reverse("case-exhibits", args=[case.pk]))
    walk.checked()
    page.click("text=Add an exhibit")
    walk.checked()
    page.set_input_files("[name=file]", str(shot))
    page.fill("[name=title]", HOSTILE[:190])
    page.fill("[name=captured_on_0]", "31")
    page.fill("[name=captured_on_1]", "2")
    page.fill("[name=captured_on_2]", "2026")
    page.fill("[name=captured_how]", HOSTILE * 20)
    page.click("main button:has-text('Add the exhibit')")
    assert "is not a day" in page.inner_text("main")
    assert "you need not choose it again" in page.inner_text("main")
    walk.checked()
    page.fill("[name=captured_on_1]", "1")
    page.click("main button:has-text('Add the exhibit')")
    assert "by its content it is: PDF" in page.inner_text("main")
    walk.checked()
    with page.expect_download() as download:
        page.click("text=Download the file")
    assert download.value.suggested_filename.endswith(".pdf")
    assert Path(download.value.path()).read_bytes() == PDF
    page.reload()
    assert "Downloaded" in page.inner_text("main")
    page.click("text=Withdraw this exhibit")
    walk.checked()
    page.fill("[name=why]", "Wrong shop")
    page.click("main button:has-text('Withdraw it')")
    assert exhibits_for(investigator).get().withdrawn_why == "Wrong shop"
    walk.open(reverse("case-exhibits", args=[case.pk]))
    walk.checked()


def test_a_page_saves_by_itself(walker: Callable[..., Any], case: Any, investigator: Any) -> None:
    walk = walker(investigator)
    page = walk.open(requester(case))
    page.select_option("[name='requester.kind']", "court")
    page.locator("#autosave", has_text="Saved at").wait_for(timeout=SLOW)
    assert stored(investigator, case) == {"requester.kind": "court"}
    version = cases_for(investigator).get(pk=case.pk).version
    assert page.input_value("#page-version") == str(version)
    page.reload()
    assert page.input_value("[name='requester.kind']") == "court"


def test_two_tabs_and_a_choice(walker: Callable[..., Any], case: Any, investigator: Any) -> None:
    walk = walker(investigator, scripts=False)
    page = walk.open(requester(case))
    answers_save(case=case, user=investigator, version=case.version, values={"requester.kind": "police"}, now=NOW)
    page.select_option("[name='requester.kind']", "court")
    page.click("main button:has-text('Save and show the list')")
    assert "Changed meanwhile" in page.inner_text("main")
    page.check("[name='keep-requester.kind'][value=theirs]")
    page.click("main button:has-text('Save and show the list')")
    assert page.url.endswith("/questions/")
    assert stored(investigator, case) == {"requester.kind": "police"}


def test_a_collision_is_seen_by_whoever_does_not_see(walker: Callable[..., Any], case: Any, investigator: Any) -> None:
    walk = walker(investigator)
    page = walk.open(requester(case))
    answers_save(case=case, user=investigator, version=case.version, values={"requester.kind": "police"}, now=NOW)
    page.select_option("[name='requester.kind']", "court")
    page.locator("#autosave", has_text="Nothing was overwritten").wait_for(timeout=SLOW)
    page.click("main button:has-text('Save and show the list')")
    assert "Changed meanwhile" in page.inner_text("main")
    walk.checked()
    assert stored(investigator, case) == {"requester.kind": "police"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_sign_in_and_go_on(walker: Callable[..., Any], case: Any, investigator: Any, scripts: bool) -> None:
    walk = walker(scripts=scripts)
    page = walk.open("/account/login/")
    sign_in_form(page, investigator)
    walk.open(reverse("case-about", args=[case.pk]))
    lose(walk, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    page.fill("[name=summary]", HOSTILE)
    if scripts:
        page.locator("#autosave", has_text="Not saved").wait_for(timeout=SLOW)
    page.click("main button:has-text('Save')")
    assert "you are signed out" in page.inner_text("main")
    if scripts:
        walk.checked()
    page.click("text=Sign in and go on")
    sign_in_form(page, investigator)
    if not scripts:
        assert "It is not saved yet" in page.inner_text("main")
        page.click("text=Send it now")
    page.wait_for_url("**" + reverse("case", args=[case.pk]))
    assert cases_for(investigator).get(pk=case.pk).summary == HOSTILE


def test_what_is_left_and_the_verdict(walker: Callable[..., Any], case: Any, investigator: Any) -> None:
    walk = walker(investigator)
    page = walk.open(reverse("case", args=[case.pk]))
    assert "Would settle" in page.inner_text("main")
    walk.checked()
    page = walk.open(reverse("case-check", args=[case.pk]))
    page.click("#verdict summary >> nth=0")
    walk.checked()
    answers_save(case=case, user=investigator, version=case.version, values={"requester.kind": "police"}, now=NOW)
    with page.expect_response("**/check?seen=*") as answered:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    assert answered.value.status == 200
    walk.open(reverse("case-list") + "?only=drafts")
    walk.checked()


def test_a_new_case_and_needs_are_kept_before_they_exist(
    walker: Callable[..., Any], case: Any, investigator: Any, tmp_path: Path
) -> None:
    walk = walker(investigator)
    page = walk.open(reverse("case-new"))
    page.fill("[name=title]", "Boxes at night")
    page.locator("#autosave", has_text="Kept at").wait_for(timeout=SLOW)
    page.reload()
    assert page.input_value("[name=title]") == "Boxes at night"
    assert "stands here again" in page.inner_text("main")
    walk.checked()
    page.click("text=Throw it away and begin again")
    assert page.input_value("[name=title]") == ""
    page = walk.open(reverse("case-needs-add", args=[case.pk]))
    page.fill("[name=line-1-subject]", "the cellar")
    page.locator("#autosave", has_text="Kept at").wait_for(timeout=SLOW)
    page.reload()
    assert page.input_value("[name=line-0-subject]") == "the cellar"
    walk.checked()
    shot = tmp_path / "shot.png"
    shot.write_bytes(PDF)
    page = walk.open(reverse("case-exhibit-new", args=[case.pk]))
    page.set_input_files("[name=file]", str(shot))
    page.fill("[name=title]", "Shop")
    page.locator("#autosave", has_text="Kept at").wait_for(timeout=SLOW)
    page.reload()
    assert page.input_value("[name=title]") == "Shop"
