"""Time limits as the catalogue writes them, read into amounts of time.

A limit of the catalogue has `event`, `duration`, `unit`, `article`, `basis`, and may have `note` and, as optional keys,
`rule`, `effect`, `owes` and `backwards`. Where the last three are absent they are read from the words of the event;
what was read from words is named in `from_words`, so that a page can ask for it to be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from routing.deadlines.rules import CountingRule, rule_of


class Unit(StrEnum):
    """In what a limit is expressed."""

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


SHORT = frozenset({Unit.MINUTES, Unit.HOURS})
IN_PARTS = frozenset({Unit.MONTHS, Unit.YEARS})


class Effect(StrEnum):
    """What its end means: somebody must have acted; something is kept until then; nothing may be done before."""

    DUE = "due"
    LASTS = "lasts"
    EARLIEST = "earliest"


class Actor(StrEnum):
    """Who owes the next move."""

    REQUESTING = "requesting_authority"
    REQUESTED = "requested_authority"
    PROVIDER = "provider"
    PARTY = "party"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of units. Parts of a month are allowed (Reg. 1182/71 art. 3(2)(d)), parts of anything else are not."""

    number: Fraction
    unit: Unit

    def __post_init__(self) -> None:
        if self.number <= 0:
            raise ValueError(f"a time limit of {self.number} {self.unit} is no time limit")
        if self.number.denominator != 1 and self.unit not in IN_PARTS:
            raise ValueError(f"{self.number} {self.unit}: only months and years may be counted in parts")


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit. Several `amounts`: the longest of them counts; none: the limit is in words alone.

    `extendable` is the most that it may be extended by, with its article; `backwards` counts back from the event
    ("at least ten days before the hearing"); `from_words` names the fields that were read from words.
    """

    event: str
    amounts: tuple[Amount, ...]
    article: str
    basis: str
    rule: CountingRule
    rule_why: str
    note: str = ""
    effect: Effect = Effect.DUE
    owes: Actor = Actor.REQUESTED
    backwards: bool = False
    extendable: Amount | None = None
    extension_article: str = ""
    from_words: frozenset[str] = frozenset()


# What the words of an event say, the first that fits. The shipped catalogue's events are all listed in the tests.
_EXTENSION = re.compile(r"\bextension\b(?! of limitation)|^renewal$")
_ALSO = "... and"
_NOT_AFTER = "... and not after"
_LONGER = re.compile(r"[,:] the longer of$")
_BACKWARDS = re.compile(r"lead time")
_EARLIEST = re.compile(r"not before|earliest after|judgment without certificate|before implementing|release option")
_LASTS = re.compile(
    r"^preserv|^usual freeze|^availability|^period of action|State (deadline|limit) not shorter"
    r"|^extension of limitation|^provisional arrest|detention without"
)
_OWES: tuple[tuple[re.Pattern[str], Actor], ...] = (
    (
        re.compile(
            r"^issuing|^start (main )?proceedings|^period to start|^ex post validation|merits|^stop if"
            r"|^collection after|lead time|^certificate, with"
        ),
        Actor.REQUESTING,
    ),
    (
        re.compile(
            r"^produce data|^provider|^marketplace|^registry locks|^bank |^content restored|acquirer|^block after"
            r"|blocking \(IT\)"
        ),
        Actor.PROVIDER,
    ),
    (
        re.compile(
            r"^right holder|holder may|^appeal|^opposition|complainant|^defendant|counterclaim|^response$|debtor may"
            r"|^addressee|^ex officio|^opinion of|^perishable|^confirm infringement|^refusal for language"
        ),
        Actor.PARTY,
    ),
)


def _effect(event: str) -> Effect:
    if _EARLIEST.search(event):
        return Effect.EARLIEST
    return Effect.LASTS if _LASTS.search(event) else Effect.DUE


def _owes(event: str, effect: Effect) -> Actor:
    if effect is not Effect.DUE:
        return Actor.NOBODY
    return next((actor for words, actor in _OWES if words.search(event)), Actor.REQUESTED)


def amount_of(document: Mapping[str, Any]) -> Amount | None:
    """The amount of a catalogue limit; None where the limit is in words. Raises ValueError for one that cannot be."""
    duration, unit = document.get("duration"), document.get("unit")
    if duration is None:
        return None
    if unit not in set(Unit):
        raise ValueError(f"{document.get('event')}: {duration} of {unit!r}; one of {', '.join(Unit)} is allowed")
    return Amount(Fraction(str(duration)), Unit(unit))


def _limit(document: Mapping[str, Any], kind: str) -> Limit:
    """One row of the catalogue as a limit of its own."""
    event, article = str(document.get("event") or ""), str(document.get("article") or "")
    amount = amount_of(document)
    rule, why = rule_of(kind, article, document.get("rule"))
    effect = Effect(document["effect"]) if "effect" in document else _effect(event)
    return Limit(
        event=_LONGER.sub("", event),
        amounts=() if amount is None else (amount,),
        article=article,
        basis=str(document.get("basis") or "memory"),
        rule=rule,
        rule_why=why,
        note=str(document.get("note") or ""),
        effect=effect,
        owes=Actor(document["owes"]) if "owes" in document else _owes(event, effect),
        backwards=bool(document.get("backwards", _BACKWARDS.search(event))),
        from_words=frozenset(key for key in ("effect", "owes", "backwards") if key not in document),
    )


def limits_of(documents: Iterable[Mapping[str, Any]], kind: str) -> tuple[Limit, ...]:
    """The limits of one provision (`time_limits` of an option of the answer, or of a record), in their order.

    `kind` is the kind of the instrument. Two rows "... the longer of" and "... and" are one limit; "... and not after"
    is the other end of the limit before it; an extension belongs to the limit before it and is none of its own, unless
    nothing stands before it.
    """
    found: list[Limit] = []
    for document in documents:
        event = str(document.get("event") or "")
        last = found[-1] if found else None
        amount = amount_of(document)
        if last is not None and amount is not None and event == _ALSO:
            found[-1] = replace(last, amounts=(*last.amounts, amount))
        elif last is not None and amount is not None and _EXTENSION.search(event):
            found[-1] = replace(last, extendable=amount, extension_article=str(document.get("article") or ""))
        elif last is not None and event == _NOT_AFTER:
            own = _limit({**document, "event": f"{last.event.split(',')[0]}, at the latest"}, kind)
            found.append(own)
        else:
            found.append(_limit(document, kind))
    return tuple(found)
