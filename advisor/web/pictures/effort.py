"""How many hours a request takes the office that makes it: an estimate by measure or tier, from a file one may change.

Reads: fixtures/effort.yaml, or the file that the setting EFFORT_FILE names; once a process. Writes: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Hours = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Effort:
    """The estimates of a file: by measure first, then by tier."""

    measures: Mapping[str, Hours]
    tiers: Mapping[str, Hours]

    def hours(self, measure: str, tier: str) -> Hours | None:
        """(least, most) hours; None where the file has no estimate."""
        return self.measures.get(measure) or self.tiers.get(tier)


def effort_read(path: Path) -> Effort:
    """A file of estimates. Raises ImproperlyConfigured, which says what was read and what is allowed."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ImproperlyConfigured(f"The estimates of hours in {path} cannot be read: {error}") from None
    if not isinstance(document, dict) or document.get("format") != 1:
        raise ImproperlyConfigured(f"{path} is no file of estimates: its first key must be 'format: 1'.")
    return Effort(_rows(path, document, "measures"), _rows(path, document, "tiers"))


def _rows(path: Path, document: Mapping[str, Any], key: str) -> dict[str, Hours]:
    """One table of the file, every row checked."""
    found: dict[str, Hours] = {}
    rows = document.get(key) or {}
    if not isinstance(rows, dict):
        raise ImproperlyConfigured(f"{path}: {key} must map names to [least, most] hours.")
    for name, pair in rows.items():
        numbers = isinstance(pair, list) and len(pair) == 2 and all(type(one) in (int, float) for one in pair)
        if not numbers or not 0 < pair[0] <= pair[1]:
            raise ImproperlyConfigured(f"{path}: {key}.{name} was {pair!r}; [least, most] hours above 0 are allowed.")
        found[str(name)] = (pair[0], pair[1])
    return found


@cache
def effort() -> Effort:
    """The estimates of this installation."""
    return effort_read(Path(settings.EFFORT_FILE))
