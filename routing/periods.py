"""Days and spans of days: the one meaning of a period in this project.

A period is half-open: `start` is its first day, `end` the first day after it; None on either side is open. The law says
"until and including": that wording is converted here, at the edge, by `Period.inclusive`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The days d with start <= d < end."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def inclusive(cls, first: date | None, last: date | None) -> Period:
        """From the law's wording: both days belong to the period. The last day of time stays open."""
        if last is None or last == date.max:
            return cls(first, None)
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date | None:
        """The last day that belongs to the period; None where it is open."""
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        """No day belongs to it."""
        return self.start is not None and self.end is not None and self.start >= self.end

    def contains(self, day: date) -> bool:
        """Whether the day belongs to the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def intersection(self, other: Period) -> Period:
        """The days that belong to both."""
        starts = [s for s in (self.start, other.start) if s is not None]
        ends = [e for e in (self.end, other.end) if e is not None]
        return Period(max(starts, default=None), min(ends, default=None))

    def overlaps(self, other: Period) -> bool:
        """Whether a day belongs to both."""
        return not (self.is_empty or other.is_empty or self.intersection(other).is_empty)
