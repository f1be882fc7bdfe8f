"""What changed from one edition to another: in words, with what each change reaches; pages and files."""

import copy
import csv
import io
import json

import pytest
from django.urls import reverse

from instruments import records
from instruments.edition_reach import edition_changes
from instruments.editions import edition_document
from instruments.models import Edition
from tests.conftest import NOW

LABEL = "2026-11-23.1"


def changed(document):
    """A real change of the law: the EIO ends for Germany, a search loses its limits, a measure is renamed."""
    new = copy.deepcopy(document)
    eio = next(record for record in new["instruments"] if record["code"] == "eio")
    search = next(provision for provision in eio["provisions"] if provision["measure"] == "criminal.search_and_seizure")
    search["time_limits"] = []
    row = next(row for row in new["participation"] if row["instrument"] == "eio" and row["iso2"] == "DE")
    row["until"] = "2027-06-30"
    new["measures"]["criminal"]["jit"]["name"] = "Joint team"
    return new


@pytest.fixture
def newer(edition):
    document = changed(edition.document)
    return Edition.objects.create(
        label=LABEL,
        sha256=records.sha256_of(document),
        document=records.canonical_bytes(document),
        published_at=NOW,
        published_by="curator",
        note="Three changes",
        previous=Edition.objects.get(sha256=edition.sha256),
    )


def text_of(response):
    return response.content.decode()


def test_each_change_says_measures_states_and_period(edition, newer):
    limits, germany, measure = edition_changes(edition.document, changed(edition.document))
    assert "Search and seizure under EIO Directive (eio/search-and-seizure): no time limit for " in limits.text
    assert limits.reach.measures == ("criminal.search_and_seizure",)
    assert {"DE", "FR", "GB"} <= set(limits.reach.states)
    assert "DK" not in limits.reach.states
    assert (limits.reach.since, limits.reach.until) == ("2017-05-22", "")
    assert "for Germany, EIO Directive" in germany.text
    assert germany.reach.states == ("DE",)
    assert germany.reach.until == "2027-06-30"
    assert "criminal.interception" in germany.reach.measures
    assert measure.text.startswith("The measure Joint team")
    assert measure.reach.measures == ("criminal.jit",)


def test_the_list_names_every_publication(desk, edition, newer):
    shown = text_of(desk.get(reverse("catalogue-editions")))
    for words in (LABEL, edition.label, "Three changes", "the first edition", "Compare two editions"):
        assert words in shown, words
    assert f"/catalogue/editions/{edition.sha256[:12]}/{newer.sha256[:12]}/" in shown


def test_two_editions_are_compared(desk, edition, newer):
    asked = {"old": edition.sha256[:12], "new": newer.sha256[:12]}
    address = desk.get(reverse("catalogue-editions"), asked).url
    shown = text_of(desk.get(address))
    for words in (
        "3 changes. Instruments: 1. Measures reached: ",
        "for Germany, EIO Directive",
        "until 30 June 2027",
        "Search and seizure",
    ):
        assert words in shown, words
    only = text_of(desk.get(address, {"state": "Norway"}))
    assert "3 changes, none of which touches this State." in only
    assert "for Germany, EIO Directive" in text_of(desk.get(address, {"state": "germany"}))
    assert "for Germany, EIO Directive" not in text_of(desk.get(address, {"state": "France"}))
    assert "is not one State of the catalogue" in text_of(desk.get(address, {"state": "Atlantis"}))
    back = text_of(desk.get(reverse("catalogue-changes", args=[newer.sha256[:12], edition.sha256[:12]])))
    assert "3 changes" in back
    same = text_of(desk.get(reverse("catalogue-changes", args=[edition.sha256[:12], edition.sha256[:12]])))
    assert "Both editions say the same." in same


def test_the_comparison_is_a_file_too(desk, edition, newer):
    address = reverse("catalogue-changes", args=[edition.sha256[:12], newer.sha256[:12]])
    rows = list(csv.reader(io.StringIO(desk.get(address, {"as": "csv"}).content.decode("utf-8-sig"))))
    assert rows[0][:5] == ["Change", "Measures", "States", "From", "Until"]
    assert len(rows) == 4
    assert len(json.loads(desk.get(address, {"as": "json", "state": "FR"}).content)["rows"]) == 1


@pytest.mark.parametrize("prefix", ["zzzzzz", "abc", "0" * 12, "0" * 80, "%00"])
def test_an_edition_that_is_none(desk, edition, prefix):
    assert desk.get(f"/catalogue/editions/{prefix}/{edition.sha256[:12]}/").status_code == 404
    shown = text_of(desk.get(reverse("catalogue-editions"), {"old": prefix, "new": prefix}))
    assert "Choose two editions of the list." in shown


def test_bytes_of_both_are_what_was_published(edition, newer):
    assert edition_document(newer) == changed(edition.document)
