"""A step walked in a real browser from approval to a refusal, its letter and its second try; every page of it."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.services import case_route
from advisor.walk.models import Step
from advisor.walk.moves import step_move
from advisor.walk.selectors import steps_for
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW, ROUTED_ANSWERS, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = "<script>alert(1)</script> שלום עולם مرحبا 🚢 " + "Donaudampfschifffahrtsgesellschaft" * 6
DAY = TODAY - timedelta(days=9)
LOOKED_AT = os.environ.get("ROGATORY_SCREENSHOTS", "")


@pytest.fixture
def step(open_case: Any, prosecutor: Any) -> Step:
    """A formal step of a case with a criminal and a civil need; its civil step is chosen too."""
    answers = ROUTED_ANSWERS | {"proceedings.criminal_file_open_or_planned": True}
    needs = [("criminal.search_and_seizure", "ES"), ("civil.service_of_documents", "ES")]
    case = open_case(prosecutor, needs=needs, answers=answers)
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    choices = []
    for need in ("n1", "n2"):
        options = needs_of(route)[need]["options"]
        found = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
        choices.append(Choice(need, found, HOSTILE))
    return steps_choose(route=route, user=prosecutor, choices=choices, now=NOW)[0]


def seen(walk: Any, name: str) -> None:
    """axe at three widths; the picture is kept where somebody wants to look at it."""
    for width in (320, 768, 1440):
        walk.page.set_viewport_size({"width": width, "height": 900})
        overflow = walk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} at {width} px is {overflow} px too wide"
        if LOOKED_AT:
            walk.page.screenshot(path=Path(LOOKED_AT) / f"{name}-{width}.png", full_page=True)
    walk.checked()


def record(page: Any, button: str, day: Any = DAY, **fields: str) -> None:
    """Press a move's button, fill its form, send it."""
    page.click(f"main a:has-text('{button}')")
    for part, value in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name=happened_on_{part}]", str(value))
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.click("#page-form button.govuk-button")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_approval_to_a_second_try(walker: Callable[..., Any], step: Step, prosecutor: Any, scripts: bool) -> None:
    walk = walker(prosecutor, scripts=scripts)
    page = walk.open(reverse("case-steps", args=[step.case_id]))
    page.click(f"main a[href$='/steps/{step.pk}/']")
    record(page, "Approve this step")
    assert "collides with others" in page.inner_text("main")
    for address in page.locator("main a[href*='/warnings/']").evaluate_all("links => links.map(a => a.pathname)"):
        walk.open(address)
        page.fill("[name=reason]", f"Agreed. {HOSTILE}")
        page.click("#page-form button.govuk-button")
    walk.open(reverse("case-step", args=[step.case_id, step.pk]))
    record(page, "Approve this step")
    record(page, "Record that it was sent", authority="Juzgado Central de Instrucción")
    record(page, "Record that it was received", DAY - timedelta(days=1))
    assert "This was before" in page.inner_text("main")
    for part, value in enumerate((DAY.day, DAY.month, DAY.year)):
        page.fill(f"[name=happened_on_{part}]", str(value))
    page.click("#page-form button.govuk-button")
    page.click("main a:has-text('Record the refusal')")
    for part, value in enumerate((DAY.day, DAY.month, DAY.year)):
        page.fill(f"[name=happened_on_{part}]", str(value))
    page.check("[name=grounds] >> nth=0")
    page.fill("[name=note]", HOSTILE)
    page.click("#page-form button.govuk-button")
    assert steps_for(prosecutor).get(pk=step.pk).state == "refused"
    page.click("text=letter of resubmission")
    assert HOSTILE[:24] in page.inner_text("main")
    page.click("text=Back to the step")
    record(page, "Record that it was sent again", note="With an answer.")
    assert steps_for(prosecutor).get(pk=step.pk).state == "sent"
    assert walk.wrong == []


def test_every_page(walker: Callable[..., Any], step: Step, prosecutor: Any) -> None:
    from advisor.walk.accepting import collision_accept
    from advisor.walk.ladders import collisions_open

    walk = walker(prosecutor)
    walk.open(reverse("case-step", args=[step.case_id, step.pk]))
    seen(walk, "step-planned")
    for one in collisions_open(prosecutor, step):
        collision_accept(route=step.route, code=one.code, user=prosecutor, reason=HOSTILE, now=NOW)
    for to, detail in (
        ("approved", {}),
        ("sent", {"authority": HOSTILE[:250]}),
        ("returned", {"grounds": ["immunity-or-privilege", "national-security"]}),
    ):
        step_move(step=step, to=to, user=prosecutor, happened_on=DAY, note=HOSTILE, now=NOW, detail=detail)
    number = step.events.latest("number").number
    for name, address in {
        "steps": reverse("case-steps", args=[step.case_id]),
        "step-returned": reverse("case-step", args=[step.case_id, step.pk]),
        "step-move": reverse("case-step-move", args=[step.case_id, step.pk, "refused"]),
        "step-correct": reverse("case-step-correct", args=[step.case_id, step.pk, number]),
        "step-grounds": reverse("case-step-grounds", args=[step.case_id, step.pk, number]),
        "step-letter": reverse("case-step-letter", args=[step.case_id, step.pk]),
        "tracks": reverse("case-tracks", args=[step.case_id]),
        "collision": reverse("case-collision", args=[step.case_id, step.route.number, "criminal-and-civil"]),
        "refusals": reverse("refusals"),
        "refusals-one": reverse("refusals") + "?ground=national-security",
        "statistics": reverse("refusal-statistics"),
    }.items():
        walk.open(address)
        seen(walk, name)
