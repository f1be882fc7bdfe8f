"""Several States at once: one row each, what stands gives way or ends, and the first source is cited."""

from datetime import date

import pytest

from advisor.curation.bulk import participation_of
from advisor.curation.errors import FieldFaults
from advisor.web.record_names import key_said
from instruments.records import records_of
from tests.advisor.curation.conftest import SOURCE
from tests.instruments.factories import bound, small_book

DAY = date(2027, 2, 1)


def wanted(*states, held=None, sources=(SOURCE,), **more):
    values = {"instrument": "old-treaty", "states": list(states), "status": "bound", "since": DAY, **more}
    return participation_of(values=values, sources=sources, held=records_of(small_book()) if held is None else held)


def test_a_row_for_each_state_cites_the_first_source():
    second = {**SOURCE, "citation": "Report of the depositary"}
    rows = wanted("CZ", "SE", sources=(SOURCE, second))
    assert [row.values["iso2"] for row in rows] == ["CZ", "SE"]
    assert {row.values["source"] for row in rows} == {SOURCE["citation"]}
    assert {row.values["confidence"] for row in rows} == {"verified"}
    assert all(row.sources == (SOURCE, second) for row in rows)
    assert rows[0].values["since"] == "2027-02-01"


def test_without_a_source_it_is_from_memory():
    [row] = wanted("CZ", sources=())
    assert (row.values["source"], row.values["confidence"]) == ("", "memory")


def test_a_row_without_days_gives_way():
    held = {"instrument:old-treaty": {}, "participation:old-treaty/CZ/": {**bound("old-treaty", "CZ", ""), "since": ""}}
    [row] = wanted("CZ", held=held)
    assert row.key == "participation:old-treaty/CZ/"


@pytest.mark.parametrize(("end_before", "count"), [(True, 2), (False, 1)])
def test_an_open_row_ends_on_the_day_before_if_asked(end_before, count):
    rows = wanted("FR", end_before=end_before)
    assert len(rows) == count
    if end_before:
        assert rows[0].key == "participation:old-treaty/FR/1991-01-01"
        assert rows[0].values["until"] == "2027-01-31"


def test_a_row_that_has_ended_is_left_alone():
    assert len(wanted("NO", end_before=True)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"instrument": "none"}, "instrument"), ({"status": "signatory"}, "since"),
     ({"status": "not_bound", "since": None, "until": DAY}, "since")],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_field(change, field):
    with pytest.raises(FieldFaults) as caught:
        wanted("CZ", **change)
    assert set(caught.value.faults) == {field}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("participation:old-treaty/FR/1991-01-01", "France in Old-Treaty, from 1991-01-01"),
        ("participation:old-treaty/FR/", "France in Old-Treaty"),
        ("participation:no-act/XX/", "XX in no-act"),
        ("provision:old-treaty/search-and-seizure", "Old-Treaty: search and seizure"),
        ("instrument:old-treaty", "Old-Treaty"),
        ("declaration:old-treaty/FR/languages_accepted/fr/", "France on Old-Treaty: languages accepted"),
        ("authority:old-treaty/NO/central/Ministry of Justice", "Norway under Old-Treaty: Ministry of Justice"),
        ("jurisdiction:FR", "France"),
        ("measure:criminal.search_and_seizure", "Search and seizure"),
        ("ladder:criminal.search_and_seizure", "ladder of Search and seizure"),
        ("fact:offence.serious", "fact offence.serious"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_record_is_called_by_name(small, key, said):
    assert key_said(key).strip() == said


def test_a_long_citation_is_said_in_full(small):
    assert key_said("source:b296d566", {"citation": "A long citation"}) == "A long citation"
