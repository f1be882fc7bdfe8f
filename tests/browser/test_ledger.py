"""The deadline ledger in a real browser: every page, its bars, recording by keyboard and without script."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from advisor.walk.limit_records import limit_suspend, line_of
from advisor.walk.reminders import reminders_save, wanted_first
from tests.advisor.walk.ledger.conftest import sent_step
from tests.conftest import NOW

__all__ = ["sent_step"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACK, DECISION, EXECUTION = "acknowledge-receipt", "recognition-decision-after-receipt", "execution-after-decision"
WIDTHS = (320, 768, 1440)


@pytest.fixture
def late(sent_step: Any) -> Any:
    """A step that is late, and one whose clock stands still, in two cases."""
    return sent_step(sent=date(2026, 10, 1), received=date(2026, 10, 5), reference="LATE 2026-" + "17 " * 20)


@pytest.fixture
def stopped(sent_step: Any, prosecutor: Any) -> Any:
    step = sent_step(sent=date(2026, 11, 2), received=date(2026, 11, 4))
    line = line_of(step, DECISION, prosecutor, today=NOW.date(), now=NOW)
    limit_suspend(
        step=step, line=line, user=prosecutor, happened_on=date(2026, 11, 16), now=NOW, waits_for="us",
        note="They want <b>the</b> warrant שלום", article="11(4)",
    )  # fmt: skip
    return step


def test_every_page_of_the_ledger(
    walker: Callable[..., Any], late: Any, stopped: Any, prosecutor: Any, tmp_path: Any
) -> None:
    reminders_save(user=prosecutor, wanted=wanted_first(prosecutor), now=NOW, version=0)
    walk = walker(prosecutor)
    addresses = [reverse("ledger"), f"{reverse('ledger')}?show=open", reverse("reminders")]
    for step in (late, stopped):
        addresses.append(reverse("case-ledger", args=[step.case_id]))
        addresses += [
            reverse("case-ledger-line", args=[step.case_id, step.pk, key]) for key in (ACK, DECISION, EXECUTION)
        ]
    addresses += [
        reverse("case-ledger-record", args=[late.case_id, late.pk, DECISION, act])
        for act in ("extend", "suspend", "resume", "met", "chaser")
    ]
    addresses.append(reverse("case-ledger-record", args=[late.case_id, late.pk, EXECUTION, "begun"]))
    for number, address in enumerate(addresses):
        walk.open(address)
        walk.checked()
        for width in WIDTHS:
            walk.page.set_viewport_size({"width": width, "height": 900})
            walk.page.screenshot(path=tmp_path / f"{number:02}-{width}.png", full_page=True)
        walk.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("scripts", [True, False])
def test_an_extension_and_a_calendar_address(
    walker: Callable[..., Any], late: Any, prosecutor: Any, scripts: bool
) -> None:
    walk = walker(prosecutor, scripts=scripts)
    page = walk.open(reverse("case-ledger", args=[late.case_id]))
    page.click("text=Acknowledgement of receipt")
    assert "over" in page.inner_text("main")
    page.click("text=Record an extension")
    page.click("text=Record it")
    assert "Give either how much time is added" in page.inner_text("main")
    page.fill("[name=number]", "3")
    page.select_option("[name=unit]", "months")
    page.fill("[name=happened_on_0]", "9")
    page.fill("[name=happened_on_1]", "10")
    page.click("text=Record it")
    assert "Counting 3 months leads to" in page.inner_text("main")
    page = walk.open(reverse("reminders"))
    page.fill("[name=label]", "Telephone")
    page.click("text=Make an address")
    assert page.input_value("#address").endswith(".ics")
    if scripts:
        walk.checked()
