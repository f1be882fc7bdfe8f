"""The rights of a case. Whoever enters one says with it which kind of right the case is about.

The engine looks at every right of the list, unless the question 'which right' was answered for the whole case: then it
takes that answer alone. So an answer to that question is taken back with every change of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, Right
from advisor.cases.selectors import answers_for, rights_for
from advisor.cases.services.entities import next_key
from advisor.cases.services.held import acting, next_version
from advisor.intake.entities.faults import EntityFaults
from advisor.intake.rights.check import MOST_RIGHTS, CheckedRight, right_checked
from instruments.editions import edition_current

KIND = "right.kind"


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a right. Raises FieldFaults."""
    try:
        return columns_of(right_checked(values, states=edition_current().rulebook.states))
    except EntityFaults as error:
        raise FieldFaults(error.faults) from None


def columns_of(right: CheckedRight) -> dict[str, Any]:
    """A checked right as the columns of its row."""
    return asdict(right) | {"territory": list(right.territory), "conduct": list(right.conduct)}


def right_of(row: Right) -> CheckedRight:
    """A row as a checked right."""
    values = {name: getattr(row, name) for name in CheckedRight.__dataclass_fields__}
    return CheckedRight(**values | {"territory": tuple(row.territory), "conduct": tuple(row.conduct)})


def _told(user: Any, action: str, right: Right, now: datetime, detail: Mapping[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="right",
        object_id=right.pk,
        case_id=right.case_id,
        detail={"key": right.key, "kind": right.kind, **detail},
    )


def _answer_taken_back(case: Case, user: Any) -> dict[str, Any]:
    """Takes back the answer that would hide the list. Returns what the audit says of it."""
    count, _by_model = answers_for(user).filter(case=case, need__isnull=True, fact=KIND).delete()
    return {"answer_taken_back": KIND} if count else {}


def right_add(*, case: Case, user: Any, values: Mapping[str, Any], now: datetime) -> Right:
    """Add a right (`values`: keys of CheckedRight). Raises FieldFaults, Case.DoesNotExist, PermissionDenied."""
    acting(user)
    columns = _checked(values)
    with transaction.atomic():
        fresh = next_version(case, user, version=None, now=now, mine={}, theirs=lambda current: {})
        present = rights_for(user).filter(case=fresh)
        taken = set(present.values_list("key", flat=True))
        if len(taken) >= MOST_RIGHTS:
            raise FieldFaults({"name": _("A case holds at most %(most)s rights.") % {"most": MOST_RIGHTS}})
        position = (present.aggregate(last=Max("position"))["last"] or 0) + 1
        right = Right.objects.create(
            case=fresh, agency_id=fresh.agency_id, key=next_key(taken, "r"), position=position, **columns
        )
        _told(user, "right.added", right, now, _answer_taken_back(fresh, user))
    return right


def right_seen(right: Right) -> dict[str, Any]:
    """What a page shows of a right, JSON-ready, under the keys of a collision."""
    found = columns_of(right_of(right))
    return {name: str(value) if isinstance(value, date) else value for name, value in found.items() if name != "kind"}


def right_update(
    *,
    right: Right,
    user: Any,
    version: int,
    values: Mapping[str, Any],
    now: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Right:
    """Change a right: everything but its kind. `version` is the case's as the page showed it, `seen` what it showed.

    Raises StaleCase (`mine` and `theirs` by field), FieldFaults, Right.DoesNotExist.
    """
    own = rights_for(user).select_related("case").get(pk=right.pk)
    columns = _checked({**values, "kind": own.kind})

    def theirs(_case: Case) -> dict[str, Any]:
        current = rights_for(user).filter(pk=own.pk).first()
        return {name: getattr(current, name) for name in mine} if current else {}

    mine = {name: value for name, value in columns.items() if name != "kind"}
    with transaction.atomic():
        fresh = next_version(own.case, user, version=version, now=now, mine=mine, theirs=theirs, seen=seen)
        rights_for(user).filter(pk=own.pk).update(**columns)
        changed = sorted(name for name, value in columns.items() if getattr(own, name) != value)
        _told(user, "right.changed", own, now, {"fields": changed, **_answer_taken_back(fresh, user)})
    return rights_for(user).get(pk=own.pk)


def right_remove(*, right: Right, user: Any, version: int, now: datetime) -> None:
    """Take a right out of the case. Stored routes keep it. Raises StaleCase, Right.DoesNotExist."""
    own = rights_for(user).select_related("case").get(pk=right.pk)
    with transaction.atomic():
        next_version(own.case, user, version=version, now=now, mine={"removed": own.key}, theirs=lambda current: {})
        _told(user, "right.removed", own, now, {})
        own.delete()


def rights_write(*, case: Case, found: Iterable[tuple[str, CheckedRight]]) -> None:
    """The rights of a case file as rows of a new case. Call it inside the transaction that made the case."""
    Right.objects.bulk_create(
        Right(case=case, agency_id=case.agency_id, key=key, position=position, **columns_of(right))
        for position, (key, right) in enumerate(found, start=1)
    )
