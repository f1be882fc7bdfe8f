"""The changes of a set: read as strictly as a file, never touching a row, never overwriting somebody else's edit."""

import pytest
from django.core.exceptions import PermissionDenied

from advisor.curation.draft import changeset_draft, check_of
from advisor.curation.errors import FieldFaults, RecordFaults, SetMoved, StaleChange
from advisor.curation.models import ChangeEdit
from advisor.curation.services import (
    change_drop,
    change_put,
    change_undone,
    changes_put,
    changeset_open,
    changeset_withdraw,
)
from advisor.curation.services.changes import Wanted
from tests.advisor.curation.conftest import SOURCE, accession, rows
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
CZ = "participation:old-treaty/CZ/2027-01-01"
FR = "participation:old-treaty/FR/1991-01-01"
SEARCH = "provision:old-treaty/search"


def test_a_change_leaves_the_rows_alone(filled):
    assert CZ not in rows()
    draft = changeset_draft(filled)
    assert draft.held[CZ]["since"] == "2027-01-01"
    assert [line.text for line in draft.lines] == [
        "From 1 January 2027, for Czechia, Old-Treaty (search and seizure) is binding."
    ]


def test_the_sources_of_a_change_go_into_the_register(filled):
    entry = changeset_draft(filled).held["source:Official Journal 2026/1"]
    assert entry == {
        "citation": "Official Journal 2026/1",
        "kind": "table",
        "url": "https://example.org/oj",
        "checked_on": "2026-11-20",
    }


def test_every_fault_of_a_record_is_told_at_its_field(opened, author):
    with pytest.raises(RecordFaults) as caught:
        change_put(
            changeset=opened, wanted=accession(iso2="XX", status="perhaps", since="2027-02-30"), user=author, now=NOW
        )
    assert {fault.where for fault in caught.value.faults} == {"iso2", "status", "since"}
    assert not opened.changes.exists()


def test_a_condition_that_does_not_fit_its_fact_is_refused(opened, author):
    record = dict(rows()[SEARCH])
    record["conditions"] = [{**record["conditions"][1], "op": "between", "value": True}]
    with pytest.raises(RecordFaults, match=r"conditions\[0\]"):
        change_put(changeset=opened, wanted=Wanted("provision", record, key=SEARCH), user=author, now=NOW)


def test_a_provision_keeps_its_place_and_its_instrument(opened, author):
    record = {**rows()[SEARCH], "notes": "Read again."}
    change = change_put(changeset=opened, wanted=Wanted("provision", record, key=SEARCH), user=author, now=NOW)
    assert (change.after["_instrument"], change.after["_position"]) == ("old-treaty", 0)
    assert changeset_draft(opened).new["instruments"][-1]["provisions"][0]["notes"] == "Read again."


def test_a_new_provision_stands_behind_its_sisters(opened, author):
    record = {k: v for k, v in rows()[SEARCH].items() if not k.startswith("_")} | {"id": "old-treaty/search-at-sea"}
    wanted = Wanted("provision", record, instrument="old-treaty")
    change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    (treaty,) = [i for i in changeset_draft(opened).new["instruments"] if i["code"] == "old-treaty"]
    assert [item["id"] for item in treaty["provisions"]] == ["old-treaty/search", "old-treaty/search-at-sea"]


def test_a_row_whose_first_day_moves_takes_the_place_of_the_old_one(opened, author):
    record = {**rows()[FR], "since": "1992-01-01"}
    changes_put(changeset=opened, wanted=[Wanted("participation", record, key=FR)], user=author, now=NOW)
    held = changeset_draft(opened).held
    assert FR not in held
    assert held["participation:old-treaty/FR/1992-01-01"]["since"] == "1992-01-01"
    assert changeset_draft(opened).lines[0].text.startswith("From 1 January 1992, for France, Old-Treaty")


