"""Many measures between two States at a glance: what `engine.route` finds for a case without facts, need by need.

The same scenes, options, ranks and plans as a route. What needs of one pair share is looked at once: the provisions of
a measure that is a rung of several others, and what the requesting State can do at home. Reads: a published rulebook.
Writes: nothing. There are no questions, alternatives and warnings: those belong to a case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from routing.engine import options_of, status_of
from routing.facts import CaseFacts, Need, nothing
from routing.ladder import is_home_rung, measures_of, plan_of
from routing.rights import View, look, view_of
from routing.routes import NeedRoute, Option
from routing.rulebook import Rulebook


def blank_case(requesting: str, on: date, needs: tuple[Need, ...] = ()) -> CaseFacts:
    """A case of which nothing is known but its requesting State and the day."""
    return CaseFacts("", "", requesting, "criminal", "investigation", on, nothing(), needs)


def blank_need(measure: str, requested: str) -> Need:
    """A need of which nothing is known but the measure, which is its id, and the requested State."""
    return Need(measure, measure, None, requested, "")


class Overview:
    """One requesting State on one day. `pair` answers for one requested State; what is done at home is kept."""

    def __init__(self, rulebook: Rulebook, *, requesting: str, on: date) -> None:
        self.rulebook, self.requesting, self.on = rulebook, requesting, on
        self._case = blank_case(requesting, on)
        self._home: dict[str, list[Option]] = {}
        self._home_view: View | None = None

    def pair(self, requested: str, measures: Iterable[str]) -> tuple[NeedRoute, ...]:
        """The needs for the measures, in their order, each with its plan and options."""
        needs = [blank_need(measure, requested) for measure in measures]
        if not needs:
            return ()
        abroad = view_of(self.rulebook, self._case, needs[0], self.on, at_home=False)
        seen: dict[str, list[Option]] = {}
        return tuple(self._need(need, abroad, seen) for need in needs)

    def _need(self, need: Need, abroad: View, seen: dict[str, list[Option]]) -> NeedRoute:
        measures = measures_of(self.rulebook, need)
        options: list[Option] = []
        for measure in measures:
            if is_home_rung(need, measure):
                found = self._at_home(need, measure)
            else:
                if measure not in seen:
                    seen[measure] = options_of(look(abroad, need, (measure,)), self.rulebook, need, measure)
                found = seen[measure]
            own = measure == need.measure
            options += [option if option.own is own else replace(option, own=own) for option in found]
        plan = plan_of(self.rulebook, measures, options, self.on, tipping_off=False)
        return NeedRoute(need, status_of(need, options), plan, tuple(options))

    def _at_home(self, need: Need, measure: str) -> list[Option]:
        if measure not in self._home:
            if self._home_view is None:
                self._home_view = view_of(self.rulebook, self._case, need, self.on, at_home=True)
            found = look(self._home_view, need, (measure,))
            self._home[measure] = options_of(found, self.rulebook, need, measure)
        return self._home[measure]
