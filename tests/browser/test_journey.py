"""The study's IPTV mock case, typed in from its description and walked to its dossiers, as a person would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, needs_for, routes_for
from advisor.cases.services import case_preview
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.tasks import dossier_render
from advisor.walk.selectors import steps_for
from routing.codec import case_from_document
from routing.engine import route
from tests.conftest import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOCK = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "fixtures" / "scenarios" / "mock-iptv.yaml").read_text(encoding="utf-8")
)
NEEDS = {need["id"]: need for need in MOCK["needs"]}
SAID_OF_THE_CASE = MOCK["facts"]


def said(fact: str, need: str | None) -> Any:
    """What the person knows: for a need first, then for the case; None when neither says it."""
    own = NEEDS[need].get("facts", {}) if need else {}
    return own.get(fact, SAID_OF_THE_CASE.get(fact))


def of_needs(fact: str) -> bool:
    """Whether some need says something of its own about a fact."""
    return any(fact in need.get("facts", {}) for need in MOCK["needs"])


def answer(page: Any, fact: str, value: Any) -> None:
    """Fill one question in, whatever its kind."""
    field = page.locator(f"[name='{fact}']")
    parts = page.locator(f"[name='{fact}-day']")
    word = "unknown" if value is None else value
    if isinstance(value, bool):
        word = "yes" if value else "no"
    if parts.count():
        if value is None:
            page.check(f"[name='{fact}-unknown']")
        else:
            for name, part in zip(("year", "month", "day"), str(value).split("-"), strict=True):
                page.fill(f"[name='{fact}-{name}']", part)
    elif field.first.evaluate("field => field.tagName") == "SELECT":
        page.select_option(f"[name='{fact}']", str(word))
    elif field.first.get_attribute("type") == "radio":
        page.check(f"[name='{fact}'][value='{word}']")
    elif value is None:
        page.check(f"[name='{fact}-unknown']")
    else:
        page.fill(f"[name='{fact}']", str(value))


def open_case(page: Any) -> None:
    """The header, and the needs as a pasted list."""
    page.click("text=Open a new case")
    page.fill("[name=title]", MOCK["title"])
    page.fill("[name=reference]", MOCK["reference"])
    page.fill("[name=requesting_state]", "Italy")
    page.check("text=Criminal")
    page.check("[name=stage][value=investigation]")
    for part, text in zip(("0", "1", "2"), ("5", "10", "2026"), strict=True):
        page.fill(f"[name=opened_on_{part}]", text)
    page.fill("[name=summary]", MOCK["summary"])
    page.click("text=Save and say what you need")
    lines = [f"{need['measure']}; {need['requested_state']}; {need.get('subject', '')}" for need in MOCK["needs"]]
    page.fill("[name=pasted]", "\n".join(lines))
    page.click("text=Put these into lines")
    page.click("text=Save the needs")
    assert "28 needs were added." in page.inner_text("main")


def differing(page: Any, case_address: str, fact: str) -> int:
    """Answers that hold for some needs only, given for all of them at once."""
    values = {str(need["facts"][fact]): need["facts"][fact] for need in NEEDS.values() if fact in need.get("facts", {})}
    for said_so, value in sorted(values.items()):
        page.goto(f"{case_address}/facts/{fact}")
        answer(page, fact, value)
        page.uncheck("[name=level][value=whole]")
        for key, need in NEEDS.items():
            if str(need.get("facts", {}).get(fact)) == said_so:
                page.check(f"[name=level][value={key}]")
        page.click("main button:has-text('Save')")
        page.wait_for_url("**/check#*")
    return len(values)


def test_typed_in_from_its_description(
    walker: Callable[..., Any], edition: Any, investigator: Any, prosecutor: Any
) -> None:
    walk = walker(investigator)
    page = walk.open("/cases/")
    open_case(page)
    case = cases_for(investigator).get()
    found = needs_for(investigator).filter(case=case)
    expected = [(n["id"], n["measure"], n["requested_state"]) for n in MOCK["needs"]]
    assert list(found.values_list("key", "measure", "requested_state")) == expected
    walk.open(reverse("case-need", args=[case.pk, "n11"]))
    page.select_option("[name=variant]", "subscriber")
    page.click("main button:has-text('Save')")
    address = f"{walk.base}/cases/{case.pk}"
    pages = differing(page, address, "requester.kind")

    walk.open(reverse("case-questions", args=[case.pk]))
    page.click("text=Next question")
    questions = pages
    told: set[str] = {"requester.kind"}
    while "/check" not in page.url:
        assert pages < 150, page.url
        pages += 1
        need = page.url.split("/needs/")[1].split("/")[0] if "/needs/" in page.url else None
        asked = page.locator("[name=asked]").evaluate_all("fields => fields.map((field) => field.value)")
        questions += len(asked)
        for fact in asked:
            answer(page, fact, said(fact, need))
        with page.expect_navigation():  # it may be the same page, with what the answers made worth asking
            page.click("text=Save and go on")
        apart = [fact for fact in asked if need is None and fact not in told and of_needs(fact)]
        following = page.url
        for fact in apart:
            told.add(fact)
            pages += differing(page, address, fact)
        if apart:
            page.goto(following)
        if page.url.endswith("/questions/"):  # what was said of single needs settled that page
            page.click(
                "text=Next question" if page.locator("text=Next question").count() else "text=Check your answers"
            )
    facts = len(SAID_OF_THE_CASE) + sum(len(need.get("facts", {})) for need in MOCK["needs"])
    print(f"\n{pages} pages, {questions} questions shown, {facts} facts in the file")

    preview = case_preview(case=case, user=investigator, on=TODAY)
    assert preview.answer is not None
    typed = {need["id"]: need["status"] for need in preview.answer["needs"]}
    whole = route(case_from_document(MOCK, edition.rulebook), edition.rulebook, on=TODAY)
    assert typed == {need.need.id: str(need.status) for need in whole.needs}
    assert questions <= 1.2 * facts
    assert answers_for(investigator).filter(case=case).exists()

    page.click("text=Ask for the route")
    assert "of 28" in page.inner_text("main")
    walk.checked()
    assert not page.locator("text=Choose steps").count()

    walk = walker(prosecutor)
    page = walk.open(reverse("case-route", args=[case.pk, 1]))
    page.click("text=Choose steps")
    ticked = page.locator("[name=option]:checked").count()
    assert ticked >= 15
    page.click("text=Plan these steps >> nth=0")
    for box in page.locator("textarea").all():
        if box.is_visible():
            box.fill("The formal way is prepared at the same time.")
    if page.locator("text=Plan these steps").count():
        page.click("text=Plan these steps >> nth=0")
    assert steps_for(investigator).filter(case=case).count() == ticked
    for box in reversed(page.locator("[name=step]:checked").all()[2:]):
        box.uncheck()
    page.click("text=Make dossiers for the ticked steps")
    page.wait_for_selector("text=0 of 2 dossiers are ready.")
    for job in jobs_for(investigator):
        dossier_render.run(str(job.pk))
    page.wait_for_selector("text=All 2 dossiers are ready.")
    with page.expect_download() as download:
        page.click("text=Download PDF >> nth=0")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert routes_for(investigator).get(case=case).document["case"]["title"] == MOCK["title"]
