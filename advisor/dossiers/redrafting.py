"""From the JSON inside a dossier back to a case: what the dossier was made of, as a new draft of the same agency.

Reads the file's record and, through the gate, the frozen inputs of the job it names: header, the one need and the facts
that were printed, nothing else of the case. Writes a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.cases.services.copies import draft_open
from advisor.cases.services.team import case_restrict_like
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.models import DossierJob
from advisor.dossiers.selectors import jobs_for

FORMAT = 1


def dossier_data(document: Any) -> Mapping[str, Any] | None:
    """The record of a dossier's JSON; None when the value is something else."""
    if not isinstance(document, dict) or not {"document", "record"} <= set(document):
        return None
    record = document["record"]
    return record if isinstance(record, dict) else None


def draft_from_dossier(*, user: Any, record: Mapping[str, Any], now: datetime) -> Case:
    """A new case from what a dossier of the user's own agency was made of. Raises FieldFaults, CaseFaults."""
    job = _job(user, record)
    inputs = dict(job.inputs)
    need = {key: value for key, value in inputs["need"].items() if key != "facts"}
    document = {"format": FORMAT, **inputs["case"], "facts": dict(inputs["facts"]), "needs": [need]}
    document["needs"][0].setdefault("requested_state", None)
    with transaction.atomic():
        fresh = draft_open(user=user, document=document, now=now)
        case_restrict_like(case=fresh, source=job.case, user=user, now=now)
    return fresh


def _job(user: Any, record: Mapping[str, Any]) -> DossierJob:
    step, version = record.get("step"), record.get("version")
    try:
        step_id = UUID(str(step["id"])) if isinstance(step, dict) else None
    except (ValueError, KeyError):
        step_id = None
    if step_id and isinstance(version, int) and not isinstance(version, bool):
        for job in jobs_for(user).filter(step_id=step_id, version=version).select_related("case"):
            if canonical_sha256(job.inputs) == record.get("inputs_sha256"):
                return job
    raise FieldFaults(
        {
            "file": _(
                "This is the data of a dossier that your agency has not made here. It holds the printed text, not the "
                "answers behind it: ask its sender for the case file."
            )
        }
    )
