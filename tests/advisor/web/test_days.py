"""Days before the sending are refused, days before an approval or the case are asked about once; nothing is lost."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from advisor.cases.errors import FieldFaults
from advisor.walk.ledger_reading import ledger_for
from advisor.walk.limit_records import chaser_record, limit_extend
from advisor.walk.models import StepEvent
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW, TODAY

SENT = date(2026, 11, 2)
LONG_AGO = date(2020, 7, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(routed_case, prosecutor):
    """A step that was approved on the day of the tests, in a case opened on 5 October 2026."""
    route = routed_case(prosecutor)[1]
    options = needs_of(route)["n1"]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
    step = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", provision, "asked before")], now=NOW)[0]
    return step_move(step=step, to="approved", user=prosecutor, happened_on=TODAY, now=NOW)


@pytest.fixture
def limit(approved, prosecutor):
    """An open limit of the step, which was sent and received on SENT."""
    for to in ("sent", "received"):
        approved = step_move(step=approved, to=to, user=prosecutor, happened_on=SENT, now=NOW)
    lines = ledger_for(prosecutor, today=TODAY, case=approved.case, now=NOW)
    line = next(line for line in lines if line.step_id == approved.pk and line.open and line.extendable and line.limit)
    return {"step": approved, "line": line, "user": prosecutor, "now": NOW}


def typed(day, **more):
    return {"happened_on_0": day.day, "happened_on_1": day.month, "happened_on_2": day.year, **more}


def test_an_extension_of_another_year_is_refused(limit):
    with pytest.raises(FieldFaults, match="was sent on 2 November 2026: 5 July 2020 was before that"):
        limit_extend(**limit, happened_on=LONG_AGO, number=10, unit="calendar_days")
    limit_extend(**limit, happened_on=SENT, number=10, unit="calendar_days")


def test_a_reminder_before_the_sending_is_refused(limit):
    with pytest.raises(FieldFaults, match="was before that"):
        chaser_record(**limit, happened_on=SENT - timedelta(days=1), language="en")
    chaser_record(**limit, happened_on=SENT, language="en")


def test_an_answer_before_the_sending_is_refused(approved, prosecutor):
    step = step_move(step=approved, to="sent", user=prosecutor, happened_on=TODAY, now=NOW)
    with pytest.raises(FieldFaults, match="This was before 'Sent'"):
        step_move(step=step, to="received", user=prosecutor, happened_on=SENT, now=NOW)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (SENT, "2 November 2026 is before the approval of 22 November 2026"),
        (LONG_AGO, "is before the approval of 22 November 2026"),
    ],
)
def test_sent_before_it_was_approved_is_asked_about_once(signed_in, approved, prosecutor, day, said):
    browser, url = signed_in(prosecutor), reverse("case-step-move", args=[approved.case_id, approved.pk, "sent"])
    assert 'name="sure"' not in browser.get(url).content.decode()
    fields = typed(day, version=approved.version, note="By courier, note kept", authority="The court of Madrid")
    answer = browser.post(url, fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'name="sure"' in page
    assert all(text in page for text in ("By courier, note kept", "The court of Madrid"))
    assert len(re.findall(f'value="{day.year}"', page)) == 1
    assert browser.post(url, fields | {"sure": "on"}).status_code == 302
    assert StepEvent.objects.get(step=approved, to_state="sent").happened_on == day


def test_a_day_before_the_case_was_opened_is_asked_about(signed_in, routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    options = needs_of(route)["n1"]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
    step = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", provision, "asked before")], now=NOW)[0]
    browser, url = signed_in(prosecutor), reverse("case-step-move", args=[case.pk, step.pk, "approved"])
    answer = browser.post(url, typed(LONG_AGO, version=step.version))
    assert answer.status_code == 422
    assert "before the case was opened on 5 October 2026" in answer.content.decode()
    assert browser.post(url, typed(LONG_AGO, version=step.version, sure="on")).status_code == 302


def test_a_usual_day_is_asked_nothing(signed_in, approved, prosecutor):
    url = reverse("case-step-move", args=[approved.case_id, approved.pk, "sent"])
    assert signed_in(prosecutor).post(url, typed(TODAY, version=approved.version)).status_code == 302


def test_the_page_of_an_extension_keeps_what_was_typed(signed_in, limit, prosecutor):
    step, line = limit["step"], limit["line"]
    url = reverse("case-ledger-record", args=[step.case_id, step.pk, line.ref, "extend"])
    fields = typed(LONG_AGO, version=step.version, number="33", unit="weeks", article="12(5)", note="By letter, kept")
    answer = signed_in(prosecutor).post(url, fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("look at the year, too") == 2, "once above the form, once at the field"
    assert all(text in page for text in ('value="33"', 'value="12(5)"', "By letter, kept", 'value="2020"'))


def test_a_reply_before_the_sending_is_refused_at_its_field(signed_in, limit, prosecutor):
    step = limit["step"]
    url = reverse("case-reply", args=[step.case_id, step.pk])
    answer = signed_in(prosecutor).post(
        url, {"received_on_0": 5, "received_on_1": 7, "received_on_2": 2020, "R2": "on", "version": step.version}
    )
    assert answer.status_code == 422
    assert "5 July 2020 was before that" in answer.content.decode()
