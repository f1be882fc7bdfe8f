"""What may be written down about a limit, and what is refused."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.walk.limit_records import (
    chaser_record,
    limit_extend,
    limit_mark,
    limit_resume,
    limit_suspend,
    line_of,
)
from advisor.walk.models import StepEvent
from advisor.walk.moves import StepStale
from tests.conftest import NOW, TODAY

ACK, DECISION, EXECUTION = "acknowledge-receipt", "recognition-decision-after-receipt", "execution-after-decision"
DAY = date(2026, 11, 21)


@pytest.fixture
def step(sent_step):
    return sent_step()


def line(step, user, ref=DECISION, now=NOW):
    return line_of(step, ref, user, today=now.date(), now=now)


def common(step, user, ref=DECISION, **more):
    return {"step": step, "line": line(step, user, ref), "user": user, "happened_on": DAY, "now": NOW} | more


def test_an_extension_is_a_row_of_the_log_with_an_audit_event(step, investigator):
    row = limit_extend(**common(step, investigator, number=30, unit="calendar_days", article="12(5)"))
    assert (row.kind, row.detail) == (
        "extension",
        {"limit": DECISION, "article": "12(5)", "duration": 30, "unit": "calendar_days"},
    )
    found = line(step, investigator)
    assert (found.due, found.extended) == (date(2027, 1, 19), 1)
    assert [entry.basis for entry in found.trace if entry.code == "extended"] == ["art. 12(5)"]
    assert AuditEvent.objects.filter(action="step.extension", object_id=step.pk).count() == 1


def test_an_extension_until_a_day(step, investigator):
    limit_extend(**common(step, investigator, until=date(2027, 2, 1)))
    assert line(step, investigator).due == date(2027, 2, 1)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"number": 0, "unit": "weeks"},
        {"number": 1001, "unit": "weeks"},
        {"number": 3, "unit": "moons"},
        {"number": 3, "unit": "weeks", "until": date(2027, 2, 1)},
        {"until": date(2026, 11, 20)},
        {"until": date(2035, 1, 1)},
        {"number": 3, "unit": "weeks", "article": "x" * 61},
    ],
)
def test_what_is_no_extension_is_refused(step, investigator, given):
    with pytest.raises(FieldFaults):
        limit_extend(**common(step, investigator, **given))
    assert not StepEvent.objects.filter(kind="extension").exists()


def test_a_stop_and_its_end(step, investigator):
    with pytest.raises(FieldFaults) as refused:
        limit_suspend(**common(step, investigator, waits_for="somebody", note=" "))
    assert set(refused.value.faults) == {"waits_for", "note"}
    with pytest.raises(FieldFaults, match="cannot stand still before"):
        limit_suspend(**common(step, investigator, waits_for="us", note="x", happened_on=date(2020, 6, 1)))
    limit_suspend(**common(step, investigator, waits_for="us", note="They want the warrant."))
    stopped = line(step, investigator)
    assert (stopped.status, stopped.owes) == ("suspended", "us")
    with pytest.raises(FieldFaults, match="already"):
        limit_suspend(**common(step, investigator, waits_for="us", note="Again."))
    with pytest.raises(FieldFaults, match="cannot run again before"):
        limit_resume(**common(step, investigator, happened_on=date(2026, 11, 20)))
    later = NOW + timedelta(days=3)
    limit_resume(step=step, line=line(step, investigator), user=investigator, happened_on=date(2026, 11, 24), now=later)
    assert line(step, investigator, now=later).due == date(2026, 12, 23)
    with pytest.raises(FieldFaults, match="does not stand still"):
        limit_resume(**common(step, investigator))


def test_what_does_not_run_takes_nothing(step, investigator):
    for service, more in (
        (limit_extend, {"number": 3, "unit": "weeks"}),
        (limit_suspend, {"waits_for": "us", "note": "x"}),
    ):
        with pytest.raises(FieldFaults, match="does not run"):
            service(**common(step, investigator, EXECUTION, **more))
    with pytest.raises(FieldFaults, match="Only a limit that runs"):
        limit_mark(**common(step, investigator, EXECUTION, mark="met", note="x"))


def test_by_hand_a_limit_is_met_or_begins(step, investigator):
    limit_mark(**common(step, investigator, ACK, mark="met", note="Form B came."))
    found = line(step, investigator, ACK)
    assert (found.status, found.met_on) == ("met", DAY)
    with pytest.raises(FieldFaults, match="settled"):
        limit_mark(**common(step, investigator, ACK, mark="begun", note="x"))
    with pytest.raises(FieldFaults, match="cannot be met before"):
        limit_mark(**common(step, investigator, DECISION, mark="met", note="x", happened_on=date(2026, 11, 19)))
    limit_mark(**common(step, investigator, EXECUTION, mark="begun", note="They told us."))
    assert line(step, investigator, EXECUTION).begins == DAY
    with pytest.raises(FieldFaults):
        limit_mark(**common(step, investigator, EXECUTION, mark="met", note=" "))
    with pytest.raises(ValueError, match="no mark"):
        limit_mark(**common(step, investigator, EXECUTION, mark="won", note="x"))


def test_a_reminder_is_recorded_while_somebody_owes_something(step, investigator):
    row = chaser_record(**common(step, investigator, language="fr"))
    assert (row.kind, row.detail) == ("chaser", {"limit": DECISION, "language": "fr"})
    limit_mark(**common(step, investigator, ACK, mark="met", note="Form B came."))
    with pytest.raises(FieldFaults):
        chaser_record(**common(step, investigator, ACK, language="fr"))


def test_who_saw_an_older_log_writes_nothing(step, investigator):
    limit_extend(**common(step, investigator, number=3, unit="weeks", version=step.version))
    with pytest.raises(StepStale):
        limit_extend(**common(step, investigator, number=3, unit="weeks", version=step.version))
    assert StepEvent.objects.filter(kind="extension").count() == 1


def test_strangers_and_curators_write_nothing(step, investigator, stranger, curator):
    given = common(step, investigator, number=3, unit="weeks")
    for user, error in ((stranger, ObjectDoesNotExist), (curator, PermissionDenied)):
        with pytest.raises(error):
            limit_extend(**given | {"user": user})
    assert line(step, stranger) is None


def test_a_limit_in_hours_needs_the_time(step, investigator, monkeypatch):
    from dataclasses import replace

    short = replace(line(step, investigator), short=True)
    with pytest.raises(FieldFaults, match="give the time as well"):
        limit_suspend(**common(step, investigator, waits_for="us", note="x") | {"line": short})
    row = limit_suspend(
        **common(step, investigator, waits_for="us", note="x", happened_time=time(9, 30), zone="Europe/Madrid")
        | {"line": short}
    )
    assert (row.happened_time, row.zone) == (time(9, 30), "Europe/Madrid")
    assert datetime.combine(TODAY, time()).date() == TODAY
