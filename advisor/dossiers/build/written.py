"""What people typed for a draft, put into its places: blanks become quotes, ticks are set, boxes take other words.

Reads: the frozen `typed` of the inputs, {place: text}. A place that the document does not have is left alone here; the
draft page shows it as text without a place, so that nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from advisor.dossiers.document import TICKED, UNTICKED, Rows, Run, Runs

TICK, UNTICK = "yes", "no"  # what a tick's place holds in `typed`
MOST_PARAGRAPHS = 100
Part = TypeVar("Part")


def written(part: Part, typed: Mapping[str, str]) -> Part:
    """The same document, or part of it, with what was typed in its places."""
    said = {place: text for place, text in typed.items() if text.strip()}
    done: Part = _written(part, said) if said else part
    return done


def _written(value: Any, typed: Mapping[str, str]) -> Any:
    if isinstance(value, Run):
        return _run(value, typed)
    if isinstance(value, Rows) and value.places:
        return _rows(value, typed)
    if isinstance(value, tuple):
        return tuple(_written(item, typed) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _written(getattr(value, item.name), typed) for item in fields(value)})
    return value


def _run(run: Run, typed: Mapping[str, str]) -> Run:
    text = typed.get(run.place, "") if run.place else ""
    if not text:
        return run
    if run.kind == "tick":
        return replace(run, text=TICKED if text == TICK else UNTICKED)
    return replace(run, text=text.strip(), kind="quote") if run.kind == "blank" else run


def _rows(block: Rows, typed: Mapping[str, str]) -> Rows:
    """A box for which words of its own were typed holds these alone; any other as its runs say."""
    rows = []
    for (label, said), place in zip(block.rows, block.places, strict=True):
        own = typed.get(place, "").strip()
        ticked = any(run.kind == "tick" for part in said for run in part)
        rows.append((label, boxed(own, place) if own and not ticked else _written(said, typed)))
    return replace(block, rows=tuple(rows))


def boxed(text: str, place: str) -> tuple[Runs, ...]:
    """Typed words as the content of a box, a paragraph each."""
    parts = [part.strip() for part in text.split("\n\n", MOST_PARAGRAPHS - 1)]
    return tuple((Run(part, "quote", place),) for part in parts if part)
