"""A row of a step's log in words: what happened, about which time limit, how much time, whose move is awaited. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.languages.words import day_worded
from advisor.walk import states
from advisor.walk.ledger_log import BEGUN, MET
from advisor.walk.ledger_words import AWAITED, amount_words, limit_words
from advisor.walk.models import EventKind, StepState


def log_words(kind: str, to_state: str, detail: Mapping[str, Any]) -> str:
    """What a row says happened, without its day and its note."""
    if detail.get("corrects"):
        return _("Row %(n)s taken back") % {"n": detail["corrects"]}
    if kind == states.STATE:
        return str(StepState(to_state).label) if to_state else ""
    limit = limit_words(str(detail.get("limit") or ""))
    if kind == states.REMARK and detail.get("mark") == MET:
        return _("Done: %(limit)s") % {"limit": limit}
    if kind == states.REMARK and detail.get("mark") == BEGUN:
        return _("Begun: %(limit)s") % {"limit": limit}
    parts = [limit, _length(detail), _awaited(detail)]
    said = ", ".join(part for part in parts if part)
    return f"{EventKind(kind).label}: {said}" if said else str(EventKind(kind).label)


def _length(detail: Mapping[str, Any]) -> str:
    """By how much a limit was extended: a number of units, or until a day."""
    if detail.get("until"):
        return _("until %(day)s") % {"day": day_worded(date.fromisoformat(str(detail["until"])[:10]))}
    if detail.get("duration"):
        return amount_words(int(detail["duration"]), str(detail.get("unit", "")))
    return ""


def _awaited(detail: Mapping[str, Any]) -> str:
    """Whose move a clock waits for that stands still."""
    who = AWAITED.get(str(detail.get("waits_for", "")))
    return _("awaited: %(whose)s") % {"whose": who} if who else ""
