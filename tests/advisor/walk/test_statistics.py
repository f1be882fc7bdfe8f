"""Numbers under five are hidden and cannot be worked out: every published table fits several truths."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.walk.statistics import FEWEST, OUTCOMES, counted, protected, published

COUNTS = st.lists(st.integers(min_value=0, max_value=30), min_size=5, max_size=5)


def told(values):
    return protected(dict(zip(OUTCOMES, values, strict=True)))


@given(COUNTS)
def test_what_is_shown_is_true_and_not_small(values):
    if sum(values) < FEWEST:
        return
    shown = told(values)
    for outcome, count in zip(OUTCOMES, values, strict=True):
        assert shown[outcome] in {None, count}
        if 0 < count < FEWEST:
            assert shown[outcome] is None
    hidden = [name for name, count in shown.items() if count is None]
    if hidden:
        assert len(hidden) >= 2
        assert sum(values) - sum(count for count in shown.values() if count is not None) >= FEWEST
    else:
        assert all(count == 0 or count >= FEWEST for count in values)


@pytest.mark.parametrize("total", range(FEWEST, 13))
def test_no_small_number_can_be_worked_out(total):
    """All tables of a total, grouped by what is published of them: a hidden count above nought is never certain."""
    found = {}
    for values in product(range(total + 1), repeat=4):
        rest = total - sum(values)
        if rest >= 0:
            truth = (*values, rest)
            found.setdefault(tuple(told(truth).values()), []).append(truth)
    for shown, truths in found.items():
        for place, count in enumerate(shown):
            if count is None:
                possible = {truth[place] for truth in truths}
                assert len(possible) > 1, (shown, truths)


def test_small_groups_are_left_out_and_what_runs_is_not_counted():
    ends = [("eio", "ES", "m", "executed")] * 4 + [("eio", "ES", "m", "sent")] * 9
    ends += [("eio", "PT", "m", "executed")] * 7 + [("eio", "PT", "m", "refused")] * 6
    [row] = published(counted(ends))
    assert (row.state, row.total) == ("PT", 13)
    assert row.counts == {"executed": 7, "partly": 0, "returned": 0, "refused": 6, "expired": 0}


def test_one_refusal_hides_the_grants_too():
    assert told((9, 0, 0, 1, 0)) == {"executed": None, "partly": None, "returned": None, "refused": None,
                                     "expired": None}  # fmt: skip
    assert told((9, 6, 0, 1, 0))["executed"] == 9
    assert told((9, 6, 0, 1, 0))["partly"] is None
