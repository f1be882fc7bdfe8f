"""Keeping what a person answered, for the whole case or for one need."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Answer, Case, Need
from advisor.cases.selectors import answers_for, needs_for
from advisor.cases.services.held import acting, next_version, own_case
from advisor.intake.parse import value_fault
from instruments.editions import edition_current


def answers_of(case: Case, user: Any, need: Need | None = None) -> dict[str, Any]:
    """What is answered at one level: fact -> value; null is 'I don't know yet'. `need` None: for the whole case."""
    return dict(answers_for(user).filter(case=case, need=need).values_list("fact", "value"))


def _checked(values: Mapping[str, Any]) -> None:
    """Raises FieldFaults for values that are none of their fact's."""
    rulebook = edition_current().rulebook
    faults = {}
    for fact, value in values.items():
        message = value_fault(rulebook, fact, value)
        if message:
            faults[fact] = message
    if faults:
        raise FieldFaults(faults)


def _replace(
    case: Case, need: Need | None, user: Any, values: Mapping[str, Any], touched: Collection[str], now: datetime
) -> None:
    """Write the answers of one level; what is touched and has no value is gone."""
    answers_for(user).filter(case=case, need=need, fact__in=list(touched)).delete()
    common = {"case": case, "agency_id": case.agency_id, "need": need, "answered_by": user, "answered_at": now}
    Answer.objects.bulk_create(Answer(fact=fact, value=value, **common) for fact, value in values.items())


def answers_save(
    *,
    case: Case,
    user: Any,
    version: int,
    values: Mapping[str, Any],
    now: datetime,
    need: Need | None = None,
    clear: Collection[str] = (),
    seen: Mapping[str, Any] | None = None,
) -> Case:
    """Save answers of one page, for the whole case or (`need`) for one need. Returns the case with its new version.

    `values`: fact -> typed, JSON-ready value as `intake.parse` gives it; None is 'I don't know yet'. `clear`: facts
    that go back to not answered. `seen`: the answers that the page showed for them, where it tells (`next_version`).
    Nothing to save changes nothing. Raises StaleCase (`mine` and `theirs` by fact),
    FieldFaults, ObjectDoesNotExist, PermissionDenied.
    """
    acting(user)
    _checked(values)
    own = own_case(case, user)
    level = needs_for(user).get(pk=need.pk, case=own) if need is not None else None
    mine = {**dict.fromkeys(clear), **values}

    def theirs(current: Case) -> dict[str, Any]:
        held = answers_of(current, user, level)
        return {fact: held.get(fact) for fact in mine}

    if not mine:
        return own
    with transaction.atomic():
        fresh = next_version(own, user, version=version, now=now, mine=mine, theirs=theirs, seen=seen)
        _replace(fresh, level, user, values, mine, now)
        audit_record(
            actor=user,
            action="answers.saved",
            now=now,
            object_type="need" if level else "case",
            object_id=level.pk if level else fresh.pk,
            case_id=fresh.pk,
            detail={"facts": sorted(values), "cleared": sorted(set(clear) - set(values)), "version": fresh.version},
        )
    return fresh
