"""What the queue may ask of the walk: the mails of the day. Messages carry ids, never text of a case."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

log = structlog.get_logger()


@shared_task(name="advisor.walk.tasks.reminders_sweep")
def reminders_sweep() -> None:
    """Write the rows of the mails that may go now, and ring for those that wait."""
    from advisor.walk.digests import digests_sweep

    rung = digests_sweep(now=timezone.now())
    if rung:
        log.info("reminders_sweep_rang", mails=rung)


@shared_task(name="advisor.walk.tasks.reminder_send")
def reminder_send(digest_id: str) -> None:
    """Send one mail, if nobody else does; a message for one that has gone out does nothing."""
    from advisor.walk.digests import digest_send

    digest_send(digest_id=UUID(digest_id), now=timezone.now())
