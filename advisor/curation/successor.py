"""An act that takes the place of another: header, provisions and rows copied, dates and links set. Pure.

What the law changed is then edited in the copy; nobody types an instrument anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from advisor.curation.errors import FieldFaults
from advisor.curation.services.changes import Wanted
from instruments.records import Records
from instruments.schema import CODE

COPIED = ("participation", "declaration", "authority")
NOT_COPIED = ("identifiers", "aliases", "status_note")


@dataclass(frozen=True)
class _Copy:
    """What every record of a copy has in common: the codes, the first day, where it was read."""

    code: str
    new_code: str
    day: str
    sources: Sequence[Mapping[str, Any]]
    held: Records

    @property
    def why(self) -> str:
        """The reason that stands with every record."""
        return _("%(new)s takes the place of %(old)s from %(day)s.") % {
            "new": self.new_code, "old": self.code, "day": self.day
        }  # fmt: skip

    @property
    def citations(self) -> list[str]:
        """What the records name as their sources."""
        return [str(source["citation"]) for source in self.sources]

    def wanted(self, kind: str, values: Mapping[str, Any], **more: Any) -> Wanted:
        """One record of the copy."""
        return Wanted(kind, values, why=self.why, sources=self.sources, **more)


def successor_of(
    code: str,
    *,
    new_code: str,
    title: str,
    short_title: str,
    applies_from: date,
    sources: Sequence[Mapping[str, Any]],
    held: Records,
) -> list[Wanted]:
    """The records of a successor to the instrument `code` from a day on, and the end of the old one the day before.

    Copied: header, provisions, the rows of States that are bound and have no last day (they begin with the successor),
    declarations and authorities; all of it provisional until it was read in the new act. `sources`: one at least, where
    the new act can be read. Raises FieldFaults.
    """
    faults = _faults(code, new_code, title, short_title, held)
    if faults:
        raise FieldFaults(faults)
    key = f"instrument:{code}"
    old = held[key]
    copy = _Copy(code, new_code, applies_from.isoformat(), sources, held)
    ended = {**old, "applies_until": old["applies_until"] or (applies_from - timedelta(days=1)).isoformat()}
    ended["superseded_by"] = list(dict.fromkeys([*old["superseded_by"], new_code]))
    return [
        copy.wanted("instrument", _header(copy, old, title.strip(), short_title.strip())),
        *_provisions(copy),
        copy.wanted("instrument", ended, key=key),
        *_rows(copy),
    ]


def _faults(code: str, new_code: str, title: str, short_title: str, held: Records) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    faults = {}
    if f"instrument:{code}" not in held:
        faults["code"] = _("The catalogue has no instrument %(code)s.") % {"code": code}
    if not re.fullmatch(CODE, new_code or ""):
        faults["new_code"] = _("Enter a code of small letters, digits and hyphens, such as eu-2030-123.")
    elif f"instrument:{new_code}" in held:
        faults["new_code"] = _("The catalogue has an instrument %(code)s already.") % {"code": new_code}
    if not title.strip():
        faults["title"] = _("Enter the title of the new act.")
    if not short_title.strip():
        faults["short_title"] = _("Enter how the new act is called in a sentence.")
    return faults


def _header(copy: _Copy, old: Mapping[str, Any], title: str, short_title: str) -> dict[str, Any]:
    """The header of the new act."""
    return {
        **{name: value for name, value in old.items() if name not in NOT_COPIED},
        "code": copy.new_code,
        "title": title,
        "short_title": short_title,
        "url": copy.sources[0].get("url") or None,
        "adopted": None,
        "in_force": None,
        "applies_from": copy.day,
        "applies_until": None,
        "supersedes": [copy.code],
        "superseded_by": [],
        "sources": copy.citations,
    }


def _provisions(copy: _Copy) -> list[Wanted]:
    found = []
    for name, record in copy.held.items():
        if not name.startswith(f"provision:{copy.code}/"):
            continue
        copied = {
            field: value
            for field, value in record.items()
            if field not in ("applies_from", "applies_until", "_position", "_instrument")
        }
        conditions = [_own_binding(line, copy.code, copy.new_code) for line in record["conditions"]]
        copied |= {
            "id": f"{copy.new_code}/{record['id'].partition('/')[2]}",
            "confidence": "memory",
            "sources": copy.citations,
            "conditions": [{**line, "basis": "memory"} for line in conditions],
            "time_limits": [{**line, "basis": "memory"} for line in record["time_limits"]],
            "refusal_grounds": [{**line, "basis": "memory"} for line in record["refusal_grounds"]],
        }
        found.append(copy.wanted("provision", copied, instrument=copy.new_code))
    return found


def _own_binding(line: dict[str, Any], code: str, new_code: str) -> dict[str, Any]:
    """A condition that asks whether the old act binds asks it of the new one."""
    value = line["value"]
    if value == code:
        return {**line, "value": new_code}
    if isinstance(value, list) and code in value:
        return {**line, "value": [new_code if item == code else item for item in value]}
    return line


def _rows(copy: _Copy) -> list[Wanted]:
    found = []
    for name, record in copy.held.items():
        kind = name.partition(":")[0]
        if kind not in COPIED or record["instrument"] != copy.code:
            continue
        row = {**record, "instrument": copy.new_code, "source": copy.citations[0], "confidence": "memory"}
        if kind == "participation":
            if record["status"] != "bound" or record["until"]:
                continue
            row |= {"since": copy.day, "note": ""}
        found.append(copy.wanted(kind, row))
    return found
