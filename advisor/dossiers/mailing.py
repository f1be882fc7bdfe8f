"""Tells whoever asked for it that a dossier is ready, or failed: once, and without a word of the case.

Reads: the job and its requester. Writes: the job's `mailed_at`, and a mail. A mail that cannot be sent is logged and
forgotten: the page shows the same.
"""

from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from advisor.dossiers.models import DossierJob, JobState
from advisor.dossiers.selectors import jobs_for

ENDED = (JobState.DONE, JobState.FAILED)
log = structlog.get_logger()


def dossier_mail(*, job_id: UUID, now: datetime) -> bool:
    """Send the mail of a job that has ended, if it was wanted and was not sent; True when it was sent just now.

    Nothing goes to somebody who may not see the case any more.
    """
    waiting = DossierJob.objects.filter(pk=job_id, mail_wanted=True, mailed_at=None, state__in=ENDED)
    if not waiting.update(mailed_at=now):
        return False
    job = DossierJob.objects.select_related("requested_by").defer("inputs").get(pk=job_id)
    if not jobs_for(job.requested_by).filter(pk=job_id).exists():
        return False
    with translation.override(job.requested_by.language or settings.LANGUAGE_CODE):
        subject, body = _words(job)
        try:
            send_mail(subject, body, None, [job.requested_by.email])
        except (OSError, SMTPException) as error:
            log.warning("dossier_mail_failed", job=str(job_id), error=type(error).__name__)
            return False
    return True


def _words(job: DossierJob) -> tuple[str, str]:
    made = job.state == JobState.DONE
    subject = _("A dossier is ready") if made else _("A dossier could not be made")
    first = (
        _("Version %(version)s (%(language)s) of a dossier that you asked for is ready.")
        if made
        else _(
            "Version %(version)s (%(language)s) of a dossier that you asked for could not be made. The page says why."
        )
    ) % {"version": job.version, "language": job.language.upper()}
    address = reverse("case-dossiers", args=[job.case_id])
    where = (
        f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else _("Sign in and open the dossiers of the case.")
    )
    return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", f"{first}\n\n{where}\n"
