"""The same work with the keyboard alone, and with scripts switched off."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.selectors import cases_for, needs_for, routes_for
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.tasks import dossier_render
from advisor.walk.selectors import steps_for
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def focused(page: Any) -> dict[str, str]:
    """What the keyboard is on: its name, its text, and whether one can see it."""
    return page.evaluate(
        """() => {
          const box = document.activeElement, style = getComputedStyle(box);
          const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
          return { name: box.name || "", value: box.value || "", type: box.type || "",
                   text: (box.innerText || "").trim(), marked: String(marked), tag: box.tagName };
        }"""
    )


def tab_to(page: Any, *, name: str = "", text: str = "", value: str = "", most: int = 120) -> None:
    """Press Tab until the field, link or button has the focus; every stop on the way must be visible as one."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = focused(page)
        if here["tag"] == "BODY":
            continue
        fits = (not name or here["name"] == name) and (not text or text in here["text"])
        if fits and (not value or here["value"] == value):
            assert here["marked"] == "true" or here["type"] in ("radio", "checkbox"), here
            return
    raise AssertionError(f"Tab never reached {name or text}")


def write(page: Any, **fields: str) -> None:
    """Type into fields in their order on the page."""
    for name, text in fields.items():
        tab_to(page, name=name)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def test_by_keyboard_alone(walker: Callable[..., Any], edition: Any, prosecutor: Any) -> None:
    walk = walker()
    page = walk.open("/account/login/")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    write(page, login=prosecutor.email, password=PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    tab_to(page, text="Open a new case")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new")
    write(page, title="By keyboard", reference="K-1", requesting_state="Italy")
    page.keyboard.press("Escape")
    tab_to(page, name="track")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    tab_to(page, name="stage")
    write(page, opened_on_0="5", opened_on_1="10", opened_on_2="2026", summary="A shop.")
    tab_to(page, text="Save and say what you need")
    page.keyboard.press("Enter")
    page.wait_for_url("**/needs/add")
    write(page, **{"line-0-measure": "Search and seizure (criminal)", "line-0-states": "BG, ES"})
    page.keyboard.press("Escape")
    tab_to(page, text="Save the needs")
    page.keyboard.press("Space")
    page.wait_for_url("**/needs/")
    case = cases_for(prosecutor).get()
    assert needs_for(prosecutor).filter(case=case).count() == 2
    tab_to(page, text="Go on to the questions")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/")
    tab_to(page, text="Next question")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/questions/[a-z]"))
    tab_to(page, text="Why we ask")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    tab_to(page, text="Save and show the list")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/")
    walk.open(reverse("case-check", args=[case.pk]))
    tab_to(page, text="Ask for the route", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/routes/1/")
    tab_to(page, text="Choose steps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/steps")
    assert routes_for(prosecutor).filter(case=case).count() == 1


def test_without_scripts(walker: Callable[..., Any], edition: Any, prosecutor: Any) -> None:
    walk = walker(scripts=False)
    page = walk.open("/account/login/")
    page.fill("[name=login]", prosecutor.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Sign in')")
    page.click("text=Open a new case")
    for name, text in (("title", "No scripts"), ("reference", "N-1"), ("requesting_state", "FR")):
        page.fill(f"[name={name}]", text)
    page.click("text=Save and say what you need")
    page.check("label:has-text('Search and seizure') >> nth=0")
    page.click("text=Put these into lines")
    page.fill("[name=line-0-states]", "Spain, Bulgaria")
    page.click("text=More lines")
    assert page.input_value("[name=line-0-states]") == "Spain, Bulgaria"
    page.click("text=Save the needs")
    case = cases_for(prosecutor).get()
    assert list(needs_for(prosecutor).values_list("requested_state", flat=True)) == ["ES", "BG"]
    page.click("text=Go on to the questions")
    page.click("text=Next question")
    asked = page.locator("[name=asked]").first.get_attribute("value")
    page.click("summary:has-text('Why we ask') >> nth=0")
    page.click("text=Save and show the list")
    walk.open(reverse("case-question", args=[case.pk, "requester.kind"]))
    page.select_option("[name='requester.kind']", "prosecutor")
    page.click("main button:has-text('Save')")
    assert asked
    page.click("text=Ask for the route")
    page.click("text=Need by need >> nth=0")
    page.locator("main a[href*='/needs/n']").first.click()
    page.click(".rg-option__why a >> nth=0")
    page.go_back()
    page.go_back()
    page.click("text=Choose steps")
    page.locator("[name=option]").first.check()
    page.click("text=Plan these steps >> nth=0")
    if steps_for(prosecutor).count() == 0:
        for box in page.locator("textarea").all():
            if box.is_visible():
                box.fill("It is urgent.")
        page.click("text=Plan these steps >> nth=0")
    assert steps_for(prosecutor).count() >= 1
    page.click("text=Make dossiers for the ticked steps")
    page.click("text=reload the page")
    assert "of" in page.inner_text("[role=status]")
    for job in jobs_for(prosecutor):
        dossier_render.run(str(job.pk))
    page.click("text=reload the page")
    with page.expect_download() as download:
        page.click("text=Download PDF >> nth=0")
    assert download.value.suggested_filename.endswith(".pdf")
    page.click("text=Sign out")
    assert "/account/login/" in page.url
