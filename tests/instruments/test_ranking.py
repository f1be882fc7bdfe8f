"""Which provisional facts carry the most verdicts: the small book by hand, the shipped one in shape and time."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from instruments.ranking import KINDS, provisional_ranked
from instruments.records import edition_document
from instruments.to_rulebook import rulebook_of
from routing.rulebook import Rulebook
from tests.instruments.factories import bound, condition, provision, small_book

THEN, NOW = date(2015, 6, 1), date(2026, 11, 22)


def rulebook(book: dict) -> Rulebook:
    return rulebook_of(edition_document(book), label="test", sha256="")


def old_treaty(book: dict) -> dict:
    return next(item for item in book["instruments"] if item["code"] == "old-treaty")


def weights(book: dict, on: date, **more) -> dict[tuple[str, str], int]:
    ranked = provisional_ranked(rulebook(book), on=on, **more)
    return {(weight.where, weight.what): weight.cells for weight in ranked}


def test_a_fact_weighs_the_pairs_that_the_rows_leave_open():
    """France and Norway are bound, Czechia has no row: two ordered pairs of the six."""
    found = weights(small_book(), THEN)
    assert found["old-treaty/search", "required: offence.serious eq True [1]"] == 2
    assert found["old-treaty/search", "answer: 30 calendar_days [2]"] == 2
    assert not any("as soon as possible" in what or "public-policy" in what for _, what in found)
    assert found["old-treaty,FR", "bound since 1991-01-01"] == 2
    assert found["old-treaty,NO", "bound since 1991-01-01 until 2019-12-31"] == 2
    assert found["help-net/exchange", "required: requester.kind in ['police', 'prosecutor'] [1]"] == 6


def test_a_row_that_has_ended_carries_nothing():
    assert {where for where, _ in weights(small_book(), NOW)} == {"help-net/exchange"}


def test_what_is_verified_or_only_warns_is_not_listed():
    book = small_book()
    old_treaty(book)["provisions"][0]["conditions"][1]["basis"] = "verified"
    book["participation"][0]["confidence"] = "verified"
    found = weights(book, THEN)
    assert ("old-treaty/search", "required: offence.serious eq True [1]") not in found
    assert not any(where == "old-treaty,FR" for where, _ in found)
    assert not any("request.sent_on" in what for _, what in found), "a warning decides nothing"


@pytest.mark.parametrize(
    ("narrowing", "cells"),
    [
        (condition("pair.bound_instruments", "both_bound_by", ["old-treaty"], "bar"), 4),
        (condition("requested_state.code", "eq", "FR"), 2),
        (condition("requesting_state.code", "ne", "FR"), 4),
        (condition("pair.states", "any_in", ["FR"], "bar"), 2),
        (condition("pair.both_in_network", "eq", True), 2),
    ],
    ids=["bar", "requested", "requesting", "pair", "closed network"],
)
def test_what_the_data_decide_narrows_the_cells(narrowing, cells):
    """France, Norway, Czechia make six ordered pairs; the network is a closed list of the first two."""
    book = small_book()
    book["facts"] += [
        {"name": name, "type": kind, "scope": "pair", "source": "derived", "question": "?", "help": "-", "used_by": 1}
        for name, kind in (
            ("requested_state.code", "state"),
            ("requesting_state.code", "state"),
            ("pair.states", "state_list"),
            ("pair.both_in_network", "bool"),
        )
    ]
    record = next(record for record in book["instruments"] if record["code"] == "help-net")
    record["provisions"][0]["conditions"].append(narrowing)
    assert weights(book, THEN)["help-net/exchange", "required: requester.kind in ['police', 'prosecutor'] [1]"] == cells


def test_the_tier_can_be_chosen():
    assert {where for where, _ in weights(small_book(), THEN, tiers=["voluntary"])} == {"help-net/exchange"}


def test_a_row_counts_a_cell_once_however_many_provisions_read_it():
    book = small_book()
    book["participation"].append(bound("old-treaty", "CZ"))
    again = provision(
        "old-treaty/again",
        "criminal.search_and_seizure",
        condition("pair.bound_instruments", "both_bound_by", ["old-treaty"]),
    )
    old_treaty(book)["provisions"].append(again)
    assert weights(book, THEN)["old-treaty,CZ", "bound since 1991-01-01"] == 4


def test_the_shipped_book_is_ranked(shipped):
    ranked = provisional_ranked(rulebook(shipped.document), on=NOW, tiers=["formal"])
    assert ranked == tuple(sorted(ranked, key=lambda weight: -weight.cells)), "the sort is stable"
    assert {weight.kind for weight in ranked} <= set(KINDS)
    assert all(weight.cells > 0 for weight in ranked)


@pytest.mark.django_db
def test_the_command_lists_the_rows(small):
    out = StringIO()
    call_command("rank_provisional", "--on", "2015-06-01", "--kind", "participation", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].split() == ["2", "cells", "participation", "old-treaty,FR", "bound", "since", "1991-01-01"]
    assert lines[-1] == "2 facts rest on memory on 2015-06-01: 2 participation."


@pytest.mark.django_db
def test_the_command_says_what_to_run_when_there_is_nothing():
    with pytest.raises(CommandError, match="load_catalogue"):
        call_command("rank_provisional")
