"""Limits that run in an emergency alone: they stand on page one only where the case says that there is one."""

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.build.limits import in_emergency
from tests.advisor.dossiers.reading import runs_in, said_by
from tests.advisor.dossiers.samples import sample


def by_when(*, stated: bool | None) -> str:
    """Page one's 'By when' of a production order."""
    inputs = sample("order-epoc")
    if stated is not None:
        inputs["facts"]["case.emergency_risk_to_life"] = stated
    cover = document_from(inputs, 1).cover
    return " ".join(run.text for label, said in cover.key.rows if label == "By when" for run in runs_in(said))


@pytest.mark.parametrize("stated", [None, False])
def test_nothing_stated_of_an_emergency_is_no_limit_of_hours(stated: bool | None) -> None:
    assert "10 days" in by_when(stated=stated)
    assert "8 hours" not in by_when(stated=stated)


def test_a_stated_emergency_says_so_beside_its_limit() -> None:
    said = by_when(stated=True)
    assert "8 hours" in said
    assert "(only in an emergency)" in said


def test_the_table_of_limits_says_which_run_only_then() -> None:
    said = said_by(document_from(sample("order-epoc"), 1))
    assert [text for text in said if "(only in an emergency)" in text]


def test_what_is_not_urgent_is_no_emergency() -> None:
    assert not in_emergency({"event": "non urgent list offence"})
    assert in_emergency({"event": "recognition decision urgent"})
