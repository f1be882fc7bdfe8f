"""What happened to steps that were sent: the picture and its table say the same, to the day."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from advisor.walk import states
from advisor.walk.ledger import Status
from advisor.walk.ledger_reading import Chosen, step_lines
from advisor.walk.models import Step, StepEvent
from advisor.walk.walked import Walked
from advisor.web.pictures.due import due_of, outer_of
from advisor.web.pictures.page import pictures, walked
from advisor.web.pictures.receiving import receiver_of
from advisor.web.pictures.walked import happened_of, time_laid, walked_drawn
from tests.advisor.web.pictures.conftest import answer_made, brief_made, sheet_made
from tests.conftest import TODAY
from tests.routing.conftest import shipped_rulebook

NOW = timezone.now()
SENT, RECEIVED = TODAY - timedelta(70), TODAY - timedelta(65)
LIMIT = "recognition-decision-after-receipt"


def event(step, number, kind, day, to="", start="", **detail):
    return StepEvent(step=step, number=number, kind=kind, from_state=start, to_state=to, happened_on=day, detail=detail)


def eio_walked(*more, state=states.RECEIVED, retention=""):
    """An Investigation Order that was sent and received, and what else happened to it."""
    need = next(need for need in answer_made("mock-iptv")[1]["needs"] if need["id"] == "n12")
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    step = Step(
        need_key="n12", measure=option["measure"], provision=option["provision"], instrument="eio", tier="formal",
        state=state,
    )  # fmt: skip
    log = [
        event(step, 1, states.STATE, SENT, states.PLANNED),
        event(step, 2, states.STATE, SENT, states.SENT, states.APPROVED),
        event(step, 3, states.STATE, RECEIVED, states.RECEIVED, states.SENT),
        *(event(step, 4 + n, *row[:2], *row[2:-1], **row[-1]) for n, row in enumerate(more)),
    ]
    chosen = Chosen(option, "IT", "BG", "premises", retention)
    lines = step_lines(step, chosen, "eu-directive", TODAY, NOW, log=log)
    return Walked(step, tuple(log), lines, chosen, date.fromisoformat(retention) if retention else None)


STOPPED = (
    (states.SUSPENSION, TODAY - timedelta(50), {"limit": LIMIT, "why": "translation", "waits_for": "us"}),
    (states.RESUMPTION, TODAY - timedelta(40), {"limit": LIMIT}),
    (states.EXTENSION, TODAY - timedelta(30), {"limit": LIMIT, "duration": 30, "unit": "calendar_days"}),
)


def test_a_clock_that_stood_still_and_an_extension_are_drawn_and_told():
    one = eio_walked(*STOPPED, retention=(TODAY + timedelta(20)).isoformat())
    drawn = pictures(brief_made("mock-iptv"), shipped_rulebook(), TODAY, {})
    shown = walked((one,), drawn, shipped_rulebook(), TODAY)["walked"]
    picture, (row,) = str(shown["picture"]), shown["rows"]
    assert picture.count("rg-gantt__still") == picture.count("rg-gantt__grown") == picture.count("rg-gantt__loss") == 1
    assert picture.count("rg-gantt__point") == len(row["points"]) == 2
    assert picture.count("rg-gantt__due") == len(row["limits"])
    titles = re.findall(r"<title>([^<]+)</title>", picture)
    for words in (*row["points"], *row["clock"], *row["limits"]):
        assert words in titles, words
    assert "stood still from 3 Oct 2026 to 13 Oct 2026" in row["clock"][0]
    decision = next(line for line in one.lines if line.limit == LIMIT)
    assert (decision.status, decision.due) == (Status.DUE_SOON, RECEIVED + timedelta(30 + 10 + 30))
    assert drawn["gantt_rows"][11]["now"].startswith("Received")


def test_a_missed_limit_is_filled_and_overdue_in_words():
    one = eio_walked()
    (row,) = happened_of((one,), sheet_made("mock-iptv"), shipped_rulebook(), TODAY)
    assert row.next_due is not None
    assert row.next_due.status is Status.OVERDUE
    assert "rg-gantt__due is-late" in walked_drawn((row,), TODAY)


def test_a_step_that_ended_has_a_bar_that_ends():
    one = eio_walked((states.STATE, TODAY - timedelta(10), states.REFUSED, states.RECEIVED, {}), state=states.REFUSED)
    (row,) = happened_of((one,), sheet_made("mock-iptv"), shipped_rulebook(), TODAY)
    assert (row.since, row.until, row.ended, row.stands) == (SENT, TODAY - timedelta(10), True, "Refused")
    assert row.allowed_until is None


@pytest.mark.parametrize("days", [0, 400, 4_000])
def test_every_day_lies_in_the_picture(days):
    one = eio_walked(retention=(TODAY + timedelta(days)).isoformat())
    rows = happened_of((one,), sheet_made("mock-iptv"), shipped_rulebook(), TODAY)
    time = time_laid(rows, TODAY)
    assert time.x(SENT) < time.x(TODAY) <= time.x(TODAY + timedelta(days)) <= 1120 - 170
    assert walked_drawn(rows, TODAY).count("rg-gantt__tick") <= 11


def test_a_need_that_the_route_no_longer_has_comes_last():
    one, other = eio_walked(), eio_walked()
    other.step.need_key = "n99"
    rows = happened_of((other, one), sheet_made("mock-iptv"), shipped_rulebook(), TODAY)
    assert [row.number for row in rows] == [12, None]


def test_before_the_first_sending_nothing_is_shown():
    drawn = pictures(brief_made("mock-iptv"), shipped_rulebook(), TODAY, {})
    assert walked((), drawn, shipped_rulebook(), TODAY) == {"walked": None}


def test_the_outer_bound_of_an_investigation_order_is_thirty_and_ninety_days():
    sheet, book = sheet_made("mock-iptv"), shipped_rulebook()
    way = sheet.needs[11].least
    assert way.provision == "eio/search-and-seizure"
    assert due_of(way, book, TODAY, sheet.home).day < outer_of(way, book, TODAY, sheet.home).day
    assert outer_of(way, book, TODAY, sheet.home).day == TODAY + timedelta(30 + 90)
    page = pictures(brief_made("mock-iptv"), book, TODAY, {})
    assert "22 Mar 2027" in page["gantt_rows"][11]["answered"]
    assert "by law until 22 Mar 2027" in page["gantt"]


def test_every_card_says_who_receives_it_or_where_to_ask():
    sheet, book = sheet_made("mock-iptv"), shipped_rulebook()
    said = {need.id: receiver_of(need.least, book, sheet.home) for need in sheet.needs if need.least}
    assert said["n12"] == ("not in the catalogue: confirm with the Atlas of the European Judicial Network", False)
    assert said["n16"] == ("not in the catalogue: confirm with the European Judicial Atlas in civil matters", False)
    assert said["n21"][0].startswith("Senior Master")
    assert said["n1"][0] == "our own courts and authorities"
    # What the catalogue names for Italy under the convention receives what others ask, not what Italy reads by itself.
    by_id = {need.id: need for need in sheet.needs}
    own = next(way for way in by_id["n11"].ways if way.provision == "budapest-convention/open-source-evidence")
    assert receiver_of(own, book, sheet.home) == ("our own courts and authorities", False)
    assert said["n11"] == ("not in the catalogue: confirm with the provider or holder itself", False)
    page = pictures(brief_made("mock-iptv"), book, TODAY, {})
    assert {"name": said["n21"][0], "numbers": "21"} in page["receivers"]
    for card in page["cards"]:
        assert "Who receives it" in [heading for heading, _text, _english in card["facts"]]
