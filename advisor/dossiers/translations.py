"""The way of a translation: a packet goes out for a dossier, a return comes back, is checked, and becomes its text.

Reads: jobs through the query gate. Writes: Translation, a new dossier job, audit events.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from advisor.audit.services import audit_record
from advisor.cases.services.held import acting
from advisor.dossiers.build.words import languages
from advisor.dossiers.errors import LanguageUnknown
from advisor.dossiers.models import DossierJob, Translation
from advisor.dossiers.packet.checking import Fault, faults_of, translations_of
from advisor.dossiers.packet.making import Packet, packet_of
from advisor.dossiers.packet.reading import return_from
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.services import dossier_request


@dataclass(frozen=True)
class Returned:
    """What became of a return: its faults, or the new dossier."""

    faults: tuple[Fault, ...]
    sentences: int
    job: DossierJob | None = None


def job_packet(*, job: DossierJob, target: str) -> Packet:
    """The packet of a job for a translation into `target`. Raises LanguageUnknown."""
    if target not in languages() or target == job.language:
        raise LanguageUnknown(target, tuple(code for code in languages() if code != job.language))
    return packet_of(job.inputs, target)


@transaction.atomic
def translation_return(*, job: DossierJob, target: str, content: bytes, user: Any, now: datetime) -> Returned:
    """Check a returned packet; one without faults is kept, and a dossier in both languages is asked for.

    Raises Unreadable, LanguageUnknown, DossierJob.DoesNotExist, PermissionDenied.
    """
    acting(user)
    own = jobs_for(user).select_related("step").get(pk=job.pk)
    packet = job_packet(job=own, target=target)
    came = return_from(content)
    faults = faults_of(packet, came)
    if faults:
        codes = sorted({fault.code for fault in faults})
        _told(user, "dossier.return.refused", own, now, {"language": target, "faults": len(faults), "codes": codes})
        return Returned(faults, len(packet.sentences))
    Translation.objects.create(
        agency_id=own.agency_id,
        case_id=own.case_id,
        step=own.step,
        source_language=own.language,
        language=target,
        said=translations_of(packet, came),
        packet_sha256=packet.sha256,
        returned_by=user,
        returned_at=now,
    )
    _told(user, "dossier.return.accepted", own, now, {"language": target, "packet": packet.sha256})
    made = dossier_request(step=own.step, language=own.language, beside=target, user=user, now=now)
    return Returned((), len(packet.sentences), made)


def _told(user: Any, action: str, job: DossierJob, now: datetime, detail: dict[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="dossierjob",
        object_id=job.pk,
        case_id=job.case_id,
        detail=detail,
    )
