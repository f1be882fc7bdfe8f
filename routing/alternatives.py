"""Little-used instruments that fit the facts beside the main route. Never one whose condition fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.evaluation import OPEN
from routing.routes import Alternative, NeedRoute, Option
from routing.rulebook import Rulebook


def _fitting(need: NeedRoute) -> Iterator[Option]:
    """Live options of instruments marked `underused` that are not already first in a row of the plan."""
    first = {step.option.outcome.provision.id for step in need.plan}
    for option in need.options:
        provision = option.outcome.provision
        if option.rank is not None and provision.underused and provision.id not in first:
            yield option


def _rank(option: Option) -> tuple[bool, bool, bool]:
    """What helps most first: open, for the need's own measure, able to stand alone."""
    return option.outcome.verdict is not OPEN, not option.own, not option.outcome.provision.stands_alone


def alternatives_of(rulebook: Rulebook, needs: Sequence[NeedRoute]) -> tuple[Alternative, ...]:
    """Each little-used provision once, for the need it fits best, with all the needs it fits."""
    best: dict[str, tuple[NeedRoute, Option]] = {}
    fits: dict[str, list[str]] = {}
    for need in needs:
        for option in _fitting(need):
            provision = option.outcome.provision.id
            fits.setdefault(provision, []).append(need.need.id)
            if provision not in best or _rank(option) < _rank(best[provision][1]):
                best[provision] = (need, option)
    ordered = sorted(best.items(), key=lambda item: _rank(item[1][1]))
    return tuple(_alternative(rulebook, need, option, fits[name]) for name, (need, option) in ordered)


def _alternative(rulebook: Rulebook, need: NeedRoute, option: Option, needs: list[str]) -> Alternative:
    """One alternative with why it is shown."""
    provision = option.outcome.provision
    title = rulebook.instruments[provision.instrument].short_title
    words = "fits the facts known so far" if option.outcome.verdict is OPEN else "may fit: open points remain"
    return Alternative(
        need=need.need.id,
        provision=provision.id,
        instrument=provision.instrument,
        measure=provision.measure,
        verdict=str(option.outcome.verdict),
        why=f"{title} {words}; it is seldom thought of",
        needs=tuple(needs),
    )
