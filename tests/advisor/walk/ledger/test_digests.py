"""Reminders by mail: when they go, what they say, and that each goes once."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.walk import digests, tasks
from advisor.walk.digests import digest_send, digests_open, digests_sweep
from advisor.walk.models import DigestState, ReminderDigest
from advisor.walk.reminders import SettingStale, Wanted, digest_day, is_quiet, reminders_save, wanted_first, wanted_of

times = st.integers(0, 24 * 60 - 1).map(lambda minute: time(*divmod(minute, 60)))
EIGHT = datetime(2026, 12, 24, 7, 5, tzinfo=UTC)  # Thursday, five past eight in Paris
WANTED = Wanted(True, (0, 1, 2, 3, 4), time(8), time(20), time(7), "Europe/Paris", 7, True)


def wanted(**more):
    return Wanted(**{name: getattr(WANTED, name) for name in Wanted.__slots__} | more)


@pytest.fixture
def reminded(sent_step, prosecutor):
    """A prosecutor with a late case and saved settings."""
    sent_step(reference="LATE-1", title="Secret title")
    reminders_save(user=prosecutor, wanted=WANTED, now=EIGHT, version=0)
    return prosecutor


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 12, 24, 6, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 24, 7, 0, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 12, 24, 18, 59, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 12, 24, 19, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 26, 9, 0, tzinfo=UTC), None),
        (datetime(2026, 6, 24, 6, 0, tzinfo=UTC), date(2026, 6, 24)),
    ],
)
def test_a_mail_may_go_from_its_time_on_outside_the_quiet_hours(now, day):
    assert digest_day(WANTED, now) == day
    assert digest_day(wanted(active=False), now) is None


@given(times, times, times)
def test_quiet_hours_may_go_over_midnight(at, begin, end):
    assert not is_quiet(at, begin, begin)
    if begin != end:
        assert is_quiet(begin, begin, end)
        assert is_quiet(at, begin, end) != is_quiet(at, end, begin)


def test_the_day_is_that_of_the_persons_zone():
    late = datetime(2026, 12, 23, 20, 0, tzinfo=UTC)
    assert digest_day(wanted(zone="Pacific/Auckland"), late) == date(2026, 12, 24)


def test_settings_are_checked_and_kept_from_collisions(investigator):
    first = wanted_first(investigator)
    assert (first.active, first.zone, first.weekdays) == (False, "Europe/Paris", (0, 1, 2, 3, 4))
    row = reminders_save(user=investigator, wanted=WANTED, now=EIGHT, version=0)
    assert wanted_of(row) == WANTED
    for version in (0, 7):
        with pytest.raises(SettingStale):
            reminders_save(user=investigator, wanted=WANTED, now=EIGHT, version=version)
    assert reminders_save(user=investigator, wanted=wanted(days_ahead=9), now=EIGHT, version=1).version == 2
    with pytest.raises(FieldFaults) as refused:
        reminders_save(
            user=investigator, now=EIGHT, version=2,
            wanted=wanted(weekdays=(), zone="Mars/North", days_ahead=0, send_at=time(21)),
        )  # fmt: skip
    assert set(refused.value.faults) == {"weekdays", "zone", "days_ahead", "send_at"}
    assert AuditEvent.objects.filter(action="reminders.saved").count() == 2


def test_the_mail_has_references_counts_and_links_and_nothing_else(reminded, settings):
    settings.PUBLIC_URL = "https://rogatory.example"
    [row] = digests_open(now=EIGHT)
    assert digest_send(digest_id=row, now=EIGHT)
    [sent] = mail.outbox
    assert sent.to == [reminded.email]
    assert sent.subject == "[Rogatory] 2 overdue, 0 due within 7 days"
    assert "LATE-1: 2 overdue\nhttps://rogatory.example/cases/" in sent.body
    assert "Secret" not in sent.body
    assert "EIO" not in sent.body
    assert sent.extra_headers["Message-ID"] == f"<digest-{row}@rogatory.invalid>"
    stored = ReminderDigest.objects.get()
    assert (stored.state, stored.overdue, stored.due, stored.day) == ("sent", 2, 0, date(2026, 12, 24))
    assert AuditEvent.objects.filter(action="reminders.sent").count() == 1


def test_the_mail_may_leave_out_references_and_speaks_the_persons_language(reminded):
    reminders_save(user=reminded, wanted=wanted(with_reference=False), now=EIGHT, version=1)
    type(reminded).objects.filter(pk=reminded.pk).update(language="fr")
    assert digest_send(digest_id=digests_open(now=EIGHT)[0], now=EIGHT)
    [sent] = mail.outbox
    assert "LATE-1" not in sent.body + sent.subject
    assert "Dossier 1: 2 en retard" in sent.body


def test_once_a_day(reminded):
    for minutes in (0, 5, 300):
        now = EIGHT + timedelta(minutes=minutes)
        for row in digests_open(now=now):
            digest_send(digest_id=row, now=now)
    assert len(mail.outbox) == 1
    monday = EIGHT + timedelta(days=4)
    for row in digests_open(now=monday):
        digest_send(digest_id=row, now=monday)
    assert len(mail.outbox) == 2


def test_nothing_to_tell_is_no_mail(person):
    other = person("investigator", "porto")
    reminders_save(user=other, wanted=WANTED, now=EIGHT, version=0)
    [row] = digests_open(now=EIGHT)
    assert not digest_send(digest_id=row, now=EIGHT)
    assert (ReminderDigest.objects.get().state, mail.outbox) == ("nothing", [])


def test_who_is_deactivated_or_turned_it_off_gets_none(reminded):
    [row] = digests_open(now=EIGHT)
    type(reminded).objects.filter(pk=reminded.pk).update(is_active=False)
    assert not digest_send(digest_id=row, now=EIGHT)
    assert digests_open(now=EIGHT + timedelta(days=4)) == []
    assert mail.outbox == []


def test_quiet_hours_that_begin_meanwhile_hold_it_back(reminded):
    [row] = digests_open(now=EIGHT)
    evening = datetime(2026, 12, 24, 20, 30, tzinfo=UTC)
    assert not digest_send(digest_id=row, now=evening)
    assert ReminderDigest.objects.get().state == DigestState.WAITING
    assert not digest_send(digest_id=row, now=EIGHT + timedelta(days=1))
    assert ReminderDigest.objects.get().state == DigestState.FAILED
    assert mail.outbox == []


def test_a_refusal_of_the_mail_server_is_tried_again_and_not_for_ever(reminded, monkeypatch):
    def refused(self):
        raise SMTPConnectError(421, "busy")

    [row] = digests_open(now=EIGHT)
    with monkeypatch.context() as patch:
        patch.setattr("advisor.walk.digests.EmailMessage.send", refused)
        for state in ("waiting", "waiting", "failed"):
            ReminderDigest.objects.update(leased_until=None)
            assert not digest_send(digest_id=row, now=EIGHT)
            assert ReminderDigest.objects.get().state == state
    ReminderDigest.objects.update(state="waiting", attempts=1, leased_until=None)
    assert digest_send(digest_id=row, now=EIGHT)


def test_a_line_that_breaks_while_it_is_sent_is_not_tried_again(reminded, monkeypatch):
    def broken(self):
        raise SMTPServerDisconnected("gone")

    [row] = digests_open(now=EIGHT)
    monkeypatch.setattr("advisor.walk.digests.EmailMessage.send", broken)
    assert not digest_send(digest_id=row, now=EIGHT)
    assert ReminderDigest.objects.get().state == DigestState.FAILED
    assert digests_open(now=EIGHT) == []


def test_a_worker_that_dies_before_the_mail_is_replaced(reminded, monkeypatch):
    [row] = digests_open(now=EIGHT)
    with monkeypatch.context() as patch:
        patch.setattr("advisor.walk.digests.cases_due", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            digest_send(digest_id=row, now=EIGHT)
    assert not digest_send(digest_id=row, now=EIGHT), "its lease still runs"
    ReminderDigest.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    assert digests_open(now=EIGHT) == [row]
    assert digest_send(digest_id=row, now=EIGHT)
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_with_the_mail_in_hand_is_not_replaced(reminded, monkeypatch):
    def dies(self):
        raise KeyboardInterrupt

    [row] = digests_open(now=EIGHT)
    with monkeypatch.context() as patch:
        patch.setattr("advisor.walk.digests.EmailMessage.send", dies)
        with pytest.raises(KeyboardInterrupt):
            digest_send(digest_id=row, now=EIGHT)
    ReminderDigest.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    assert digests_open(now=EIGHT) == []
    assert ReminderDigest.objects.get().state == DigestState.FAILED


def test_the_sweeper_rings_and_the_tasks_carry_ids(reminded, monkeypatch):
    rung = []
    monkeypatch.setattr("advisor.walk.digests.app.send_task", lambda name, args, **_: rung.append((name, args)))
    assert digests_sweep(now=EIGHT) == 1
    row = ReminderDigest.objects.get()
    assert rung == [("advisor.walk.tasks.reminder_send", [str(row.pk)])]
    assert digests_sweep(now=EIGHT) == 1, "a bell too many does no harm"
    monkeypatch.setattr("advisor.walk.tasks.timezone.now", lambda: EIGHT)
    tasks.reminder_send(str(row.pk))
    tasks.reminders_sweep()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(reminded, monkeypatch):
    """Both read the row before either has written: the lease lets one through."""
    [row] = digests_open(now=EIGHT)
    gate, found = threading.Barrier(2, timeout=20), []
    first = digests.ReminderDigest.objects.filter

    def together(*args, **kwargs):
        rows = first(*args, **kwargs)
        if kwargs.get("pk") == row and "state" in kwargs and not getattr(local, "met", False):
            local.met = True
            gate.wait()
        return rows

    local = threading.local()
    monkeypatch.setattr(digests.ReminderDigest.objects, "filter", together)

    def work():
        try:
            found.append(digest_send(digest_id=row, now=EIGHT))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(found) == [False, True]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweepers_write_one_row(reminded):
    found = []

    def work():
        try:
            found.append(len(digests_open(now=EIGHT)))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [1, 1, 1, 1]
    assert ReminderDigest.objects.count() == 1


def test_old_sessions_are_cleared(db):
    from django.contrib.sessions.models import Session

    from advisor.accounts.tasks import sessions_clear

    Session.objects.create(session_key="a" * 32, session_data="x", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="b" * 32, session_data="x", expire_date=timezone.now() + timedelta(days=1))
    sessions_clear()
    assert [row.session_key[0] for row in Session.objects.all()] == ["b"]


def test_beat_names_tasks_that_exist():
    from django.conf import settings as now

    from advisor.celery import app

    app.loader.import_default_modules()
    for entry in ("reminders-sweep", "sessions-clear"):
        assert now.CELERY_BEAT_SCHEDULE[entry]["task"] in app.tasks
