"""What the queue may ask the worker to do. Messages carry ids, never text of a case.

WeasyPrint is loaded once, in the worker's parent process (`worker_init`), so that every render starts warm; the web
process imports neither this module's worker side nor WeasyPrint.
"""

from typing import Any
from uuid import UUID

import structlog
from celery import shared_task
from celery.signals import worker_init, worker_ready
from django.utils import timezone

from advisor.celery import app
from advisor.dossiers.services import jobs_sweep

log = structlog.get_logger()
BUNDLE_TASK = "advisor.dossiers.tasks.bundle_make"
SWEEP_TASK = "advisor.dossiers.tasks.dossier_sweep"


@shared_task(name="advisor.dossiers.tasks.dossier_render")
def dossier_render(job_id: str) -> None:
    """Make one dossier, if nobody else does; a message for a finished or unknown job does nothing."""
    from advisor.dossiers.making import dossier_make

    dossier_make(job_id=UUID(job_id), now=timezone.now)


@shared_task(name=BUNDLE_TASK)
def bundle_task(bundle_id: str) -> None:
    """Make one bundle, if nobody else does."""
    from advisor.dossiers.bundles import bundle_make

    bundle_make(bundle_id=UUID(bundle_id), now=timezone.now)


@shared_task(name=SWEEP_TASK)
def dossier_sweep() -> None:
    """Find jobs and bundles that were forgotten and ring for them again."""
    from advisor.dossiers.bundles import bundles_sweep

    rung = jobs_sweep() + bundles_sweep()
    if rung:
        log.info("dossier_sweep_rang", jobs=rung)


@worker_init.connect
def _warm_up(**_: Any) -> None:
    """Start the press, or load Pango and WeasyPrint here, before the pool forks; a machine without Pango still runs all
    other tasks."""
    from advisor.dossiers.errors import NoPango
    from advisor.dossiers.press import press_start
    from advisor.dossiers.to_pdf import warm_up

    try:
        if not press_start():
            warm_up()
    except NoPango as error:
        log.error("dossier_no_pango", reason=str(error))


@worker_ready.connect
def _sweep_at_start(**_: Any) -> None:
    """A worker that comes back asks at once for what its predecessor left; the queue may have lost the messages."""
    app.send_task(SWEEP_TASK, expires=60)
