"""What stands on a desk: a thing to do, and a group of things of one kind. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from advisor.intake.entities.fang import text_defanged

MOST = 12
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: where, of which case, why it is here. `when` is a day that counts, `late` that it is past."""

    url: str
    what: str
    case: str
    why: str
    when: date | None = None
    late: bool = False


@dataclass(slots=True)
class Group:
    """Things of one kind; `more` how many are not shown, and where they all are."""

    key: str
    title: str
    things: list[Thing] = field(default_factory=list)
    more: int = 0
    url: str = ""


def capped(group: Group, found: Iterable[Thing], count: int | None = None) -> Group:
    rows = list(found)
    group.things = rows[:MOST]
    group.more = max(0, (len(rows) if count is None else count) - len(group.things))
    return group


def excerpt(text: str, known: Collection[str] = ()) -> str:
    line = " ".join(text_defanged(text, known).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"
