"""The rung a case stands on follows from the steps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.walk import states
from advisor.walk.rungs import StepSeen, ladder_of

PLAN = [
    {"order": 1, "purpose": "secure", "tier": "voluntary", "measure": "keep", "provision": "k", "verdict": "open"},
    {"order": 2, "purpose": "obtain", "tier": "voluntary", "measure": "data", "provision": "v", "verdict": "open"},
    {"order": 3, "purpose": "obtain", "tier": "single_jurisdiction", "measure": "data", "provision": "s",
     "verdict": "needs_facts"},
    {"order": 4, "purpose": "obtain", "tier": "formal", "measure": "data", "provision": "f", "verdict": "open"},
    {"order": 5, "purpose": "support", "tier": "formal", "measure": "help", "provision": "h", "verdict": "open"},
]  # fmt: skip
NEED = {"id": "n1", "plan": PLAN}


def step(provision, state, **fields):
    row = next((row for row in PLAN if row["provision"] == provision), {"measure": "data", "tier": "formal"})
    made = {"id": provision, "measure": row["measure"], "tier": row["tier"], "provision": provision, "state": state}
    return StepSeen(**(made | fields))


def where(*steps):
    ladder = ladder_of(NEED, steps)
    return (ladder.current and ladder.current.provision, ladder.next and ladder.next.provision, ladder.because)


def test_nothing_chosen_stands_on_the_first_rung_that_obtains():
    assert where() == ("v", "s", "start")
    assert where(step("k", "executed")) == ("v", "s", "start"), "to secure is not to obtain"
    assert where(step("h", "executed")) == ("v", "s", "start"), "to support is not to obtain"


@pytest.mark.parametrize("state", sorted(states.BEFORE_SENDING | states.UNDER_WAY))
def test_a_step_on_its_way_holds_the_rung(state):
    assert where(step("v", state)) == ("v", "s", "chosen")


@pytest.mark.parametrize("state", ["refused", "returned", "expired", "withdrawn"])
def test_an_end_leads_to_the_next_rung_with_its_reason(state):
    ladder = ladder_of(NEED, [step("v", state, note="They do not answer strangers.", on=date(2026, 5, 1))])
    assert (ladder.current.provision, ladder.next.provision, ladder.because) == ("s", "f", state)
    assert ladder.by.note == "They do not answer strangers."
    assert ladder.rungs[1].standing == ("closed" if state == "withdrawn" else "failed")


def test_a_part_keeps_the_rung_until_the_rest_is_refused():
    assert where(step("v", "partly")) == ("v", "s", "partly")
    assert where(step("v", "refused")) == ("s", "f", "refused")


def test_executed_meets_the_need_wherever_it_stands():
    ladder = ladder_of(NEED, [step("v", "refused"), step("f", "executed")])
    assert ladder.met
    assert ladder.by.provision == "f"
    assert ladder.current is None


def test_a_rung_that_was_skipped_says_why():
    ladder = ladder_of(NEED, [step("f", "sent", reason="The provider told its customer last time.")])
    assert ladder.current.provision == "f"
    assert ladder.because == "passed"
    assert [rung.standing for rung in ladder.rungs] == ["waiting", "passed", "passed", "under_way", "waiting"]
    assert ladder.rungs[1].why == "The provider told its customer last time."


def test_a_skipped_rung_is_open_again_when_the_later_one_was_taken_back():
    assert where(step("f", "withdrawn")) == ("v", "s", "start")


def test_every_rung_ended():
    ladder = ladder_of(NEED, [step("v", "refused"), step("s", "expired"), step("f", "returned", note="no")])
    assert (ladder.current, ladder.because, ladder.by.provision) == (None, "exhausted", "f")


def test_one_of_two_steps_on_a_rung_still_runs():
    assert where(step("v", "refused"), step("v", "sent")) == ("v", "s", "chosen")


def test_a_step_outside_the_plan_gets_a_rung_in_its_tier():
    ladder = ladder_of(NEED, [step("x", "sent", measure="other", tier="voluntary")])
    assert [rung.provision for rung in ladder.rungs] == ["k", "v", "x", "s", "f", "h"]
    assert ladder.current.provision == "x"


def test_a_fallback_stands_on_the_row_of_its_measure_and_tier():
    ladder = ladder_of(NEED, [step("other-formal-basis", "sent")])
    assert ladder.current.provision == "f"
    assert len(ladder.rungs) == len(PLAN)


def test_no_plan():
    assert ladder_of({"plan": []}, []).because == "none"


STEPS = st.lists(st.tuples(st.sampled_from(["k", "v", "s", "f", "h", "x"]), st.sampled_from(states.STATES)), max_size=8)


@given(STEPS)
def test_what_always_holds(chosen):
    steps = [step(provision, state) for provision, state in chosen]
    ladder = ladder_of(NEED, steps)
    assert sorted(id(one) for rung in ladder.rungs for one in rung.steps) == sorted(id(one) for one in steps)
    obtaining = [rung for rung in ladder.rungs if rung.purpose == "obtain"]
    executed = any(one.state == "executed" for rung in obtaining for one in rung.steps)
    assert ladder.met == executed
    alive = {"planned", "approved", "drafted", "sent", "received", "recognised", "partly"}
    running = any(one.state in alive for rung in obtaining for one in rung.steps)
    if not executed:
        assert running <= (ladder.current is not None)
    if ladder.current is not None:
        assert ladder.current in obtaining
        assert ladder.next is None or obtaining.index(ladder.next) > obtaining.index(ladder.current)
    else:
        assert ladder.because in {"met", "exhausted"}
