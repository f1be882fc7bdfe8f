"""'Still true': a record was read again in its source. No law changes, so no edition; day and reader are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.curation.draft import base_records
from advisor.curation.errors import CurationError, FieldFaults
from advisor.curation.selectors import curating
from advisor.intake.text import TextFault, clean_text
from instruments.models import RecordCheck
from instruments.records import record_sha256

SOURCE_LONGEST = 500


def row_still_true(
    *, keys: Collection[str], source: str, checked_on: Any, user: Any, now: datetime, note: str = ""
) -> list[RecordCheck]:
    """Keep that records were read again, as they stand, on a day and in a source. Raises FieldFaults, CurationError."""
    curating(user)
    faults: dict[str, str] = {}
    try:
        source = clean_text(source or "", longest=SOURCE_LONGEST)
        note = clean_text(note or "", longest=SOURCE_LONGEST, lines=True)
    except TextFault as fault:
        faults["source"] = str(fault)
    if not source:
        faults.setdefault("source", _("Enter where you read it again."))
    if checked_on is None or checked_on > now.date():
        faults["checked_on"] = _("Enter the day on which you read it, today or before.")
    if faults:
        raise FieldFaults(faults)
    held = base_records()
    unknown = [key for key in keys if key not in held]
    if unknown or not keys:
        raise CurationError(_("These are no records of the catalogue: %(keys)s.") % {"keys": ", ".join(unknown) or "-"})
    with transaction.atomic():
        rows = RecordCheck.objects.bulk_create(
            [
                RecordCheck(
                    key=key,
                    sha256=record_sha256(held[key]),
                    checked_on=checked_on,
                    by=user.get_full_name(),
                    source=source,
                    note=note,
                    at=now,
                )
                for key in keys
            ]
        )
        audit_record(
            actor=user,
            action="curation.still_true",
            now=now,
            object_type="record",
            detail={"keys": list(keys)[:50], "count": len(keys), "checked_on": checked_on.isoformat()},
        )
    return rows


def watch_looked(*, code: str, checked_on: Any, found: str, user: Any, now: datetime) -> RecordCheck:
    """Keep that somebody looked after an entry of the watch list, and what was found. Raises FieldFaults."""
    curating(user)
    faults: dict[str, str] = {}
    try:
        found = clean_text(found or "", longest=SOURCE_LONGEST, lines=True)
    except TextFault as fault:
        faults["found"] = str(fault)
    if not found:
        faults.setdefault("found", _("Write what you found, such as: still three ratifications."))
    if checked_on is None or checked_on > now.date():
        faults["checked_on"] = _("Enter the day on which you looked, today or before.")
    if faults:
        raise FieldFaults(faults)
    with transaction.atomic():
        row = RecordCheck.objects.create(
            key=f"watch:{code}",
            sha256="",
            checked_on=checked_on,
            by=user.get_full_name(),
            source="",
            note=found,
            at=now,
        )
        audit_record(actor=user, action="curation.watched", now=now, object_type="record", detail={"keys": [row.key]})
    return row
