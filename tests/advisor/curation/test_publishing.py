"""Four eyes, publication, undo: what is confirmed is what is published, all of it or nothing."""

from datetime import timedelta

import pytest

from advisor.curation.draft import changeset_draft, check_of
from advisor.curation.errors import CurationError, FieldFaults, ReviewMissing, SetMoved
from advisor.curation.models import Change, SetState
from advisor.curation.selectors import published_changes
from advisor.curation.services import (
    change_confirm,
    change_put,
    changeset_open,
    changeset_publish,
    changeset_return,
    changeset_submit,
    edition_undo,
    remark_add,
    review_missing,
    source_confirm,
)
from advisor.curation.services.changes import Wanted
from instruments.editions import edition_current
from instruments.models import Edition, ParticipationRow
from tests.advisor.curation.conftest import SOURCE, accession, rows
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
CZ = "participation:old-treaty/CZ/2027-01-01"


def publish(changeset, author, reviewer):
    changeset_submit(changeset=changeset, user=author, now=NOW)
    keys = list(changeset.changes.values_list("key", flat=True))
    change_confirm(changeset=changeset, keys=keys, user=reviewer, now=NOW)
    return changeset_publish(changeset=changeset, note="", user=reviewer, now=NOW)


def test_a_reviewed_set_becomes_the_next_edition(small, filled, author, reviewer):
    expected = changeset_draft(filled).sha256
    edition = publish(filled, author, reviewer)
    assert (edition.sha256, edition.previous_id) == (expected, small.pk)
    assert edition_current().label == edition.label == "2026-11-22.2"
    row = ParticipationRow.objects.get(jurisdiction_id="CZ")
    entry = row.history.get()
    assert (entry.history_user, entry.history_change_reason) == (author, f"Change set {filled.number}: Czechia accedes")
    filled.refresh_from_db()
    assert (filled.state, filled.edition, filled.closed_by) == (SetState.PUBLISHED, edition, reviewer)
    assert rows()["source:Official Journal 2026/1"]["checked_on"] == "2026-11-20"


def test_the_history_of_a_row_names_author_reviewer_and_source(filled, author, reviewer):
    publish(filled, author, reviewer)
    (change,) = published_changes(CZ)
    assert (change.changeset.author, change.changeset.closed_by) == (author, reviewer)
    assert change.sources[0]["quotation"] == SOURCE["quotation"]
    assert change.sources[0]["reader"] == "Author"


def test_nobody_publishes_alone(filled, author, reviewer):
    changeset_submit(changeset=filled, user=author, now=NOW)
    with pytest.raises(CurationError, match="yourself"):
        change_confirm(changeset=filled, keys=[CZ], user=author, now=NOW)
    with pytest.raises(ReviewMissing) as caught:
        changeset_publish(changeset=filled, note="", user=author, now=NOW)
    assert len(caught.value.reasons) == 2
    with pytest.raises(ReviewMissing, match="not confirmed"):
        changeset_publish(changeset=filled, note="", user=reviewer, now=NOW)
    assert Edition.objects.count() == 1
    assert CZ not in rows()


def test_who_edits_during_the_review_is_no_reviewer_any_more(filled, author, reviewer, person):
    changeset_submit(changeset=filled, user=author, now=NOW)
    change_put(
        changeset=filled, wanted=Wanted("participation", {**rows()["participation:old-treaty/FR/1991-01-01"],
        "note": "x"}, key="participation:old-treaty/FR/1991-01-01", sources=[SOURCE]), user=reviewer, now=NOW,
    )  # fmt: skip
    with pytest.raises(CurationError, match="yourself"):
        change_confirm(changeset=filled, keys=[CZ], user=reviewer, now=NOW)


def test_an_edit_lapses_the_confirmation(filled, author, reviewer):
    changeset_submit(changeset=filled, user=author, now=NOW)
    assert change_confirm(changeset=filled, keys=[CZ], user=reviewer, now=NOW) == 1
    assert change_confirm(changeset=filled, keys=[CZ], user=reviewer, now=NOW) == 0
    filled.refresh_from_db()
    check = check_of(changeset_draft(filled), on=TODAY)
    assert review_missing(changeset=filled, check=check, user=reviewer) == []
    again = accession(note="Second thoughts.")
    change_put(changeset=filled, wanted=Wanted(**{**again.__dict__, "key": CZ, "version": 1}), user=author, now=NOW)
    assert review_missing(changeset=filled, check=check, user=reviewer) == ["1 change is not confirmed yet."]