def test_what_says_the_same_is_no_change(opened, author):
    made = changes_put(changeset=opened, wanted=[Wanted("participation", rows()[FR], key=FR)], user=author, now=NOW)
    assert made == []
    assert not opened.changes.exists()


def test_back_to_what_it_was_takes_the_change_out(opened, author):
    change_put(
        changeset=opened, wanted=Wanted("participation", {**rows()[FR], "note": "x"}, key=FR), user=author, now=NOW
    )
    again = Wanted("participation", rows()[FR], key=FR, version=1)
    changes_put(changeset=opened, wanted=[again], user=author, now=NOW)
    assert not opened.changes.exists()
    assert list(ChangeEdit.objects.values_list("key", "dropped")) == [(FR, False), (FR, True)]


def test_two_curators_do_not_overwrite_each_other(opened, author, reviewer):
    first = Wanted("participation", {**rows()[FR], "note": "one"}, key=FR)
    change_put(changeset=opened, wanted=first, user=author, now=NOW)
    for version in (None, 7):
        other = Wanted("participation", {**rows()[FR], "note": "two"}, key=FR, version=version)
        with pytest.raises(StaleChange) as caught:
            change_put(changeset=opened, wanted=other, user=reviewer, now=NOW)
        assert (caught.value.mine["note"], caught.value.theirs["note"], caught.value.version) == ("two", "one", 1)


def test_a_record_is_dropped_and_kept_after_all(opened, author):
    change_drop(changeset=opened, key=FR, why="Denounced.", sources=[SOURCE], user=author, now=NOW)
    assert FR not in changeset_draft(opened).held
    change_undone(changeset=opened, key=FR, user=author, now=NOW)
    assert FR in changeset_draft(opened).held


def test_a_source_needs_a_citation_a_day_and_a_plain_address(opened, author):
    wanted = Wanted(
        "participation", {**rows()[FR], "note": "x"}, key=FR,
        sources=[{"citation": "", "url": "javascript:alert(1)", "read_on": "2027-01-01", "kind": "memory"}],
    )  # fmt: skip
    with pytest.raises(FieldFaults) as caught:
        change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    assert set(caught.value.faults) == {f"sources.0.{name}" for name in ("citation", "url", "read_on", "kind")}


def test_the_fault_of_a_second_source_names_it_and_none_stands_twice(opened, author):
    for other, said in (({**SOURCE, "url": "ftp://x"}, "sources.1.url"), (SOURCE, "sources.1.citation")):
        wanted = Wanted("participation", {**rows()[FR], "note": "x"}, key=FR, sources=[SOURCE, other])
        with pytest.raises(FieldFaults) as caught:
            change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
        assert said in caught.value.faults
    wanted = Wanted("participation", {**rows()[FR], "note": "x"}, key=FR,
                    sources=[SOURCE, {**SOURCE, "citation": "Report of the depositary"}])  # fmt: skip
    change = change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    assert [source["citation"] for source in change.sources] == [SOURCE["citation"], "Report of the depositary"]


def test_a_period_that_overlaps_is_an_error_of_the_check(opened, author):
    wanted = Wanted("participation", {**rows()[FR], "since": "2000-01-01"})
    change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    check = check_of(changeset_draft(opened), on=TODAY)
    assert not check.passes
    assert "overlaps" in check.errors[0].says


def test_a_clean_draft_passes_and_tells_only_what_is_new(filled):
    check = check_of(changeset_draft(filled), on=TODAY)
    assert check.passes
    assert check.moved == ()


def test_a_withdrawn_set_is_closed(filled, author):
    changeset_withdraw(changeset=filled, text="Too early.", user=author, now=NOW)
    with pytest.raises(SetMoved):
        change_put(changeset=filled, wanted=accession(note="x"), user=author, now=NOW)


@pytest.mark.parametrize("who", ["investigator", "prosecutor"])
def test_case_workers_have_no_desk(small, person, who):
    with pytest.raises(PermissionDenied):
        changeset_open(title="t", why="w", user=person(who), now=NOW)
