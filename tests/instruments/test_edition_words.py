"""What changed between two editions, in words."""

import copy
from typing import Any

import pytest

from instruments.edition_words import edition_diff, edition_lines
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


def signed(book: Any) -> None:
    """Four States that had signed are bound, as an entry into force writes it."""
    for iso2, name in (("SE", "Sweden"), ("ES", "Spain"), ("IT", "Italy"), ("JP", "Japan")):
        book["jurisdictions"].append(state(iso2, f"{iso2}X", name))
        book["participation"].append({**bound("old-treaty", iso2, ""), "status": "signatory"})


def in_force(book: Any) -> None:
    for row in book["participation"]:
        if row["status"] == "signatory":
            row.update(status="bound", since="2022-07-01")


SEARCH = "For 2 States, Search and seizure under Old-Treaty (old-treaty/search)"
LIMIT = {"event": "execution", "duration": 90, "unit": "calendar_days", "article": "12", "basis": "verified"}
GROUND = {"code": "ne-bis-in-idem", "article": "11", "mandatory": True, "text": "Already judged.", "basis": "verified"}
CASES = {
    "a new instrument": (
        lambda book: book["instruments"].append(instrument("new")),
        ["From 1 January 1991, a new instrument, New (new)."],
    ),
    "a new instrument with an end": (
        lambda book: book["instruments"].append(instrument("new", applies_until="2000-01-01")),
        ["From 1 January 1991 until 1 January 2000, a new instrument, New (new)."],
    ),
    "a new instrument without a day": (
        lambda book: book["instruments"].append(instrument("new", applies_from=None)),
        ["A new instrument, New (new), with no day of application."],
    ),
    "an end": (
        lambda book: treaty(book).update(applies_until="2026-12-31"),
        ["For 2 States, Old-Treaty (old-treaty): applies until is now 31 December 2026."],
    ),
    "a long text": (
        lambda book: treaty(book).update(notes=f"None. {'Read again in the chart of signatures. ' * 2}"),
        [
            "For 2 States, Old-Treaty (old-treaty): notes say “None. Read again in the chart of signatures. Read "
            "again in the chart of signatures” in place of “None”."
        ],
    ),
    "a list": (
        lambda book: treaty(book).update(aliases=["other"]),
        ["For 2 States, Old-Treaty (old-treaty): aliases: with other, without treaty-of-old."],
    ),
    "a condition": (
        lambda book: search(book)["conditions"][1].update(value=False),
        [f"{SEARCH}: condition on offence.serious: value was yes, is now no."],
    ),
    "one more condition": (
        lambda book: search(book)["conditions"].append(condition("requester.kind", "eq", "court")),
        [f"{SEARCH}: a new condition on requester.kind (is court, required, article 1: Tests requester.kind)."],
    ),
    "another order": (
        lambda book: search(book)["conditions"].reverse(),
        [f"{SEARCH}: conditions in another order."],
    ),
    "a new provision": (
        lambda book: treaty(book)["provisions"].append(provision("old-treaty/jit", "criminal.jit")),
        ["From 1 January 1991, for 2 States, criminal.jit under Old-Treaty (old-treaty/jit): new, article 1."],
    ),
    "a provision less": (
        lambda book: treaty(book)["provisions"].pop(),
        [f"{SEARCH}: gone."],
    ),
    "several States at once": (
        accession,
        [
            "From 1 July 2022, for Spain and Sweden, Old-Treaty (search and seizure) is binding.",
            "New, 2 States: Spain and Sweden.",
        ],
    ),
    "the end of a period": (
        lambda book: book["participation"][0].update(until="2026-12-31"),
        [
            "From 1 January 1991 until 31 December 2026, for France, Old-Treaty (search and seizure) is binding; "
            "before: bound from 1 January 1991."
        ],
    ),
    "a row less": (
        lambda book: book["participation"].pop(),
        ["For Norway, Old-Treaty: no longer bound from 1 January 1991 until 31 December 2019."],
    ),
    "a note on a row": (
        lambda book: book["participation"][0].update(note="see chart"),
        ["For France, Old-Treaty: note is now see chart."],
    ),
    "a declaration": (
        lambda book: book["declarations"][0].update(confidence="verified"),
        ["For France, Old-Treaty, declaration languages accepted: fr: confidence was memory, is now verified."],
    ),
    "an authority less": (
        lambda book: book["authorities"].pop(),
        ["For Norway, Old-Treaty, authority Ministry of Justice: gone."],
    ),
    "a fact": (
        lambda book: book["facts"].append({**FACTS[0], "name": "offence.grave", "used_by": 0}),
        ["New fact: offence.grave."],
    ),
    "a rung": (
        lambda book: book["ladder"]["criminal.search_and_seizure"].update(voluntary=[]),
        ["The ladder of Search and seizure: voluntary: without voluntary.authority_exchange."],
    ),
    "a rule": (
        lambda book: book["precedence"].clear(),
        ["Gone precedence rule: p1."],
    ),
}


def test_states_that_change_alike_are_one_sentence_and_counted():
    """A row of a State that goes while one comes is that State standing otherwise, not two facts."""
    old = small_book()
    signed(old)
    new = copy.deepcopy(old)
    in_force(new)
    [line] = edition_lines(old, new)
    assert line.text == (
        "From 1 July 2022, for 4 States (Italy, Japan, Spain, Sweden), Old-Treaty (search and seizure) is binding; "
        "before: signed only."
    )
    assert len(line.keys) == 8


def test_limits_grounds_and_conditions_are_said_with_their_article():
    old = small_book()
    search(old)["time_limits"] = [{**LIMIT, "duration": 120}]
    new = copy.deepcopy(old)
    search(new)["time_limits"] = [LIMIT, {**LIMIT, "event": "recognition", "duration": None, "unit": ""}]
    search(new)["refusal_grounds"] = [GROUND]
    search(new)["form"] = "Annex A"
    [said] = edition_diff(old, new)
    assert said.startswith(SEARCH)
    assert "time limit for execution: duration was 120, is now 90" in said
    assert "a new time limit for recognition (no term, article 12)" in said
    assert "a new ground of refusal ne-bis-in-idem (mandatory, article 11: Already judged)" in said
    assert "is now Annex A" in said
    [back] = edition_diff(new, old)
    assert "no ground of refusal ne-bis-in-idem (mandatory, article 11: Already judged) any more" in back


def test_a_long_text_tells_only_the_words_that_changed():
    front, end = (
        "Ten words that stand before what changes in this text ",
        " and as many that stand behind it, unchanged.",
    )
    old = small_book()
    treaty(old)["notes"] = f"{front}three ratifications{end}"
    new = copy.deepcopy(old)
    treaty(new)["notes"] = f"{front}five ratifications{end}"
    assert edition_diff(old, new) == ["For 2 States, Old-Treaty (old-treaty): notes say “five” in place of “three”."]


def test_provisions_that_change_alike_are_one_sentence():
    old = small_book()
    treaty(old)["provisions"].append(provision("old-treaty/jit", "criminal.jit"))
    new = copy.deepcopy(old)
    for item in treaty(new)["provisions"]:
        item["status"] = "not_in_force"
    [said] = edition_diff(old, new)
    assert said.startswith("For 2 States, 2 provisions of Old-Treaty (jit, search): status is now not in force")


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told(name):
    change, lines = CASES[name]
    assert diff(change) == lines


def test_an_instrument_that_is_gone():
    new = small_book()
    old = copy.deepcopy(new)
    old["instruments"].append(instrument("gone"))
    assert edition_diff(old, new) == ["The instrument Gone (gone) is gone."]
