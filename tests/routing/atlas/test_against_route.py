"""The atlas says of a cell what the engine says of a case with one need and the same facts."""

import random
from datetime import date

import pytest

from routing.atlas import survey
from tests.routing.atlas.profiles import (
    DAYS,
    ON,
    by_the_atlas,
    by_the_engine,
    helpful_profile,
    random_profile,
)
from tests.routing.conftest import shipped_rulebook

SPECIAL = ("GB", "DK", "IE", "US", "CH", "NO", "JP", "FR", "DE", "IT", "XK", "AU")
EMPTY: dict = {}


def differences(seed: int, profiles: int, cells: int) -> tuple[int, list]:
    """Random cells of random profiles, days and pairs, the special States and a State with itself among them."""
    rulebook, rng = shipped_rulebook(), random.Random(seed)
    states, measures = list(rulebook.states), list(rulebook.measures)
    compared, found = 0, []
    for number in range(profiles):
        facts = EMPTY
        if number % 4 in (1, 2):
            facts = helpful_profile(rng, rulebook)
        elif number % 4 == 3:
            facts = random_profile(rng, rulebook, rng.choice((0.1, 0.4, 0.9)))
            facts.pop("right.kind", None)
        on = rng.choice((ON, ON, *DAYS))
        atlas = survey(rulebook, facts, on=on, classes=rng.random() < 0.7)
        for _ in range(cells):
            requesting = rng.choice(rng.choice((states, SPECIAL)))
            requested = rng.choice(rng.choice((states, SPECIAL, (requesting,))))
            measure = rng.choice(measures)
            mine = by_the_atlas(atlas, requesting, requested, measure)
            theirs = by_the_engine(rulebook, facts, requesting, requested, measure, on)
            compared += 1
            if mine != theirs:
                found.append((facts, on, requesting, requested, measure, mine, theirs))
    return compared, found


def test_some_hundred_random_cells_are_those_of_the_engine():
    assert differences(20261122, 12, 25) == (300, [])


@pytest.mark.slow
def test_five_thousand_random_cells_are_those_of_the_engine():
    assert differences(7, 125, 40) == (5000, [])


OVER_THE_YEAR = {"request.received_on": date(2021, 1, 4), "request.sent_on": date(2020, 12, 28)}
CASES = [
    ("FR", "DE", "criminal.search_and_seizure", {}, ON),
    ("FR", "DK", "criminal.search_and_seizure", {}, ON),
    ("FR", "GB", "civil.taking_of_evidence", OVER_THE_YEAR, ON),
    ("GB", "FR", "civil.service_of_documents", OVER_THE_YEAR, ON),
    ("FR", "DE", "civil.service_of_documents", OVER_THE_YEAR, ON),
    ("US", "FR", "criminal.extradition", {"surrender.purpose": "execution"}, ON),
    ("US", "FR", "criminal.extradition", {"surrender.purpose": "prosecution"}, ON),
    ("JP", "FR", "criminal.depositions", {}, ON),
    ("JP", "US", "criminal.depositions", {}, ON),
    ("FR", "IE", "criminal.electronic_evidence", {"data.category": "subscriber"}, ON),
    ("FR", "IE", "criminal.electronic_evidence", {"data.category": "traffic"}, ON),
    ("FR", "IT", "civil.account_preservation", {"forum.state": "DE"}, ON),
    ("FR", "IT", "civil.account_preservation", {"forum.state": "IT"}, ON),
    ("FR", "IT", "civil.recognition_enforcement", {"proceedings.instituted_on": date(2013, 5, 1)}, ON),
    ("GB", "CH", "civil.recognition_enforcement", {"proceedings.instituted_on": date(2024, 5, 1)}, ON),
    ("FR", "CH", "criminal.service_of_documents", {"pair.bound_instruments": frozenset({"eio"})}, date(2001, 1, 1)),
    ("FR", "KP", "criminal.search_and_seizure", {"pair.has_applicable_treaty": False}, ON),
    ("FR", "KP", "criminal.search_and_seizure", {"pair.has_applicable_treaty": True}, ON),
    ("FR", "KP", "criminal.financial_information", {"pair.has_bilateral_mla_treaty": True}, ON),
    ("FR", "FR", "criminal.search_and_seizure", {}, ON),
    ("FR", "FR", "voluntary.takedown", {}, ON),
    ("DE", "DE", "domestic.seizure", {}, ON),
]  # fmt: skip


@pytest.mark.parametrize(("requesting", "requested", "measure", "facts", "on"), CASES)
@pytest.mark.parametrize("classes", [True, False])
def test_cells_with_a_story(requesting, requested, measure, facts, on, classes):
    rulebook = shipped_rulebook()
    atlas = survey(rulebook, facts, on=on, classes=classes)
    assert by_the_atlas(atlas, requesting, requested, measure) == by_the_engine(
        rulebook, facts, requesting, requested, measure, on
    )


def test_one_row_of_states_for_every_measure():
    """Every requested State, the measures in turn: nothing depends on which State stands for its class."""
    rulebook = shipped_rulebook()
    facts = helpful_profile(random.Random(5), rulebook)
    atlas = survey(rulebook, facts, on=ON)
    measures = list(rulebook.measures)
    for number, requested in enumerate(rulebook.states):
        measure = measures[number % len(measures)]
        assert by_the_atlas(atlas, "IT", requested, measure) == by_the_engine(
            rulebook, facts, "IT", requested, measure, ON
        ), (requested, measure)
