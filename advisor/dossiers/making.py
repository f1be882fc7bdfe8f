"""The worker's way through one job: take it, have it rendered apart, keep the lease, store the bytes or the reason.

Reads: the job's frozen inputs. Writes: the job and its dossier, through services.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.conf import settings

from advisor.dossiers import signing
from advisor.dossiers.build import document_from
from advisor.dossiers.errors import DossierError, LeaseLost
from advisor.dossiers.lint import findings_of
from advisor.dossiers.mailing import dossier_mail
from advisor.dossiers.models import Dossier
from advisor.dossiers.press import render_shut_in
from advisor.dossiers.services import Lease, job_fail, job_finish, job_keep, job_take
from advisor.dossiers.wire import Rendered

log = structlog.get_logger()


class Renderer(Protocol):
    """Makes the bytes of one dossier; calls `beat` at least every few seconds, with a progress text when there is
    news.
    """

    def __call__(
        self, *, inputs: dict[str, Any], version: int, seconds: float, beat: Callable[[str | None], None]
    ) -> Rendered: ...


def dossier_make(*, job_id: UUID, now: Callable[[], datetime], render: Renderer = render_shut_in) -> Dossier | None:
    """Take the job, render it in a process of its own and store the result; None if there was nothing to do.

    A render that fails is recorded in the job (it fails alone); a lease that was lost ends the work without a trace,
    because whoever took over does it again.
    """
    lease = job_take(job_id=job_id)
    if lease is None:
        return None

    def beat(progress: str | None) -> None:
        job_keep(lease=lease, progress=progress)

    try:
        made = _made(lease, beat, render, now)
    except LeaseLost:
        log.info("dossier_lease_lost", job=str(job_id), token=lease.token)
        return None
    dossier_mail(job_id=job_id, now=now())
    return made


def _made(
    lease: Lease, beat: Callable[[str | None], None], render: Renderer, now: Callable[[], datetime]
) -> Dossier | None:
    """Render, sign where there is a key, store; a fault is recorded in the job. Raises LeaseLost."""
    try:
        made = render(inputs=lease.inputs, version=lease.version, seconds=settings.DOSSIER_RENDER_SECONDS, beat=beat)
        content, signature = made.content, None
        if signing.signs():
            beat("Signing")
            content = signing.signed(content, final=bool(lease.inputs.get("final")))
            signature = signing.level()
    except DossierError as error:
        _record_failure(lease, error)
        return None
    beat("Storing the dossier")
    lint = findings_counted(lease.inputs, lease.version)
    return job_finish(
        lease=lease,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=made.pages,
        now=now(),
        signature=signature,
        unsigned_sha256=made.sha256 if signature else None,
        lint=lint,
    )


def findings_counted(inputs: Mapping[str, Any], version: int) -> dict[str, int] | None:
    """How many findings of each severity a draft has that could be laid out. None for what nobody checks: a final,
    which was checked as a draft, and inputs without an option of a route; nor where a rule fails: that stops no
    dossier."""
    if inputs.get("final") or "option" not in inputs:
        return None
    try:
        found = findings_of(inputs, document_from(inputs, version))
    except Exception:  # a mistake of ours in a rule: the dossier is whole, and its check says so
        log.exception("dossier_not_counted", version=version)
        return None
    return dict(Counter(finding.severity for finding in found))


def _record_failure(lease: Lease, error: DossierError) -> None:
    job_fail(lease=lease, error=str(error), final=error.final, field=error.field)
    log.warning("dossier_failed", job=str(lease.job_id), error=type(error).__name__, final=error.final)
