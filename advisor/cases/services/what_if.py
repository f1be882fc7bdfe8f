"""What if: the answer to a case with something else in it, beside the answer to the case as it stands.

Reads the case through the gate and the published edition, and asks the engine where every answer of the office comes
from (`services/routes.answers`). Writes nothing, until somebody keeps it: then the change goes through the services
that anybody's change goes through, and a new route is stored.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseRoute
from advisor.cases.selectors import needs_for
from advisor.cases.services.answers import answers_save
from advisor.cases.services.files import case_to_document
from advisor.cases.services.needs import need_update
from advisor.cases.services.routes import answers, case_route
from instruments.editions import CurrentEdition, edition_current
from routing.errors import CaseFaults, Fault

SENT_ON = "request.sent_on"
RECEIVED_ON = "request.received_on"


@dataclass(frozen=True, slots=True)
class Change:
    """What is tried. `facts`: (need's key, '' for the whole case) -> fact -> value, None for 'I don't know yet';
    `states`: need's key -> State; `on`: the day, None for the day of the question itself."""

    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.facts or self.states or self.on)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two answers of the contract with the documents they were made from; the second is None where it has `faults`."""

    case: Case
    edition: CurrentEdition
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    asked: Mapping[str, Any]
    tried: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()


def changed_document(document: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The case document with the change in it. A value of None takes the fact out: absent means unknown."""
    tried = copy.deepcopy(dict(document))
    levels = {"": tried, **{need["id"]: need for need in tried.get("needs", ())}}
    for key, values in change.facts.items():
        level = levels.get(key)
        if level is None:
            continue
        facts = dict(level.get("facts") or {})
        for fact, value in values.items():
            if value is None:
                facts.pop(fact, None)
            else:
                facts[fact] = value
        level["facts"] = facts
    for key, state in change.states.items():
        if key in levels:
            levels[key]["requested_state"] = state or None
    return tried


def change_whole(document: Mapping[str, Any], change: Change) -> Change:
    """The change with its day wherever the case states the day of sending, which would decide otherwise.

    A receipt stated for that same day moves with it. What is tried itself stays.
    """
    if change.on is None:
        return change
    facts = {key: dict(values) for key, values in change.facts.items()}
    for key, fact, _stated in days_moved(document, change):
        facts.setdefault(key, {})[fact] = change.on.isoformat()
    return replace(change, facts=facts)


def days_moved(document: Mapping[str, Any], change: Change) -> list[tuple[str, str, str]]:
    """(need's key or '', fact, day stated) of every day that the tried day takes the place of."""
    found: list[tuple[str, str, str]] = []
    whole = document.get("facts") or {}
    for key, level in (("", document), *((need["id"], need) for need in document.get("needs") or ())):
        facts = level.get("facts") or {}
        sent = facts.get(SENT_ON, whole.get(SENT_ON))
        for fact in (SENT_ON, RECEIVED_ON):
            if sent is not None and facts.get(fact) == sent and fact not in change.facts.get(key, {}):
                found.append((key, fact, str(sent)))
    return [row for row in found if change.on is not None and row[2] != change.on.isoformat()]


def case_what_if(*, case: Case, user: Any, change: Change, on: date) -> WhatIf:
    """The case as it stands on the day `on` and with the change; nothing is stored.

    Raises CaseFaults when the case as it stands cannot be routed, NoEdition, Case.DoesNotExist.
    """
    edition = edition_current()
    asked = case_to_document(case=case, user=user)
    before = answers.of(asked, edition, on)
    tried = changed_document(asked, change_whole(asked, change))
    try:
        after = answers.of(tried, edition, change.on or on)
    except CaseFaults as faults:
        return WhatIf(case, edition, before, None, asked, tried, faults.faults)
    return WhatIf(case, edition, before, after, asked, tried)


def what_if_keep(*, case: Case, user: Any, change: Change, version: int, on: date, now: datetime) -> CaseRoute:
    """Write the change into the case, all or nothing, and store its new route for the day tried, else for `on`.

    `version` is the case's as the person saw it. Raises StaleCase, FieldFaults, CaseFaults, CaseBusy, NoEdition,
    PermissionDenied, ObjectDoesNotExist; the case stays as it was then.
    """
    with transaction.atomic():
        change = change_whole(case_to_document(case=case, user=user), change)
        for key, values in change.facts.items():
            need = needs_for(user).get(case=case, key=key) if key else None
            saved = answers_save(case=case, user=user, version=version, values=values, need=need, now=now)
            version = saved.version
        for key, state in change.states.items():
            need = needs_for(user).get(case=case, key=key)
            if need.requested_state == state:
                raise FieldFaults({"state": f"{state}"})
            need_update(need=need, user=user, version=version, changes={"requested_state": state}, now=now)
            version += 1
        return case_route(case=case, user=user, on=change.on or on, now=now)
