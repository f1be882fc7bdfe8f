"""Many people at one case: no update is lost, no route number is given twice. Threads on the suite's real database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from advisor.cases.errors import StaleCase
from advisor.cases.models import Answer, Case, CaseRoute
from advisor.cases.selectors import cases_for
from advisor.cases.services import answers_save, case_route, needs_add
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
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    together(lambda number: [case_route(case=case, user=investigator, on=TODAY, now=NOW) for _ in range(3)])
    numbers = sorted(CaseRoute.objects.values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * 3 + 1))


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
