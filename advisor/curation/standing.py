"""What a record says of a standing that has ended: dropped when a switch of the watch list is thrown. Pure.

Texts of an instrument that is not in force yet say so in many places (its notes, its conditions). Once it enters into
force they would contradict its first day. Whole sentences go; what may still be about the old standing is told, so
that a person reads it (`left_over`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

IN_FORCE: Final = "instrument.in_force"
TEXTS: Final = ("notes", "bound_states", "replacement_note")
# Sentences that hold only as long as it is not in force.
OLD: Final = re.compile(
    r"not (yet )?in force|nobody yet|none yet:|never offer|in_force|entry into force|open for signature"
    r"|had not signed|provisional application|consents|\b\d+ needed|ratifications needed",
    re.IGNORECASE,
)
# What could be about it: read by a person.
MAYBE: Final = re.compile(r"\bratif|\bsign(ed|ator)|\bnone yet\b|\bnot the case\b|\bneeded\b", re.IGNORECASE)
SENTENCE: Final = re.compile(r"(?<=[.;!?])\s+(?=[A-Z])")
ASIDE: Final = re.compile(r"[:;,]?\s*\bNOT the case on\b[^.]*")


def without_old(text: str) -> str:
    """A text without its sentences on the old standing."""
    return " ".join(part for part in SENTENCE.split(text) if not OLD.search(part)).strip()


def header_awake(record: Mapping[str, Any]) -> dict[str, Any]:
    """The header of an instrument without what it says of not being in force."""
    found = {name: value for name, value in record.items() if name != "status_note"}
    for name in TEXTS:
        if found.get(name):
            found[name] = without_old(found[name])
    pairing = found.get("pairing")
    if pairing and pairing.get("note"):
        found["pairing"] = {**pairing, "note": without_old(pairing["note"])}
    return found


def provision_awake(record: Mapping[str, Any], day: date) -> dict[str, Any]:
    """A provision that was asleep, as it reads from `day` on."""
    found = {name: value for name, value in record.items() if name != "status"}
    if found.get("notes"):
        found["notes"] = without_old(found["notes"])
    if not found.get("notes"):
        found.pop("notes", None)
    found["conditions"] = [_condition(row, day) for row in record.get("conditions", ())]
    return found


def _condition(row: Mapping[str, Any], day: date) -> dict[str, Any]:
    text = str(row.get("text") or "")
    if row.get("fact") == IN_FORCE:
        return {**row, "text": f"In force from {day.day} {day:%B %Y}."}
    return {**row, "text": ASIDE.sub("", text)} if ASIDE.search(text) else dict(row)


def left_over(record: Mapping[str, Any]) -> list[str]:
    """The texts of a record that may still be about the old standing, each 'field: text'."""
    texts = {name: record.get(name) for name in (*TEXTS, "form", "channel")}
    texts["pairing.note"] = (record.get("pairing") or {}).get("note")
    for number, row in enumerate(record.get("conditions") or (), start=1):
        texts[f"conditions.{number}.text"] = row.get("text")
    return [f"{name}: {text}" for name, text in texts.items() if text and (OLD.search(text) or MAYBE.search(text))]
