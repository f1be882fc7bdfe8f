"""Many people at one case: no update is lost, no route number is given twice. Threads on the suite's real database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from advisor.audit.models import AuditEvent
from advisor.cases.errors import StaleCase
from advisor.cases.models import Answer, Case, CaseRoute
from advisor.cases.selectors import cases_for
from advisor.cases.services import answers_save, case_route, needs_add, routes
from tests.conftest import NOW, TODAY

WRITERS = 6
pytestmark = pytest.mark.django_db(transaction=True)


def together(work, writers=WRITERS):
    """Run `work(number)` in as many threads, started at once; returns what each returned."""
    gate = threading.Barrier(writers)

    def run(number):
        try:
            gate.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(run, range(writers)))


@pytest.mark.parametrize(("writers", "edits"), [(WRITERS, 8), pytest.param(16, 25, marks=pytest.mark.slow)])
def test_no_update_is_lost(open_case, investigator, writers, edits):
    """Everybody counts one number up, and tries again when somebody was first."""
    fact = "offence.max_penalty_months_requesting"
    case = open_case(investigator, answers={fact: 0})

    def work(number):
        confirmed = conflicts = 0
        while confirmed < edits:
            seen = cases_for(investigator).get(pk=case.pk)
            value = Answer.objects.get(case=case, fact=fact).value
            try:
                answers_save(case=seen, user=investigator, version=seen.version, values={fact: value + 1}, now=NOW)
                confirmed += 1
            except StaleCase as stale:
                both_shown = stale.mine == {fact: value + 1} and stale.theirs[fact] is not None
                conflicts += both_shown
        return confirmed, conflicts

    done = together(work, writers)
    assert Answer.objects.get(case=case, fact=fact).value == writers * edits == sum(n for n, _ in done)
    assert Case.objects.get(pk=case.pk).version == case.version + writers * edits
    assert sum(conflicts for _, conflicts in done) > 0


def test_route_numbers_are_given_once(open_case, investigator):
    """Everybody asks for other days, so that each route is a new one."""
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])

    def work(number):
        for turn in range(3):
            day = TODAY - timedelta(days=3 * number + turn)
            case_route(case=case, user=investigator, on=day, now=NOW)

    together(work)
    numbers = sorted(CaseRoute.objects.values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * 3 + 1))


def test_twenty_impatient_clicks_are_one_route(open_case, investigator, monkeypatch):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    evaluate, asked = routes.routed, []
    monkeypatch.setattr(routes, "answers", routes.Answers())
    monkeypatch.setattr(routes, "routed", lambda *args: asked.append(1) or evaluate(*args))
    got = together(lambda number: case_route(case=case, user=investigator, on=TODAY, now=NOW), writers=20)
    assert {route.pk for route in got} == set(CaseRoute.objects.values_list("pk", flat=True))
    assert CaseRoute.objects.count() == len(asked) == 1
    assert AuditEvent.objects.filter(action="case.routed").count() == 1


def test_needs_added_at_once_get_keys_of_their_own(open_case, investigator):
    case = open_case(investigator)
    together(
        lambda number: needs_add(
            case=case, user=investigator, measure="criminal.jit", requested_states=["ES", "BG"], now=NOW
        )
    )
    keys = list(case.needs.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == WRITERS * 2
    positions = list(case.needs.values_list("position", flat=True))
    assert sorted(positions) == list(range(1, WRITERS * 2 + 1))


def test_these_tests_run_where_threads_share_the_database():
    assert connection.vendor == "postgresql"
