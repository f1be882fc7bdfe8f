"""Days that cannot be, and days that are unlikely: what is refused, and what is asked about once more. Pure.

Impossible is what would come before the request left: an extension of its limit, a reminder, an answer. Unlikely is
what is before an approval or before the case was opened: papers are often entered later than they were signed, so
nobody but the person who types can tell a late entry from a wrong year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from advisor.languages.words import day_worded
from advisor.walk import states
from advisor.walk.models import StepEvent

SURE = "sure"


def sent_first(log: Iterable[StepEvent]) -> date | None:
    """The day on which the step left for the first time; None when it never did."""
    days = [r.happened_on for r in states.standing(log) if r.kind == states.STATE and r.to_state == states.SENT]
    return min(days, default=None)


def before_sending(on: date, log: Iterable[StepEvent], begins: date | None = None) -> str:
    """What is wrong with a day before the sending, in words; empty when nothing is.

    `begins`: where a limit began before its request was sent (an arrest, a seizure), it counts from that day on.
    """
    left = sent_first(log)
    if left is None or on >= min(left, begins or left):
        return ""
    said = _("This was sent on %(sent)s: %(day)s was before that. Give the right day; look at the year, too.")
    return said % {"sent": day_worded(left), "day": day_worded(on)}


def unlikely(to: str, on: date, log: Iterable[StepEvent], opened_on: date) -> str:
    """Why the day of a move is unlikely, in words; empty when it is not."""
    approved = [r.happened_on for r in states.standing(log) if r.to_state == states.APPROVED]
    if to == states.SENT and approved and on < approved[-1]:
        said = _(
            "%(day)s is before the approval of %(approved)s. Correct the day, or tick below that it was sent before "
            "it was approved here."
        )
        return said % {"day": day_worded(on), "approved": day_worded(approved[-1])}
    if on < opened_on:
        said = _(
            "%(day)s is before the case was opened on %(opened)s. Correct the day, or tick below that it is right."
        )
        return said % {"day": day_worded(on), "opened": day_worded(opened_on)}
    return ""
