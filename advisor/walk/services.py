"""Choosing which options of a stored route are taken, and taking a choice back.

Reads the stored route's own answer, never the engine. Writes Step rows and audit events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.models import CaseRoute
from advisor.cases.selectors import routes_for
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text
from advisor.walk import states
from advisor.walk.happening import Happening
from advisor.walk.models import EventKind, Step, StepState
from advisor.walk.moves import (
    MoveRefused,
    StepStale,
    appended,
    step_correct,
    step_drafted,
    step_move,
    step_record,
)
from advisor.walk.selectors import steps_for

__all__ = [
    "Choice",
    "MoveRefused",
    "ReasonMissing",
    "StepStale",
    "needs_of",
    "obtaining",
    "skipped_options",
    "step_correct",
    "step_drafted",
    "step_move",
    "step_record",
    "step_withdraw",
    "steps_choose",
]

TIERS = ("voluntary", "single_jurisdiction", "formal")
OPEN, CLOSED, OBTAIN = "open", "closed", "obtain"
REASON_LONGEST = 4_000
Chosen = tuple[str, str]


class ReasonMissing(OfficeError):
    """A lower tier that is open was skipped without saying why. `skipped`: need id -> the open options left out."""

    def __init__(self, skipped: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.skipped = {need: list(options) for need, options in skipped.items()}
        said = "; ".join(
            f"{need}: {', '.join(str(option['provision']) for option in options)}"
            for need, options in self.skipped.items()
        )
        super().__init__(
            _(
                "A simpler way is open and was not chosen (%(options)s). Choose it as well, or say why it is skipped: "
                "the dossier repeats the reason."
            )
            % {"options": said}
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One option to take: `need` is the need's id in the route, `provision` the option's provision."""

    need: str
    provision: str
    reason: str = ""


def needs_of(route: CaseRoute) -> dict[str, Mapping[str, Any]]:
    """The needs of a stored route's answer, by id."""
    return {need["id"]: need for need in route.document["answer"]["needs"]}


