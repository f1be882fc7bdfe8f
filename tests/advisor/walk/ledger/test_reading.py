"""The ledger through the gate: whose lines one sees, from which route, in how many queries."""

from datetime import date

from advisor.cases.models import Case
from advisor.walk.ledger_reading import kept
from advisor.walk.moves import step_move
from advisor.walk.selectors import ledger_for
from tests.conftest import NOW, TODAY

DECISION = "recognition-decision-after-receipt"


def test_the_lines_of_a_case(sent_step, investigator):
    step = sent_step()
    lines = {line.limit: line for line in ledger_for(investigator, today=TODAY, case=step.case, now=NOW)}
    decision = lines[DECISION]
    assert (decision.due, decision.status, decision.owes) == (date(2026, 12, 21), "running", "them")
    assert (decision.step_id, decision.case_id, decision.state) == (step.pk, step.case_id, "ES")
    assert lines["execution-after-decision"].status == "not_started"


def test_others_see_none_of_it(sent_step, stranger, curator):
    step = sent_step()
    for user in (stranger, curator):
        assert ledger_for(user, today=TODAY) == []
        assert ledger_for(user, today=TODAY, case=step.case) == []


def test_the_queries_do_not_grow_with_steps(sent_step, prosecutor, django_assert_num_queries):
    sent_step()
    ledger_for(prosecutor, today=TODAY)
    with django_assert_num_queries(3):
        assert len(ledger_for(prosecutor, today=TODAY)) == 3
    for _ in range(3):
        sent_step()
    kept.clear()
    with django_assert_num_queries(4):
        assert len(ledger_for(prosecutor, today=TODAY)) == 12


def test_data_that_vanish_on_a_day_have_a_line(sent_step, prosecutor):
    from tests.conftest import ROUTED_ANSWERS

    step = sent_step(answers={**ROUTED_ANSWERS, "data.retention_until": "2026-11-27"})
    [line] = [one for one in ledger_for(prosecutor, today=TODAY, case=step.case) if one.source == "case"]
    assert (line.due, line.days_left, line.status, line.owes) == (date(2026, 11, 27), 5, "due_soon", "them")
    step_move(step=step, to="executed", user=prosecutor, happened_on=date(2026, 11, 21), now=NOW)
    [line] = [one for one in ledger_for(prosecutor, today=TODAY, case=step.case) if one.source == "case"]
    assert (line.status, line.met_on, line.days_left) == ("met", date(2026, 11, 21), 6)


def test_a_restricted_case_is_not_in_the_ledger_of_others(sent_step, person):
    step = sent_step()
    other = person("investigator", "lyon")
    assert ledger_for(other, today=TODAY)
    Case.objects.filter(pk=step.case_id).update(restricted=True)
    assert ledger_for(other, today=TODAY) == []
