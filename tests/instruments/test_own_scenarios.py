"""What our own scenarios promise to cover: systems on both sides, States, successions, a reason in each."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
import yaml

from instruments.places import CATALOGUE

FOLDER = CATALOGUE.parent / "scenarios" / "own"
POSITIVE = ("best", "open", "present", "secure")

# Code, or one of several codes, for each system that the study names.
SYSTEMS = {
    "TRIPS": ["trips"],
    "Budapest": ["budapest-convention"],
    "Hague 1965": ["hague-service-1965"],
    "Hague 1970": ["hague-evidence-1970"],
    "MLA 2000": ["eu-mla-2000"],
    "investigation order": ["eio"],
    "arrest warrant": ["eaw"],
    "2018/1805": ["eu-2018-1805"],
    "MEDICRIME": ["medicrime"],
    "tobacco protocol": ["who-tobacco-protocol"],
    "UNTOC": ["untoc"],
    "ETS 62": ["coe-foreign-law-1968"],
    "CLOUD Act": ["cloud-act"],
    "CLOUD Act with the United Kingdom": ["us-uk-data-access"],
    "CLOUD Act with Australia": ["us-au-data-access"],
    "1206/2001": ["eu-1206-2001"],
    "2020/1783": ["eu-2020-1783"],
    "1393/2007": ["eu-1393-2007"],
    "2020/1784": ["eu-2020-1784"],
    "Brussels I": ["brussels-1"],
    "Brussels I recast": ["brussels-1-recast"],
    "655/2014": ["eapo-655-2014"],
    "enforcement order": ["eeo-805-2004"],
    "order for payment": ["payment-order-1896-2006"],
    "small claims": ["small-claims-861-2007"],
    "mediation": ["mediation-directive"],
    "G7 24/7": ["g7-24-7"],
    "EIPPN": ["eippn"],
    "networks": ["eurojust", "ejn", "ejn-civil", "iberred", "wacap"],
}

# The first day of the new law; the day before must be asked as well.
SUCCESSIONS = [
    "1969-10-01 1972-10-07 2005-08-23 2008-05-01",
    "2004-01-01 2004-05-01 2005-08-02 2005-10-21 2007-07-01 2008-11-13 2008-11-24 2008-12-12 2009-01-01",
    "2009-01-11 2009-04-13 2010-01-01 2010-02-01 2011-01-01 2011-01-02 2011-05-01 2012-04-27 2012-06-15 2013-01-01",
    "2014-01-01 2015-01-10 2016-01-01 2017-01-18 2017-05-22 2017-07-14 2017-10-01 2018-02-22 2018-07-02",
    "2018-09-15 2019-11-01 2020-01-17 2020-08-23 2020-12-19 2021-01-01 2021-07-16 2022-07-01 2022-10-03 2023-06-01",
    "2023-11-28 2024-01-31 2024-02-01 2024-02-17 2024-05-13 2024-09-01 2024-10-18 2024-12-12 2024-12-13",
    "2025-01-01 2025-07-01 2025-08-21 2025-12-01 2026-08-18 2027-02-01",
]
FIRST_DAYS = [date.fromisoformat(day) for line in SUCCESSIONS for day in line.split()]


@cache
def scenarios() -> dict[str, dict[str, Any]]:
    """File stem -> scenario."""
    paths = sorted(FOLDER.glob("*.yaml"))
    return {path.stem: yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in paths}


def expectations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Scenario and what it expects of one need."""
    for name, case in scenarios().items():
        for expected in case["expect"].values():
            yield name, expected


def states_of(case: dict[str, Any]) -> set[str]:
    return {case["requesting_state"], *(need["requested_state"] for need in case["needs"])}


def test_there_are_enough_and_each_says_why():
    cases = scenarios()
    assert len(cases) >= 60
    assert [name for name, case in cases.items() if len(case["note"]) < 60 or not case["expect"]] == []
    assert len({case["reference"] for case in cases.values()}) == len(cases)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_is_offered_in_one_case_and_not_in_another(system: str):
    codes = set(SYSTEMS[system])
    offered = {name for name, expected in expectations() if codes & _offered(expected)}
    refused = {name for name, expected in expectations() if codes & set(expected.get("never", []))}
    assert offered, "never offered"
    assert refused, "never refused"


def _offered(expected: dict[str, Any]) -> set[str]:
    named = {code for key in POSITIVE for code in expected.get(key, [])}
    return named | {code for codes in expected.get("tiers", {}).values() for code in codes}


def test_the_states_come_from_everywhere(shipped):
    """Europe is the Council of Europe here, with Belarus, the Russian Federation and Kosovo."""
    european = {row["iso2"] for row in shipped.document["jurisdictions"] if row["council_of_europe"] == "yes"}
    named = set().union(*(states_of(case) for case in scenarios().values()))
    assert len(named & european) >= 25
    assert len(named - european - {"BY", "RU", "XK"}) >= 15


def test_both_sides_of_every_succession_are_asked():
    asked: dict[date, set[str]] = defaultdict(set)
    for name, case in scenarios().items():
        for need in case["needs"]:
            days = [value for value in {**case["facts"], **need.get("facts", {})}.values() if isinstance(value, date)]
            for day in [*days, date.fromisoformat(str(case["on"]))]:
                asked[day].add(name)
    one_sided = [str(day) for day in FIRST_DAYS if not (asked[day] and asked[day - timedelta(days=1)])]
    assert one_sided == []