def obtaining(need: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The options of a need that can bring what is needed: not those that secure or support beside them."""
    beside = {row["measure"] for row in need["plan"] if row["purpose"] != OBTAIN}
    return [option for option in need["options"] if option["measure"] not in beside and not option.get("adjunct")]


def skipped_options(need: Mapping[str, Any], chosen: Iterable[str]) -> list[Mapping[str, Any]]:
    """The open options of every lower tier from which nothing is chosen; what a reason must be given for.

    `need` is one need of an answer, `chosen` the provisions taken for it. Steps that secure or support skip nothing
    that obtains, and nothing that obtains is skipped by way of them; where they alone are chosen, they are the ladder.
    """
    options, taken = obtaining(need), set(chosen)
    tiers = {TIERS.index(option["tier"]) for option in options if option["provision"] in taken}
    if not tiers:
        options = need["options"]
        tiers = {TIERS.index(option["tier"]) for option in options if option["provision"] in taken}
    return [
        option
        for option in options
        if option["verdict"] == OPEN
        and (tier := TIERS.index(option["tier"])) < max(tiers, default=0)
        and tier not in tiers
    ]


def _option(needs: Mapping[str, Mapping[str, Any]], choice: Choice) -> Mapping[str, Any]:
    """The chosen option. Raises FieldFaults when the route has none such, or when it is closed."""
    need = needs.get(choice.need)
    options: dict[str, Mapping[str, Any]] = {o["provision"]: o for o in need["options"]} if need else {}
    found = options.get(choice.provision)
    if found is None:
        raise FieldFaults(
            {
                choice.need: _("This route has no option %(option)s for %(need)s. Choose again.")
                % {"option": choice.provision, "need": choice.need}
            }
        )
    if found["verdict"] == CLOSED:
        raise FieldFaults(
            {
                choice.need: _("%(option)s is closed for %(need)s and cannot be chosen.")
                % {"option": choice.provision, "need": choice.need}
            }
        )
    return found


def _reason(choice: Choice) -> str:
    try:
        return clean_text(choice.reason, longest=REASON_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({choice.need: str(fault)}) from None


def _reasons_given(needs: Mapping[str, Mapping[str, Any]], choices: Sequence[Choice], standing: Iterable[Step]) -> None:
    """Raises ReasonMissing for every need whose open lower tier is skipped without a word."""
    taken: dict[str, set[str]] = {}
    for step in standing:
        taken.setdefault(step.need_key, set()).add(step.provision)
    said = {choice.need for choice in choices if choice.reason.strip()}
    for choice in choices:
        taken.setdefault(choice.need, set()).add(choice.provision)
    skipped = {
        key: left_out
        for key in {choice.need for choice in choices}
        if key not in said and (left_out := skipped_options(needs[key], taken[key]))
    }
    if skipped:
        raise ReasonMissing(skipped)


def steps_choose(*, route: CaseRoute, user: Any, choices: Sequence[Choice], now: datetime) -> list[Step]:
    """Take options of a stored route as steps, all or none. Returns the steps in the order of `choices`.

    An option that is a step already stays as it is; a withdrawn one is planned again. Raises FieldFaults (need
    id -> message: no such option, closed), ReasonMissing, CaseRoute.DoesNotExist, PermissionDenied.
    """
    acting(user)
    own = routes_for(user).get(pk=route.pk)
    writing(user, own.case)
    if not choices:
        raise FieldFaults({"steps": _("Nothing was chosen. Choose at least one step.")})
    needs = needs_of(own)
    options = [_option(needs, choice) for choice in choices]
    with transaction.atomic():
        present = {(s.need_key, s.provision): s for s in steps_for(user).select_for_update().filter(route=own)}
        standing = [step for step in present.values() if step.state != StepState.WITHDRAWN]
        _reasons_given(needs, choices, standing)
        return [
            _taken(own, user, choice, option, present.get((choice.need, choice.provision)), now)
            for choice, option in zip(choices, options, strict=True)
        ]


def _taken(
    route: CaseRoute, user: Any, choice: Choice, option: Mapping[str, Any], present: Step | None, now: datetime
) -> Step:
    """One step, written unless it stands already."""
    if present is not None and present.state != StepState.WITHDRAWN:
        return present
    decided = {
        "state": StepState.PLANNED,
        "reason": _reason(choice),
        "chosen_by": user,
        "chosen_at": now,
    }
    step, _ = Step.objects.update_or_create(
        route=route,
        need_key=choice.need,
        provision=choice.provision,
        defaults=decided,
        create_defaults={
            **decided,
            "case_id": route.case_id,
            "agency_id": route.agency_id,
            "measure": option["measure"],
            "instrument": option["instrument"],
            "tier": option["tier"],
            "acting_state": option.get("acting_state") or "",
            "authority": next((row["name"] for row in option.get("authorities") or () if row.get("name")), "")[:300],
        },
    )
    before = states.WITHDRAWN if present else ""
    told = Happening(now.astimezone(UTC).date(), note=step.reason)
    appended(step, EventKind.STATE, before, StepState.PLANNED, told, user, now)
    _told(user, "step.chosen", step, now, {"need": step.need_key, "provision": step.provision})
    return step


def step_withdraw(*, step: Step, user: Any, reason: str, now: datetime) -> Step:
    """Take a step back, with a reason. Its dossiers stay. Raises FieldFaults, MoveRefused (it has ended),
    Step.DoesNotExist, PermissionDenied."""
    acting(user)
    own = steps_for(user).get(pk=step.pk)
    if own.state == StepState.WITHDRAWN:
        return own
    if not reason.strip():
        raise FieldFaults({"reason": _("Say why this step is taken back.")})
    try:
        with transaction.atomic():
            day = now.astimezone(UTC).date()
            own = step_move(step=own, to=states.WITHDRAWN, user=user, happened_on=day, note=reason, now=now)
            own.reason = own.events.latest("number").note
            own.save(update_fields=["reason"])
    except FieldFaults as error:
        raise FieldFaults({"reason": error.faults.get("note", str(error))}) from None
    return own


def _told(user: Any, action: str, step: Step, now: datetime, detail: dict[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="step",
        object_id=step.pk,
        case_id=step.case_id,
        detail=detail,
    )
