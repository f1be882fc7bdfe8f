"""The history of what hangs on a provision: conditions, time limits and grounds of refusal, told beside its own.

*Reads* the history tables of the three kinds of line, one query each. *Writes* nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from instruments.models import Condition, RefusalGroundUse, TimeLimit

KINDS = ((Condition, "Condition"), (TimeLimit, "Time limit"), (RefusalGroundUse, "Ground of refusal"))
SHOWN = 200
SIGNS = {"+": "added", "~": "changed", "-": "removed"}
_OWN = ("id", "provision_id")


@dataclass(frozen=True)
class LineChange:
    """One change of one line. `changes` holds (field, before, after); empty for a line that came or went."""

    when: datetime
    who: str
    kind: str
    what: str
    line: str
    why: str
    changes: tuple[tuple[str, str, str], ...]


def lines_changed(provision_id: str) -> list[LineChange]:
    """Every change of the lines of a provision, the newest first, at most SHOWN."""
    found = []
    for model, kind in KINDS:
        before: dict[int, Any] = {}
        rows = model.history.filter(provision_id=provision_id).select_related("history_user")
        for row in rows.order_by("history_date", "history_id"):
            found.append(_change(row, before.get(row.id), kind))
            before[row.id] = row
    return sorted(found, key=lambda change: change.when, reverse=True)[:SHOWN]


def _change(row: Any, before: Any, kind: str) -> LineChange:
    changes: tuple[tuple[str, str, str], ...] = ()
    if row.history_type == "~" and before is not None:
        changes = tuple(
            (field.verbose_name, _said(getattr(before, field.attname)), _said(getattr(row, field.attname)))
            for field in row.tracked_fields
            if field.attname not in _OWN and getattr(before, field.attname) != getattr(row, field.attname)
        )
    words = getattr(row, "text", None) or getattr(row, "event", "")
    what = SIGNS.get(row.history_type, row.history_type)
    user = str(row.history_user) if row.history_user else "-"
    return LineChange(row.history_date, user, kind, what, str(words), row.history_change_reason or "-", changes)


def _said(value: Any) -> str:
    return "none" if value is None or value == "" else str(value)
