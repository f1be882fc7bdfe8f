"""What the queue may ask of the accounts: sessions that are over are deleted once a day."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="advisor.accounts.tasks.sessions_clear")
def sessions_clear() -> None:
    """Delete the rows of sessions that have ended; running it twice does no harm."""
    call_command("clearsessions")
