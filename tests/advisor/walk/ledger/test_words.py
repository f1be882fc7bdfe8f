"""How the ledger speaks: amounts with their number, moments on the clock that counts, the event that begins a limit."""

import json
from datetime import UTC, date, datetime

import pytest

from advisor.walk.ledger_reading import ledger_for
from advisor.walk.ledger_words import amount_words, limit_words, moment_words, trace_words
from advisor.walk.limit_classes import class_of, class_of_key, keys_of
from routing.deadlines import limits_of
from tests.conftest import NOW, TODAY, edition_bytes


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        (1, "weeks", "1 week"),
        (2, "weeks", "2 weeks"),
        (1, "working_days", "1 working day"),
        (30, "calendar_days", "30 calendar days"),
        (1, "months", "1 month"),
        (24, "hours", "24 hours"),
        (7, "", "7"),
    ],
)
def test_amounts(number, unit, said):
    assert amount_words(number, unit) == said


def test_a_moment_is_said_on_the_clock_that_counts():
    moment = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
    assert moment_words(moment, "Europe/Rome") == "18 June 2026, 00:00 (Rome)"
    assert moment_words(moment, "") == "17 June 2026, 22:00 (UTC)"


@pytest.mark.django_db
def test_a_limit_begins_with_its_event_and_not_with_itself(sent_step, prosecutor):
    step = sent_step(received=date(2026, 11, 20))
    lines = ledger_for(prosecutor, today=TODAY, case=step.case, now=NOW)
    line = next(line for line in lines if line.sort == "acknowledgement")
    said = " ".join(row["said"] for row in trace_words(line))
    assert "It begins with receipt of the request. That day, Friday 20 November 2026, does not count." in said
    assert "Counting 1 week leads to the same day of the week, Friday 27 November 2026." in said
    assert "28 November 2026, 00:00 (Madrid)" in said
    assert "UTC" not in said
    assert "1 weeks" not in said


def test_every_limit_of_the_catalogue_keeps_its_class_in_its_short_name():
    """What the log keeps is the short name alone: it must lead to the words that the ledger uses."""
    differ, seen = {}, 0
    for instrument in json.loads(edition_bytes()[0])["instruments"]:
        for provision in instrument.get("provisions", ()):
            limits = limits_of(provision.get("time_limits") or (), instrument["kind"])
            for limit, key in zip(limits, keys_of(limits), strict=True):
                seen += 1
                if class_of_key(key).code != class_of(limit).code:
                    differ[key] = (class_of(limit).code, class_of_key(key).code)
    assert seen > 100
    assert not differ, differ


def test_a_limit_without_words_of_ours_keeps_those_of_the_law():
    assert limit_words("acknowledge-receipt") == "acknowledgement of receipt"
    assert limit_words("something-quite-unknown") == "something quite unknown"
