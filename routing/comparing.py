"""What if: the difference of two answers in words.

Reads: two answers of the contract's form, made from the same case under other facts, another day or another edition
(a stored answer will do). Writes: what changed, need by need, the important first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `kind` is need, status, verdict, first or rank; `provision` is None where a whole need is meant."""

    need: str
    kind: str
    provision: str | None
    text: str


def differences(before: Answer, after: Answer) -> tuple[Difference, ...]:
    """Everything that changed from one answer to the other; empty when they say the same."""
    old = {need["id"]: need for need in before["needs"]}
    new = {need["id"]: need for need in after["needs"]}
    found: list[Difference] = []
    for identity in dict.fromkeys((*old, *new)):
        if identity not in new:
            found.append(Difference(identity, "need", None, "the need is no longer asked for"))
        elif identity not in old:
            found.append(Difference(identity, "need", None, f"a new need: {new[identity]['measure']}"))
        else:
            found += _of_need(identity, old[identity], new[identity])
    return tuple(found)


def _words(code: object) -> str:
    """A code as words."""
    return str(code).replace("_", " ")


def _of_need(identity: str, old: Answer, new: Answer) -> Iterator[Difference]:
    """Status, first steps, verdicts, then ranks of one need."""
    if old["status"] != new["status"]:
        yield Difference(identity, "status", None, f"was {_words(old['status'])}, is {_words(new['status'])}")
    yield from _first_steps(identity, old, new)
    before = {option["provision"]: option for option in old["options"]}
    after = {option["provision"]: option for option in new["options"]}
    for provision in dict.fromkeys((*before, *after)):
        yield from _of_option(identity, provision, before.get(provision), after.get(provision))


def _first_steps(identity: str, old: Answer, new: Answer) -> Iterator[Difference]:
    """Rows of the plan whose first option is another."""
    before = {(step["measure"], step["tier"]): step["provision"] for step in old["plan"]}
    after = {(step["measure"], step["tier"]): step["provision"] for step in new["plan"]}
    for row in dict.fromkeys((*before, *after)):
        one, other = before.get(row), after.get(row)
        if one == other:
            continue
        place = f"{row[0]}, {_words(row[1])}"
        if other is None:
            text = f"{place}: {one} was first, nothing is left"
        elif one is None:
            text = f"{place}: {other} is new"
        else:
            text = f"{place}: {other} is first, before it was {one}"
        yield Difference(identity, "first", other or one, text)


def _of_option(identity: str, provision: str, old: Answer | None, new: Answer | None) -> Iterator[Difference]:
    """A provision that came, went, or is worth something else."""
    if old is None or new is None:
        here = new or old or {}
        word = "was not looked at before, is" if old is None else "is no longer looked at, was"
        yield Difference(identity, "verdict", provision, f"{word} {_words(here.get('verdict'))}")
    elif old["verdict"] != new["verdict"]:
        text = f"was {_words(old['verdict'])}, is {_words(new['verdict'])}"
        yield Difference(identity, "verdict", provision, f"{text}{_reason(old, new)}")
    elif old["rank"] != new["rank"]:
        yield Difference(identity, "rank", provision, f"was rank {old['rank']}, is rank {new['rank']}")


def _reason(old: Answer, new: Answer) -> str:
    """The first tested line that reads differently, with its article."""
    before = [(line["fact"], line["op"], str(line["value"]), line["verdict"]) for line in old["because"]]
    for line in new["because"]:
        key = (line["fact"], line["op"], str(line["value"]), line["verdict"])
        if key not in before:
            return f": {line['text']} ({line['article']}; {line['fact']} read as {line['found']})"
    return ""
