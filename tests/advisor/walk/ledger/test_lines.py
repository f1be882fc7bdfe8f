"""Known answers of the pure ledger: an investigation order from its sending to its end, and what is not known."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils.translation import override

from advisor.web.ledger_rows import owes_words
from routing.deadlines import said
from tests.advisor.walk.ledger.rows import Row, StepStub, ledger, log

ACK, DECISION, EXECUTION = "acknowledge-receipt", "recognition-decision-after-receipt", "execution-after-decision"
SENT = [("planned", date(2026, 11, 1)), ("approved", date(2026, 11, 2)), ("sent", date(2026, 11, 16))]
RECEIVED = [*SENT, ("received", date(2026, 11, 20))]


def test_nothing_runs_before_the_request_is_sent_and_the_move_is_ours():
    lines = ledger(log(*SENT[:2]), date(2026, 11, 10))
    assert {line.status for line in lines.values()} == {"not_started"}
    assert {line.owes for line in lines.values()} == {"us"}
    assert {line.due for line in lines.values()} == {None}
    with override("en"):
        assert {owes_words(line) for line in lines.values()} == {"We: send it"}


def test_after_sending_they_owe_word_that_it_came():
    line = ledger(log(*SENT), date(2026, 11, 18))[DECISION]
    assert (line.status, line.owes, line.starts) == ("not_started", "them", ("received",))
    with override("en"):
        assert owes_words(line) == "The executing authority"


def test_receipt_starts_acknowledgement_and_decision():
    """Received in Madrid on Friday 20 November 2026. One week ends on Friday 27 November. 30 days end on Sunday
    20 December, so with Monday the 21st (Reg. 1182/71 art. 3(1), 3(2), 3(4))."""
    lines = ledger(log(*RECEIVED), date(2026, 11, 24))
    assert (lines[ACK].begins, lines[ACK].due, lines[ACK].days_left) == (date(2026, 11, 20), date(2026, 11, 27), 3)
    assert (lines[ACK].status, lines[ACK].owes) == ("due_soon", "them")
    decision = lines[DECISION]
    assert (decision.due, decision.days_left, decision.status) == (date(2026, 12, 21), 27, "running")
    assert (decision.budget.total, decision.budget.used, decision.budget.left) == (31, 4, 27)
    assert (decision.article, decision.basis, decision.url) == ("12(3)", "verified", "https://law.example/12")
    assert any("Reg. 1182/71 art. 3(4)" in said(entry) for entry in decision.trace)
    assert lines[EXECUTION].status == "not_started"


def test_a_missed_limit_is_overdue_by_so_many_days():
    line = ledger(log(*RECEIVED), date(2026, 12, 24))[DECISION]
    assert (line.status, line.days_left, line.owes) == ("overdue", -3, "them")
    assert (line.budget.used, line.budget.left) == (34, -3)


def test_an_extension_counts_from_the_nominal_end():
    """30 and 30 days from 20 November 2026: Tuesday 19 January 2027."""
    events = log(
        *RECEIVED, ("extension", date(2026, 12, 18), {"limit": DECISION, "duration": 30, "unit": "calendar_days"})
    )
    line = ledger(events, date(2026, 12, 19))[DECISION]
    assert (line.due, line.extended) == (date(2027, 1, 19), 1)
    by_words = log(
        *RECEIVED,
        ("extension", date(2026, 12, 18), {"limit": "recognition decision after receipt", "until": "2027-02-01"}),
    )
    assert ledger(by_words, date(2026, 12, 19))[DECISION].due == date(2027, 2, 1)
    assert ledger(by_words, date(2026, 12, 19))[ACK].extended == 0


def test_an_extension_after_the_end_revives_nothing():
    events = log(
        *RECEIVED, ("extension", date(2026, 12, 22), {"limit": DECISION, "duration": 30, "unit": "calendar_days"})
    )
    line = ledger(events, date(2026, 12, 24))[DECISION]
    assert (line.due, line.status) == (date(2026, 12, 21), "overdue")


def test_a_suspension_stops_the_clock_and_names_who_must_move():
    """Stopped on 1 December, resumed on the 4th: three days are given back, 20 + 3 = 23 December, a Wednesday."""
    stopped = [*RECEIVED, ("suspension", date(2026, 12, 1), {"limit": DECISION, "why": "a paper", "waits_for": "us"})]
    line = ledger(log(*stopped), date(2026, 12, 3))[DECISION]
    assert (line.status, line.owes, line.due, line.days_left) == ("suspended", "us", None, None)
    assert (line.budget.used, line.budget.left) == (10, 20)
    line = ledger(log(*stopped, ("resumption", date(2026, 12, 4), {"limit": DECISION})), date(2026, 12, 4))[DECISION]
    assert (line.due, line.status, line.owes) == (date(2026, 12, 23), "running", "them")
    assert (line.budget.total, line.budget.used, line.budget.left) == (30, 11, 19)


def test_decision_and_execution_are_met_in_turn():
    """Recognised on 15 December: 90 days end on Monday 15 March 2027."""
    events = [*RECEIVED, ("recognised", date(2026, 12, 15))]
    lines = ledger(log(*events), date(2027, 1, 10))
    assert (lines[DECISION].status, lines[DECISION].met_on) == ("met", date(2026, 12, 15))
    assert (lines[DECISION].budget.left, lines[DECISION].owes) == (6, "nobody")
    assert (lines[ACK].status, lines[EXECUTION].due) == ("late", date(2027, 3, 15))
    lines = ledger(log(*events, ("executed", date(2027, 3, 16))), date(2027, 4, 1))
    assert (lines[EXECUTION].status, lines[EXECUTION].budget.left) == ("late", -1)


def test_an_acknowledgement_is_recorded_by_hand():
    events = log(*RECEIVED, ("remark", date(2026, 11, 25), {"limit": ACK, "mark": "met"}))
    assert ledger(events, date(2026, 12, 24))[ACK].status == "met"
    assert ledger(events, date(2026, 11, 24), now=datetime(2026, 11, 24, 12, tzinfo=UTC))[ACK].status == "due_soon"


def test_a_refusal_meets_the_decision_and_ends_the_rest():
    lines = ledger(log(*RECEIVED, ("refused", date(2026, 12, 10))), date(2027, 1, 1))
    assert [lines[key].status for key in (DECISION, EXECUTION)] == ["met", "ended"]


def test_withdrawing_ends_what_ran():
    lines = ledger(log(*RECEIVED, ("withdrawn", date(2026, 11, 24))), date(2027, 1, 1))
    assert (lines[DECISION].status, lines[DECISION].owes, lines[DECISION].days_left) == ("ended", "nobody", 27)


def test_sending_again_opens_a_second_round_and_leaves_the_first():
    events = [*RECEIVED, ("returned", date(2026, 11, 26)), ("sent", date(2026, 12, 1)), ("received", date(2026, 12, 3))]
    lines = ledger(log(*events), date(2026, 12, 4))
    assert (lines[ACK].status, lines[ACK].met_on) == ("met", date(2026, 11, 26))
    assert lines[DECISION].status == "ended"
    assert (lines[f"{DECISION}.2"].due, lines[f"{DECISION}.2"].round) == (date(2027, 1, 4), 2)
    assert EXECUTION not in lines


def test_what_was_taken_back_does_not_count():
    events = log(*RECEIVED, ("recognised", date(2026, 12, 15)))
    events += log(*[("x", date(2026, 12, 16))] * 5, ("received", date(2026, 12, 16), {"corrects": 5}))[5:]
    assert ledger(events, date(2026, 12, 16))[DECISION].status == "due_soon"


def test_hours_run_by_the_clock_of_whoever_must_act():
    """Eight hours from Thursday 26 November 2026, 09:20 in Paris: the hour of the event does not count (art. 3(1)),
    so from 10:00 to 18:00 in Dublin's winter 09:00 to 17:00 UTC."""
    limits = [{"event": "decision after receipt", "duration": 8, "unit": "hours", "article": "x", "basis": "verified"}]
    events = log(*SENT, ("received", date(2026, 11, 26), {}, (time(9, 20), "Europe/Paris")))
    line = ledger(events, date(2026, 11, 26), limits=limits, state="IE", now=datetime(2026, 11, 26, 12, 0, tzinfo=UTC))[
        "decision-after-receipt"
    ]
    assert line.ends == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    assert (line.short, line.budget.unit, line.budget.left, line.status) == (True, "minutes", 300, "due_soon")
    assert line.assumed == ()


