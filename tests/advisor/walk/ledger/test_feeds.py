"""Calendar files: what stands in them, and who reads them at a private address."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import icalendar
import pytest
from django.core.cache import cache

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.walk.feeds import MOST_FEEDS, case_calendar, feed_create, feed_read, feed_revoke
from advisor.walk.ics import Named, calendar_file
from advisor.walk.ledger import Status
from advisor.walk.limit_records import limit_extend, line_of
from advisor.walk.models import CalendarFeed
from tests.advisor.walk.ledger.rows import ledger, log
from tests.conftest import NOW

DECISION = "recognition-decision-after-receipt"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def events(content):
    return {str(one["uid"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def short_line():
    limits = [{"event": "decision after receipt", "duration": 24, "unit": "hours", "article": "5", "basis": "verified"}]
    rows = log(
        ("planned", date(2027, 3, 26)),
        ("sent", date(2027, 3, 26)),
        ("received", date(2027, 3, 27), {}, (time(9, 20), "Europe/Madrid")),
    )
    now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    return ledger(rows, date(2027, 3, 27), limits=limits, now=now)["decision-after-receipt"]


def named(line, **more):
    one = Named("REF-1", "EIO Directive", 4, NOON, "https://rogatory.example/cases/1/ledger/")
    return {line.step_id: replace(one, **more)}


def test_a_limit_in_days_is_an_all_day_entry_with_an_alarm():
    rows = log(("planned", date(2026, 11, 1)), ("sent", date(2026, 11, 16)), ("received", date(2026, 11, 20)))
    line = ledger(rows, date(2026, 11, 26))[DECISION]
    content = calendar_file([line], named(line), titles=True, name="x", now=NOON)
    [entry] = events(content).values()
    assert entry["uid"] == f"{line.step_id}.{DECISION}@rogatory"
    assert entry["sequence"] == 4
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2026, 12, 21), date(2026, 12, 22))
    assert entry["summary"] == "REF-1: EIO Directive, decision on the request (art. 12(3))"
    [alarm] = entry.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=8) - timedelta(days=2)
    assert b"\r\n" in content
    assert b"VTIMEZONE" not in content


def test_a_limit_in_hours_has_the_clock_of_whoever_must_act():
    """24 hours from 10:00 on 27 March 2027 in Madrid end at 09:00 UTC on the 28th: 11:00 there by the changed clock."""
    line = short_line()
    content = calendar_file([line], named(line), titles=False, name="x", now=NOON)
    calendar = icalendar.Calendar.from_ical(content)
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Madrid"
    [entry] = events(content).values()
    assert entry["dtend"].params["TZID"] == "Europe/Madrid"
    assert entry["dtend"].dt.astimezone(UTC) == datetime(2027, 3, 28, 9, tzinfo=UTC) == line.ends
    assert entry["dtend"].dt.hour == 11
    assert entry["summary"] == "Deadline"
    assert "REF-1" not in content.decode()
    assert "description" not in entry


def test_what_has_no_end_or_is_settled_is_not_in_it():
    line = short_line()
    for status in (Status.MET, Status.ENDED, Status.NOT_STARTED, Status.SUSPENDED, Status.OVER):
        assert not events(calendar_file([replace(line, status=status)], named(line), titles=True, name="x", now=NOON))
    assert not events(calendar_file([replace(line, due=None)], named(line), titles=True, name="x", now=NOON))
    assert not events(calendar_file([line], {}, titles=True, name="x", now=NOON))


def test_an_entry_keeps_its_uid_and_its_sequence_grows(sent_step, prosecutor):
    step = sent_step()
    first = events(case_calendar(case=step.case, user=prosecutor, now=NOW))
    line = line_of(step, DECISION, prosecutor, today=NOW.date(), now=NOW)
    limit_extend(
        step=step, line=line, user=prosecutor, happened_on=date(2026, 11, 21), now=NOW, number=30, unit="calendar_days"
    )
    second = events(case_calendar(case=step.case, user=prosecutor, now=NOW))
    assert set(first) == set(second)
    uid = f"{step.pk}.{DECISION}@rogatory"
    assert second[uid]["sequence"] > first[uid]["sequence"]
    assert (first[uid]["dtstart"].dt, second[uid]["dtstart"].dt) == (date(2026, 12, 21), date(2027, 1, 19))


def test_a_feed_is_shown_once_and_kept_as_a_hash(sent_step, prosecutor):
    sent_step(reference="FEED-1")
    feed, secret = feed_create(user=prosecutor, label=" Telephone ", titles=False, now=NOW)
    assert (feed.label, len(secret)) == ("Telephone", 43)
    assert secret not in repr(CalendarFeed.objects.values())
    plain = feed_read(secret=secret, now=NOW).decode()
    assert "FEED-1" not in plain
    assert plain.count("BEGIN:VEVENT") == 2
    _feed, other = feed_create(user=prosecutor, label="Desk", titles=True, now=NOW)
    assert "FEED-1" in feed_read(secret=other, now=NOW).decode()
    feed.refresh_from_db()
    assert feed.last_used_at == NOW
    feed_revoke(feed_id=feed.pk, user=prosecutor, now=NOW)
    feed_revoke(feed_id=feed.pk, user=prosecutor, now=NOW)
    assert feed_read(secret=secret, now=NOW) is None
    assert feed_read(secret="x" * 43, now=NOW) is None
    actions = list(AuditEvent.objects.filter(action__startswith="feed.").values_list("action", flat=True))
    assert sorted(actions) == ["feed.created", "feed.created", "feed.revoked"]


def test_a_feed_tells_what_its_owner_may_see_now(sent_step, prosecutor, person):
    step = sent_step()
    other = person("investigator", "lyon")
    _feed, secret = feed_create(user=other, label="Desk", titles=True, now=NOW)
    assert feed_read(secret=secret, now=NOW).count(b"BEGIN:VEVENT") == 2
    Case.objects.filter(pk=step.case_id).update(restricted=True)
    assert b"VEVENT" not in feed_read(secret=secret, now=NOW)
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    assert feed_read(secret=secret, now=NOW) is None


def test_feeds_are_checked_counted_and_ones_own(prosecutor, investigator):
    for label in ("", "  ", "x" * 81, "a\x07"):
        with pytest.raises(FieldFaults):
            feed_create(user=prosecutor, label=label, titles=False, now=NOW)
    for number in range(MOST_FEEDS):
        feed, _secret = feed_create(user=prosecutor, label=f"f{number}", titles=False, now=NOW)
    with pytest.raises(FieldFaults, match="Revoke one first"):
        feed_create(user=prosecutor, label="one more", titles=False, now=NOW)
    with pytest.raises(CalendarFeed.DoesNotExist):
        feed_revoke(feed_id=feed.pk, user=investigator, now=NOW)


def test_the_address_needs_no_sign_in_and_is_kept_nowhere(sent_step, prosecutor, client, capsys):
    sent_step()
    _feed, secret = feed_create(user=prosecutor, label="Desk", titles=False, now=NOW)
    answer = client.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    for wrong in (f"/calendar/{'x' * 43}.ics", f"/calendar/{secret[:-1]}.ics", "/calendar/.ics"):
        assert client.get(wrong).status_code == 404
    assert secret not in capsys.readouterr().err
    assert client.post(f"/calendar/{secret}.ics").status_code in (403, 405)


def test_who_asks_too_often_waits(sent_step, prosecutor, client):
    sent_step()
    _feed, secret = feed_create(user=prosecutor, label="Desk", titles=False, now=NOW)
    answers = [client.get(f"/calendar/{secret}.ics").status_code for _ in range(32)]
    assert answers == [200] * 30 + [429] * 2
    guesses = [client.get(f"/calendar/{uuid4().hex}.ics").status_code for _ in range(62)]
    assert guesses == [404] * 60 + [429] * 2


def test_the_page_of_reminders(client, prosecutor, investigator, edition):
    client.force_login(prosecutor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/reminders/").status_code == 200
    given = {
        "active": "on", "days_ahead": "5", "weekdays": ["0", "2"], "send_at": "8:30", "quiet_from": "20:00",
        "quiet_until": "07:00", "zone": "Europe/Paris", "version": "0",
    }  # fmt: skip
    assert client.post("/reminders/", given).status_code == 302
    assert client.post("/reminders/", given).status_code == 422, "saved elsewhere meanwhile"
    assert client.post("/reminders/", given | {"version": "1", "zone": "x", "send_at": "99"}).status_code == 422
    made = client.post("/reminders/calendar", {"label": "Telephone"})
    address = made.context["address"]
    assert address in made.content.decode()
    assert client.get(address).status_code == 200
    assert address not in client.get("/reminders/").content.decode()
    assert client.post("/reminders/calendar", {"label": ""}).status_code == 422
    feed = CalendarFeed.objects.get()
    client.force_login(investigator, backend="allauth.account.auth_backends.AuthenticationBackend")
    for wrong in (str(feed.pk), "x", ""):
        assert client.post("/reminders/calendar/revoke", {"feed": wrong}).status_code == 404
    client.force_login(prosecutor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/reminders/calendar/revoke", {"feed": str(feed.pk)}).status_code == 302
    assert client.get(address).status_code == 404
