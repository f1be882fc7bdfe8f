"""What vanishes when: the day until which a holder keeps the data, as days left on a given day. Pure; no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

FACT = "data.retention_until"
NOW_OR_NEVER, SOON = 7, 30


@dataclass(frozen=True, slots=True)
class Countdown:
    """`days` left on the day asked; negative when the day is over. `band`: gone, urgent, soon or later."""

    until: date
    days: int

    @property
    def band(self) -> str:
        """How pressing it is."""
        if self.days < 0:
            return "gone"
        return "urgent" if self.days <= NOW_OR_NEVER else "soon" if self.days <= SOON else "later"


def countdown(value: Any, *, on: date) -> Countdown | None:
    """The countdown for an answer to `data.retention_until` (ISO text); None without one."""
    try:
        until = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return Countdown(until, (until - on).days) if until else None
