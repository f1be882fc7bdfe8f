"""An answer in words, in the reader's language: what a page, a letter or a comparison shows for a stored value."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.intake.labels import label_of, unit_label
from advisor.languages.words import day_worded, gettext, number_worded, state_worded
from advisor.languages.words import gettext_noop as _
from routing.rulebook import Rulebook

NOT_KNOWN = _("I don’t know yet")


def say_value(rulebook: Rulebook, fact: str, value: Any) -> str:
    """An answer in words: 'Yes', 'I don't know yet', a label, a State's name, '5 October 2026', '48 months'."""
    known = rulebook.facts.get(fact)
    if value is None:
        return gettext(NOT_KNOWN)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(_state_name(rulebook, item) for item in value) or gettext("None")
    if known is None:
        return str(value)
    if known.type == "enum":
        return label_of(str(value))
    if known.type == "state":
        return _state_name(rulebook, value)
    if known.type == "date":
        return day_worded(date.fromisoformat(str(value)))
    number = number_worded(value) if known.type == "decimal" else str(value)
    return f"{number} {unit_label(known.unit)}" if known.unit else number


def _state_name(rulebook: Rulebook, code: Any) -> str:
    state = rulebook.states.get(str(code))
    return state_worded(str(code), state.name) if state else str(code)
