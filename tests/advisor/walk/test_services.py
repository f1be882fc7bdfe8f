"""Choosing steps of a stored route, skipping a tier with a reason, taking a step back."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.cases.models import CaseRoute
from advisor.walk.models import Step, StepState
from advisor.walk.services import Choice, ReasonMissing, needs_of, skipped_options, step_withdraw, steps_choose
from tests.conftest import NOW

REASON = "The voluntary contact was tried in September."


@pytest.fixture
def route(routed_case, investigator) -> CaseRoute:
    return routed_case(investigator)[1]


def option(route, verdict, tier):
    options = needs_of(route)["n1"]["options"]
    return next((o["provision"] for o in options if o["verdict"] == verdict and o["tier"] == tier), None)


def lower_open(route):
    return skipped_options(needs_of(route)["n1"], [option(route, "open", "formal")])


def test_the_stored_route_has_what_these_tests_need(route):
    assert option(route, "open", "formal")
    assert option(route, "closed", "formal")


def test_chosen_step_points_at_the_route(route, prosecutor):
    provision = option(route, "open", "formal")
    [step] = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", provision, REASON)], now=NOW)
    assert (step.route, step.case_id, step.agency_id) == (route, route.case_id, route.agency_id)
    assert (step.need_key, step.provision, step.tier, step.state) == ("n1", provision, "formal", "planned")
    assert (step.reason, step.chosen_by, step.chosen_at) == (REASON, prosecutor, NOW)
    assert step.instrument == "eio"
    event = AuditEvent.objects.get(action="step.chosen")
    assert (event.object_id, event.case_id, event.actor_id) == (step.pk, route.case_id, prosecutor.pk)
    assert REASON not in str(event.detail)


def test_choosing_twice_changes_nothing(route, investigator):
    choice = [Choice("n1", option(route, "open", "formal"), REASON)]
    first = steps_choose(route=route, user=investigator, choices=choice, now=NOW)
    again = steps_choose(route=route, user=investigator, choices=choice, now=NOW)
    assert first == again
    assert AuditEvent.objects.filter(action="step.chosen").count() == 1


@pytest.mark.parametrize("need", ["n1", "n2", ""])
def test_only_what_the_route_holds_can_be_chosen(route, investigator, need):
    with pytest.raises(FieldFaults, match="no option"):
        steps_choose(route=route, user=investigator, choices=[Choice(need, "made-up--x", REASON)], now=NOW)


def test_closed_option_cannot_be_chosen(route, investigator):
    closed = option(route, "closed", "formal")
    with pytest.raises(FieldFaults, match="closed"):
        steps_choose(route=route, user=investigator, choices=[Choice("n1", closed, REASON)], now=NOW)


def test_nothing_chosen_is_said(route, investigator):
    with pytest.raises(FieldFaults):
        steps_choose(route=route, user=investigator, choices=[], now=NOW)


def with_open_lower_tier(route):
    """The same answer with one voluntary option open, whatever the catalogue says today."""
    need = needs_of(route)["n1"]
    lower = next(o for o in need["options"] if o["tier"] == "voluntary")
    return {
        **need,
        "options": [{**o, "verdict": "open"} if o is lower else o for o in need["options"]],
    }, lower["provision"]


def test_skipped_options_are_the_open_ones_below(route):
    need, lower = with_open_lower_tier(route)
    formal = option(route, "open", "formal")
    assert lower in [o["provision"] for o in skipped_options(need, [formal])]
    assert skipped_options(need, [formal, lower]) == []
    assert skipped_options(need, []) == []
    assert all(o["tier"] != "formal" for o in skipped_options(need, [formal]))


def test_skipping_an_open_lower_tier_asks_for_a_reason(route, investigator, monkeypatch):
    need, lower = with_open_lower_tier(route)
    monkeypatch.setattr("advisor.walk.services.needs_of", lambda _: {"n1": need})
    formal = option(route, "open", "formal")
    for silent in ("", "  \n"):
        with pytest.raises(ReasonMissing, match="n1") as refused:
            steps_choose(route=route, user=investigator, choices=[Choice("n1", formal, silent)], now=NOW)
        assert lower in [o["provision"] for o in refused.value.skipped["n1"]]
    assert not Step.objects.exists()
    both = [Choice("n1", formal), Choice("n1", lower)]
    assert len(steps_choose(route=route, user=investigator, choices=both, now=NOW)) == 2


def test_a_lower_step_that_stands_already_is_no_skip(route, investigator, monkeypatch):
    need, lower = with_open_lower_tier(route)
    monkeypatch.setattr("advisor.walk.services.needs_of", lambda _: {"n1": need})
    steps_choose(route=route, user=investigator, choices=[Choice("n1", lower)], now=NOW)
    formal = option(route, "open", "formal")
    assert steps_choose(route=route, user=investigator, choices=[Choice("n1", formal)], now=NOW)


def test_all_or_none(route, investigator):
    choices = [Choice("n1", option(route, "open", "formal"), REASON), Choice("n1", "made-up--x", REASON)]
    with pytest.raises(FieldFaults):
        steps_choose(route=route, user=investigator, choices=choices, now=NOW)
    assert not Step.objects.exists()


@pytest.mark.parametrize("reason", ["x" * 4001, "a\u202eb", "a\x07b"])
def test_reason_is_held_against_the_rules_of_text(route, investigator, reason):
    with pytest.raises(FieldFaults):
        steps_choose(
            route=route, user=investigator, choices=[Choice("n1", option(route, "open", "formal"), reason)], now=NOW
        )
    assert not Step.objects.exists()


def test_withdrawn_step_can_be_planned_again(route, investigator, prosecutor):
    choice = [Choice("n1", option(route, "open", "formal"), REASON)]
    [step] = steps_choose(route=route, user=investigator, choices=choice, now=NOW)
    with pytest.raises(FieldFaults):
        step_withdraw(step=step, user=prosecutor, reason=" ", now=NOW)
    with pytest.raises(PermissionDenied):
        step_withdraw(step=step, user=investigator, reason="Wrong court", now=NOW)
    gone = step_withdraw(step=step, user=prosecutor, reason="Wrong court", now=NOW)
    assert (gone.state, gone.reason) == (StepState.WITHDRAWN, "Wrong court")
    step_withdraw(step=step, user=prosecutor, reason="Again", now=NOW)
    [back] = steps_choose(route=route, user=investigator, choices=choice, now=NOW)
    assert (back.pk, back.state, back.reason) == (step.pk, StepState.PLANNED, REASON)
    actions = list(AuditEvent.objects.filter(object_type="step").values_list("action", flat=True))
    assert actions == ["step.chosen", "step.withdrawn", "step.chosen"]


def test_foreign_route_and_step_look_missing(route, investigator, stranger, curator):
    choice = [Choice("n1", option(route, "open", "formal"), REASON)]
    [step] = steps_choose(route=route, user=investigator, choices=choice, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        steps_choose(route=route, user=stranger, choices=choice, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        step_withdraw(step=step, user=stranger, reason="x", now=NOW)
    with pytest.raises(PermissionDenied):
        steps_choose(route=route, user=curator, choices=choice, now=NOW)
