"""An act that takes the place of another: header, provisions and rows copied, dates and links set. Pure.

What the law changed is then edited in the copy; nobody types an instrument anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from advisor.curation.errors import FieldFaults
from advisor.curation.services.changes import Wanted
from instruments.records import Records
from instruments.schema import CODE

COPIED = ("participation", "declaration", "authority")


def successor_of(
    code: str,
    *,
    new_code: str,
    title: str,
    short_title: str,
    applies_from: date,
    source: Mapping[str, Any],
    held: Records,
) -> list[Wanted]:
    """The records of a successor to the instrument `code` from a day on, and the end of the old one the day before.

    Copied: header, provisions, the rows of States that are bound and have no last day (they begin with the successor),
    declarations and authorities; all of it provisional until it was read in the new act. Raises FieldFaults.
    """
    key = f"instrument:{code}"
    faults = {}
    if key not in held:
        faults["code"] = _("The catalogue has no instrument %(code)s.") % {"code": code}
    if not re.fullmatch(CODE, new_code or ""):
        faults["new_code"] = _("Enter a code of small letters, digits and hyphens, such as eu-2030-123.")
    elif f"instrument:{new_code}" in held:
        faults["new_code"] = _("The catalogue has an instrument %(code)s already.") % {"code": new_code}
    if not title.strip():
        faults["title"] = _("Enter the title of the new act.")
    if not short_title.strip():
        faults["short_title"] = _("Enter how the new act is called in a sentence.")
    if faults:
        raise FieldFaults(faults)
    old = held[key]
    day, before = applies_from.isoformat(), (applies_from - timedelta(days=1)).isoformat()
    why = _("%(new)s takes the place of %(old)s from %(day)s.") % {"new": new_code, "old": code, "day": day}
    new = {
        **{name: value for name, value in old.items() if name not in ("identifiers", "aliases", "status_note")},
        "code": new_code,
        "title": title.strip(),
        "short_title": short_title.strip(),
        "url": source.get("url") or None,
        "adopted": None,
        "in_force": None,
        "applies_from": day,
        "applies_until": None,
        "supersedes": [code],
        "superseded_by": [],
        "sources": [str(source["citation"])],
    }
    ended = {**old, "applies_until": old["applies_until"] or before}
    ended["superseded_by"] = list(dict.fromkeys([*old["superseded_by"], new_code]))
    wanted = [Wanted("instrument", new, why=why, sources=[source])]
    wanted += _provisions(code, new_code, why, source, held)
    wanted.append(Wanted("instrument", ended, key=key, why=why, sources=[source]))
    wanted += _rows(code, new_code, day, why, source, held)
    return wanted


def _provisions(code: str, new_code: str, why: str, source: Mapping[str, Any], held: Records) -> list[Wanted]:
    found = []
    for name, record in held.items():
        if not name.startswith(f"provision:{code}/"):
            continue
        copied = {
            field: value
            for field, value in record.items()
            if field not in ("applies_from", "applies_until", "_position", "_instrument")
        }
        copied |= {
            "id": f"{new_code}/{record['id'].partition('/')[2]}",
            "confidence": "memory",
            "sources": [str(source["citation"])],
            "conditions": [_own_binding({**line, "basis": "memory"}, code, new_code) for line in record["conditions"]],
            "time_limits": [{**line, "basis": "memory"} for line in record["time_limits"]],
            "refusal_grounds": [{**line, "basis": "memory"} for line in record["refusal_grounds"]],
        }
        found.append(Wanted("provision", copied, instrument=new_code, why=why, sources=[source]))
    return found


def _own_binding(line: dict[str, Any], code: str, new_code: str) -> dict[str, Any]:
    """A condition that asks whether the old act binds asks it of the new one."""
    value = line["value"]
    if value == code:
        return {**line, "value": new_code}
    if isinstance(value, list) and code in value:
        return {**line, "value": [new_code if item == code else item for item in value]}
    return line


def _rows(code: str, new_code: str, day: str, why: str, source: Mapping[str, Any], held: Records) -> list[Wanted]:
    found = []
    for name, record in held.items():
        kind = name.partition(":")[0]
        if kind not in COPIED or record["instrument"] != code:
            continue
        row = {**record, "instrument": new_code, "source": str(source["citation"]), "confidence": "memory"}
        if kind == "participation":
            if record["status"] != "bound" or record["until"]:
                continue
            row |= {"since": day, "note": ""}
        found.append(Wanted(kind, row, why=why, sources=[source]))
    return found
