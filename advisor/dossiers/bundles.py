"""The bundle of a case: chosen dossiers and the list of exhibits as one PDF with bookmarks.

Writes: Bundle, audit events. The inputs are frozen when it is asked for; a worker takes the row with a lease, has the
cover laid out in the press, puts the stored PDFs behind it and stores the whole, once (the token fences, as with
dossiers). The files themselves stay what is verified: the bundle's list gives each one's SHA-256.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from advisor.audit.services import audit_record
from advisor.cases.models import Case
from advisor.cases.selectors import exhibits_for, owned_by
from advisor.cases.services.held import acting, own_case
from advisor.celery import app
from advisor.dossiers.build.words import languages
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.errors import DossierError, TooLate
from advisor.dossiers.models import Bundle, Dossier, JobState
from advisor.dossiers.press import render_shut_in
from advisor.dossiers.selectors import dossiers_for
from advisor.dossiers.showing import job_document
from advisor.dossiers.wire import Rendered

BUNDLE_TASK = "advisor.dossiers.tasks.bundle_make"
MOST_PARTS = 60
BUNDLE_LEASE = timedelta(seconds=90)

log = structlog.get_logger()


def bundles_for(user: Any) -> QuerySet[Bundle]:
    """Bundles of cases the user may see; their bytes stay in the database until asked for."""
    return owned_by(user, Bundle.objects.defer("content"))


@transaction.atomic
def bundle_request(*, case: Case, user: Any, dossiers: Sequence[UUID], language: str, now: datetime) -> Bundle:
    """Write the row of a bundle and ring the bell on commit. Asked for again unchanged, the same bundle is returned.

    Raises PermissionDenied, TooLate (nothing chosen, or too much).
    """
    acting(user)
    own = own_case(case, user)
    Case.objects.select_for_update().get(pk=own.pk)  # two requests take turns with the number
    chosen = dossiers_for(user).filter(case=own, pk__in=list(dossiers)).select_related("job__step")
    parts = sorted(chosen, key=lambda row: (not row.job.is_final, row.job.step.need_key, row.job.version))
    if not parts:
        raise TooLate(_("Choose at least one dossier that is ready."))
    if len(parts) > MOST_PARTS:
        raise TooLate(_("A bundle holds at most %(most)s dossiers.") % {"most": MOST_PARTS})
    inputs = _frozen(own, user, parts, language if language in languages() else "en", now)
    digest = canonical_sha256({key: value for key, value in inputs.items() if key != "on"})
    standing = bundles_for(user).filter(case=own, inputs_sha256=digest).exclude(state=JobState.FAILED).first()
    if standing is not None:
        return standing
    number = (Bundle.objects.filter(case=own).aggregate(last=Max("number"))["last"] or 0) + 1
    bundle = Bundle.objects.create(
        agency_id=own.agency_id, case=own, number=number, inputs=inputs, inputs_sha256=digest,
        requested_by=user, created_at=now,
    )  # fmt: skip
    audit_record(
        actor=user, action="bundle.request", now=now, object_type="bundle", object_id=bundle.pk, case_id=own.pk,
        detail={"number": number, "parts": len(parts), "inputs": digest},
    )  # fmt: skip
    transaction.on_commit(lambda: bundle_announce(bundle_id=bundle.pk))
    return bundle


def _frozen(case: Case, user: Any, parts: Sequence[Dossier], language: str, now: datetime) -> dict[str, Any]:
    listed = exhibits_for(user).filter(case=case, withdrawn_at=None)
    return {
        "kind": "bundle",
        "format": 1,
        "language": language,
        "on": now.date().isoformat(),
        "agency": {"name": case.agency.name, "country": case.agency.country},
        "case": {"reference": case.reference, "title": case.title},
        "parts": [
            {
                "dossier": str(row.pk),
                "title": job_document(job=row.job).cover.title,
                "subtitle": job_document(job=row.job).cover.subtitle,
                "version": row.job.version,
                "language": row.job.language,
                "final": row.job.is_final,
                "pages": row.pages,
                "sha256": row.sha256,
            }
            for row in parts
        ],
        "exhibits": [
            {
                "number": row.number,
                "title": row.title,
                "captured_on": row.captured_on.isoformat(),
                "kept_at": row.kept_at,
                "size": row.size,
                "sha256": row.sha256,
            }
            for row in listed
        ],
    }


def bundle_announce(*, bundle_id: UUID) -> bool:
    """Ring the bell for one bundle; False when the queue does not answer, then the sweeper rings later."""
    try:
        app.send_task(BUNDLE_TASK, args=[str(bundle_id)], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("bundle_bell_silent", bundle=str(bundle_id), error=type(error).__name__)
        return False
    Bundle.objects.filter(pk=bundle_id).update(announced_at=Now())
    return True


def bundles_sweep() -> int:
    """Ring again for bundles that nobody works on; returns how many bells were rung."""
    silent = Q(announced_at__isnull=True) | Q(announced_at__lt=Now() - timedelta(seconds=60))
    waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, leased_until__lt=Now())
    found = Bundle.objects.filter(silent & waiting).order_by("created_at").values_list("pk", flat=True)[:5]
    return sum(bundle_announce(bundle_id=pk) for pk in list(found))


# --- the worker's side ------------------------------------------------------------------------------------------------
def bundle_make(
    *, bundle_id: UUID, now: Callable[[], datetime], render: Callable[..., Rendered] = render_shut_in
) -> Bundle | None:
    """Take a bundle, make it and store it; None if there was nothing to do, or it failed (the row says why)."""
    token = _taken(bundle_id)
    if token is None:
        return None
    held = Bundle.objects.filter(pk=bundle_id, state=JobState.RUNNING, lease_token=token)
    bundle = Bundle.objects.defer("content").get(pk=bundle_id)

    def beat(_: str | None) -> None:
        held.update(leased_until=Now() + BUNDLE_LEASE)

    try:
        front = render(inputs=bundle.inputs, version=bundle.number, seconds=settings.DOSSIER_RENDER_SECONDS, beat=beat)
        content, pages = _joined(bundle, front.content)
    except DossierError as error:
        again = not error.final and bundle.attempts < settings.DOSSIER_MAX_ATTEMPTS
        state = JobState.QUEUED if again else JobState.FAILED
        held.update(state=state, error=str(error), leased_until=None, announced_at=None)
        return None
    digest = hashlib.sha256(content).hexdigest()
    stored = held.update(
        state=JobState.DONE, content=content, sha256=digest, size=len(content), pages=pages,
        leased_until=None, error="", finished_at=now(),
    )  # fmt: skip
    return Bundle.objects.get(pk=bundle_id) if stored else None


def _taken(bundle_id: UUID) -> int | None:
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, leased_until__lt=Now())
    row = Bundle.objects.filter(free, pk=bundle_id).defer("content").first()
    if row is None:
        return None
    mine = Bundle.objects.filter(free, pk=bundle_id, lease_token=row.lease_token)
    if row.attempts >= settings.DOSSIER_MAX_ATTEMPTS:
        mine.update(state=JobState.FAILED, error=_("The bundle could not be made. Ask for it again, with fewer parts."))
        return None
    taken = mine.update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=F("lease_token") + 1,
        leased_until=Now() + BUNDLE_LEASE,
    )
    return row.lease_token + 1 if taken else None


def _joined(bundle: Bundle, front: bytes) -> tuple[bytes, int]:
    """The cover and the stored files behind it. Raises TooLate when a file is not the one that was chosen."""
    from advisor.dossiers.bundle_pdf import Part, joined

    parts = []
    for row in bundle.inputs["parts"]:
        stored = Dossier.objects.filter(pk=row["dossier"], case=bundle.case_id).first()
        content = bytes(stored.content) if stored else b""
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            raise TooLate(_("A stored file is not the one that was chosen. Tell whoever runs this installation."))
        parts.append(Part(f"{row['title']} · {row['subtitle']}", content))
    return joined(front, parts, bundle.inputs["language"])