def test_hours_without_a_time_are_counted_from_the_beginning_of_the_day_and_said():
    limits = [{"event": "decision after receipt", "duration": 24, "unit": "hours", "article": "x", "basis": "memory"}]
    line = ledger(log(*RECEIVED), date(2026, 11, 20), limits=limits)["decision-after-receipt"]
    assert line.assumed == ("time",)
    assert line.basis == "memory"
    assert line.ends == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


def test_a_time_without_a_zone_is_that_of_whoever_must_act():
    events = log(*SENT, ("received", date(2026, 11, 20), {}, (time(9, 20), "")))
    assert ledger(events, date(2026, 11, 24))[DECISION].begins == date(2026, 11, 20)


def test_a_limit_of_special_cases_begins_by_hand_alone():
    limits = [
        {"event": "decision urgent after receipt", "duration": 96, "unit": "hours", "article": "664", "basis": "memory"}
    ]
    key = "decision-urgent-after-receipt"
    line = ledger(log(*RECEIVED), date(2026, 11, 24), limits=limits)[key]
    assert (line.status, line.sort, line.owes) == ("not_started", "by_hand", "nobody")
    events = log(*RECEIVED, ("remark", date(2026, 11, 21), {"limit": key, "mark": "begun"}, (time(8), "Europe/Madrid")))
    line = ledger(events, date(2026, 11, 24), limits=limits)[key]
    assert (line.status, line.begins) == ("due_soon", date(2026, 11, 21))


