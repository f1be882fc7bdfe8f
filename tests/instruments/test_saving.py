"""Records to rows: in an order that the database allows, with who and why in the history of every row."""

from typing import Any

import pytest
from django.db.models import ProtectedError

from instruments import models
from instruments.from_rows import book_from_rows
from instruments.records import Records, records_of
from instruments.saving import RowWriter, dependants_first
from tests.instruments.factories import bound

FR = "participation:old-treaty/FR/1991-01-01"
SEARCH = "provision:old-treaty/search"
WHY = "Change set 1: read again"


def held() -> Records:
    return records_of(book_from_rows())


def history(row: Any) -> tuple[str, str]:
    newest = row.history.latest()
    return newest.history_type, newest.history_change_reason


def test_a_row_is_added_changed_and_removed_with_its_history(small):
    writer = RowWriter(reason=WHY)
    key, wanted = "participation:old-treaty/FR/2030-01-01", bound("old-treaty", "FR", "2030-01-01")
    ended = {**held()[FR], "until": "2029-12-31"}
    writer.save([key], [FR], {key: wanted, FR: ended})
    assert held()[key] == wanted
    assert held()[FR] == ended
    rows = models.ParticipationRow.objects.filter(instrument="old-treaty", jurisdiction="FR").order_by("since")
    assert [history(row) for row in rows] == [("~", WHY), ("+", WHY)]
    writer.remove([key], held())
    assert key not in held()
    gone = models.ParticipationRow.history.filter(history_type="-").latest()
    assert (str(gone.since), gone.history_change_reason) == ("2030-01-01", WHY)


def test_periods_that_end_are_written_before_those_that_begin(small):
    """The database refuses two that overlap, even for a moment."""
    norway = "participation:old-treaty/NO/1991-01-01"
    standing = held()
    later, key = bound("old-treaty", "FR", "2000-01-01"), "participation:old-treaty/FR/2000-01-01"
    RowWriter(reason=WHY).save(
        [key], [norway, FR], {key: later, FR: {**standing[FR], "until": "1999-12-31"}, norway: standing[norway]}
    )
    assert held()[key] == later


def test_lines_of_a_provision_are_replaced_as_a_whole(small):
    record = held()[SEARCH]
    fewer = {**record, "conditions": record["conditions"][:1], "time_limits": [], "refusal_grounds": []}
    RowWriter(reason=WHY).save([], [SEARCH], {SEARCH: fewer})
    assert held()[SEARCH] == fewer
    assert models.Condition.objects.filter(provision="old-treaty/search").count() == 1
    RowWriter(reason=WHY).save([], [SEARCH], {SEARCH: record})
    assert held()[SEARCH] == record


def test_who_did_it_stands_in_the_history(small, person):
    curator = person("admin", None, name="Author")
    RowWriter(reason="x" * 300, user=curator).save([], [FR], {FR: {**held()[FR], "note": "see chart"}})
    newest = models.ParticipationRow.history.latest()
    assert newest.history_user == curator
    assert newest.history_change_reason == "x" * 100


def test_what_is_in_use_is_not_removed(small):
    with pytest.raises(ProtectedError):
        RowWriter(reason=WHY).remove(["jurisdiction:FR"], held())


def test_dependants_go_first(small):
    keys = ["jurisdiction:FR", "instrument:old-treaty", SEARCH, FR]
    assert sorted(keys, key=dependants_first) == [FR, SEARCH, "instrument:old-treaty", "jurisdiction:FR"]


def test_saving_what_stands_changes_no_record(small):
    standing = held()
    RowWriter(reason=WHY).save([], list(standing), standing)
    assert held() == standing
