"""Reports from the field: who works with a row says what it got wrong; a curator answers; the reporter is thanked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.curation.errors import CurationError, FieldFaults
from advisor.curation.models import ChangeSet, FieldReport, ReportKind, ReportState
from advisor.curation.selectors import curating, reports_for
from advisor.intake.text import TextFault, clean_text
from instruments.editions import edition_current
from instruments.records import records_of

TEXT_LONGEST = 4_000
CONTEXT = ("requesting_state", "requested_state", "measure", "provision", "on", "page")


def _text(field: str, value: str, empty: str) -> str:
    try:
        text = clean_text(value or "", longest=TEXT_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({field: str(fault)}) from None
    if not text:
        raise FieldFaults({field: empty})
    return text


@transaction.atomic
def report_add(*, key: str, kind: str, text: str, context: Mapping[str, Any], user: Any, now: datetime) -> FieldReport:
    """Report what a row of the current edition got wrong. Everybody signed in may.

    `context` keeps law alone (CONTEXT); nothing of a case is stored but what the reporter types. Raises FieldFaults,
    CurationError for a row that the edition does not hold.
    """
    if not getattr(user, "is_active", False):
        raise PermissionDenied
    edition = edition_current()
    faults: dict[str, str] = {}
    if kind not in ReportKind.values:
        faults["kind"] = _("Choose what was wrong.")
    try:
        said = _text("text", text, _("Say what happened, without names of persons or cases."))
    except FieldFaults as fault:
        faults |= fault.faults
    if faults:
        raise FieldFaults(faults)
    if key not in records_of(edition.document):
        raise CurationError(_("The catalogue holds no row %(key)s.") % {"key": key})
    kept = {name: str(context[name])[:200] for name in CONTEXT if context.get(name)}
    report = FieldReport.objects.create(
        agency_id=user.agency_id,
        reporter=user,
        key=key,
        kind=kind,
        text=said,
        context=kept,
        edition_label=edition.label,
        created_at=now,
    )
    _told(user, "report.added", report, now)
    return report


@transaction.atomic
def report_close(
    *, report: FieldReport, state: str, answer: str, user: Any, now: datetime, changeset: ChangeSet | None = None
) -> FieldReport:
    """Answer a report: resolved (the row was put right) or declined (it stays, and why). Raises FieldFaults,
    CurationError when it is answered already."""
    curating(user)
    own = reports_for(user).select_for_update(of=("self",)).get(pk=report.pk)
    if own.state != ReportState.OPEN:
        raise CurationError(_("This report is answered already: %(answer)s") % {"answer": own.answer})
    if state not in (ReportState.RESOLVED, ReportState.DECLINED):
        raise FieldFaults({"state": _("Choose whether the row was put right or stays as it is.")})
    own.answer = _text("answer", answer, _("Write what the reporter will read: thanks, and what was done."))
    own.state, own.closed_by, own.closed_at, own.changeset = state, user, now, changeset
    own.save(update_fields=["answer", "state", "closed_by", "closed_at", "changeset"])
    _told(user, "report.closed", own, now)
    return own


@transaction.atomic
def report_seen(*, report: FieldReport, user: Any, now: datetime) -> None:
    """The reporter has read the answer."""
    rows = FieldReport.objects.filter(pk=report.pk, reporter=user, seen_at__isnull=True, closed_at__isnull=False)
    rows.update(seen_at=now)


def _told(user: Any, action: str, report: FieldReport, now: datetime) -> None:
    audit_record(
        actor=user,
        action=f"curation.{action}",
        now=now,
        object_type="fieldreport",
        object_id=report.pk,
        detail={"key": report.key, "kind": report.kind, "state": report.state},
    )
