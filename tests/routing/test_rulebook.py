"""From an edition document to a rulebook: every field where it belongs, and what stands for an empty cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from routing.codec import rulebook_from_document
from routing.errors import RulebookFaults
from routing.facts import FactDef
from routing.periods import Period
from routing.rulebook import Rulebook
from routing.rules import (
    DateException,
    Declaration,
    Measure,
    NationalityBars,
    Network,
    Pairing,
    Precedence,
    Row,
    Rungs,
    State,
)

RICH: dict[str, Any] = {
    "code": "vega",
    "title": "The Convention of Vega",
    "short_title": "Vega",
    "kind": "convention",
    "tier": "formal",
    "in_force": "2001-02-03",
    "applies_from": "2002-01-01",
    "applies_until": "2030-12-31",
    "transition": {"mode": "by_receipt", "exceptions": [{"states": ["BB"], "mode": "by_arrest", "article": 9}]},
    "status_note": {"status": "not_yet_applicable", "text": "soon"},
    "pairing": {
        "rule": "two_sided",
        "missing_row_means": "not_bound",
        "unknown_for": ["CC"],
        "hub": "DD",
        "side": ["AA"],
        "note": "both ways",
    },
    "adjunct": True,
    "last_resort": True,
    "placeholder": True,
    "underused": True,
    "provisions": [
        {"id": "vega/inherits", "measure": "criminal.lamp"},
        {
            "id": "vega/own",
            "measure": "criminal.lamp",
            "variant": "oil",
            "tier": "voluntary",
            "role": "carrier",
            "status": "not_in_force",
            "applies_from": "2003-01-01",
            "applies_until": "",
            "adjunct": False,
            "last_resort": False,
            "placeholder": False,
            "typical_days": [3, 9],
            "conditions": [
                {
                    "fact": "right.kind",
                    "op": "in",
                    "value": ["song", "sign"],
                    "effect": "bar",
                    "article": 7,
                    "text": "No songs.",
                    "basis": "verified",
                    "source": "vega.txt",
                    "only_for": "channel.post",
                },
                {"fact": "moon.since", "op": "before", "value": "2020-02-29", "effect": "warning", "text": "Early."},
                {
                    "fact": "judge.agrees",
                    "op": "eq",
                    "value": True,
                    "effect": "required",
                    "text": "So.",
                    "or_group": "sky",
                },
                {"fact": "pair.has_applicable_treaty", "op": "eq", "value": True, "effect": "required", "text": "So."},
            ],
        },
    ],
}
PLAIN: dict[str, Any] = {"code": "bare", "tier": "voluntary"}
DOCUMENT: dict[str, Any] = {
    "format": 1,
    "as_of": "2025-06-07",
    "instruments": [RICH, PLAIN],
    "facts": [
        {
            "name": "right.kind",
            "type": "enum",
            "values": ["song", "sign"],
            "unit": "pieces",
            "scope": "need",
            "source": "derived",
            "question": "Which right?",
            "help": "Choose one.",
        },
        {"name": "moon.since", "type": "date"},
        {"name": "judge.agrees", "type": "bool", "source": "judgement"},
        {"name": "pair.has_applicable_treaty", "type": "bool"},
        {"name": "data.category", "type": "enum", "values": ["traffic"]},
    ],
    "refusal_grounds": [{"code": "dark", "text": "It is dark."}],
    "offence_lists": {
        "bars": {"instrument": "vega", "absolute": ["AA"], "with_consent": ["BB"]},
        "half": {"instrument": "bare", "absolute": None},
        "words": {"instrument": "vega"},
        "list": ["x"],
        "lost": {"absolute": ["AA"]},
    },
    "networks": [
        {"code": "talk", "states": ["AA", "BB"], "closed": True},
        {"code": "hum", "states": []},
        {"code": "sing"},
    ],
    "measures": {"criminal": {"lamp": {"name": "A lamp", "seed": True}, "rope": {}}},
    "ladder": {
        "criminal.lamp": {
            "secure": ["criminal.rope"],
            "voluntary": ["criminal.lamp", "criminal.rope"],
            "single_jurisdiction": ["criminal.lamp"],
            "instead": ["criminal.rope"],
        },
        "criminal.rope": {},
    },
    "jurisdictions": [
        {
            "iso2": "AA",
            "iso3": "AAA",
            "name": "Aland",
            "official_languages": "aa;;ab",
            "eu_member_since": "2000-01-01",
            "eu_member_until": "2010-12-31",
        },
        {"iso2": "BB", "name": "Beland", "eu_member_until": "2010-12-31"},
    ],
    "participation": [
        {
            "instrument": "vega",
            "iso2": "AA",
            "status": "bound",
            "since": "2001-01-01",
            "until": "2009-12-31",
            "partial": "north",
            "note": "by letter",
            "source": "chart 1",
            "confidence": "verified",
        },
        {"instrument": "vega", "iso2": "AA", "status": "signatory", "since": "", "until": None},
    ],
    "declarations": [
        {
            "instrument": "vega",
            "iso2": "AA",
            "topic": "language",
            "value": "latin",
            "article": 5,
            "source": "chart 2",
            "confidence": "verified",
        },
        {"instrument": "vega", "iso2": "BB", "topic": "form"},
    ],
    "authorities": [{"instrument": "vega", "iso2": "AA", "role": "central"}],
    "precedence": [
        {
            "id": "p1",
            "kind": "instrument",
            "prefer": ["vega"],
            "over": ["bare"],
            "measures": ["criminal.lamp"],
            "valid_from": "2001-01-01",
            "valid_until": "2009-12-31",
            "use": "explain",
            "condition": "always",
            "article": 3,
            "note": "see there",
            "basis": "verified",
        },
        {"id": "p2", "kind": "rung", "prefer": ["bare"], "over": ["vega"]},
    ],
}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    """The rulebook of the document above."""
    return rulebook_from_document(DOCUMENT, label="the label", sha256="2" * 64)


def test_the_edition_s_own_names(book: Rulebook) -> None:
    assert (book.label, book.sha256, book.as_of) == ("the label", "2" * 64, date(2025, 6, 7))


def test_the_law_is_told_as_of_a_day_where_the_edition_says_none() -> None:
    document = {key: value for key, value in DOCUMENT.items() if key != "as_of"}

    assert rulebook_from_document(document, label="", sha256="").as_of == date(2026, 11, 22)


def test_facts(book: Rulebook) -> None:
    assert book.facts["right.kind"] == FactDef(
        name="right.kind",
        type="enum",
        values=("song", "sign"),
        unit="pieces",
        scope="need",
        source="derived",
        question="Which right?",
        help="Choose one.",
        order=0,
    )
    assert book.facts["moon.since"] == FactDef("moon.since", "date", (), None, "case", "asked", "", "", 1)
    assert list(book.facts) == [row["name"] for row in DOCUMENT["facts"]]
    assert book.data_categories == ("traffic",)


def test_an_instrument(book: Rulebook) -> None:
    found = book.instruments["vega"]

    assert found.document is RICH
    assert (found.code, found.short_title, found.title) == ("vega", "Vega", "The Convention of Vega")
    assert (found.kind, found.tier, found.mode, found.underused) == ("convention", "formal", "by_receipt", True)
    assert found.exceptions == (DateException(frozenset({"BB"}), "by_arrest", "9"),)
    assert found.period == Period(date(2002, 1, 1), date(2031, 1, 1))
    assert found.in_force == date(2001, 2, 3)
    assert (found.status, found.status_text) == ("not_yet_applicable", "soon")
    assert found.pairing == Pairing("two_sided", "not_bound", frozenset({"CC"}), "DD", frozenset({"AA"}), "both ways")


def test_an_instrument_that_says_nothing_of_itself(book: Rulebook) -> None:
    found = book.instruments["bare"]

    assert (found.code, found.short_title, found.title, found.kind) == ("bare", "bare", "bare", "")
    assert (found.tier, found.mode, found.exceptions, found.underused) == ("voluntary", "by_request", (), False)
    assert (found.period, found.in_force, found.status, found.status_text) == (Period(), None, None, "")
    assert found.pairing is None


def test_a_short_title_is_the_title_where_there_is_none() -> None:
    document = DOCUMENT | {"instruments": [PLAIN | {"title": "Bare words"}]}

    assert rulebook_from_document(document, label="", sha256="").instruments["bare"].short_title == "Bare words"


def test_a_pairing_that_says_little() -> None:
    document = DOCUMENT | {"instruments": [PLAIN | {"pairing": {"rule": "multilateral"}}]}

    found = rulebook_from_document(document, label="", sha256="").instruments["bare"].pairing

    assert found == Pairing("multilateral", "unknown", frozenset(), None, frozenset(), "")


def test_a_provision_has_what_its_instrument_says(book: Rulebook) -> None:
    found = book.provisions["vega/inherits"]

    assert found.document is RICH["provisions"][0]
    assert (found.id, found.instrument, found.measure) == ("vega/inherits", "vega", "criminal.lamp")
    assert (found.variant, found.tier, found.role, found.status) == (None, "formal", "main", None)
    assert found.period == Period(date(2002, 1, 1), date(2031, 1, 1))
    assert (found.adjunct, found.last_resort, found.placeholder, found.underused) == (True, True, True, True)
    assert (found.conditions, found.typical_days, found.stands_alone) == ((), None, False)
    assert (found.uses_treaty, found.uses_right, found.has_groups) == (False, False, False)


def test_a_provision_has_what_it_says_itself(book: Rulebook) -> None:
    found = book.provisions["vega/own"]

    assert (found.variant, found.tier, found.role, found.status) == ("oil", "voluntary", "carrier", "not_in_force")
    assert found.period == Period(date(2003, 1, 1), date(2031, 1, 1))
    assert (found.adjunct, found.last_resort, found.placeholder, found.underused) == (False, False, False, True)
    assert (found.typical_days, found.stands_alone) == ((3, 9), True)
    assert (found.uses_treaty, found.uses_right, found.has_groups) == (True, True, True)


def test_conditions(book: Rulebook) -> None:
    first, second, third, _ = (asdict(condition) for condition in book.provisions["vega/own"].conditions)

    assert first == {
        "test": {"number": 0, "fact": "right.kind", "op": "in", "value": frozenset({"song", "sign"})},
        "effect": "bar",
        "article": "7",
        "text": "No songs.",
        "basis": "verified",
        "source": "vega.txt",
        "only_for": "channel.post",
        "or_group": None,
        "value_document": ["song", "sign"],
        "judgement": False,
    }
    assert second == {
        "test": {"number": 1, "fact": "moon.since", "op": "before", "value": date(2020, 2, 29)},
        "effect": "warning",
        "article": "",
        "text": "Early.",
        "basis": "memory",
        "source": None,
        "only_for": None,
        "or_group": None,
        "value_document": "2020-02-29",
        "judgement": False,
    }
    assert (third["or_group"], third["judgement"]) == ("sky", True)
    assert [condition.decides for condition in book.provisions["vega/own"].conditions] == [False, False, True, True]


def test_conditions_that_ask_the_same_share_one_test() -> None:
    same = {"fact": "judge.agrees", "op": "eq", "value": True, "effect": "required", "text": "So."}
    other = [same | {"value": False}, same | {"op": "ne"}, same | {"effect": "bar"}]
    records = [PLAIN | {"provisions": [{"id": "a", "measure": "criminal.lamp", "conditions": [same, *other]}]}]

    found = rulebook_from_document(DOCUMENT | {"instruments": records}, label="", sha256="")
    numbers = [condition.test.number for condition in found.provisions["a"].conditions]

    assert numbers == [0, 1, 2, 0]
    assert [test.number for test in found.tests] == [0, 1, 2]


def test_a_yaml_day_is_a_day_and_is_shown_as_text() -> None:
    condition = {"fact": "moon.since", "op": "before", "value": date(2020, 2, 29), "effect": "required", "text": "So."}
    records = [PLAIN | {"provisions": [{"id": "a", "measure": "criminal.lamp", "conditions": [condition]}]}]

    (found,) = (
        rulebook_from_document(DOCUMENT | {"instruments": records}, label="", sha256="").provisions["a"].conditions
    )

    assert (found.test.value, found.value_document) == (date(2020, 2, 29), "2020-02-29")


def test_tables(book: Rulebook) -> None:
    assert dict(book.measures) == {
        "criminal.lamp": Measure("criminal.lamp", "A lamp", "criminal", True),
        "criminal.rope": Measure("criminal.rope", "rope", "criminal", False),
    }
    assert dict(book.ladder) == {
        "criminal.lamp": Rungs(
            ("criminal.rope",), ("criminal.lamp", "criminal.rope"), ("criminal.lamp",), ("criminal.rope",)
        ),
        "criminal.rope": Rungs(),
    }
    assert book.ladder["criminal.lamp"].measures == ("criminal.rope", "criminal.lamp")
    assert book.securing == {"criminal.rope"}
    assert dict(book.grounds) == {"dark": "It is dark."}
    assert dict(book.networks) == {
        "talk": Network("talk", frozenset({"AA", "BB"}), True),
        "hum": Network("hum", None, False),
        "sing": Network("sing", None, False),
    }
    assert book.nationality_bars == (
        NationalityBars("vega", frozenset({"AA"}), frozenset({"BB"})),
        NationalityBars("bare", frozenset(), frozenset()),
    )
    assert [provision.id for provision in book.provisions_of("criminal.lamp")] == ["vega/inherits", "vega/own"]
    assert book.provisions_of("criminal.rope") == ()


def test_states(book: Rulebook) -> None:
    one, other = DOCUMENT["jurisdictions"]

    assert dict(book.states) == {
        "AA": State("AA", "AAA", "Aland", ("aa", "ab"), Period(date(2000, 1, 1), date(2011, 1, 1)), one),
        "BB": State("BB", "", "Beland", (), None, other),
    }


def test_rows_of_a_state(book: Rulebook) -> None:
    assert dict(book.participation) == {
        ("vega", "AA"): (
            Row("bound", date(2001, 1, 1), date(2009, 12, 31), "north", "by letter", "chart 1", "verified"),
            Row("signatory", None, None, "", "", "", "memory"),
        )
    }
    assert dict(book.declarations) == {
        ("vega", "AA"): (Declaration("language", "latin", "5", "chart 2", "verified"),),
        ("vega", "BB"): (Declaration("form", "", "", "", "memory"),),
    }
    assert dict(book.authorities) == {("vega", "AA"): ({"instrument": "vega", "iso2": "AA", "role": "central"},)}


def test_precedence(book: Rulebook) -> None:
    assert book.precedence == (
        Precedence(
            id="p1",
            kind="instrument",
            prefer=("vega",),
            over=("bare",),
            measures=frozenset({"criminal.lamp"}),
            period=Period(date(2001, 1, 1), date(2010, 1, 1)),
            explain=True,
            condition="always",
            article="3",
            note="see there",
            basis="verified",
        ),
        Precedence("p2", "rung", ("bare",), ("vega",), frozenset(), Period(), False, "", "", "", "memory"),
    )


JUNK: tuple[Any, ...] = (None, 3, 2.5, "x", "", True, [], [3], ["x"], [[]], [{}], {}, {"x": 1})


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a document."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def damaged(part: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """The document with something else at a path; the rest is shared."""
    if not path:
        return junk
    copy = part.copy()
    copy[path[0]] = damaged(part[path[0]], path[1:], junk)
    return copy


FULL = DOCUMENT | {
    "facts": [*DOCUMENT["facts"], {"name": "moon.names", "type": "text", "values": ["luna"]}],
    "instruments": [
        RICH | {"pairing": RICH["pairing"] | {"rule": "hub"}},
        PLAIN
        | {
            "provisions": [
                {
                    "id": "bare/lamp",
                    "measure": "criminal.lamp",
                    "channel": "post",
                    "typical_days": [1, 2],
                    "time_limits": [{"duration": 3, "unit": "hours"}],
                    "dual_criminality": {"rule": "none"},
                }
            ]
        },
    ],
}


def test_no_damage_to_an_edition_makes_a_traceback() -> None:
    """Each part of a document replaced by what does not belong there: faults, or a rulebook, never anything else."""
    refused = 0
    for path in places(FULL):
        for junk in JUNK:
            try:
                rulebook_from_document(damaged(FULL, path, junk), label="", sha256="")
            except RulebookFaults as error:
                refused += bool(error.faults)

    assert refused > 1000
