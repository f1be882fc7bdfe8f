"""The change set in which a switch of the watch list was thrown, as long as it stands.

*Reads* change sets of the watch list with their changes, and the rows of the catalogue. *Writes* nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from advisor.curation.models import Change, ChangeSet, Origin, SetState
from advisor.curation.watch import ENTERS, NONE, Watched
from instruments.models import Instrument, ParticipationRow

STANDS = (SetState.DRAFT, SetState.REVIEW, SetState.PUBLISHED)


@dataclass(frozen=True)
class Thrown:
    """It has happened: in this set, from this day; `published` once an edition says so."""

    changeset: ChangeSet
    day: date

    @property
    def published(self) -> bool:
        """Whether an edition holds it."""
        return self.changeset.state == SetState.PUBLISHED


def thrown_of(entries: Iterable[Watched]) -> dict[str, Thrown]:
    """Code of an entry -> its newest set that stands: an open one, or a published one that was not taken back."""
    found: dict[str, Thrown] = {}
    switches = [entry for entry in entries if entry.switch != NONE]
    rows = (
        Change.objects.filter(
            changeset__origin=Origin.WATCH, changeset__state__in=STANDS, key__regex="^(instrument|participation):"
        )
        .select_related("changeset__edition")
        .order_by("changeset__number")
    )
    for change in rows:
        for entry in switches:
            day = _day(entry, change)
            if day and (change.changeset.state != SetState.PUBLISHED or _holds(entry, day)):
                found[entry.code] = Thrown(change.changeset, day)
    return found


def _day(entry: Watched, change: Change) -> date | None:
    """The first day that a change gives to what the entry waits for."""
    if entry.switch == ENTERS:
        mine, name = change.key == f"instrument:{entry.instrument}", "in_force"
    else:
        mine, name = change.key.startswith(f"participation:{entry.instrument}/{entry.state}/"), "since"
    text = (change.after or {}).get(name) if mine else None
    return date.fromisoformat(str(text)) if text else None


def _holds(entry: Watched, day: date) -> bool:
    """Whether the catalogue still says it, so that a publication taken back opens the switch again."""
    if entry.switch == ENTERS:
        return Instrument.objects.filter(code=entry.instrument, in_force__isnull=False).exists()
    return ParticipationRow.objects.filter(
        instrument_id=entry.instrument, jurisdiction_id=entry.state, status="bound", since=day
    ).exists()
