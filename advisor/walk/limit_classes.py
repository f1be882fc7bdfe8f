"""When a limit of the law begins to run in the life of a step, and what meets it. Pure: no clock, no database.

The catalogue writes the event of a limit in words ("recognition decision after receipt"). The states of a step say
when the request was received, recognised, executed; the table here joins both. It is careful: a limit whose words do
not plainly speak of receipt or of the decision (urgent cases, appeals, the steps of a court) begins by hand alone, and
the page says so. Every event of the shipped catalogue and its row is listed in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from advisor.walk import states
from routing.deadlines import Actor, Effect, Limit


class Nature(StrEnum):
    """What the end of a limit means for us.

    `due`: somebody must have acted. `window`: until then somebody may act, and afterwards nobody is late. `lasting`:
    something lasts until then, and we lose it if we do not act before.
    """

    DUE = "due"
    WINDOW = "window"
    LASTING = "lasting"


@dataclass(frozen=True, slots=True)
class LimitClass:
    """One sort of limit. `starts`: the states whose first one begins it (none: by hand); `met`: those that meet it."""

    code: str
    starts: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    nature: Nature = Nature.DUE
    owes: Actor | None = None


_RECEIPT: Final = frozenset({states.RECEIVED})
_DECISION: Final = frozenset({states.RECOGNISED})
_DONE: Final = frozenset({states.EXECUTED, states.PARTLY})
_ANSWERED: Final = _DONE | {states.REFUSED}
_DECIDED: Final = _ANSWERED | {states.RECOGNISED}

ACKNOWLEDGEMENT = LimitClass("acknowledgement", _RECEIPT, _DECIDED | {states.RETURNED})
DECISION = LimitClass("decision", _RECEIPT, _DECIDED)
REPLY = LimitClass("reply", _RECEIPT, _ANSWERED | {states.RETURNED})
EXECUTION = LimitClass("execution", _RECEIPT, _DONE)
AFTER_DECISION = LimitClass("execution_after_decision", _DECISION, _DONE)
PRODUCTION = LimitClass("production", _RECEIPT, _DONE, owes=Actor.PROVIDER)
REFUSAL = LimitClass("refusal_window", _RECEIPT, frozenset({states.REFUSED}), Nature.WINDOW, Actor.REQUESTED)
MISSING = LimitClass("missing_elements", _RECEIPT, frozenset({states.RETURNED}), Nature.WINDOW, Actor.REQUESTED)
PRESERVATION = LimitClass("preservation", _RECEIPT | {states.EXECUTED}, frozenset(), Nature.LASTING, Actor.REQUESTING)
GRANT = LimitClass("grant", _DECISION | {states.EXECUTED}, frozenset(), Nature.LASTING, Actor.REQUESTING)
BY_HAND = LimitClass("by_hand")

# What holds only in some cases is never begun by a state: somebody has to say that this is such a case.
_SPECIAL = re.compile(
    r"urgent|emergency|perishable|if consent|consents|highly complex|after consent|after arrest|\bown request"
    r"|direct.taking|directly accessible|with title|without title|order of magnitude|\(IT\)|in other cases"
)
_TABLE: Final[tuple[tuple[re.Pattern[str], LimitClass], ...]] = (
    (re.compile(r"^acknowledg|^receipt \(?form|^receipt acknowledged|acknowledges receipt"), ACKNOWLEDGEMENT),
    (re.compile(r"^recognition decision after receipt|^decision (on provisional measure )?after receipt"), DECISION),
    (re.compile(r"^decision on application$|^decision of the body$|^issue of order|^ordinary case$"), DECISION),
    (re.compile(r"^decision on notice$|^review by empowered"), DECISION),
    (re.compile(r"^execution after decision|^surrender after"), AFTER_DECISION),
    (re.compile(r"^execution( at the latest)?$|^as 1206[/ ]2001$|^enforcement"), EXECUTION),
    (re.compile(r"^service effected|^as 1393[/ ]2007$|^notice of delay|^serve provider"), REPLY),
    (re.compile(r"^reply$|^reply (as rapidly|criminal|to contact|to request)|^information( request|$)"), REPLY),
    (re.compile(r"^provisional measure reply$|^provider reply"), REPLY),
    (
        re.compile(r"^produce data|^provider reports effect|^marketplace|^block after report|^usual handling"),
        PRODUCTION,
    ),
    (re.compile(r"^enforcing authority raises refusal|^objection to unassisted|^reply to notification"), REFUSAL),
    (re.compile(r"^missing elements asked|^request for missing elements"), MISSING),
    (re.compile(r"^preserv|^usual freeze"), PRESERVATION),
    (re.compile(r"^period of action"), GRANT),
)


def class_of(limit: Limit) -> LimitClass:
    """The class of a limit by the words of its event. What is not plain is begun by hand.

    One that is begun by hand keeps its actor, and is a window where the law calls it neither due nor lost.
    """
    if not limit.backwards and not _SPECIAL.search(limit.event):
        for words, found in _TABLE:
            if words.search(limit.event):
                return found
    nature = Nature.DUE if limit.effect is Effect.DUE else Nature.WINDOW
    if _SPECIAL.search(limit.event) and re.search(r"raises refusal", limit.event):
        nature = Nature.WINDOW
    return LimitClass(BY_HAND.code, nature=nature)


def class_of_key(key: str) -> LimitClass:
    """The class of a limit by the short name that `keys_of` gave it."""
    words = re.sub(r"-\d$", "", key).replace("-", " ")
    if not _SPECIAL.search(words):
        for pattern, found in _TABLE:
            if pattern.search(words):
                return found
    return BY_HAND


def keys_of(limits: Iterable[Limit]) -> list[str]:
    """A short name for each limit of one option, for addresses and for the log: its event's words, numbered if needed.

    It is made from the stored route alone, so it stays what it is whatever this program learns later.
    """
    found: list[str] = []
    for limit in limits:
        stem = re.sub(r"[^a-z0-9]+", "-", limit.event.lower()).strip("-")[:48].strip("-") or "limit"
        key, number = stem, 1
        while key in found:
            number += 1
            key = f"{stem}-{number}"
        found.append(key)
    return found
