"""When a record was read last, and when it is due again."""

from datetime import date, timedelta

import pytest

from instruments.freshness import (
    DUE,
    FRESH,
    NEVER,
    TABLE_DAYS,
    TEXT_DAYS,
    cited,
    freshness_of,
    is_provisional,
    records_due,
)
from instruments.models import RecordCheck, Source
from instruments.records import record_sha256
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
READ = date(2026, 11, 1)
KEY = "participation:act/FR/2020-01-01"
ROW = {"instrument": "act", "iso2": "FR", "source": "OJ 1", "confidence": "verified"}
PROVISION = {
    "id": "act/search",
    "confidence": "memory",
    "sources": ["OJ 1"],
    "conditions": [{"fact": "x", "basis": "verified", "source": "OJ 2"}],
    "time_limits": [],
    "refusal_grounds": [],
}


def source(citation, day=READ):
    return Source.objects.create(citation=citation, kind="text", checked_on=day)


def checked(key, record, day):
    RecordCheck.objects.create(key=key, sha256=record_sha256(record), checked_on=day, by="Reader", source="OJ", at=NOW)


def test_a_table_is_due_after_a_month_a_text_after_a_year():
    source("OJ 1")
    source("OJ 2")
    found = freshness_of({KEY: ROW, "provision:act/search": PROVISION})
    assert found[KEY].due_on == READ + timedelta(days=TABLE_DAYS)
    assert found["provision:act/search"].due_on == READ + timedelta(days=TEXT_DAYS)
    assert found[KEY].state(READ + timedelta(days=TABLE_DAYS)) == FRESH
    assert found[KEY].state(READ + timedelta(days=TABLE_DAYS + 1)) == DUE


def test_the_oldest_source_counts_and_one_unread_means_never():
    source("OJ 1", READ)
    source("OJ 2", READ - timedelta(days=10))
    key = "provision:act/search"
    assert freshness_of({key: PROVISION})[key].read_on == READ - timedelta(days=10)
    Source.objects.filter(citation="OJ 2").update(checked_on=None)
    assert freshness_of({key: PROVISION})[key].state(READ) == NEVER


def test_a_check_counts_for_the_record_as_it_stood():
    source("OJ 1")
    later = READ + timedelta(days=5)
    checked(KEY, ROW, later)
    fresh = freshness_of({KEY: ROW})[KEY]
    assert (fresh.read_on, fresh.by) == (later, "Reader")
    changed = {**ROW, "note": "otherwise"}
    assert freshness_of({KEY: changed})[KEY].read_on == READ


def test_an_older_check_does_not_make_a_record_older():
    source("OJ 1")
    checked(KEY, ROW, READ - timedelta(days=90))
    assert freshness_of({KEY: ROW})[KEY].read_on == READ


def test_records_that_are_due_are_named_in_two_queries(django_assert_num_queries):
    source("OJ 1", READ - timedelta(days=300))
    held = {KEY: ROW, "provision:act/search": PROVISION, "fact:x": {"name": "x"}}
    with django_assert_num_queries(2):
        due = records_due(held, [*held, "participation:gone"], on=READ)
    assert [row.key for row in due] == [KEY, "provision:act/search"]


def test_what_a_record_cites_and_what_rests_on_memory():
    assert list(cited(PROVISION)) == ["OJ 1", "OJ 2"]
    assert list(cited({"entry": {"source": "OJ 3"}})) == ["OJ 3"]
    assert is_provisional(PROVISION)
    assert not is_provisional(ROW)
    assert is_provisional({"confidence": "verified", "conditions": [{"basis": "memory"}]})
