"""What the queue may ask of the catalogue: to make the study's tables ready."""

import time

from celery import shared_task
from django.utils import timezone

from instruments.errors import NoEdition
from instruments.study_tables import PREPARE_TASK, study_ring
from instruments.study_tables import study_prepare as tables_prepare

# How long the worker stays at it before it lets other work pass.
SECONDS = 2.5


@shared_task(name=PREPARE_TASK)
def study_prepare() -> None:
    """Work at the tables for a moment; ring again while something is left."""
    end = time.monotonic() + SECONDS
    try:
        more = tables_prepare(on=timezone.now().date(), go_on=lambda: time.monotonic() < end)
    except NoEdition:
        return
    if more:
        study_ring()