def test_a_source_confirms_all_that_was_read_in_it(filled, author, reviewer):
    change_put(changeset=filled, wanted=accession(iso2="NO", since="2027-01-01"), user=author, now=NOW)
    changeset_submit(changeset=filled, user=author, now=NOW)
    assert source_confirm(changeset=filled, citation="Another page", user=reviewer, now=NOW) == 0
    assert source_confirm(changeset=filled, citation=SOURCE["citation"], user=reviewer, now=NOW) == 2


def test_a_change_without_a_source_is_not_reviewed(opened, author):
    change_put(changeset=opened, wanted=Wanted(**{**accession().__dict__, "sources": ()}), user=author, now=NOW)
    with pytest.raises(CurationError, match="name no source"):
        changeset_submit(changeset=opened, user=author, now=NOW)


def test_errors_of_the_rules_hinder_publication(opened, author, reviewer):
    record = rows()["participation:old-treaty/FR/1991-01-01"]
    change_put(
        changeset=opened, wanted=Wanted("participation", {**record, "since": "2000-01-01"}, sources=[SOURCE]),
        user=author, now=NOW,
    )  # fmt: skip
    changeset_submit(changeset=opened, user=author, now=NOW)
    change_confirm(changeset=opened, keys=[c.key for c in opened.changes.all()], user=reviewer, now=NOW)
    with pytest.raises(ReviewMissing, match="error"):
        changeset_publish(changeset=opened, note="", user=reviewer, now=NOW)


def test_a_set_goes_back_with_words(filled, author, reviewer):
    changeset_submit(changeset=filled, user=author, now=NOW)
    with pytest.raises(FieldFaults):
        changeset_return(changeset=filled, text=" ", user=reviewer, now=NOW)
    changeset_return(changeset=filled, text="The quotation is of another State.", user=reviewer, now=NOW)
    filled.refresh_from_db()
    assert filled.state == SetState.DRAFT
    assert filled.remarks.get().sent_back
    remark_add(changeset=filled, key=CZ, text="Mended.", user=author, now=NOW)
    assert filled.remarks.count() == 2


def test_a_remark_that_is_sent_twice_stands_once(filled, author, reviewer):
    first = remark_add(changeset=filled, key=CZ, text="Which notice?", user=reviewer, now=NOW)
    assert remark_add(changeset=filled, key=CZ, text="Which notice?", user=reviewer, now=NOW) == first
    remark_add(changeset=filled, key="", text="Which notice?", user=reviewer, now=NOW)
    remark_add(changeset=filled, key=CZ, text="Which notice?", user=author, now=NOW)
    remark_add(changeset=filled, key=CZ, text="Which notice?", user=reviewer, now=NOW + timedelta(hours=1))
    assert filled.remarks.count() == 4


def test_a_record_that_another_set_published_first_is_no_silent_overwrite(filled, small, author, reviewer):
    other = changeset_open(title="Another", why="Same State.", user=author, now=NOW)
    change_put(changeset=other, wanted=accession(note="other"), user=author, now=NOW)
    publish(other, author, reviewer)
    changeset_submit(changeset=filled, user=author, now=NOW)
    change_confirm(changeset=filled, keys=[CZ], user=reviewer, now=NOW)
    with pytest.raises(CurationError, match="changed by another publication"):
        changeset_publish(changeset=filled, note="", user=reviewer, now=NOW)
    assert rows()[CZ]["note"] == "other"


def test_undo_brings_back_the_same_bytes_as_a_later_edition(small, filled, author, reviewer):
    second = publish(filled, author, reviewer)
    undo = edition_undo(edition=small, why="Published too early.", user=author, now=NOW)
    third = publish(undo, author, reviewer)
    assert third.sha256 == small.sha256 != second.sha256
    assert [e.pk for e in Edition.objects.order_by("pk")] == [small.pk, second.pk, third.pk]
    assert CZ not in rows()
    with pytest.raises(CurationError, match="say the same"):
        edition_undo(edition=small, why="Again.", user=author, now=NOW)


def test_a_published_set_is_closed(filled, author, reviewer):
    publish(filled, author, reviewer)
    for act in (
        lambda: change_put(changeset=filled, wanted=accession(note="x"), user=author, now=NOW),
        lambda: changeset_publish(changeset=filled, note="", user=reviewer, now=NOW),
        lambda: changeset_submit(changeset=filled, user=author, now=NOW),
    ):
        with pytest.raises(SetMoved):
            act()
    assert Change.objects.count() == 1


def test_rows_that_nobody_reviewed_are_not_published_along(filled, author, reviewer):
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(note="Changed past the desk.")
    changeset_submit(changeset=filled, user=author, now=NOW)
    change_confirm(changeset=filled, keys=[CZ], user=reviewer, now=NOW)
    with pytest.raises(ReviewMissing, match="participation:old-treaty/FR/1991-01-01"):
        changeset_publish(changeset=filled, note="", user=reviewer, now=NOW)
