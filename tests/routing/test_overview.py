"""Overviews say what routes say; reasons for an absence are typed."""

from datetime import date

import pytest

from routing import absence
from routing.engine import route
from routing.facts import Need
from routing.overview import Overview, blank_case, blank_need
from routing.rulebook import Rulebook
from routing.trace import because
from tests.routing.conftest import shipped_rulebook

DAYS = (date(2026, 11, 22), date(2019, 3, 1), date(2031, 1, 1))
PAIRS = (("FR", "DE"), ("FR", "BR"), ("US", "GB"), ("KP", "FR"), ("FR", "FR"), ("DK", "IE"))


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return shipped_rulebook()


def said(option):
    """Everything an option says: its verdict, place and every line of its reasoning."""
    return option.rank, option.after, option.acting_state, option.own, option.outcome.verdict, because(option.outcome)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_an_overview_is_the_route_of_a_case_without_facts(rulebook, pair, on):
    requesting, requested = pair
    needs = tuple(blank_need(measure, requested) for measure in rulebook.measures)
    full = route(blank_case(requesting, on, needs), rulebook, on=on)
    found = Overview(rulebook, requesting=requesting, on=on).pair(requested, rulebook.measures)
    for one, other in zip(found, full.needs, strict=True):
        assert one.status == other.status, one.need.id
        assert [(s.order, s.measure, s.tier, s.why, s.fallbacks, s.rules) for s in one.plan] == [
            (s.order, s.measure, s.tier, s.why, s.fallbacks, s.rules) for s in other.plan
        ]
        assert [said(option) for option in one.options] == [said(option) for option in other.options]


def first(rulebook, requesting, requested, measure, provision, on):
    [need] = Overview(rulebook, requesting=requesting, on=on).pair(requested, [measure])
    option = next(option for option in need.options if option.outcome.provision.id == provision)
    found = absence.absences_of(option.outcome)
    return (found[0].kind, found[0].day) if found else None


@pytest.mark.parametrize(
    ("requesting", "requested", "measure", "provision", "on", "expected"),
    [
        ("FR", "GB", "search_and_seizure", "eio/search-and-seizure", date(2026, 11, 22), ("ended", date(2020, 12, 31))),
        ("FR", "DK", "search_and_seizure", "eio/search-and-seizure", date(2026, 11, 22), ("not_bound", None)),
        ("FR", "DE", "search_and_seizure", "eio/search-and-seizure", date(2016, 1, 1), ("not_yet", date(2017, 5, 22))),
        ("FR", "GB", "search_and_seizure", "eu-japan-mla/search-and-seizure", date(2026, 11, 22), ("not_bound", None)),
        ("FR", "DE", "search_and_seizure", "eio/search-and-seizure", date(2026, 11, 22), None),
    ],
)
def test_an_absence_has_a_type_and_a_day(rulebook, requesting, requested, measure, provision, on, expected):
    assert first(rulebook, requesting, requested, f"criminal.{measure}", provision, on) == expected


def test_every_closed_option_says_why(rulebook):
    for on in DAYS:
        for requested in ("DE", "GB", "BR", "KP"):
            for need in Overview(rulebook, requesting="FR", on=on).pair(requested, rulebook.measures):
                for option in need.options:
                    found = absence.absences_of(option.outcome)
                    assert bool(found) or option.outcome.live, option.outcome.provision.id
                    assert all(item.text and "legal basis" not in item.text for item in found)


def test_no_measures_no_needs(rulebook):
    assert Overview(rulebook, requesting="FR", on=DAYS[0]).pair("DE", ()) == ()


def test_a_case_of_which_nothing_is_known():
    need = blank_need("criminal.jit", "DE")
    case = blank_case("FR", DAYS[0], (need,))

    assert need == Need(id="criminal.jit", measure="criminal.jit", variant=None, requested_state="DE", subject="")
    assert dict(need.facts) == {}
    assert (case.reference, case.title, case.summary) == ("", "", "")
    assert (case.requesting_state, case.track, case.stage) == ("FR", "criminal", "investigation")
    assert (case.opened_on, dict(case.facts), case.needs) == (DAYS[0], {}, (need,))
    assert (case.rights, case.declined) == ((), frozenset())
