"""What a change does, against asking the engine for every pair of States and every measure."""

import random
from collections import Counter
from datetime import date

import pytest

from instruments import records
from instruments.impact import days_of_change, impact_on
from instruments.to_rulebook import rulebook_of
from routing.codec import case_from_document
from routing.codec_case import BETWEEN_STATES
from routing.engine import route
from tests.instruments.factories import small_book

TODAY = date(2026, 11, 22)
NOTHING: dict = {}


def compiled(held):
    return rulebook_of(records.edition_document(records.book_of(held)), label="x", sha256="")


def asked(rulebook, requesting, requested, measures, facts, on):
    """(provision -> verdict, measure -> status) of every measure for one pair, by the engine."""
    document = {
        "format": 1,
        "reference": "impact",
        "title": "t",
        "requesting_state": requesting,
        "track": "criminal",
        "stage": "investigation",
        "opened_on": on.isoformat(),
        "facts": facts,
        "needs": [
            {"id": f"n{n}", "measure": measure, "requested_state": requested} for n, measure in enumerate(measures)
        ],
    }
    answer = route(case_from_document(document, rulebook), rulebook, on=on)
    verdicts, statuses = {}, {}
    for need in answer.needs:
        statuses[need.need.measure] = need.status.value
        for option in need.options:
            if option.outcome.provision.measure == need.need.measure:
                verdicts[option.outcome.provision.id] = option.outcome.verdict.value
    return verdicts, statuses


def counted(old, new, pairs, measures, facts, on):
    """(provision, before, after) and (measure, before, after) counted pair by pair."""
    provisions, needs = Counter(), Counter()
    for requesting, requested in pairs:
        abroad = requesting != requested
        named = [measure for measure in measures if abroad or not measure.startswith(BETWEEN_STATES)]
        before, first = asked(old, requesting, requested, named, facts, on)
        after, second = asked(new, requesting, requested, named, facts, on)
        for identity in {*before, *after}:
            one, two = before.get(identity, "closed"), after.get(identity, "closed")
            provisions[identity, one, two] += one != two
        for measure in named:
            needs[measure, first[measure], second[measure]] += first[measure] != second[measure]
    return +provisions, +needs


def said(impact):
    provisions = {
        (row.provision, move.before, move.after): move.pairs for row in impact.provisions for move in row.moves
    }
    needs = {(row.measure, move.before, move.after): move.pairs for row in impact.measures for move in row.moves}
    return provisions, needs


CZ = {
    "instrument": "old-treaty", "iso2": "CZ", "status": "bound", "since": "2027-01-01", "until": "", "partial": "",
    "note": "", "source": "", "confidence": "memory",
}  # fmt: skip


def joined(held):
    return {**held, "participation:old-treaty/CZ/2027-01-01": CZ}


def left(held):
    return {key: record for key, record in held.items() if key != "participation:old-treaty/FR/1991-01-01"}


def eased(held):
    key = "provision:old-treaty/search"
    return {**held, key: {**held[key], "conditions": held[key]["conditions"][:1]}}


def dropped(held):
    return {key: record for key, record in held.items() if key != "provision:old-treaty/search"}


def fewer_states(held):
    gone = ("jurisdiction:NO", "participation:old-treaty/NO", "authority:old-treaty/NO")
    kept = {key: record for key, record in held.items() if not key.startswith(gone)}
    return {**kept, "network:help-net": {**held["network:help-net"], "states": ["FR"]}}


@pytest.mark.parametrize("facts", [{}, {"offence.serious": True, "requester.kind": "police"}])
@pytest.mark.parametrize("on", [TODAY, date(2027, 6, 1), date(2018, 5, 1)])
@pytest.mark.parametrize("change", [joined, left, eased, dropped, fewer_states])
def test_equal_to_the_engine_pair_by_pair(change, on, facts):
    held = records.records_of(small_book())
    old, new = compiled(held), compiled(change(held))
    states = [code for code in old.states if code in new.states]
    measures = list(old.measures)
    typed = dict(facts)
    impact = impact_on(old, new, typed, on=on)
    if change is fewer_states:
        assert impact.provisions
        assert all("NO" in (*row.requesting, *row.requested) for item in impact.provisions for row in item.moves)
        return
    pairs = [(one, other) for one in states for other in states]
    assert said(impact) == counted(old, new, pairs, measures, facts, on)


def test_the_shipped_book_agrees_on_random_pairs(shipped):
    """One row of the Budapest Convention goes: a sample of pairs with the State, and pairs without it."""
    held = records.records_of(shipped.document)
    key = next(key for key in held if key.startswith("participation:budapest-convention/JP"))
    old, new = compiled(held), compiled({name: record for name, record in held.items() if name != key})
    impact = impact_on(old, new, {}, on=TODAY)
    moved = {
        (row.provision, requesting, requested)
        for row in impact.provisions
        for move in row.moves
        for requesting, requested in move.examples
    }
    assert all("JP" in (requesting, requested) for _, requesting, requested in moved)
    touched = {row.provision: row for row in impact.provisions}
    rng = random.Random(7)
    measures = [*(row.measure for row in impact.measures[:3]), "criminal.search_and_seizure"]
    for _ in range(12):
        pair = ("JP", rng.choice(list(old.states)))
        provisions, _needs = counted(old, new, [pair], measures, {}, TODAY)
        for identity, before, after in provisions:
            moves = [move for move in touched[identity].moves if (move.before, move.after) == (before, after)]
            assert moves
            assert pair[0] in moves[0].requesting
            assert pair[1] in moves[0].requested


def test_no_change_has_no_impact(shipped):
    held = records.records_of(shipped.document)
    impact = impact_on(compiled(held), compiled(dict(held)), {}, on=TODAY)
    assert (impact.provisions, impact.measures, impact.pairs) == ((), (), 0)


def test_the_days_to_look_at_are_those_on_which_something_begins_or_ends():
    held = records.records_of(small_book())
    new = joined(held)
    new["participation:old-treaty/CZ/2027-01-01"] = {**CZ, "until": "2027-12-31"}
    keys = ["participation:old-treaty/CZ/2027-01-01"]
    assert days_of_change(held, new, keys, on=TODAY) == (TODAY, date(2027, 1, 1), date(2028, 1, 1))
