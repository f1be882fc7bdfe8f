"""Which rungs of the ladder help a need without meeting it. Reads fixtures/helping.yaml once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

FILE = Path(settings.BASE_DIR) / "fixtures" / "helping.yaml"


@cache
def _rules() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    only, never = document["suffices_only_for"], document["helps_only"]
    return (
        {rung: frozenset(needs) for rung, needs in only.items()},
        {rung: frozenset(needs) for rung, needs in never.items()},
    )


def helps_only(rung: str, need: str) -> bool:
    """Whether a measure of the ladder only helps a need for another measure. A need's own measure always meets it."""
    if rung == need:
        return False
    only, never = _rules()
    return (rung in only and need not in only[rung]) or need in never.get(rung, ())
