"""What may vanish first: retention of data against the expected length of each step.

The expected length is an estimate from practice (`typical_days`), never a legal limit, and is said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from routing.routes import NeedRoute, Warning
from routing.rulebook import Rulebook
from routing.scenes import RETENTION, Scene


def vanishing(rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Data that are gone, or will be before a step can bring them."""
    answer = []
    for need, views in zip(needs, scenes, strict=True):
        until = views[0].date_of(RETENTION)
        if until is not None:
            text = _message(rulebook, need, until, (until - views[0].on).days)
            if text:
                answer.append(Warning("data-may-vanish", text, need.need.id, (RETENTION,)))
    return answer


def _message(rulebook: Rulebook, need: NeedRoute, until: date, left: int) -> str:
    """What the days that are left mean for the plan; empty where they are enough."""
    if left < 0:
        return f"The data were kept until {until} only: ask the holder whether anything is left before anything else"
    late = []
    for step in need.plan:
        days = step.option.outcome.provision.typical_days
        if step.purpose == "obtain" and days is not None and days[1] > left:
            title = rulebook.instruments[step.option.outcome.provision.instrument].short_title
            late.append(f"{title} ({days[0]} to {days[1]} days)")
    secured = [step for step in need.plan if step.purpose == "secure"]
    if not late and left > 30:
        return ""
    words = f"The data are kept until {until}, {left} day(s) from the day of the advice."
    if late:
        words += f" By the estimates from practice these steps may come too late: {', '.join(late)}."
    if secured:
        return f"{words} Secure them first (step {secured[0].order})."
    return f"{words} No step of the plan secures them: ask the holder to keep them."
