"""When a record was last read in its source, and when it is due again: status tables monthly, texts yearly.

*Reads* the register of sources and the checks that people recorded ('still true'). *Writes* nothing. A record was read
on the oldest day among the sources that it cites, or later if somebody recorded a check of it as it stands; a record
that rests on memory, or on a source without a day, was never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from instruments.models import RecordCheck, Source
from instruments.records import Records, kind_of, record_sha256

TABLE_DAYS, TEXT_DAYS = 31, 366
EVERY: Mapping[str, int] = {
    **dict.fromkeys(("participation", "declaration", "authority", "network"), TABLE_DAYS),
    **dict.fromkeys(("instrument", "provision", "precedence", "offence_list", "jurisdiction"), TEXT_DAYS),
}
FRESH, DUE, NEVER = "fresh", "due", "never"


@dataclass(frozen=True, slots=True)
class Freshness:
    """One record: last read on (None: never), due on (None with it), and who recorded a check of it, if anybody."""

    key: str
    read_on: date | None
    due_on: date | None
    by: str
    provisional: bool

    def state(self, on: date) -> str:
        """fresh, due or never (read)."""
        if self.due_on is None:
            return NEVER
        return DUE if self.due_on < on else FRESH


def cited(record: Mapping[str, Any]) -> Iterator[str]:
    """Every citation of a record and of the lines in it."""
    if record.get("source"):
        yield str(record["source"])
    yield from (str(text) for text in record.get("sources") or ())
    for name in ("conditions", "time_limits", "refusal_grounds"):
        for line in record.get(name) or ():
            if line.get("source"):
                yield str(line["source"])
    entry = record.get("entry")
    if isinstance(entry, Mapping) and entry.get("source"):
        yield str(entry["source"])


def is_provisional(record: Mapping[str, Any]) -> bool:
    """Whether anything in a record rests on memory."""
    marks = [record.get("confidence"), record.get("basis")]
    for name in ("conditions", "time_limits", "refusal_grounds"):
        marks += [line.get("basis") for line in record.get(name) or ()]
    entry = record.get("entry")
    if isinstance(entry, Mapping):
        marks.append(entry.get("basis"))
    return "memory" in marks


def freshness_of(held: Records) -> dict[str, Freshness]:
    """The freshness of every record that is ever read again; two queries, whatever the number of records."""
    wanted = {key: record for key, record in held.items() if kind_of(key) in EVERY}
    read = {text for record in wanted.values() for text in cited(record)}
    register = Source.objects.all() if len(read) > 500 else Source.objects.filter(citation__in=read)
    days = dict(register.values_list("citation", "checked_on"))
    checks = _checks(wanted)
    return {key: _freshness(key, record, days, checks) for key, record in wanted.items()}


def _checks(wanted: Records) -> dict[str, list[tuple[str, date, str]]]:
    """Key -> (hash as it stood, day, by), the latest first."""
    rows = RecordCheck.objects.order_by("-checked_on", "-id").values_list("key", "sha256", "checked_on", "by")
    if len(wanted) <= 500:
        rows = rows.filter(key__in=wanted)
    found: dict[str, list[tuple[str, date, str]]] = {}
    for key, sha256, day, by in rows:
        found.setdefault(key, []).append((sha256, day, by))
    return found


def _freshness(
    key: str,
    record: Mapping[str, Any],
    days: Mapping[str, date | None],
    checks: Mapping[str, list[tuple[str, date, str]]],
) -> Freshness:
    texts = list(dict.fromkeys(cited(record)))
    known = [days.get(text) for text in texts]
    dated = [day for day in known if day is not None]
    read_on = min(dated) if texts and len(dated) == len(texts) else None
    by = ""
    if key in checks:
        sha256 = record_sha256(dict(record))
        check = next((row for row in checks[key] if row[0] == sha256), None)
        if check is not None and (read_on is None or check[1] >= read_on):
            read_on, by = check[1], check[2]
    due_on = read_on + timedelta(days=EVERY[kind_of(key)]) if read_on else None
    return Freshness(key, read_on, due_on, by, is_provisional(record))


def records_due(held: Records, keys: Iterable[str], *, on: date) -> tuple[Freshness, ...]:
    """Of some records, those that are due to be read again or were never read, by key."""
    some = {key: held[key] for key in keys if key in held}
    found = freshness_of(some)
    return tuple(found[key] for key in sorted(found) if found[key].state(on) != FRESH)
