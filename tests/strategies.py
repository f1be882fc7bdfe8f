"""Hypothesis strategies that tests share: periods, verdicts, cases over a rulebook, documents of any kind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from routing.conditions import Verdict
from routing.facts import FactDef
from routing.periods import Period
from routing.rulebook import Rulebook

FIRST, LAST = date(1990, 1, 1), date(2030, 12, 31)
# Days on which the law changed for somebody: the last and the first day of neighbouring regimes.
BORDERS = (
    date(2004, 1, 1),
    date(2008, 11, 13),
    date(2010, 2, 1),
    date(2015, 1, 10),
    date(2017, 5, 22),
    date(2020, 12, 19),
    date(2020, 12, 31),
    date(2022, 7, 1),
    date(2026, 8, 18),
    date(2026, 11, 22),
    date(2027, 2, 1),
)
# States that stand for the kinds of position a State can have.
_CODES = "ATAUBEBFBRCACHCNCYCZDEDKESFIFRGBGEGRHKHRIEISITJPKELIMAMXNLNOPLRORUSETVUS"
STATES = tuple(_CODES[place : place + 2] for place in range(0, len(_CODES), 2))

days = st.dates(FIRST, LAST)
verdicts = st.sampled_from(list(Verdict))
legal_days = st.one_of(
    st.sampled_from(BORDERS).flatmap(lambda d: st.sampled_from([d - timedelta(days=1), d])),
    st.dates(date(2003, 1, 1), date(2028, 12, 31)),
    st.just(date(2026, 11, 22)),
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Half-open periods with open or empty sides."""
    start = draw(st.none() | days)
    end = draw(st.none() | days)
    return Period(start, end)


def fact_values(fact: FactDef, rulebook: Rulebook) -> st.SearchStrategy[Any]:
    """Values of one fact as a case document writes them."""
    if fact.type == "bool":
        return st.booleans()
    if fact.type == "int":
        return st.sampled_from([0, 3, 4, 6, 11, 12, 13, 24, 35, 36, 37, 48, 60])
    if fact.type == "decimal":
        return st.sampled_from([0, 900, 1999.99, 2000, 2000.5, 4800, 5000, 5600])
    if fact.type == "date":
        return legal_days.map(date.isoformat)
    if fact.type == "enum":
        return st.sampled_from(fact.values)
    if fact.type == "state":
        return st.sampled_from(STATES)
    if fact.type == "state_list":
        return st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True)
    if fact.name.endswith("bound_instruments"):
        return st.lists(st.sampled_from(sorted(rulebook.instruments)), max_size=3, unique=True)
    return st.lists(st.sampled_from(["art10a", "art10b", "art8-all"]), max_size=2, unique=True)


def asked_facts(rulebook: Rulebook, measure: str) -> list[str]:
    """The facts that the conditions of a measure and its rungs name, with those that decide days and groups."""
    measures = (measure, *rulebook.rungs_of(measure).measures)
    names = {
        condition.test.fact
        for code in measures
        for provision in rulebook.provisions_of(code)
        for condition in provision.conditions
    }
    always = {
        "request.received_on",
        "person.arrested_on",
        "proceedings.instituted_on",
        "person.national_of_requested_state",
        "case.tipping_off_risk",
        "forum.state",
        "data.category",
        "surrender.purpose",
    }
    return sorted(names | (always & set(rulebook.facts)))


@st.composite
def fact_sets(draw: st.DrawFn, rulebook: Rulebook, measure: str) -> dict[str, Any]:
    """Some facts that matter for a measure; what is left out is unknown."""
    names = asked_facts(rulebook, measure)
    share = draw(st.sampled_from([0.0, 0.3, 0.7, 1.0]))
    chosen = [name for name in names if share and draw(st.floats(0, 1)) <= share]
    return {name: draw(fact_values(rulebook.facts[name], rulebook)) for name in chosen}


@st.composite
def case_documents(draw: st.DrawFn, rulebook: Rulebook) -> dict[str, Any]:
    """Valid case documents with one need."""
    measure = draw(st.sampled_from(sorted(rulebook.measures)))
    requesting, requested = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True))
    if not measure.startswith(("criminal.", "civil.")) and draw(st.booleans()):
        requested = requesting
    if draw(st.integers(0, 9)) == 0:
        requested = None
    variants = sorted({p.variant for p in rulebook.provisions_of(measure) if p.variant})
    need: dict[str, Any] = {"id": "n1", "measure": measure, "requested_state": requested}
    if variants and draw(st.booleans()):
        need["variant"] = draw(st.sampled_from([*variants, "subscriber", "user_identification"]))
    facts = draw(fact_sets(rulebook, measure))
    if draw(st.booleans()):
        facts["request.sent_on"] = draw(legal_days).isoformat()
    need["facts"] = {name: facts.pop(name) for name in sorted(facts) if len(name) % 2}
    return {
        "format": 1,
        "reference": "R",
        "title": "T",
        "requesting_state": requesting,
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-01-01",
        "facts": facts,
        "needs": [need],
    }


odd_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**400, max_value=10**401),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=30),
    st.text(alphabet=st.characters(categories=["Cs", "Cc"]), max_size=5),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=5),
    st.sampled_from(["UK", "EL", "NO", "no", "2026-02-30", "0000-00-00", "Germany", "DEU", "it", ""]),
)
odd_documents = st.recursive(
    odd_scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.one_of(
                st.text(max_size=10), st.integers(), st.booleans(), st.none(), st.sampled_from(["format", "needs"])
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
