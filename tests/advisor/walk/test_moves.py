"""A step moves by the table alone, with what each move asks for, once, in the order in which things happened."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.walk import states
from advisor.walk.models import RefusalPoint, Step, StepEvent
from advisor.walk.moves import MoveRefused, StepStale, step_correct, step_drafted, step_move, step_record
from advisor.walk.services import Choice, needs_of, step_withdraw, steps_choose
from tests.conftest import NOW, TODAY

DAY = date(2026, 10, 1)


@pytest.fixture
def step(routed_case, investigator) -> Step:
    route = routed_case(investigator)[1]
    options = needs_of(route)["n1"]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
    return steps_choose(route=route, user=investigator, choices=[Choice("n1", provision, "asked before")], now=NOW)[0]


@pytest.fixture
def moved(step, prosecutor):
    """Moves the step through states: moved('approved', 'sent')."""

    def move(*path, user=prosecutor, **said):
        found = step
        for to in path:
            fields = {"happened_on": DAY, "note": "noted"} | said
            found = step_move(step=found, to=to, user=user, now=NOW, **fields)
        return found

    return move


def log(step):
    return [(row.number, row.kind, row.from_state, row.to_state) for row in step.events.order_by("number")]


def test_a_chosen_step_has_a_log(step, investigator):
    [row] = step.events.all()
    assert (row.from_state, row.to_state, row.happened_on, row.by, row.at) == ("", "planned", TODAY, investigator, NOW)
    assert (step.version, step.acting_state) == (1, "ES")


def test_the_whole_way(step, moved, prosecutor):
    done = moved("approved", "drafted", "sent", "received", "recognised", "partly", "executed")
    assert (done.state, done.version) == ("executed", 8)
    stored = Step.objects.get(pk=step.pk)
    assert (stored.state, stored.version) == ("executed", 8)
    assert states.replayed(stored.events.order_by("number")) == "executed"
    actions = list(AuditEvent.objects.filter(object_id=step.pk).order_by("id").values_list("action", flat=True))
    assert actions == ["step.chosen", *(f"step.{to}" for to in (
        "approved", "drafted", "sent", "received", "recognised", "partly", "executed"))]  # fmt: skip
    assert "noted" not in str(list(AuditEvent.objects.filter(object_id=step.pk).values_list("detail", flat=True)))


@pytest.mark.parametrize("to", sorted(set(states.STATES) - {"approved", "drafted", "withdrawn", "expired"}))
def test_no_way_around_the_table(step, moved, to):
    with pytest.raises(MoveRefused):
        moved(to)
    assert log(Step.objects.get(pk=step.pk)) == [(1, "state", "", "planned")]


def test_only_a_prosecutor_approves_and_withdraws(step, moved, investigator):
    for to in ("approved", "withdrawn"):
        with pytest.raises(PermissionDenied):
            moved(to, user=investigator)
    moved("approved")
    assert moved("sent", user=investigator).state == "sent"


def test_nothing_is_sent_before_it_is_approved(moved):
    moved("drafted")
    with pytest.raises(MoveRefused, match="approved"):
        moved("sent")
    moved("approved", "sent")


def test_nothing_comes_back_of_what_was_never_sent(step, moved, investigator):
    moved("expired", user=investigator)
    for to in ("received", "recognised", "executed", "partly", "returned", "refused"):
        with pytest.raises(MoveRefused, match="never sent"):
            moved(to, user=investigator)
    assert states.next_moves("expired", "investigator", approved=False, sent=False) == []


def test_approved_once(moved):
    moved("approved", "drafted")
    with pytest.raises(MoveRefused, match="already"):
        moved("approved")


@pytest.mark.parametrize(
    ("path", "to"), [((), "withdrawn"), ((), "expired"), (("approved", "sent"), "refused"),
                     (("approved", "sent"), "returned"), (("approved", "sent"), "partly"),
                     (("approved", "sent", "refused"), "sent")]
)  # fmt: skip
def test_words_are_asked_for(moved, path, to):
    moved(*path)
    with pytest.raises(FieldFaults) as fault:
        moved(to, note=" \n ")
    assert set(fault.value.faults) == {"note"}


def test_grounds_stand_for_words_and_get_rows(step, moved):
    moved("approved", "sent")
    moved("refused", note="", detail={"grounds": ["immunity-or-privilege"], "corrects": 1, "more": "x"})
    row = step.events.latest("number")
    assert row.detail == {"grounds": ["immunity-or-privilege"]}
    [point] = RefusalPoint.objects.filter(event=row)
    assert (point.ground, point.article, point.sentence) == ("immunity-or-privilege", "11(1)(a)", "")
    assert point.text.startswith("Immunity or privilege")


def test_a_ground_that_nobody_knows_is_refused(step, moved):
    moved("approved", "sent")
    with pytest.raises(FieldFaults, match="made-up"):
        moved("refused", detail={"grounds": ["made-up"]})
    with pytest.raises(FieldFaults, match="99"):
        moved("refused", detail={"cited": [["immunity-or-privilege", "art. 99"]]})
    assert step.events.count() == 3


def test_compare_and_set(step, moved, prosecutor):
    moved("approved", version=1)
    with pytest.raises(StepStale, match="Approved"):
        moved("sent", version=1)
    moved("sent", version=2)


def test_a_day_that_cannot_be(moved):
    moved("approved")
    for day in (NOW.date() + timedelta(days=2), date(1999, 12, 31)):
        with pytest.raises(FieldFaults) as fault:
            moved("sent", happened_on=day)
        assert set(fault.value.faults) == {"happened_on"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened_time": time(9), "zone": "Mars/Base"}, "zone"),
        ({"happened_time": time(9)}, "zone"),
        ({"zone": "Europe/Madrid"}, "zone"),
        ({"happened_time": time(2, 30), "zone": "Europe/Madrid", "happened_on": date(2026, 3, 29)}, "happened_time"),
        ({"happened_time": time(23), "zone": "Europe/Madrid", "happened_on": TODAY}, "happened_time"),
    ],
)
def test_a_time_that_cannot_be(moved, given, field):
    moved("approved")
    with pytest.raises(FieldFaults) as fault:
        moved("sent", **given)
    assert set(fault.value.faults) == {field}


def test_a_time_with_its_zone_is_kept(step, moved):
    moved("approved")
    moved("sent", happened_time=time(9, 30), zone="Europe/Madrid", detail={"authority": "Juzgado 3"})
    row = step.events.latest("number")
    assert (row.happened_time, row.zone) == (time(9, 30), "Europe/Madrid")
    assert Step.objects.get(pk=step.pk).authority == "Juzgado 3"


def test_what_happened_outside_is_in_order(moved):
    moved("approved", "sent", happened_on=DAY)
    with pytest.raises(FieldFaults, match="before"):
        moved("received", happened_on=DAY - timedelta(days=1))
    moved("received", happened_on=DAY, happened_time=time(12), zone="Europe/Madrid")
    with pytest.raises(FieldFaults, match="before"):
        moved("recognised", happened_on=DAY, happened_time=time(10, 59), zone="Europe/Lisbon")
    moved("recognised", happened_on=DAY, happened_time=time(11), zone="Europe/Lisbon")


def test_a_mistake_is_taken_back_and_stays_in_the_log(step, moved, prosecutor):
    moved("approved", "sent", "refused")
    with pytest.raises(MoveRefused):
        step_correct(step=step, number=3, user=prosecutor, note="no", now=NOW)
    with pytest.raises(FieldFaults):
        step_correct(step=step, number=4, user=prosecutor, note="", now=NOW)
    back = step_correct(step=step, number=4, user=prosecutor, note="It was another request.", now=NOW)
    assert (back.state, back.version) == ("sent", 5)
    rows = list(step.events.order_by("number"))
    assert [row.number for row in states.standing(rows)] == [1, 2, 3]
    assert states.replayed(rows) == "sent"
    moved("executed")


def test_the_first_row_is_never_taken_back(step, prosecutor):
    with pytest.raises(MoveRefused):
        step_correct(step=step, number=1, user=prosecutor, note="x", now=NOW)


def test_rows_that_change_no_state(step, moved, prosecutor, investigator):
    moved("approved", "sent")
    row = step_record(step=step, kind="extension", user=investigator, happened_on=DAY, now=NOW,
                      detail={"limit": "execution", "duration": 30, "unit": "days", "corrects": 1})  # fmt: skip
    assert (row.number, row.detail) == (4, {"limit": "execution", "duration": 30, "unit": "days"})
    with pytest.raises(FieldFaults):
        step_record(step=step, kind="remark", user=investigator, happened_on=DAY, now=NOW)
    with pytest.raises(ValueError, match="step_move"):
        step_record(step=step, kind="state", user=investigator, happened_on=DAY, now=NOW)
    gone = step_correct(step=step, number=4, user=investigator, note="Wrong file.", now=NOW)
    assert gone.state == "sent"
    assert [r.kind for r in states.standing(step.events.order_by("number"))] == ["state"] * 3


def test_a_ready_dossier_drafts_a_step_once(step, moved, investigator):
    assert step_drafted(step=step, user=investigator, now=NOW)
    assert not step_drafted(step=step, user=investigator, now=NOW)
    assert Step.objects.get(pk=step.pk).state == "drafted"
    moved("approved", "sent")
    assert not step_drafted(step=step, user=investigator, now=NOW)


def test_a_step_that_has_ended_is_not_taken_back(step, moved, prosecutor):
    moved("approved", "sent", "executed")
    with pytest.raises(MoveRefused):
        step_withdraw(step=step, user=prosecutor, reason="late", now=NOW)


def test_an_approval_is_asked_again_after_taking_back(step, moved, prosecutor):
    moved("approved", "withdrawn", "planned", "drafted")
    with pytest.raises(MoveRefused, match="approved"):
        moved("sent")


def test_foreign_steps_look_missing(step, stranger, curator):
    with pytest.raises(ObjectDoesNotExist):
        step_move(step=step, to="drafted", user=stranger, happened_on=DAY, now=NOW)
    with pytest.raises(PermissionDenied):
        step_move(step=step, to="drafted", user=curator, happened_on=DAY, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        step_record(step=step, kind="chaser", user=stranger, happened_on=DAY, now=NOW)


@pytest.mark.parametrize(
    ("kind", "start", "end"), [("state", "planned", "executed"), ("state", "executed", "planned"),
                               ("state", "", "sent"), ("remark", "planned", "approved"), ("state", "", "")]
)  # fmt: skip
def test_the_database_refuses_an_unlawful_row(step, investigator, kind, start, end):
    with pytest.raises(IntegrityError), transaction.atomic():
        StepEvent.objects.create(
            agency_id=step.agency_id, case_id=step.case_id, step=step, number=2, kind=kind, from_state=start,
            to_state=end, happened_on=DAY, by=investigator, at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
