"""The query gate itself: every selector of every room, for everybody who must see nothing."""

import importlib
import inspect

import pytest
from django.contrib.auth.models import AnonymousUser

from advisor.accounts.models import User
from tests.advisor import universe
from tests.conftest import publish_shipped

ROOMS = ("cases", "walk", "dossiers")
SELECTORS = [
    function
    for room in ROOMS
    for name, function in vars(importlib.import_module(f"advisor.{room}.selectors")).items()
    if name.endswith("_for") and inspect.isfunction(function) and function.__module__ == f"advisor.{room}.selectors"
]


@pytest.fixture
def offices(db):
    publish_shipped()
    return universe.office("lyon", "FR", "own"), universe.office("porto", "PT", "theirs")


def test_the_gate_has_a_door_for_every_kind_of_row():
    assert {function.__name__ for function in SELECTORS} >= {
        "cases_for",
        "needs_for",
        "answers_for",
        "routes_for",
        "steps_for",
        "jobs_for",
        "dossiers_for",
    }


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda function: function.__name__)
def test_only_the_own_agencys_people_see_rows(offices, selector, person):
    home, away = offices
    for user in (home.investigator, home.prosecutor):
        rows = list(selector(user))
        assert rows
        assert {row.agency_id for row in rows} == {home.agency.pk}
    assert {row.agency_id for row in selector(away.investigator)} == {away.agency.pk}


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda function: function.__name__)
def test_everybody_else_sees_nothing(offices, selector):
    home, _ = offices
    nobody = {
        "anonymous": AnonymousUser(),
        "none": None,
        "curator": User(role="admin", agency=None),
        "curator of an agency": User(role="admin", agency=home.agency),
        "deactivated": User(role="investigator", agency=home.agency, is_active=False),
        "without an agency": User(role="investigator", agency=None),
        "of no known role": User(role="owner", agency=home.agency),
    }
    assert {who: selector(user).count() for who, user in nobody.items()} == dict.fromkeys(nobody, 0)
