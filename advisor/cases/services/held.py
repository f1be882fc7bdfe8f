"""What every change of a case does first: reach it through the gate, and take its next version in one UPDATE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.cases.errors import StaleCase
from advisor.cases.models import Case, CaseState
from advisor.cases.roles import may_write
from advisor.cases.selectors import CASE_WORKERS, cases_for

READS_ALONG = gettext_lazy("Your part in this case is to read. Ask its lead for another part if you are to work on it.")
CLOSED = gettext_lazy("This case is closed. Reopen it first, with a reason, then change it.")


def acting(user: Any) -> None:
    """Refuse whoever may not work on cases at all. Raises PermissionDenied."""
    allowed = getattr(user, "is_active", False) and getattr(user, "role", None) in CASE_WORKERS
    if not allowed or user.agency_id is None:
        raise PermissionDenied(_("Only investigators and prosecutors of an agency work on cases."))


def writing(user: Any, case: Case) -> None:
    """Refuse whoever may read a case but not change it: its readers and translators, and everybody once it is closed.

    Raises PermissionDenied with what to do.
    """
    if not may_write(user, case):
        raise PermissionDenied(READS_ALONG)
    if case.state == CaseState.CLOSED:
        raise PermissionDenied(CLOSED)


def own_case(case: Case, user: Any) -> Case:
    """The case as it stands now. Raises Case.DoesNotExist when it is not the user's agency's."""
    return cases_for(user).get(pk=case.pk)


def next_version(
    case: Case,
    user: Any,
    *,
    version: int | None,
    now: datetime,
    mine: Mapping[str, Any],
    theirs: Any,
    changes: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Case:
    """Compare and set: give the case its next version, with `changes` of its own columns, in one UPDATE.

    `version` is the one the person saw; None means that the change cannot collide (something is added). `theirs(case)`
    tells what the case holds now under the keys of `mine`. `seen` is what the page showed under these keys: with it, a
    change elsewhere in the case is no collision, only one of the same field to something else is. Raises StaleCase,
    Case.DoesNotExist, PermissionDenied. Call it first inside the transaction: from here on the row is locked.
    """
    rows = cases_for(user).filter(pk=case.pk)
    if version is not None:
        rows = rows.filter(version=version)
    step = {"version": F("version") + 1, "updated_at": now, **(changes or {})}
    if rows.update(**step):
        return _writable(case, user)
    current = cases_for(user).select_for_update().get(pk=case.pk)  # nobody changes it while both are compared
    found = theirs(current)
    if seen is None or collide(mine, found, seen):
        raise StaleCase(mine=mine, theirs=found, version=current.version, changed_at=current.updated_at)
    cases_for(user).filter(pk=case.pk).update(**step)
    return _writable(case, user)


def _writable(case: Case, user: Any) -> Case:
    """The case with its next version; who may not write takes it back with the transaction."""
    fresh = own_case(case, user)
    writing(user, fresh)
    return fresh


def collide(mine: Mapping[str, Any], theirs: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
    """Whether somebody set one of the same fields to something else than this person saw, and than they want."""
    return any(str(theirs.get(key)) != str(seen.get(key)) and theirs.get(key) != value for key, value in mine.items())
