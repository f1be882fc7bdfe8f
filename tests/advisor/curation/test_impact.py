"""What a set does to cases: counted, never shown."""

from datetime import date

import pytest

from advisor.curation.draft import changeset_draft
from advisor.curation.impact import PROFILES, impact_of, profiles_of
from advisor.curation.services import change_drop, change_put, changeset_open
from advisor.curation.services.changes import Wanted
from instruments.editions import edition_current
from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.places import CATALOGUE
from tests.advisor.curation.conftest import SOURCE, rows
from tests.conftest import NOW, ROUTED_ANSWERS, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped_rows(db):
    catalogue_load(book_read(CATALOGUE), now=NOW)


def test_open_cases_that_would_differ_are_counted(shipped_rows, routed_case, investigator, stranger, author):
    from advisor.walk.services import Choice, steps_choose

    mine, stored = routed_case(investigator)
    routed_case(stranger, needs=[("criminal.search_and_seizure", "DE")])
    routed_case(investigator, needs=[("criminal.search_and_seizure", "US")])
    opened = changeset_open(title="Spain leaves the EIO", why="Invented.", user=author, now=NOW)
    change_drop(
        changeset=opened, key="participation:eio/ES/2018-07-02", why="x", sources=[SOURCE], user=author, now=NOW
    )
    draft = changeset_draft(opened)
    impact = impact_of(draft, on=TODAY)
    assert (impact.cases.cases, impact.cases.differ) == (3, 1)
    assert impact.steps == 0
    assert {row.instrument for day in impact.days for row in day.provisions} >= {"eio"}
    assert mine.reference not in str(impact.days)
    prosecutor = type(investigator).objects.create_user(
        email="p@x.example", password="x" * 14, role="prosecutor", agency=investigator.agency
    )
    option = next(o for o in stored.document["answer"]["needs"][0]["options"] if o["instrument"] == "eio")
    steps_choose(
        route=stored, user=prosecutor, choices=[Choice("n1", option["provision"], "Coercion is needed.")], now=NOW
    )
    assert impact_of(draft, on=TODAY).steps == 1


def test_a_change_that_begins_later_counts_the_cases_of_its_day(shipped_rows, routed_case, investigator, author):
    unsent = {name: value for name, value in ROUTED_ANSWERS.items() if name != "request.sent_on"}
    routed_case(investigator, answers=unsent)
    key = "participation:eio/ES/2018-07-02"
    row = {**rows()[key], "until": "2027-02-28"}
    opened = changeset_open(title="Spain leaves the EIO", why="Invented.", user=author, now=NOW)
    wanted = Wanted("participation", row, key=key, why="x", sources=[SOURCE])
    change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    impact = impact_of(changeset_draft(opened), on=TODAY)
    assert impact.asked_on == (TODAY, date(2027, 3, 1))
    assert (impact.cases.cases, impact.cases.asked, impact.cases.differ) == (1, 1, 1)


def test_the_profiles_name_facts_that_the_book_has(edition):
    typed = profiles_of(edition_current().rulebook)
    assert {name: set(facts) for name, facts in typed.items()} == {name: set(facts) for name, facts in PROFILES.items()}
