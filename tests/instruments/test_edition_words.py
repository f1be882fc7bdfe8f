"""What changed between two editions, in words."""

import copy
from typing import Any

import pytest

from instruments.edition_words import edition_diff
from tests.instruments.factories import FACTS, bound, condition, instrument, provision, small_book, state
from tests.instruments.test_integrity import search, treaty


def diff(change: Any) -> list[str]:
    old = small_book()
    new = copy.deepcopy(old)
    change(new)
    return edition_diff(old, new)


def test_equal_editions_differ_in_nothing():
    assert diff(lambda book: None) == []


def accession(book: Any) -> None:
    book["jurisdictions"] += [state("SE", "SWE", "Sweden"), state("ES", "ESP", "Spain")]
    book["participation"] += [bound("old-treaty", "SE", "2022-07-01"), bound("old-treaty", "ES", "2022-07-01")]


CASES = {
    "a new instrument": (
        lambda book: book["instruments"].append(instrument("new")),
        ["New instrument New (new), applies from 1991-01-01."],
    ),
    "a new instrument with an end": (
        lambda book: book["instruments"].append(instrument("new", applies_until="2000-01-01")),
        ["New instrument New (new), applies from 1991-01-01 until 2000-01-01."],
    ),
    "a new instrument without a day": (
        lambda book: book["instruments"].append(instrument("new", applies_from=None)),
        ["New instrument New (new), with no day of application."],
    ),
    "an end": (
        lambda book: treaty(book).update(applies_until="2026-12-31"),
        ["Instrument Old-Treaty (old-treaty): applies until was none, is now 2026-12-31."],
    ),
    "a long text": (
        lambda book: treaty(book).update(notes="x" * 90),
        ["Instrument Old-Treaty (old-treaty): notes changed."],
    ),
    "a list": (
        lambda book: treaty(book).update(aliases=["other"]),
        ["Instrument Old-Treaty (old-treaty): aliases: without treaty-of-old, with other."],
    ),
    "a condition": (
        lambda book: search(book)["conditions"][1].update(value=False),
        ["Provision old-treaty/search (Old-Treaty, Search and seizure): conditions: offence.serious changed."],
    ),
    "one more condition": (
        lambda book: search(book)["conditions"].append(condition("requester.kind", "eq", "court")),
        ["Provision old-treaty/search (Old-Treaty, Search and seizure): conditions: with requester.kind."],
    ),
    "another order": (
        lambda book: search(book)["conditions"].reverse(),
        ["Provision old-treaty/search (Old-Treaty, Search and seizure): conditions in another order."],
    ),
    "a new provision": (
        lambda book: treaty(book)["provisions"].append(provision("old-treaty/jit", "criminal.jit")),
        ["New provision old-treaty/jit (Old-Treaty, criminal.jit), article 1."],
    ),
    "a provision less": (
        lambda book: treaty(book)["provisions"].pop(),
        ["Provision old-treaty/search (Old-Treaty, Search and seizure) is gone."],
    ),
    "several States at once": (
        accession,
        ["Old-Treaty, for Spain, Sweden: now bound from 2022-07-01.", "New State Spain.", "New State Sweden."],
    ),
    "the end of a period": (
        lambda book: book["participation"][0].update(until="2026-12-31"),
        ["Old-Treaty, for France: was bound from 1991-01-01, is now bound from 1991-01-01 until 2026-12-31."],
    ),
    "a row less": (
        lambda book: book["participation"].pop(),
        ["Old-Treaty, for Norway: no longer bound from 1991-01-01 until 2019-12-31."],
    ),
    "a note on a row": (
        lambda book: book["participation"][0].update(note="see chart"),
        ["Old-Treaty, for France: note was none, is now see chart."],
    ),
    "a declaration": (
        lambda book: book["declarations"][0].update(confidence="verified"),
        ["Old-Treaty, France, declaration languages accepted: fr: confidence was memory, is now verified."],
    ),
    "an authority less": (
        lambda book: book["authorities"].pop(),
        ["Old-Treaty, Norway, authority Ministry of Justice: gone."],
    ),
    "a fact": (
        lambda book: book["facts"].append({**FACTS[0], "name": "offence.grave", "used_by": 0}),
        ["New fact offence.grave."],
    ),
    "a rung": (
        lambda book: book["ladder"]["criminal.search_and_seizure"].update(voluntary=[]),
        ["The ladder of Search and seizure: voluntary: without voluntary.authority_exchange."],
    ),
    "a rule": (
        lambda book: book["precedence"].clear(),
        ["The precedence rule p1 is gone."],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told(name):
    change, lines = CASES[name]
    assert diff(change) == lines


def test_an_instrument_that_is_gone():
    new = small_book()
    old = copy.deepcopy(new)
    old["instruments"].append(instrument("gone"))
    assert edition_diff(old, new) == ["Instrument Gone (gone) is gone."]
