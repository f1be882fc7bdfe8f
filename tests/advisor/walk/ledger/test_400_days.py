"""A case that lives 400 days: two refusals, a stop, an extension, a new edition, two changes of the clocks.

Everything goes through the services, key moments through the pages. The days are worked out by hand from the law, in
the comments; the program only has to agree. Reg. = Regulation (EEC, Euratom) 1182/71. Day 0 is Tuesday 1 December 2026,
day 400 Wednesday 5 January 2028.
"""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from advisor.cases.services import case_route
from advisor.walk.accepting import collision_accept
from advisor.walk.collided import collisions_of
from advisor.walk.ladders import answer_of, ladders_for
from advisor.walk.limit_records import chaser_record, limit_extend, limit_mark, limit_resume, line_of
from advisor.walk.models import Step
from advisor.walk.moves import step_move
from advisor.walk.selectors import ledger_for
from advisor.walk.services import Choice, needs_of, steps_choose
from instruments import records
from instruments.editions import edition_current, edition_document
from instruments.models import Edition
from tests.advisor.web.conftest import BACKEND
from tests.conftest import ROUTED_ANSWERS

START, END = date(2026, 12, 1), date(2028, 1, 5)
ACK, DECISION, EXECUTION = "acknowledge-receipt", "recognition-decision-after-receipt", "execution-after-decision"
PRODUCE, EMERGENCY, KEEP = "produce-data-after-receipt", "produce-data-emergency", "preservation-minimum"
NEEDS = [
    ("criminal.search_and_seizure", "ES"),
    ("criminal.preservation", "US"),
    ("criminal.electronic_evidence", "IE"),
    ("criminal.search_and_seizure", "PT"),
]


class Life:
    """The case, its people, and the days on which they do things (each at ten in the morning, UTC)."""

    def __init__(self, user, client, case):
        self.user, self.client, self.case = user, client, case

    @staticmethod
    def morning(day, hour=10):
        return datetime.combine(day, time(hour), UTC)

    def route(self, day):
        found = case_route(case=self.case, user=self.user, on=day, now=self.morning(day))
        for warning in collisions_of(answer_of(found)):
            collision_accept(route=found, code=warning.code, user=self.user, reason="Arranged.", now=self.morning(day))
        return found

    def choose(self, route, need, provision, day):
        assert provision in {option["provision"] for option in needs_of(route)[need]["options"]}
        choice = Choice(need, provision, "The simpler ways were weighed on that day.")
        [step] = steps_choose(route=route, user=self.user, choices=[choice], now=self.morning(day))
        return self.move(step, "approved", day)

    def move(self, step, to, day, note="", **more):
        return step_move(
            step=step, to=to, user=self.user, happened_on=day, note=note, now=self.morning(day, 23), **more
        )

    def line(self, step, ref, day, hour=12):
        found = line_of(step, ref, self.user, today=day, now=self.morning(day, hour))
        assert found is not None, ref
        return found

    def record(self, service, step, ref, day, **more):
        now = self.morning(day, 23)
        line = line_of(step, ref, self.user, today=day, now=now)
        return service(step=step, line=line, user=self.user, happened_on=day, now=now, **more)

    def page(self, address, day, data=None):
        """An address as the browser shows it at noon of a day; with data it is sent."""
        with time_machine.travel(self.morning(day, 12), tick=False):
            self.client.force_login(self.user, backend=BACKEND)
            answer = self.client.get(address) if data is None else self.client.post(address, data)
        return answer

    def rung(self, need):
        return ladders_for(self.user, self.case)[need]


def said(line):
    """What a line says, in one tuple."""
    return line.status.value, line.due, line.days_left, line.owes


@pytest.fixture
def life(open_case, prosecutor, client):
    answers = {**ROUTED_ANSWERS, "request.sent_on": "2026-12-02"}
    case = open_case(prosecutor, needs=NEEDS, answers=answers, requesting_state="FR", reference="LIFE-400")
    return Life(prosecutor, client, case)


