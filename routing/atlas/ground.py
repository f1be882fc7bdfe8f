"""One profile of facts on one day: the States, the deciding day of each instrument for every pair, who is bound.

Nothing goes through the pairs: the engine is asked of each State alone, and the answers become rectangles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from routing.atlas.orders import kept_of
from routing.atlas.regions import Mask, Rectangle, Region, crossed
from routing.conditions import FAILS, HOLDS, FactValue
from routing.facts import CaseFacts, Need
from routing.participation import state_binding
from routing.rulebook import Rulebook
from routing.rules import Instrument, Provision
from routing.scenes import Scene, deciding, scene_for
from routing.windows import status_closes

Bound = tuple[Region, Region]
"""Where an instrument binds for certain, and where it may."""


class Ground:
    """One profile of facts on one day under one rulebook."""

    def __init__(self, rulebook: Rulebook, facts: Mapping[str, FactValue], on: date) -> None:
        self.rulebook, self.on = rulebook, on
        self.states = tuple(rulebook.states)
        self.place = {code: number for number, code in enumerate(self.states)}
        self.everyone: Mask = (1 << len(self.states)) - 1
        self.everywhere: Region = (Rectangle(self.everyone, self.everyone),)
        self._case = CaseFacts("", "", self.states[0], "criminal", "investigation", on, facts, ())
        self.scene = self._scene(0, 1)
        self._alone: dict[tuple[str, date], tuple[Mask, Mask]] = {}
        self._told = kept_of(rulebook).states_told
        self._days: dict[str, list[tuple[Region, date, Scene]]] = {}

    def _scene(self, requesting: int, requested: int) -> Scene:
        """The scene of one pair."""
        case = self._case
        if requesting:
            case = CaseFacts("", "", self.states[requesting], "criminal", "investigation", self.on, case.facts, ())
        need = Need("n", "", None, self.states[requested], "")
        return scene_for(self.rulebook, case, need, self.on, at_home=False)

    @cached_property
    def columns(self) -> list[Scene]:
        """A scene for each requested State; who asks is of no account in them."""
        return [self._scene(0, place) for place in range(len(self.states))]

    def mask(self, codes: Iterable[str]) -> Mask:
        """States as a mask; a code that is no State of the book is left out."""
        return sum(1 << self.place[code] for code in frozenset(codes) if code in self.place)

    def days_of(self, instrument: Instrument) -> list[tuple[Region, date, Scene]]:
        """The deciding day of an instrument for every pair, with a scene in which it is that day."""
        known = self._days.get(instrument.code)
        if known is None:
            known = self._days[instrument.code] = list(self._deciding(instrument))
        return known

    def _deciding(self, instrument: Instrument) -> Iterable[tuple[Region, date, Scene]]:
        rest = self.everyone
        for exception in instrument.exceptions:
            named = self.mask(exception.states) & rest
            if named:
                region = (Rectangle(named, rest), Rectangle(rest & ~named, named))
                scene = self._scene((named & -named).bit_length() - 1, (rest & -rest).bit_length() - 1)
                yield region, deciding(scene, instrument).day, scene
                rest &= ~named
        if rest:
            scene = self.scene
            if instrument.exceptions:
                place = (rest & -rest).bit_length() - 1
                scene = self._scene(place, place)
            yield (Rectangle(rest, rest),), deciding(scene, instrument).day, scene

    def alone(self, code: str, day: date) -> tuple[Mask, Mask]:
        """The States that an instrument binds on a day, and those that it may bind.

        States without a row, of which the record says nothing of their own, are all alike: one is asked for them.
        """
        known = self._alone.get((code, day))
        if known is None:
            instrument = self.rulebook.instruments.get(code)
            pairing = instrument.pairing if instrument else None
            told = (pairing.unknown_for if pairing else frozenset()) | self._told.get(code, set())
            sure, may = self._judged(code, day, [state for state in self.states if state in told])
            silent = next((state for state in self.states if state not in told), None)
            if silent is not None:
                rest = self.everyone & ~self.mask(told)
                holds, possible = self._judged(code, day, [silent])
                sure |= rest if holds else 0
                may |= rest if possible else 0
            known = self._alone[code, day] = (sure, may)
        return known

    def _judged(self, code: str, day: date, states: Iterable[str]) -> tuple[Mask, Mask]:
        """What the engine says of some States, each alone."""
        sure = may = 0
        for state in states:
            verdict = state_binding(self.rulebook, code, state, day).verdict
            sure |= (verdict is HOLDS) << self.place[state]
            may |= (verdict is not FAILS) << self.place[state]
        return sure, may

    def _paired(self, code: str) -> Region:
        """The pairs that the pairing rule of an instrument lets through."""
        instrument = self.rulebook.instruments.get(code)
        pairing = instrument.pairing if instrument else None
        if pairing is None or pairing.rule not in ("hub", "two_sided"):
            return self.everywhere
        one = self.mask({pairing.hub or ""} if pairing.rule == "hub" else pairing.side)
        other = self.everyone & ~one
        return Rectangle(one, other), Rectangle(other, one)

    def _named(self, code: str) -> list[tuple[Region, date]]:
        """The deciding day of a named instrument for every pair."""
        instrument = self.rulebook.instruments.get(code)
        if instrument is None:
            return [(self.everywhere, self.on)]
        return [(region, day) for region, day, _ in self.days_of(instrument)]

    def bound(self, codes: Iterable[str], *, rows: bool, columns: bool, day: date | None = None) -> Bound:
        """Where one of the instruments binds the requesting State, the requested State, or both as a pair."""
        sure: Region = ()
        may: Region = ()
        for code in codes:
            through = self._paired(code) if rows and columns else self.everywhere
            for region, own in [(self.everywhere, day)] if day else self._named(code):
                here = crossed(region, through)
                found, likely = self.alone(code, own)
                for masks, certain in ((found, True), (likely, False)):
                    box = Rectangle(masks if rows else self.everyone, masks if columns else self.everyone)
                    if certain:
                        sure += crossed(here, (box,))
                    else:
                        may += crossed(here, (box,))
        return sure, may

    def court(self, codes: Iterable[str]) -> Bound:
        """Where one of the instruments binds the State of the court that the profile names."""
        court = self.mask({self.scene.court or ""})
        sure: Region = ()
        may: Region = ()
        for code in codes:
            for region, day in self._named(code):
                found, likely = self.alone(code, day)
                sure += region if found & court else ()
                may += region if likely & court else ()
        return sure, may

    def window(self, provision: Provision) -> Region:
        """Where the deciding day lies in the provision's window and its status lets it be used."""
        instrument = self.rulebook.instruments[provision.instrument]
        status = provision.status or instrument.status or ""
        found: Region = ()
        for region, day, _ in self.days_of(instrument):
            if provision.period.contains(day) and not status_closes(status, provision, day):
                found += region
        return found
