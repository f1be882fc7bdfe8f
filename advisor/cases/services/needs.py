"""What a case needs, and from which State."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, Need
from advisor.cases.selectors import needs_for
from advisor.cases.services.held import acting, next_version
from advisor.intake.choices import variants_of
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import number_worded, state_worded
from instruments.editions import edition_current
from routing.codec_case import MAX_OPTIONS, options_asked
from routing.rulebook import Rulebook

FIELDS = ("measure", "variant", "requested_state", "subject")
SUBJECT_LONGEST = 4_000
MOST_NEEDS = 200
AT_HOME_REFUSED = ("criminal.", "civil.")


def need_checked(values: Mapping[str, Any], case: Case, rulebook: Rulebook) -> dict[str, str]:
    """A whole need (keys of FIELDS), cleaned. Raises FieldFaults with one message for each field at fault."""
    measure, state = str(values.get("measure") or ""), str(values.get("requested_state") or "")
    variant = str(values.get("variant") or "")
    faults: dict[str, str] = {}
    subject = ""
    if measure not in rulebook.measures:
        faults["measure"] = _("Read “%(read)s”. Choose what you need from the list.") % {"read": measure}
    elif variant and variant not in variants_of(rulebook, measure):
        faults["variant"] = _("Read “%(read)s”. Choose one of: %(allowed)s.") % {
            "read": variant,
            "allowed": ", ".join(variants_of(rulebook, measure)) or _("none"),
        }
    if state and state not in rulebook.states:
        faults["requested_state"] = _("Read “%(read)s”. Choose a State, or “not known yet”.") % {"read": state}
    elif state == case.requesting_state and measure.startswith(AT_HOME_REFUSED):
        faults["requested_state"] = _(
            "%(state)s is the State the request comes from. This measure asks another State; "
            "for a step at home choose the domestic or administrative measure."
        ) % {"state": state_worded(state, rulebook.states[state].name)}
    try:
        subject = clean_text(str(values.get("subject") or ""), longest=SUBJECT_LONGEST, lines=True)
    except TextFault as fault:
        faults["subject"] = str(fault)
    if faults:
        raise FieldFaults(faults)
    return {"measure": measure, "variant": variant, "requested_state": state, "subject": subject}


def _next_key(taken: set[str]) -> str:
    """The next free n1, n2, n3 ..."""
    number = len(taken) + 1
    while f"n{number}" in taken:
        number += 1
    return f"n{number}"


def _weighed(kept: list[str], added: list[str], rulebook: Rulebook, *, less: int = 0) -> None:
    """Raises FieldFaults when measures beside those of the kept needs ask for more than one answer holds.

    `less` is what a changed need asked for before: whoever asks for no more than that is always let through.
    """
    asked, more = options_asked([*kept, *added], rulebook), options_asked(added, rulebook)
    if asked > MAX_OPTIONS and more > less:
        message = _(
            "Too much for one case: its needs would have %(asked)s legal provisions to weigh, and %(most)s are the "
            "most. Open a second case for the rest, for instance for another group of States."
        ) % {"asked": number_worded(asked), "most": number_worded(MAX_OPTIONS)}
        raise FieldFaults({"measure": message})


def _append(case: Case, user: Any, checked: list[dict[str, str]], rulebook: Rulebook) -> list[Need]:
    """Write new needs behind the last one, each with a key of its own. Raises FieldFaults when there are too many."""
    present = needs_for(user).filter(case=case)
    _weighed(list(present.values_list("measure", flat=True)), [values["measure"] for values in checked], rulebook)
    taken = set(present.values_list("key", flat=True))
    if len(taken) + len(checked) > MOST_NEEDS:
        message = _("A case holds at most %(most)s needs; this one has %(count)s.") % {
            "most": MOST_NEEDS,
            "count": len(taken),
        }
        raise FieldFaults({"requested_state": message})
    position = present.aggregate(last=Max("position"))["last"] or 0
    added = []
    for values in checked:
        key, position = _next_key(taken), position + 1
        taken.add(key)
        added.append(Need(case=case, agency_id=case.agency_id, key=key, position=position, **values))
    return Need.objects.bulk_create(added)


def _told(user: Any, action: str, need: Need, now: datetime, detail: dict[str, Any]) -> None:
    """The audit's record of a change of one need."""
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="need",
        object_id=need.pk,
        case_id=need.case_id,
        detail={"key": need.key, **detail},
    )


def needs_add(
    *,
    case: Case,
    user: Any,
    measure: str,
    requested_states: Sequence[str],
    now: datetime,
    variant: str = "",
    subject: str = "",
) -> list[Need]:
    """Add one need of a measure for each State ('' = State not known yet), in that order. Returns the new needs.

    A State named twice counts once. Adding collides with nobody, so no version is asked. Raises FieldFaults,
    Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    rulebook = edition_current().rulebook
    states = list(dict.fromkeys(requested_states)) or [""]
    with transaction.atomic():
        fresh = next_version(case, user, version=None, now=now, mine={}, theirs=lambda current: {})
        checked = [
            need_checked(
                {"measure": measure, "variant": variant, "requested_state": state, "subject": subject}, fresh, rulebook
            )
            for state in states
        ]
        added = _append(fresh, user, checked, rulebook)
        for need in added:
            _told(user, "need.added", need, now, {"measure": need.measure, "requested_state": need.requested_state})
    return added


def need_update(
    *,
    need: Need,
    user: Any,
    version: int,
    changes: Mapping[str, Any],
    now: datetime,
    seen: Mapping[str, str] | None = None,
) -> Need:
    """Change a need (keys: measure, variant, requested_state, subject). `version` is the case's as the page showed it,
    `seen` (where the page tells) what it showed in each field: a field that stands as it was seen is nobody's change.

    Raises StaleCase (`mine` and `theirs` by field), FieldFaults, Need.DoesNotExist.
    """
    own = needs_for(user).select_related("case").get(pk=need.pk)
    if seen is not None:
        changes = {field: value for field, value in changes.items() if value != seen.get(field)}
        if not changes:
            return own
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise FieldFaults({name: _("A need has no such field.") for name in unknown})
    rulebook = edition_current().rulebook
    checked = need_checked({f: changes.get(f, getattr(own, f)) for f in FIELDS}, own.case, rulebook)
    others = needs_for(user).filter(case=own.case).exclude(pk=own.pk).values_list("measure", flat=True)
    _weighed(list(others), [checked["measure"]], rulebook, less=options_asked([own.measure], rulebook))
    mine = {field: checked[field] for field in changes}

    def theirs(_: Case) -> dict[str, Any]:
        current = needs_for(user).filter(pk=own.pk).first()
        return {field: getattr(current, field) for field in mine} if current else {}

    with transaction.atomic():
        next_version(own.case, user, version=version, now=now, mine=mine, theirs=theirs, seen=seen)
        needs_for(user).filter(pk=own.pk).update(**mine)
        _told(user, "need.changed", own, now, {"fields": sorted(mine)})
    return needs_for(user).get(pk=own.pk)


def need_remove(*, need: Need, user: Any, version: int, now: datetime) -> None:
    """Take a need and its answers out of the case. Stored routes keep it. Raises StaleCase, Need.DoesNotExist."""
    own = needs_for(user).select_related("case").get(pk=need.pk)
    with transaction.atomic():
        next_version(own.case, user, version=version, now=now, mine={"removed": own.key}, theirs=lambda current: {})
        _told(user, "need.removed", own, now, {"measure": own.measure})
        own.delete()
