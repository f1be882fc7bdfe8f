"""A draft says which rows it relies on that are due to be read again."""

from datetime import timedelta

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.freshness import KEY, inputs_dated
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.services import dossier_request
from advisor.dossiers.services_people import fresh_inputs
from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.models import Source
from instruments.places import CATALOGUE
from tests.advisor.dossiers.reading import said_by
from tests.advisor.dossiers.test_inputs import chosen
from tests.conftest import NOW, TODAY

__all__ = ["chosen"]
pytestmark = pytest.mark.django_db
LANGUAGES = {"en": "Last read in its source on", "fr": "pour la dernière fois", "de": "Zuletzt in der Quelle gelesen",
             "es": "por última vez", "it": "ultima volta"}  # fmt: skip


@pytest.fixture
def read_once(chosen):
    """The register of sources as shipped, every one of them read a year and a half ago."""
    catalogue_load(book_read(CATALOGUE), now=NOW)
    Source.objects.update(checked_on=TODAY - timedelta(days=550))
    return chosen


def test_only_rows_of_the_option_are_named_with_their_days(read_once, django_assert_max_num_queries):
    inputs = dossier_inputs(step=read_once, language="en")
    with django_assert_max_num_queries(3):
        dated = inputs_dated(inputs, on=TODAY)
    rows = dated[KEY]
    code = inputs["option"]["instrument"]
    assert f"instrument:{code}" in {row["key"] for row in rows}
    assert all(code in row["key"] for row in rows)
    assert all(row["read_on"] < row["due_on"] < TODAY.isoformat() for row in rows if row["read_on"])
    assert not any(row["provisional"] and not row["read_on"] for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_working_sheet_says_it_in_every_language(read_once, language):
    inputs = inputs_dated(dossier_inputs(step=read_once, language=language), on=TODAY)
    said = " ".join(said_by(document_from(inputs, 1)))
    assert LANGUAGES[language] in said


def test_nothing_is_said_of_rows_that_were_read(read_once):
    Source.objects.update(checked_on=TODAY)
    inputs = dossier_inputs(step=read_once, language="en")
    dated = inputs_dated(inputs, on=TODAY)
    assert not any(row["read_on"] for row in dated.get(KEY, []))


def test_a_row_that_becomes_due_later_does_not_hinder_the_approval(read_once, prosecutor):
    Source.objects.update(checked_on=TODAY)
    job = dossier_request(step=read_once, language="en", user=prosecutor, now=NOW)
    Source.objects.update(checked_on=TODAY - timedelta(days=550))
    assert canonical_sha256(fresh_inputs(job)) == job.inputs_sha256
    again = dossier_request(step=read_once, language="en", user=prosecutor, now=NOW)
    assert again.version == job.version + 1
    assert KEY in again.inputs


def test_a_route_computed_before_it_stays_as_it_is():
    assert inputs_dated({"text": "x"}, on=TODAY) == {"text": "x"}