def publish_stricter(now):
    """A new edition in which an investigation order must be decided on within 20 days instead of 30."""
    current = edition_current()
    stored = Edition.objects.get(sha256=current.sha256)
    document = json.loads(json.dumps(edition_document(stored)))
    for instrument in document["instruments"]:
        for provision in instrument["provisions"] if instrument["code"] == "eio" else ():
            for limit in provision["time_limits"]:
                if limit["event"] == "recognition decision after receipt":
                    limit["duration"] = 20
    Edition.objects.create(
        label="2027-03-01.1", sha256=records.sha256_of(document), document=records.canonical_bytes(document),
        published_at=now, published_by="tests", note="Twenty days.",
    )  # fmt: skip
    assert edition_current().label == "2027-03-01.1"


def test_400_days(life):
    assert (END - START).days == 400
    route = life.route(START)
    sha256 = route.sha256
    spain, us, asked = beginning(life, route)
    first_refusal(life, asked)
    second_refusal(life, spain)
    stop_and_extension(life, spain)
    preservation(life, us)
    publish_stricter(life.morning(date(2027, 3, 1)))
    unchanged_by_the_edition(life, spain, route, sha256)
    production = clock_change(life, route)
    execution(life, spain)
    portugal = last_request(life, route)
    the_end(life, {"spain": spain, "us": us, "asked": asked, "production": production, "portugal": portugal})


def beginning(life, route):
    """Steps are chosen on day 0; before sending every move is ours."""
    spain = life.choose(route, "n1", "eio/search-and-seizure", START)
    us = life.choose(route, "n2", "budapest-convention/preservation", START)
    asked = life.choose(route, "n3", "sirius/subscriber-data", START)
    assert said(life.line(spain, DECISION, START)) == ("not_started", None, None, "us")
    spain = life.move(spain, "sent", date(2026, 12, 2))
    assert said(life.line(spain, DECISION, date(2026, 12, 3))) == ("not_started", None, None, "them")
    us = life.move(us, "sent", date(2026, 12, 3))
    asked = life.move(asked, "sent", START)
    return spain, us, asked


def first_refusal(life, asked):
    """The provider asked on day 0 refuses on 9 December: the case moves to the next rung by itself."""
    rung = life.rung("n3").current
    assert (rung.tier, [seen.id for seen in rung.steps]) == ("voluntary", [asked.pk])
    life.move(asked, "refused", date(2026, 12, 9), "They answer courts alone.")
    ladder = life.rung("n3")
    assert ladder.because == "refused"
    assert (ladder.by.id, ladder.current.order > rung.order) == (asked.pk, True)


def second_refusal(life, spain):
    """Received in Madrid on Monday 7 December 2026.

    Acknowledgement: one week, so Monday 14 December (Reg. art. 3(2)(c)); it comes on Friday the 11th, 3 days before.
    Decision: 30 days end on Wednesday 6 January 2027, a public holiday in Spain: Thursday the 7th (art. 3(4)).
    Refused on Friday 18 December: that is a decision, 20 days before the end. Nothing is to be executed any more.
    """
    life.move(spain, "received", date(2026, 12, 7))
    assert said(life.line(spain, ACK, date(2026, 12, 8))) == ("due_soon", date(2026, 12, 14), 6, "them")
    assert said(life.line(spain, DECISION, date(2026, 12, 8))) == ("running", date(2027, 1, 7), 30, "them")
    life.record(limit_mark, spain, ACK, date(2026, 12, 11), mark="met", note="Annex B came.")
    life.move(spain, "refused", date(2026, 12, 18), "Not proportionate.")
    first = life.line(spain, DECISION, date(2026, 12, 19))
    assert (first.status, first.met_on, first.budget.used, first.budget.left) == ("met", date(2026, 12, 18), 11, 20)
    assert life.line(spain, EXECUTION, date(2026, 12, 19)).status == "ended"
    # It was the last rung of this need: nothing is left but to send it again.
    assert (life.rung("n1").because, life.rung("n1").next) == ("exhausted", None)


