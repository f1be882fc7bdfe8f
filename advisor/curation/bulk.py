"""Participation of several States at once, as an accession or an entry into force brings it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from advisor.curation.errors import FieldFaults
from advisor.curation.services.changes import Wanted
from instruments.records import Records


def participation_of(*, values: Mapping[str, Any], sources: Sequence[Mapping[str, Any]], held: Records) -> list[Wanted]:
    """One row a State. `values`: instrument, states (codes), status, since, until, partial, note, end_before.

    A row without days of the same State gives way to the new one; an open row with an earlier first day is ended on the
    day before, if `end_before` says so (else the two would overlap, and the check says so). Raises FieldFaults.
    """
    code, since = str(values["instrument"]), values.get("since")
    if f"instrument:{code}" not in held:
        raise FieldFaults({"instrument": _("The catalogue has no instrument %(code)s.") % {"code": code}})
    if values["status"] != "bound" and (since or values.get("until")):
        raise FieldFaults({"since": _("Only a bound State has a first or last day.")})
    citation = str(sources[0]["citation"]) if sources else ""
    found: list[Wanted] = []
    for state in values["states"]:
        row = {
            "instrument": code,
            "iso2": state,
            "status": values["status"],
            "since": since.isoformat() if since else "",
            "until": values["until"].isoformat() if values.get("until") else "",
            "partial": values.get("partial") or "",
            "note": values.get("note") or "",
            "source": citation,
            "confidence": "verified" if citation else "memory",
        }
        own = f"participation:{code}/{state}/"
        undated = held.get(own)
        if values.get("end_before") and since:
            found += _ended(own, since, held, sources)
        found.append(Wanted("participation", row, key=own if undated else "", sources=sources))
    return found


def _ended(own: str, since: date, held: Records, sources: Sequence[Mapping[str, Any]]) -> list[Wanted]:
    """The open rows of a State that begin before a day, ended on the day before it."""
    found = []
    for key, record in held.items():
        earlier = key.startswith(own) and record["since"] and record["since"] < since.isoformat()
        if earlier and not record["until"]:
            last = (since - timedelta(days=1)).isoformat()
            found.append(Wanted("participation", {**record, "until": last}, key=key, sources=sources))
    return found