def test_what_is_begun_by_hand_outlives_the_answer_and_not_the_withdrawal():
    limits = [
        {
            "event": "appeal by creditor against refusal",
            "duration": 30,
            "unit": "calendar_days",
            "article": "21",
            "basis": "memory",
        }
    ]
    key = "appeal-by-creditor-against-refusal"
    events = [
        *RECEIVED,
        ("refused", date(2026, 12, 10)),
        ("remark", date(2026, 12, 11), {"limit": key, "mark": "begun"}),
    ]
    line = ledger(log(*events), date(2026, 12, 12), limits=limits)[key]
    assert (line.status, line.owes) == ("running", "party")
    gone = log(*events, ("withdrawn", date(2026, 12, 13)))
    assert ledger(gone, date(2026, 12, 14), limits=limits)[key].status == "ended"


def test_preservation_is_ours_to_keep_alive():
    limits = [
        {
            "event": "preservation minimum",
            "duration": 60,
            "unit": "calendar_days",
            "article": "29(7)",
            "basis": "verified",
        }
    ]
    events = log(*RECEIVED, ("executed", date(2026, 11, 22)))
    line = ledger(events, date(2027, 1, 15), limits=limits, kind="convention")["preservation-minimum"]
    assert (line.begins, line.due, line.owes, line.status) == (date(2026, 11, 20), date(2027, 1, 19), "us", "due_soon")
    line = ledger(events, date(2027, 1, 20), limits=limits, kind="convention")["preservation-minimum"]
    assert (line.status, line.days_left) == ("overdue", -1)


def test_a_window_that_passed_makes_nobody_late():
    limits = [
        {
            "event": "enforcing authority raises refusal",
            "duration": 10,
            "unit": "calendar_days",
            "article": "12(1)",
            "basis": "verified",
        }
    ]
    line = ledger(log(*RECEIVED), date(2026, 12, 5), limits=limits)["enforcing-authority-raises-refusal"]
    assert (line.status, line.owes) == ("over", "nobody")


def test_counting_back_from_a_hearing():
    limits = [
        {
            "event": "max declared lead time accused summons",
            "duration": 50,
            "unit": "calendar_days",
            "article": "7(3)",
            "basis": "verified",
        }
    ]
    key = "max-declared-lead-time-accused-summons"
    events = log(*SENT, ("remark", date(2027, 2, 1), {"limit": key, "mark": "begun"}))
    line = ledger(events, date(2027, 2, 1), limits=limits, kind="convention")[key]
    assert (line.owes, line.due, line.extendable) == ("us", date(2026, 12, 12), False)


@pytest.mark.parametrize("limits", [[], [{"event": "none", "duration": None, "article": "-", "basis": "memory"}]])
def test_no_limit_in_the_law_is_said_and_an_estimate_is_no_limit(limits):
    option = {"typical_days": {"range": [90, 200], "kind": "estimate, not a legal time limit"}}
    [line] = ledger(log(*RECEIVED), date(2027, 6, 1), limits=limits, option=option).values()
    assert (line.status, line.due, line.owes, line.source) == ("no_limit", None, "nobody", "none")
    assert line.estimate == (90, 200)


def test_a_limit_in_words_has_no_end():
    limits = [{"event": "reply", "duration": None, "article": "12", "basis": "verified"}]
    line = ledger(log(*RECEIVED), date(2027, 6, 1), limits=limits)["reply"]
    assert (line.status, line.due, line.budget, line.owes) == ("running", None, None, "them")
    assert (
        ledger(log(*RECEIVED, ("executed", date(2027, 6, 2))), date(2027, 6, 3), limits=limits)["reply"].status == "met"
    )


def test_a_calendar_that_is_too_short_is_said():
    events = log(*RECEIVED, ("extension", date(2026, 11, 21), {"limit": DECISION, "duration": 60, "unit": "years"}))
    line = ledger(events, date(2026, 12, 19))[DECISION]
    assert (line.status, line.due, line.assumed) == ("running", None, ("calendar",))
    met = [*events, Row(6, "state", date(2026, 12, 20), "received", "recognised")]
    assert ledger(met, date(2026, 12, 21))[DECISION].status == "met"


def test_an_extension_that_says_nothing_is_left_out():
    for detail in (
        {"limit": DECISION},
        {"limit": DECISION, "duration": 3, "unit": "moons"},
        {"limit": DECISION, "until": "soon"},
    ):
        assert (
            ledger(log(*RECEIVED, ("extension", date(2026, 12, 1), detail)), date(2026, 12, 2))[DECISION].extended == 0
        )


def test_two_limits_of_one_name_have_two_keys():
    limit = {"event": "extension of limitation", "duration": 6, "unit": "months", "article": "22", "basis": "verified"}
    lines = ledger(
        log(*SENT), date(2026, 11, 20), limits=[limit, {**limit, "event": "other"}, {**limit, "event": "other"}]
    )
    assert list(lines) == ["extension-of-limitation", "other", "other-2"]


def test_the_line_names_its_step():
    step = StepStub("sent")
    line = ledger(log(*SENT), date(2026, 11, 18), step=step)[DECISION]
    assert (line.step_id, line.case_id) == (step.pk, step.case_id)
