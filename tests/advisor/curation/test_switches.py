"""The watch list and the successor: records ready for a set, that pass the gate of the shipped book."""

from datetime import date

import pytest

from advisor.curation.draft import changeset_draft, check_of
from advisor.curation.errors import FieldFaults
from advisor.curation.models import SetState
from advisor.curation.services import (
    change_confirm,
    changes_put,
    changeset_open,
    changeset_publish,
    changeset_submit,
    watch_looked,
)
from advisor.curation.successor import successor_of
from advisor.curation.watch import looks, still_said, switch_thrown, watch_list, watched
from instruments import records
from instruments.editions import edition_current, edition_publish
from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.places import CATALOGUE
from routing.codec import case_from_document, route_to_document
from routing.engine import route
from tests.advisor.curation.conftest import SOURCE, rows
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
SEVEN = ("FR", "DE", "IT", "ES", "JP", "RS", "HU")


@pytest.fixture
def shipped_rows(db):
    catalogue_load(book_read(CATALOGUE), now=NOW)
    edition_publish(by="tests", note="First.", now=NOW)


def test_every_entry_of_the_list_names_law_that_the_book_has():
    held = records.records_of(book_read(CATALOGUE).document)
    for entry in watch_list():
        assert f"instrument:{entry.instrument}" in held
        assert entry.switch in ("enters_into_force", "joins", "none")
        assert (entry.switch == "joins") == bool(entry.state)
        assert entry.look


def test_the_entry_into_force_of_cets_224_for_seven_states(shipped_rows, author, reviewer):
    entry = watched("cets-224")
    wanted = switch_thrown(entry, day=date(2026, 12, 1), states=SEVEN, sources=[SOURCE], held=rows())
    opened = changeset_open(title=entry.title, why="Fifth ratification.", user=author, now=NOW)
    changes_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    draft = changeset_draft(opened)
    check = check_of(draft, on=TODAY)
    assert check.passes, check.errors[:3]
    changeset_submit(changeset=opened, user=author, now=NOW)
    change_confirm(changeset=opened, keys=draft.keys, user=reviewer, now=NOW)
    changeset_publish(changeset=opened, note="", user=reviewer, now=NOW)
    opened.refresh_from_db()
    assert opened.state == SetState.PUBLISHED
    rulebook = edition_current().rulebook

    def used(on, state):
        document = {
            "format": 1, "reference": "x", "title": "t", "requesting_state": "FR", "track": "criminal",
            "stage": "investigation", "opened_on": "2026-11-01", "facts": {"request.sent_on": on.isoformat()},
            "needs": [{"id": "n", "measure": "criminal.electronic_evidence", "requested_state": state}],
        }  # fmt: skip
        answer = route_to_document(route(case_from_document(document, rulebook), rulebook, on=on))
        return {o["instrument"] for o in answer["needs"][0]["options"] if o["verdict"] != "closed"}

    assert "budapest-second-protocol" in used(date(2026, 12, 1), "JP")
    assert "budapest-second-protocol" not in used(date(2026, 11, 30), "JP")
    assert "budapest-second-protocol" not in used(date(2026, 12, 1), "US")


@pytest.mark.parametrize("code", ["cets-224", "un-cybercrime"])
def test_nothing_that_was_woken_says_it_sleeps(code):
    held = records.records_of(book_read(CATALOGUE).document)
    wanted = switch_thrown(watched(code), day=date(2027, 3, 1), states=("JP", "HU"), sources=[SOURCE], held=held)
    for one in wanted:
        said = str(one.values)
        for old in ("NOT IN FORCE", "Not in force", "Never offer", "must keep in_force empty", "NOT the case"):
            assert old not in said, (one.key, old)
    header = wanted[0].values
    assert "notes" in header
    conditions = [row for one in wanted[1:] for row in one.values.get("conditions", ())]
    texts = {row["text"] for row in conditions if row.get("fact") == "instrument.in_force"}
    assert texts == {"In force from 1 March 2027."}


def test_sentences_that_hold_stay_and_the_rest_is_told():
    held = records.records_of(book_read(CATALOGUE).document)
    wanted = switch_thrown(watched("cets-224"), day=date(2027, 3, 1), states=("JP",), sources=[SOURCE], held=held)
    assert "JP reserved art. 7." in wanted[0].values["notes"]
    told = still_said(wanted)
    assert any(text.startswith("notes: ") and "ratify" in text for text in told["instrument:budapest-second-protocol"])
    assert still_said([]) == {}


def test_ireland_joins(shipped_rows, author):
    wanted = switch_thrown(watched("ireland-eio"), day=date(2027, 3, 1), states=(), sources=[SOURCE], held=rows())
    opened = changeset_open(title="Ireland", why="Notified.", user=author, now=NOW)
    changes_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    draft = changeset_draft(opened)
    [line] = draft.lines
    assert line.text.startswith("From 1 March 2027, for Ireland, EIO Directive (")
    assert line.text.endswith("is binding; before: not bound.")
    assert check_of(draft, on=TODAY).passes


def test_a_switch_needs_states_that_exist(small):
    with pytest.raises(FieldFaults):
        switch_thrown(watched("cets-224"), day=TODAY, states=(), sources=[SOURCE], held=rows())
    with pytest.raises(FieldFaults, match="XX"):
        switch_thrown(watched("cets-224"), day=TODAY, states=("XX",), sources=[SOURCE], held=rows())


def test_a_look_makes_the_next_one_due_later(small, author):
    first = next(look for look in looks() if look.watched.code == "cets-224")
    assert first.is_due(TODAY)
    watch_looked(code="cets-224", checked_on=TODAY, found="Still three.", user=author, now=NOW)
    again = next(look for look in looks() if look.watched.code == "cets-224")
    assert (again.found, again.looked_on, again.is_due(TODAY)) == ("Still three.", TODAY, False)
    assert again.is_due(date(2026, 12, 23))


def test_a_successor_takes_over_from_its_day(shipped_rows, author):
    wanted = successor_of(
        "eio", new_code="eio-2", title="Directive on the EIO, recast", short_title="EIO recast",
        applies_from=date(2030, 1, 1), sources=[SOURCE], held=rows(),
    )  # fmt: skip
    opened = changeset_open(title="EIO recast", why="Recast.", user=author, now=NOW)
    changes_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    draft = changeset_draft(opened)
    assert draft.held["instrument:eio"]["applies_until"] == "2029-12-31"
    assert draft.held["instrument:eio-2"]["supersedes"] == ["eio"]
    assert draft.held["participation:eio-2/FR/2030-01-01"]["confidence"] == "memory"
    own = [key for key in draft.held if key.startswith("provision:eio-2/")]
    assert len(own) == len([key for key in draft.held if key.startswith("provision:eio/")])
    assert [finding for finding in check_of(draft, on=TODAY).errors if finding.code == "FileFault"] == []


def test_a_successor_needs_a_free_code_and_its_names(small):
    with pytest.raises(FieldFaults) as caught:
        successor_of(
            "old-treaty",
            new_code="Old Treaty",
            title=" ",
            short_title="",
            applies_from=TODAY,
            sources=[SOURCE],
            held=rows(),
        )
    assert set(caught.value.faults) == {"new_code", "title", "short_title"}
