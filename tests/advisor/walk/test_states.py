"""The table of moves: no way around it, and a log tells the state that the step has."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.walk import states
from advisor.walk.models import StepState


@dataclass
class Row:
    """A row of a log."""

    number: int
    kind: str = "state"
    from_state: str = ""
    to_state: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def walked(choices: list[int]) -> tuple[list[Row], str]:
    """A log written by the table alone: each number picks a lawful move, a remark, or a correction."""
    log = [Row(1, to_state="planned")]
    state = "planned"
    for choice in choices:
        number = len(log) + 1
        moves = [move for move in states.MOVES if move.start == state]
        last = states.last_move(log)
        if choice % 7 == 0 and last is not None:
            log.append(Row(number, "state", state, last.from_state, {"corrects": last.number}))
            state = last.from_state
        elif choice % 5 == 0 or not moves:
            log.append(Row(number, "remark"))
        else:
            move = moves[choice % len(moves)]
            log.append(Row(number, "state", state, move.end))
            state = move.end
    return log, state


WALKS = st.lists(st.integers(min_value=0, max_value=10_000), max_size=40)


@given(WALKS)
def test_a_log_replays_to_the_state(choices):
    log, state = walked(choices)
    assert states.replayed(log) == state
    standing = [row for row in states.standing(log) if row.kind == "state"]
    assert standing[-1].to_state == state
    pairs = [(row.from_state, row.to_state) for row in standing]
    assert pairs[0] == ("", "planned")
    assert all(pair in states.TABLE for pair in pairs[1:])
    assert all(one[1] == two[0] for one, two in itertools.pairwise(pairs))


@given(WALKS, st.sampled_from(states.STATES), st.sampled_from(states.STATES))
def test_a_log_with_an_unlawful_row_is_told(choices, start, end):
    log, state = walked(choices)
    row = Row(len(log) + 1, "state", start, end)
    if start == state and (start, end) in states.TABLE:
        assert states.replayed([*log, row]) == end
    else:
        with pytest.raises(states.LogBroken):
            states.replayed([*log, row])


@given(WALKS, st.integers(min_value=0, max_value=50))
def test_a_log_with_a_lost_row_is_told(choices, lost):
    log, _state = walked(choices)
    if lost < len(log) - 1:
        with pytest.raises(states.LogBroken):
            states.replayed(log[:lost] + log[lost + 1 :])


def test_a_correction_of_anything_but_the_last_move_is_told():
    log = [Row(1, to_state="planned"), Row(2, from_state="planned", to_state="approved"),
           Row(3, from_state="approved", to_state="sent")]  # fmt: skip
    with pytest.raises(states.LogBroken, match="not the last move"):
        states.replayed([*log, Row(4, from_state="sent", to_state="planned", detail={"corrects": 2})])


def test_the_table_speaks_of_every_state_and_of_no_other():
    assert set(states.STATES) == set(StepState.values)
    assert {move.start for move in states.MOVES} | {"executed"} == set(states.STATES)
    assert {move.end for move in states.MOVES} == set(states.STATES)
    assert len(states.TABLE) == len(states.MOVES), "no pair twice"


def test_every_state_can_be_reached_and_none_is_a_trap_but_executed():
    for start in states.STATES:
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            for move in states.MOVES:
                if move.start == here and move.end not in seen:
                    seen.add(move.end)
                    todo.append(move.end)
        if start == "planned":
            assert seen == set(states.STATES)
        if start != "executed":
            assert "executed" in seen


@pytest.mark.parametrize("move", states.MOVES, ids=lambda move: f"{move.start}>{move.end}")
def test_who_and_what(move):
    assert "prosecutor" in move.who
    assert ("investigator" in move.who) == (move.end not in {"approved", "withdrawn"})
    assert ("approval" in move.given) == (move.end == "sent")
    assert ("collisions" in move.given) == (move.end in {"approved", "sent"})
    assert ("grounds" in move.given) == (move.end in {"partly", "returned", "refused"})
    assert ("note" in move.given) == (
        move.end in {"withdrawn", "expired"} or (move.end == "sent" and move.start not in {"approved", "drafted"})
    )


def test_an_approval_counts_from_the_last_planning():
    planned, approved = Row(1, to_state="planned"), Row(2, from_state="planned", to_state="approved")
    assert not states.approved_in([planned])
    assert states.approved_in([planned, approved])
    assert not states.approved_in([planned, approved, Row(3, "state", "approved", "planned", {"corrects": 2})])
    back = [Row(3, "state", "approved", "withdrawn"), Row(4, "state", "withdrawn", "planned")]
    assert not states.approved_in([planned, approved, *back])


def test_what_may_come_next():
    ends = [move.end for move in states.next_moves("planned", "prosecutor", approved=False)]
    assert ends == ["approved", "drafted", "withdrawn", "expired"]
    ends = [move.end for move in states.next_moves("drafted", "investigator", approved=False)]
    assert ends == ["expired"]
    ends = [move.end for move in states.next_moves("drafted", "prosecutor", approved=True)]
    assert ends == ["sent", "withdrawn", "expired"]
    assert states.next_moves("executed", "prosecutor", approved=True) == []