def stop_and_extension(life, spain):
    """Sent again on 11 January 2027, received on Friday the 15th: a second round.

    Acknowledgement: Friday 22 January. On the 25th it is 3 days late and they are reminded; it comes on the 27th.
    Decision: 30 days end on Sunday 14 February, so on Monday the 15th. On 1 February they ask for a paper; it goes out
    on the 8th. Seven days (1 to 7 February) did not count: Sunday 21 February, so Monday the 22nd.
    On Friday 19 February they take the 30 days of art. 12(5): from the 21st to Tuesday 23 March 2027.
    """
    life.move(spain, "sent", date(2027, 1, 11), "With the answer to their ground.")
    life.move(spain, "received", date(2027, 1, 15))
    ack, decision = f"{ACK}.2", f"{DECISION}.2"
    assert said(life.line(spain, decision, date(2027, 1, 16))) == ("running", date(2027, 2, 15), 30, "them")
    assert said(life.line(spain, ack, date(2027, 1, 25))) == ("overdue", date(2027, 1, 22), -3, "them")
    page = life.page(f"/cases/{life.case.pk}/ledger/{spain.pk}/{ack}/?language=en", date(2027, 1, 25))
    assert "the acknowledgement of receipt was due by 22 January 2027" in page.content.decode()
    life.record(chaser_record, spain, ack, date(2027, 1, 25), language="en")
    life.record(limit_mark, spain, ack, date(2027, 1, 27), mark="met", note="By mail.")
    assert (life.line(spain, ack, date(2027, 1, 28)).status, life.line(spain, ack, END).budget.left) == ("late", -5)

    spain.refresh_from_db()
    address = f"/cases/{life.case.pk}/ledger/{spain.pk}/{decision}/record/suspend"
    typed = {
        "happened_on_0": 1, "happened_on_1": 2, "happened_on_2": 2027, "waits_for": "us", "article": "11(4)",
        "note": "They want the court's decision.", "version": spain.version,
    }  # fmt: skip
    assert life.page(address, date(2027, 2, 1), typed).status_code == 302
    stopped = life.line(spain, decision, date(2027, 2, 3))
    assert said(stopped) == ("suspended", None, None, "us")
    # 16 January to 31 January are 16 days; of thirty 14 are left, however long it stands still.
    assert (stopped.budget.used, stopped.budget.left) == (16, 14)
    assert "Clock stands still" in life.page(f"/cases/{life.case.pk}/ledger/", date(2027, 2, 3)).content.decode()
    life.record(limit_resume, spain, decision, date(2027, 2, 8))
    assert said(life.line(spain, decision, date(2027, 2, 8))) == ("running", date(2027, 2, 22), 14, "them")
    life.record(limit_extend, spain, decision, date(2027, 2, 19), number=30, unit="calendar_days", article="12(5)")
    assert said(life.line(spain, decision, date(2027, 2, 19))) == ("running", date(2027, 3, 23), 32, "them")


def preservation(life, us):
    """Washington has the request on 3 December 2026. Art. 29(7) of the Budapest Convention: at least 60 days, in plain
    days without a roll-over: 28 days to 31 December, 31 in January, so Monday 1 February 2027. It is ours to have
    it prolonged: on 28 January by 60 days, to Friday 2 April 2027. The data arrive on 30 March, 3 days before.
    """
    life.move(us, "received", date(2026, 12, 3))
    life.move(us, "executed", date(2026, 12, 4))
    assert said(life.line(us, KEEP, date(2027, 1, 27))) == ("due_soon", date(2027, 2, 1), 5, "us")
    life.record(limit_extend, us, KEEP, date(2027, 1, 28), number=60, unit="calendar_days")
    assert said(life.line(us, KEEP, date(2027, 1, 29))) == ("running", date(2027, 4, 2), 63, "us")
    life.record(limit_mark, us, KEEP, date(2027, 3, 30), mark="met", note="The data are here.")
    kept = life.line(us, KEEP, date(2027, 4, 10))
    assert (kept.status, kept.budget.left) == ("met", 3)


