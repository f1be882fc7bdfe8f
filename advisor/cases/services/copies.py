"""A new case that begins where another one stands: copied inside the agency, with a reference of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.models import Case
from advisor.cases.selectors import cases_for
from advisor.cases.services.edits import LONGEST
from advisor.cases.services.files import case_from_document, case_to_document
from advisor.cases.services.held import acting, own_case
from advisor.cases.services.team import case_restrict_like
from advisor.intake.from_file import case_file_read, faults_explained
from routing.errors import CaseFaults


def reference_next(user: Any, reference: str) -> str:
    """A free reference of the agency that shows where it comes from: 'IPTV-2026-014 (2)'."""
    number = 2
    while True:
        ending = f" ({number})"
        wanted = reference[: LONGEST["reference"] - len(ending)] + ending
        if not cases_for(user).filter(reference=wanted).exists():
            return wanted
        number += 1


def case_copy(*, case: Case, user: Any, now: datetime) -> Case:
    """A new case with header, needs, things and answers of this one; exhibits, routes and steps stay where they are.

    The copy of a restricted case is restricted, and its maker leads it. What was contacted informally is not copied.

    Raises routing.errors.CaseFaults (the law's vocabulary has moved on), FieldFaults, Case.DoesNotExist,
    PermissionDenied, NoEdition.
    """
    acting(user)
    own = own_case(case, user)
    document = {key: value for key, value in case_to_document(case=own, user=user).items() if key != "exhibits"}
    with transaction.atomic():
        fresh = draft_open(user=user, document=document, now=now)
        case_restrict_like(case=fresh, source=own, user=user, now=now)
        audit_record(
            actor=user,
            action="case.copied",
            now=now,
            object_type="case",
            object_id=fresh.pk,
            case_id=fresh.pk,
            detail={"from": str(own.pk)},
        )
    return fresh


def draft_open(*, user: Any, document: Mapping[str, Any], now: datetime) -> Case:
    """A new case from a case document, under the next free reference. Raises as `case_from_document` does."""
    renamed = {**document, "reference": reference_next(user, str(document.get("reference") or _("draft")))}
    return case_from_document(user=user, document=renamed, now=now)


def draft_from_file(*, user: Any, content: bytes, name: str, now: datetime) -> Case:
    """A new case from an uploaded case file whose reference is taken, under the next free one.

    Raises as `case_from_file` does.
    """
    read = case_file_read(content, name=name)
    try:
        return draft_open(user=user, document=read.document, now=now)
    except CaseFaults as faults:
        raise CaseFaults(faults_explained(faults.faults, read.spellings)) from None
