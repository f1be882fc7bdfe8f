"""Which rungs of the ladder help a need without meeting it. Reads fixtures/helping.yaml once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(settings.BASE_DIR) / "fixtures" / "helping.yaml"


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document


@cache
def advising() -> frozenset[str]:
    """The instruments that advise, train or put people in touch and bring nothing themselves."""
    return frozenset(_document()["instruments_help_only"])


@cache
def _rules() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """(rung -> the only needs it meets, rung -> the needs it only helps)."""
    document = _document()
    only, never = document["suffices_only_for"], document["helps_only"]
    return (
        {rung: frozenset(needs) for rung, needs in only.items()},
        {rung: frozenset(needs) for rung, needs in never.items()},
    )


def helps_only(rung: str, need: str, instrument: str = "") -> bool:
    """Whether a measure of the ladder only helps a need for another measure. A need's own measure always meets it.

    `instrument`: by which one; a guidance desk sends and holds nothing, so it only helps, whatever its measure.
    """
    if rung == need:
        return False
    if instrument in advising():
        return True
    only, never = _rules()
    return (rung in only and need not in only[rung]) or need in never.get(rung, ())
