"""The watch list: what is expected to change the law, where to look, and what is edited when it happens.

*Reads* `fixtures/watch.yaml` and the checks of its entries. *Writes* nothing: throwing a switch gives the records that
a change set is to hold (`switch_thrown`), and a person reviews them like any other edit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml
from django.utils.translation import gettext as _

from advisor.curation.errors import FieldFaults
from advisor.curation.services.changes import Wanted
from advisor.curation.standing import header_awake, left_over, provision_awake
from instruments.models import RecordCheck
from instruments.places import FIXTURES
from instruments.records import Records

FILE = FIXTURES / "watch.yaml"
ENTERS, JOINS, NONE = "enters_into_force", "joins", "none"
ASLEEP = "not_in_force"


@dataclass(frozen=True)
class Watched:
    """One entry. `every`: days between two looks; `state`: the State that may join, empty otherwise."""

    code: str
    title: str
    instrument: str
    switch: str
    expected: str
    does: str
    look: tuple[str, ...]
    every: int
    state: str = ""

    @property
    def key(self) -> str:
        """The key of its checks."""
        return f"watch:{self.code}"


@dataclass(frozen=True)
class Look:
    """An entry with its last look: when, by whom, what was found; `due_on` is the day of the next one."""

    watched: Watched
    looked_on: date | None
    by: str
    found: str
    due_on: date | None

    def is_due(self, on: date) -> bool:
        """Whether somebody should look again."""
        return self.due_on is None or self.due_on <= on


@cache
def watch_list() -> tuple[Watched, ...]:
    """The entries in the order of the file."""
    entries = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(Watched(**{**entry, "look": tuple(entry["look"])}) for entry in entries)


def watched(code: str) -> Watched | None:
    """The entry of that code, or None."""
    return next((entry for entry in watch_list() if entry.code == code), None)


def looks() -> list[Look]:
    """Every entry with its last look, in one query."""
    last: dict[str, RecordCheck] = {}
    for row in RecordCheck.objects.filter(key__startswith="watch:").order_by("checked_on", "id"):
        last[row.key] = row
    found = []
    for entry in watch_list():
        seen = last.get(entry.key)
        due = seen.checked_on + timedelta(days=entry.every) if seen else None
        found.append(
            Look(entry, seen.checked_on if seen else None, seen.by if seen else "", seen.note if seen else "", due)
        )
    return found


def switch_thrown(
    entry: Watched, *, day: date, states: Collection[str], sources: Sequence[Mapping[str, Any]], held: Records
) -> list[Wanted]:
    """The records to put into a change set when it has happened: from `day`, for `states`.

    `sources` say where it was read, in the form of `curation.sources`; rows cite the first. Raises FieldFaults for a
    State that the catalogue does not know, and for no State at all.
    """
    codes = [entry.state] if entry.switch == JOINS else sorted(set(states))
    unknown = [code for code in codes if f"jurisdiction:{code}" not in held]
    if unknown:
        said = _("These are no States of the catalogue: %(codes)s.") % {"codes": ", ".join(unknown)}
        raise FieldFaults({"states": said})
    if not codes:
        raise FieldFaults({"states": _("Choose the States for which it begins.")})
    why = _("%(title)s, %(day)s.") % {"title": entry.title, "day": day.isoformat()}
    wanted = [_begins(entry.instrument, code, day, sources, held, why) for code in codes]
    if entry.switch == ENTERS:
        wanted = [*_awake(entry.instrument, day, sources, held, why), *wanted]
    return wanted


def still_said(wanted: Sequence[Wanted]) -> dict[str, list[str]]:
    """Key -> its texts that may still be about the old standing; for records of law that a switch has woken."""
    found = {one.key: left_over(one.values) for one in wanted if one.kind in ("instrument", "provision")}
    return {key: texts for key, texts in found.items() if texts}


def _begins(
    instrument: str, state: str, day: date, sources: Sequence[Mapping[str, Any]], held: Records, why: str
) -> Wanted:
    """The row of one State, bound from a day; its row without days goes into it."""
    open_key = f"participation:{instrument}/{state}/"
    standing = held.get(open_key, {})
    row = {
        "instrument": instrument,
        "iso2": state,
        "status": "bound",
        "since": day.isoformat(),
        "until": "",
        "partial": standing.get("partial", ""),
        "note": "",
        "source": str(sources[0]["citation"]),
        "confidence": "verified",
    }
    return Wanted("participation", row, key=open_key if standing else "", why=why, sources=sources)


def _awake(instrument: str, day: date, sources: Sequence[Mapping[str, Any]], held: Records, why: str) -> list[Wanted]:
    """The header with its first day, and the provisions that were asleep with it, without what they said of that."""
    key = f"instrument:{instrument}"
    header = header_awake(held[key])
    header |= {"in_force": day.isoformat(), "applies_from": day.isoformat()}
    citations = (str(source["citation"]) for source in sources)
    header["sources"] = list(dict.fromkeys([*header["sources"], *citations]))
    found = [Wanted("instrument", header, key=key, why=why, sources=sources)]
    for name, record in held.items():
        if name.startswith(f"provision:{instrument}/") and record.get("status") == ASLEEP:
            found.append(Wanted("provision", provision_awake(record, day), key=name, why=why, sources=sources))
    return found
