"""The overview of a route says what happened to the steps that were sent, in a bounded number of queries."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.walk.models import Step
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, needs_of, steps_choose
from advisor.walk.walked import walked_for
from instruments.editions import edition_current
from tests.conftest import NOW, TODAY

DAY = TODAY - timedelta(days=20)


@pytest.fixture
def case(routed_case, prosecutor):
    return routed_case(prosecutor)[0]


def sent(case, user, *path):
    """A step of the first need that went through these states, a day apart."""
    route = case.caseroutes.get()
    option = next(o for o in needs_of(route)["n1"]["options"] if o["verdict"] == "open" and o["tier"] == "formal")
    step = steps_choose(route=route, user=user, choices=[Choice("n1", option["provision"], "in vain")], now=NOW)[0]
    for days, to in enumerate(path):
        step.refresh_from_db()
        step_move(step=step, to=to, user=user, happened_on=DAY + timedelta(days), note="noted", now=NOW)
    return Step.objects.get(pk=step.pk)


def walked(case, user):
    book = edition_current().rulebook
    return walked_for(user, case, today=TODAY, now=NOW, instruments=book.instruments)


def test_only_what_was_sent_has_walked(case, prosecutor):
    step = sent(case, prosecutor, "approved")
    assert walked(case, prosecutor) == ()
    step_move(step=step, to="withdrawn", user=prosecutor, happened_on=DAY, note="not now", now=NOW)
    assert walked(case, prosecutor) == ()


def test_a_step_under_way_has_its_days_and_its_limits(case, prosecutor, stranger):
    sent(case, prosecutor, "approved", "sent", "received")
    (one,) = walked(case, prosecutor)
    assert (one.sent_on, one.ended_on) == (DAY + timedelta(1), None)
    assert [row.to_state for row in one.moves] == ["sent", "received"]
    assert any(line.open for line in one.lines)
    assert walked(case, stranger) == ()


def test_the_overview_and_the_sheet_show_it(signed_in, case, prosecutor):
    step = sent(case, prosecutor, "approved", "sent", "refused")
    page = html.unescape(signed_in(prosecutor).get(reverse("case-route", args=[case.pk, 1])).content.decode())
    assert "What happened so far" in page
    assert reverse("case-step", args=[case.pk, step.pk]) in page
    assert f"Refused: {(DAY + timedelta(2)).day} Nov 2026" in page
    sheet = signed_in(prosecutor).get(reverse("case-route-print", args=[case.pk, 1])).content.decode()
    assert "<strong>Refused, 4 Nov 26</strong>" in sheet


def test_before_the_first_sending_the_page_has_the_plan_alone(signed_in, case, prosecutor):
    page = signed_in(prosecutor).get(reverse("case-route", args=[case.pk, 1])).content.decode()
    assert "What happened so far" not in page
    assert "The plan in time" in page


def test_the_overview_asks_six_times_however_long_a_log_is(signed_in, case, prosecutor):
    client, address = signed_in(prosecutor), reverse("case-route", args=[case.pk, 1])
    sent(case, prosecutor, "approved", "sent", "received", "recognised", "executed")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 6
