"""The codes of the lint, as data. Reads: codes.yaml beside this file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml

LIST = Path(__file__).with_name("codes.yaml")
Severity = Literal["blocker", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("blocker", "warning", "note")


@dataclass(frozen=True)
class Code:
    """One code: `sentence` says what is wrong, `looks_at` what is read, `invites` the refusal grounds that it invites,
    `fix` what to do. `languages`: of typed text that its rule can read; empty for every language."""

    code: str
    about: str
    severity: Severity
    sentence: str
    looks_at: str
    invites: tuple[str, ...]
    fix: str
    languages: tuple[str, ...] = ()


@cache
def codes() -> Mapping[str, Code]:
    """Every code by its name, in the order of the list."""
    rows = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            row["code"]: Code(**{**row, "invites": tuple(row["invites"]), "languages": tuple(row.get("languages", ()))})
            for row in rows
        }
    )