def unchanged_by_the_edition(life, spain, route, sha256):
    """Since 1 March 2027 the catalogue says twenty days. What was sent under the old route keeps its thirty."""
    route.refresh_from_db()
    assert (route.sha256, route.edition_label) == (sha256, "2026-11-22.1")
    day = date(2027, 3, 2)
    assert said(life.line(spain, f"{DECISION}.2", day)) == ("running", date(2027, 3, 23), 21, "them")
    # A route made now has the new limit: nothing of the old one moves with it.
    fresh = case_route(case=life.case, user=life.user, on=day, now=life.morning(day))
    limits = {
        limit["event"]: limit["duration"]
        for option in needs_of(fresh)["n1"]["options"]
        if option["provision"] == "eio/search-and-seizure"
        for limit in option["time_limits"]
    }
    assert limits["recognition decision after receipt"] == 20
    assert said(life.line(spain, f"{DECISION}.2", day)) == ("running", date(2027, 3, 23), 21, "them")
    # Recognised on Monday 22 March, one day before the end.
    life.move(spain, "recognised", date(2027, 3, 22))
    met = life.line(spain, f"{DECISION}.2", date(2027, 3, 23))
    assert (met.status, met.met_on, met.budget.left) == ("met", date(2027, 3, 22), 1)


def clock_change(life, route):
    """The next rung: a production order to the provider in Dublin, received on Saturday 27 March 2027, 20:20 there.

    Ten days (art. 10(3)): Tuesday 6 April. It is an emergency (art. 10(4)): eight hours. The hour of the event does not
    count (Reg. art. 3(1)), so from 21:00 GMT; in that night the clocks go from 01:00 to 02:00, so eight hours of
    elapsed time end at 05:00 UTC, which is 06:00 there. The data come at 05:40 there, 04:40 UTC: twenty minutes before.
    """
    step = life.choose(route, "n3", "e-evidence-regulation/electronic-evidence-subscriber", date(2027, 3, 15))
    assert step.pk in [seen.id for seen in life.rung("n3").current.steps]
    saturday, sunday = date(2027, 3, 27), date(2027, 3, 28)
    dublin = {"happened_time": time(20, 20), "zone": "Europe/Dublin"}
    step = life.move(step, "sent", saturday)
    step = life.move(step, "received", saturday, **dublin)
    life.record(limit_mark, step, EMERGENCY, saturday, mark="begun", note="A life is in danger.", **dublin)
    urgent = life.line(step, EMERGENCY, sunday, hour=1)
    assert (urgent.status, urgent.ends, urgent.owes) == ("due_soon", datetime(2027, 3, 28, 5, tzinfo=UTC), "provider")
    assert urgent.budget.left == 240
    in_time = {"happened_time": time(5, 40), "zone": "Europe/Dublin"}
    life.record(limit_mark, step, EMERGENCY, sunday, mark="met", note="By their portal.", **in_time)
    done = life.line(step, EMERGENCY, sunday)
    assert (done.status, done.budget.left) == ("met", 20)
    assert said(life.line(step, PRODUCE, sunday)) == ("running", date(2027, 4, 6), 9, "provider")
    life.move(step, "executed", date(2027, 4, 5))
    assert (life.line(step, PRODUCE, END).status, life.line(step, PRODUCE, END).budget.left) == ("met", 1)
    assert life.rung("n3").met
    return step


