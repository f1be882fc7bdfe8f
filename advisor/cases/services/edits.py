"""Opening a case and changing its header."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, Stage, Track
from advisor.cases.practice_mark import MARK, is_practice
from advisor.cases.selectors import cases_for
from advisor.cases.services.held import acting, next_version
from advisor.intake.text import TextFault, clean_text
from instruments.editions import edition_current
from routing.rulebook import Rulebook

FIELDS = ("reference", "title", "summary", "requesting_state", "track", "stage", "opened_on")
LONGEST = {"reference": 80, "title": 200, "summary": 20_000}
REFERENCE_TAKEN = gettext_lazy(
    "Your agency already has a case with this reference. Choose another one, or open that case."
)
NEEDED = {
    "reference": gettext_lazy("Enter the reference of the case."),
    "title": gettext_lazy("Enter what the case is called."),
}
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


def _text(field: str, value: Any) -> str:
    """A header text, cleaned. Raises TextFault."""
    text = clean_text(str(value or ""), longest=LONGEST[field], lines=field == "summary")
    if not text and field != "summary":
        raise TextFault(str(NEEDED[field]))
    return text


def _one_of(field: str, value: Any, allowed: list[str]) -> str:
    if value not in allowed:
        raise TextFault(
            _("Read “%(read)s”. Choose one of: %(allowed)s.") % {"read": value, "allowed": ", ".join(allowed)}
        )
    return str(value)


def _day(value: Any) -> date:
    if not isinstance(value, date) or not EARLIEST <= value <= LATEST:
        raise TextFault(
            _("Enter the day the case was opened, from %(first)s to %(last)s.")
            % {"first": EARLIEST.year, "last": LATEST.year}
        )
    return value


def header_checked(values: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """The header fields among `values`, cleaned. Raises FieldFaults with one message for each field at fault."""
    checked: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field, value in values.items():
        try:
            if field in LONGEST:
                checked[field] = _text(field, value)
            elif field == "requesting_state":
                if value not in rulebook.states:
                    raise TextFault(
                        _("Read “%(read)s”. Choose the State that the request comes from.") % {"read": value}
                    )
                checked[field] = value
            elif field == "opened_on":
                checked[field] = _day(value)
            else:
                checked[field] = _one_of(field, value, list((Track if field == "track" else Stage).values))
        except TextFault as fault:
            faults[field] = str(fault)
    if faults:
        raise FieldFaults(faults)
    return checked


def reference_free(user: Any, reference: str, besides: Case | None = None) -> None:
    """Raises FieldFaults when the agency has another case of this reference."""
    others = cases_for(user).filter(reference=reference)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise FieldFaults({"reference": str(REFERENCE_TAKEN)})


def mark_kept(reference: str, practice: bool) -> None:
    """Raises FieldFaults when a reference says practice and the case is none, or the other way round."""
    if is_practice(reference) == practice:
        return
    message = (
        _("A practice case keeps its mark: the reference begins with %(mark)s-.")
        if practice
        else _("References that begin with %(mark)s- are kept for practice. Choose another one.")
    )
    raise FieldFaults({"reference": message % {"mark": MARK}})


def case_open(
    *,
    user: Any,
    reference: str,
    title: str,
    requesting_state: str,
    track: str,
    stage: str,
    opened_on: date,
    now: datetime,
    summary: str = "",
    extra: Mapping[str, Any] | None = None,
    practice: bool = False,
) -> Case:
    """Open a case for the user's agency; `practice` says that it is one of an exercise.

    Raises FieldFaults (field -> message), PermissionDenied, NoEdition.
    """
    acting(user)
    given = {
        "reference": reference,
        "title": title,
        "summary": summary,
        "requesting_state": requesting_state,
        "track": track,
        "stage": stage,
        "opened_on": opened_on,
    }
    header = header_checked(given, edition_current().rulebook)
    mark_kept(header["reference"], practice)
    reference_free(user, header["reference"])
    try:
        with transaction.atomic():
            case = Case.objects.create(
                agency_id=user.agency_id,
                created_by=user,
                created_at=now,
                updated_at=now,
                extra=dict(extra or {}),
                **header,
            )
            audit_record(
                actor=user, action="case.opened", now=now, object_type="case", object_id=case.pk, case_id=case.pk
            )
    except IntegrityError:  # the same reference, a moment ago
        reference_free(user, header["reference"])
        raise
    return case


def case_update(
    *,
    case: Case,
    user: Any,
    version: int,
    changes: Mapping[str, Any],
    now: datetime,
    seen: Mapping[str, str] | None = None,
) -> Case:
    """Change header fields of a case (keys: FIELDS). `version` is the one the page showed, `seen` (where the page
    tells) what it showed in each field, as text: a field that stands as it was seen is nobody's change.

    Raises StaleCase (`mine` and `theirs` by field), FieldFaults, Case.DoesNotExist.
    """
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise FieldFaults({name: _("A case has no such field.") for name in unknown})
    checked = header_checked(changes, edition_current().rulebook)
    if seen is not None:
        checked = {field: value for field, value in checked.items() if str(value) != seen.get(field)}
        if not checked:
            return cases_for(user).get(pk=case.pk)
    if "reference" in checked:
        mark_kept(checked["reference"], is_practice(case.reference))
        reference_free(user, checked["reference"], besides=case)
    try:
        with transaction.atomic():
            fresh = next_version(
                case,
                user,
                version=version,
                now=now,
                mine=checked,
                theirs=lambda current: {field: getattr(current, field) for field in checked},
                changes=checked,
                seen=seen,
            )
            audit_record(
                actor=user,
                action="case.changed",
                now=now,
                object_type="case",
                object_id=fresh.pk,
                case_id=fresh.pk,
                detail={"fields": sorted(checked), "version": fresh.version},
            )
    except IntegrityError:  # the same reference, a moment ago
        reference_free(user, checked.get("reference", ""), besides=case)
        raise
    return fresh
