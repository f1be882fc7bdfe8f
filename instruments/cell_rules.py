"""What one text of the catalogue may hold: a code of its vocabulary, a form, a day. For files and the admin alike."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from instruments.file_reading import unseen
from instruments.schema import Field

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = 1800, 2200


def allowed_codes(codes: Any) -> str:
    """The codes as a message lists them; a long list is cut."""
    names = sorted(str(code) for code in codes)
    return ", ".join(names) if len(names) <= 40 else f"one of {len(names)} codes: {', '.join(names[:12])} ..."


def check_code(text: str, field: Field, known: Mapping[str, Any]) -> tuple[str, str] | None:
    """(what was read, what is allowed) when a text breaks the vocabulary or the pattern of its field."""
    hidden = unseen(text)
    if hidden:
        return hidden
    if field.allowed is not None and text not in field.allowed:
        return f"unknown code {text!r}", allowed_codes(field.allowed)
    if field.ref and text not in known[field.ref]:
        near = difflib.get_close_matches(text, [str(code) for code in known[field.ref]], 3)
        hint = f" (near: {', '.join(near)})" if near else ""
        return f"unknown {field.ref} {text!r}", f"a {field.ref} of the book{hint}"
    if field.pattern and not re.fullmatch(field.pattern, text):
        return f"{text!r}", f"the form {field.pattern}"
    return None


def day_problem(text: str) -> str:
    """What is wrong with a day, or ''."""
    if not ISO_DAY.fullmatch(text):
        return f"{text!r} is not written as YYYY-MM-DD"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"{text} is no day of the calendar"
    return "" if FIRST_YEAR <= day.year <= LAST_YEAR else f"the year {day.year} cannot be"