def execution(life, spain):
    """90 days from the decision of 22 March 2027: Sunday 20 June, so Monday the 21st (art. 12(4); Reg. art. 3(4)). The
    clocks change on 28 March, but days are days: it ends with the 21st in Madrid, at 22:00 UTC of summer time.
    """
    line = life.line(spain, f"{EXECUTION}.2", date(2027, 6, 14))
    assert said(line) == ("due_soon", date(2027, 6, 21), 7, "them")
    assert line.ends == datetime(2027, 6, 21, 22, tzinfo=UTC)
    assert said(life.line(spain, f"{EXECUTION}.2", date(2027, 6, 25))) == ("overdue", date(2027, 6, 21), -4, "them")
    assert "4 days over" in life.page("/ledger/", date(2027, 6, 25)).content.decode()
    life.move(spain, "executed", date(2027, 7, 2))
    done = life.line(spain, f"{EXECUTION}.2", date(2027, 7, 3))
    assert (done.status, done.met_on, done.budget.left) == ("late", date(2027, 7, 2), -11)
    assert life.rung("n1").met


def last_request(life, route):
    """Received in Lisbon on Monday 6 December 2027: 30 days end on Wednesday 5 January 2028, the last day of this life.
    The acknowledgement was due on Monday the 13th and never came."""
    step = life.choose(route, "n4", "eio/search-and-seizure", date(2027, 11, 30))
    life.move(step, "sent", date(2027, 12, 1))
    return life.move(step, "received", date(2027, 12, 6))


def the_end(life, steps):
    """Day 400: every line of the case, to the day."""
    lines = ledger_for(life.user, today=END, case=life.case, now=life.morning(END))
    names = {step.pk: name for name, step in steps.items()}
    found = {(names[line.step_id], line.ref): (line.status.value, line.due, line.met_on) for line in lines}
    d = date
    assert found == {
        ("spain", ACK): ("met", d(2026, 12, 14), d(2026, 12, 11)),
        ("spain", f"{ACK}.2"): ("late", d(2027, 1, 22), d(2027, 1, 27)),
        ("spain", DECISION): ("met", d(2027, 1, 7), d(2026, 12, 18)),
        ("spain", f"{DECISION}.2"): ("met", d(2027, 3, 23), d(2027, 3, 22)),
        ("spain", f"{EXECUTION}.2"): ("late", d(2027, 6, 21), d(2027, 7, 2)),
        ("us", KEEP): ("met", d(2027, 4, 2), d(2027, 3, 30)),
        ("asked", ""): ("no_limit", None, None),
        ("production", PRODUCE): ("met", d(2027, 4, 6), d(2027, 4, 5)),
        ("production", EMERGENCY): ("met", d(2027, 3, 28), d(2027, 3, 28)),
        ("production", "issuing-authority-reply-to-clarification"): ("not_started", None, None),
        ("production", "enforcing-authority-recognition-if-enforcement"): ("not_started", None, None),
        ("production", "ex-post-validation-emergency"): ("not_started", None, None),
        ("portugal", ACK): ("overdue", d(2027, 12, 13), None),
        ("portugal", DECISION): ("due_soon", d(2028, 1, 5), None),
        ("portugal", EXECUTION): ("not_started", None, None),
    }
    left = {line.ref: line.days_left for line in lines if names[line.step_id] == "portugal"}
    assert left == {ACK: -23, DECISION: 0, EXECUTION: None}
    for line in lines:
        if line.budget is not None:
            assert line.budget.used + line.budget.left == line.budget.total
    page = life.page(f"/cases/{life.case.pk}/ledger/", END).content.decode()
    assert "23 days over" in page
    assert "ends today" in page
    # A day later the decision is late as well, and nothing that was settled has moved.
    after = END + timedelta(days=1)
    later = ledger_for(life.user, today=after, case=life.case, now=life.morning(after))
    settled = {(line.step_id, line.ref): line for line in lines if line.status.value in ("met", "late")}
    assert {key: line for line in later if (key := (line.step_id, line.ref)) in settled} == settled
    assert len(settled) == 8
    assert {line.ref: line.status.value for line in later if names[line.step_id] == "portugal"}[DECISION] == "overdue"
    assert Step.objects.filter(case=life.case).count() == 5
