"""One measure between two States as a page shows it: the best option, the others, the rungs, what is not there and why.

*Reads* what the engine finds for a case without facts (`routing.overview`). *Writes* nothing; a process keeps the
lines of the pairs asked last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, Generic, TypeVar

from advisor.languages.words import worded
from advisor.web.route_view import articles_words, double_words, limits_words, plain_words
from instruments.editions import CurrentEdition
from instruments.study import RUNG, answer_of, order_of
from routing.absence import Absence, absences_of
from routing.conditions import FAILS
from routing.overview import Overview
from routing.participation import state_binding
from routing.routes import NeedRoute, Option
from routing.rulebook import Rulebook
from routing.rules import FORMAL

KEPT_PAIRS = 48
OWN_BINDING = "requesting_state.bound_instruments"


@dataclass
class Line:
    """One measure. `answer` is option, perhaps, rung, instead or empty; `best` the option to look at first, if any."""

    measure: str
    name: str
    track: str
    answer: str
    best: dict[str, Any] | None = None
    others: list[dict[str, Any]] = field(default_factory=list)
    rungs: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)
    instead: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, Any] | None:
        """The option of the measure itself, else the first rung."""
        return self.best or (self.rungs[0] if self.rungs else None)


def option_words(option: Option, book: Rulebook) -> dict[str, Any]:
    """What a page says of a live option."""
    outcome = option.outcome
    provision = outcome.provision
    record = provision.document
    place = (provision.instrument, option.acting_state or "")
    limits = limits_words(record.get("time_limits"))
    declared = book.declarations.get(place, ())
    return {
        "instrument": provision.instrument,
        "title": book.instruments[provision.instrument].short_title,
        "provision": provision.id,
        "measure": provision.measure,
        "measure_name": worded(book.measures[provision.measure].name),
        "own": option.own,
        "variant": (provision.variant or "").replace("_", " "),
        "tier": provision.tier,
        "verdict": str(outcome.verdict),
        "unsure": outcome.binding_unknown,
        "last_resort": provision.last_resort,
        "articles": articles_words(record.get("articles") or ()),
        "form": plain_words(record.get("form")),
        "channel": plain_words(record.get("channel")),
        "issuer": plain_words(record.get("issuing_authority") or record.get("who_may_ask")),
        "languages": plain_words(record.get("languages")),
        "double": double_words(record.get("dual_criminality")),
        "limits": limits,
        "conditions": list(
            dict.fromkeys(result.condition.text for result in outcome.open_points if result.condition.text)
        ),
        "unknown_binding": [item.text for item in absences_of(outcome)],
        "authorities": [
            f"{row['name']}{', ' + row['city'] if row.get('city') else ''}" for row in book.authorities.get(place, ())
        ],
        "declared": [f"{row.topic.replace('_', ' ')}: {row.value}" for row in declared],
        "provisional": record.get("confidence") == "memory",
    }


def _absent(option: Option, book: Rulebook) -> dict[str, Any]:
    first: Absence = absences_of(option.outcome)[0]
    provision = option.outcome.provision
    return {
        "instrument": provision.instrument,
        "title": book.instruments[provision.instrument].short_title,
        "variant": (provision.variant or "").replace("_", " "),
        "kind": first.kind,
        "text": first.text,
        "article": first.article,
        "day": first.day,
    }


def line_of(need: NeedRoute, book: Rulebook) -> Line:
    """A need without facts as a line."""
    known = book.measures[need.need.measure]
    answer, best = answer_of(need, book)
    line = Line(known.code, known.name, known.track, answer)
    live = sorted((option for option in need.options if option.rank is not None), key=order_of)
    own = [option for option in live if option.own]
    if best is not None and answer != RUNG:
        line.best = option_words(best, book)
        line.others = [option_words(option, book) for option in own if option is not best]
    first_rungs = {step.option.outcome.provision.id for step in need.plan}
    line.rungs = [
        option_words(option, book)
        for option in live
        if (not option.own and option.outcome.provision.id in first_rungs) or (option.own and answer == RUNG)
    ]
    line.rungs.sort(key=lambda rung: not rung["own"])
    line.absent = [_absent(option, book) for option in need.options if option.own and option.rank is None]
    line.absent.sort(key=lambda item: (item["title"].lower(), item["variant"]))
    line.instead = [
        (code, worded(book.measures[code].name)) for code in book.rungs_of(known.code).instead if code in book.measures
    ]
    return line


T = TypeVar("T")


class Kept(Generic[T]):
    """What was asked last, by a key that says everything it depends on. Safe between the threads of a process."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, OrderedDict[Hashable, T]()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing under the key, made on a miss (outside the lock: two readers may both make it)."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()

    def get_true(self, key: Hashable, make: Callable[[], T]) -> T:
        """The same for a thing that may not be there yet: what counts as false is not kept."""
        made = self.get(key, make)
        if not made:
            with self._lock:
                self._held.pop(key, None)
        return made


def one_sided(book: Rulebook, requested: str, on: date) -> frozenset[str]:
    """Formal provisions that ask only the requesting State to be bound, of instruments that do not bind the other.

    A production order to a provider is one: it stands in the list of any pair, and a reader must be told that it is
    not the requested State that answers.
    """
    return frozenset(
        provision.id
        for provision in book.provisions.values()
        if provision.tier == FORMAL
        and any(condition["fact"] == OWN_BINDING for condition in provision.document.get("conditions") or ())
        and state_binding(book, provision.instrument, requested, on).verdict is FAILS
    )


_kept: Kept[tuple[Line, ...]] = Kept(KEPT_PAIRS)


def pair_lines(edition: CurrentEdition, *, requesting: str, requested: str, on: date) -> tuple[Line, ...]:
    """Every measure between two States on a day, in the order of the vocabulary."""

    def make() -> tuple[Line, ...]:
        book = edition.rulebook
        needs = Overview(book, requesting=requesting, on=on).pair(requested, book.measures)
        alone = one_sided(book, requested, on)
        lines = tuple(line_of(need, book) for need in needs)
        for line in lines:
            for words in (*filter(None, [line.best]), *line.others, *line.rungs):
                words["alone"] = words["provision"] in alone
        return lines

    return _kept.get((edition.sha256, on, requesting, requested), make)
