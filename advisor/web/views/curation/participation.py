"""Who takes part in an instrument, drawn from the working rows: a map of today, and a line of time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.languages.words import day_worded
from advisor.web.views.law.maps import map_pictures
from advisor.web.views.law.timeline import Bar, timeline
from instruments.records import Records, kind_of

DRAWN = ("instrument", "participation")


def pictures_of(key: str, held: Records, *, on: date) -> dict[str, Any]:
    """What the page of a record shows of participation; empty for records that have none to show.

    `code` of the instrument, `said` who takes part in a sentence, `maps` of the States bound on the day, `periods` of
    the one State as a picture, `days` on which States join or leave, in order: {day, joins, leaves} with codes.
    """
    record = held.get(key)
    if record is None or kind_of(key) not in DRAWN:
        return {}
    code = str(record.get("instrument") or record.get("code"))
    rows = [row for name, row in held.items() if name.startswith(f"participation:{code}/")]
    own = [row for row in rows if row["iso2"] == record.get("iso2")]
    return {
        "code": code,
        "said": _said(rows, on),
        "maps": map_pictures(*_bound(rows, on)) if rows else "",
        "periods": timeline([_bar(row) for row in own], on, _("The periods of this State"))
        if any(row["since"] for row in own)
        else "",
        "days": _days(rows) if kind_of(key) == "instrument" else [],
    }


def _said(rows: list[dict[str, Any]], on: date) -> str:
    """Who takes part on a day, counted."""
    wholly, partly = _bound(rows, on)
    states = {*wholly, *partly}
    signed = {row["iso2"] for row in rows if row["status"] == "signatory"} - states
    count = len(states)
    words = [
        ngettext("%(n)s State is bound on %(day)s", "%(n)s States are bound on %(day)s", count)
        % {"n": count, "day": day_worded(on)}
    ]
    if partly:
        words.append(_("%(n)s by a part only") % {"n": len(partly)})
    if signed:
        words.append(_("%(n)s signed only") % {"n": len(signed)})
    return f"{', '.join(words)}."


def _bound(rows: list[dict[str, Any]], on: date) -> tuple[list[str], list[str]]:
    """(wholly bound, bound by a part) on a day."""
    day = on.isoformat()
    standing = [
        row
        for row in rows
        if row["status"] == "bound" and (row["since"] or day) <= day and (row["until"] or day) >= day
    ]
    partly = sorted({row["iso2"] for row in standing if row["partial"]})
    return sorted({row["iso2"] for row in standing} - set(partly)), partly


def _bar(row: Mapping[str, str]) -> Bar:
    title = row["partial"] or (_("bound") if row["status"] == "bound" else row["status"].replace("_", " "))
    return Bar(title, _day(row["since"]), _day(row["until"]), "this")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The days on which something begins or ends; a period that another follows on the next day does not end."""
    joins: dict[date, set[str]] = defaultdict(set)
    leaves: dict[date, set[str]] = defaultdict(set)
    for row in rows:
        if row["status"] != "bound":
            continue
        if row["since"]:
            joins[date.fromisoformat(row["since"])].add(row["iso2"])
        if row["until"]:
            leaves[date.fromisoformat(row["until"]) + timedelta(days=1)].add(row["iso2"])
    return [
        {
            "day": day,
            "joins": sorted(joins[day] - leaves[day]),
            "leaves": sorted(leaves[day] - joins[day]),
            "changes": sorted(joins[day] & leaves[day]),
        }
        for day in sorted({*joins, *leaves})
    ]
