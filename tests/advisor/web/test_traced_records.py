"""The page that says why shows the newest reading: of the source's register, or of the record as it stands."""

import html
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.web.traced_records import hashes_behind
from instruments.models import RecordCheck, Source
from instruments.records import record_sha256, records_of
from instruments.sources import readings_known
from tests.conftest import NOW, edition_bytes

EIO = "eio/search-and-seizure"
DAY = date(2026, 11, 20)


@pytest.fixture
def option(routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    need = route.document["answer"]["needs"][0]
    return case, next(one for one in need["options"] if one["provision"] == EIO)


def checked(key, sha, day=DAY):
    return RecordCheck.objects.create(key=key, sha256=sha, checked_on=day, by="Reader", source="OJ", at=NOW)


def test_the_hashes_are_those_of_the_published_records(option, edition):
    held = records_of(json.loads(edition_bytes()[0]) | {"sources": []})
    hashes = hashes_behind(option[1], edition.rulebook, {"FR", "ES"})
    assert f"provision:{EIO}" in hashes
    assert "instrument:eio" in hashes
    assert any(key.startswith("participation:eio/FR/") for key in hashes)
    for key, sha in hashes.items():
        assert sha == record_sha256(held[key]), key


def test_the_newest_reading_of_the_record_as_it_stands_counts(edition):
    Source.objects.create(citation="OJ L 130", kind="text", url="", checked_on=DAY - timedelta(9))
    checked("provision:a", "one", DAY - timedelta(3))
    checked("provision:a", "one", DAY)
    checked("provision:a", "older wording", DAY + timedelta(1))
    checked("provision:b", "older wording", DAY)
    read, again = readings_known(["OJ L 130"], {"provision:a": "one", "provision:b": "now"})
    assert (read, again) == ({"OJ L 130": DAY - timedelta(9)}, {"provision:a": DAY})


def test_the_page_says_the_newer_day_and_names_nobody(desk, option, edition):
    case, found = option
    address = reverse("case-route-option", args=[case.pk, 1, "n1", EIO])
    desk.get(address)
    assert "20 November 2026" not in desk.get(address).content.decode()
    for key, sha in hashes_behind(found, edition.rulebook, {"FR", "ES"}).items():
        checked(key, sha)
    with CaptureQueriesContext(connection) as asked:
        page = html.unescape(desk.get(address).content.decode())
    assert page.count("checked on 20 November 2026") == len(found["because"])
    assert "Reader" not in page
    assert "nobody has read it again in its source" not in page.split("What was tested")[1].split("as a card")[0]
    assert len(asked) <= 6
