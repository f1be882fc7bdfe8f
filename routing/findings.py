"""What was read for a condition, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from routing.conditions import FactValue, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What was read for one fact of one provision.

    `value` None is unknown. `shown` is what a reader sees (JSON-ready). `computed` says that it was worked out, not
    stated; `assumed` that a fallback stood in. `verdict` is set by findings that answer the test themselves (binding).
    `rests_on` names the stated facts that it depends on: without them it could be another.
    """

    value: FactValue | None
    shown: object = None
    computed: bool = False
    assumed: bool = False
    note: str = ""
    verdict: Verdict | None = None
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


class Computed(NamedTuple):
    """What a computation gives: a value (None where it is silent), how it was found, the stated facts it looked at."""

    value: FactValue | None
    how: str = ""
    rests_on: tuple[str, ...] = ()


SILENT = Computed(None)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A stated value that the computation overrules."""

    fact: str
    stated: FactValue
    computed: FactValue
    about: str


def shown(value: FactValue | None) -> object:
    """A value as it stands in the answer (JSON-ready)."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
