"""Little-used instruments that fit the facts beside the main route. Never one whose condition fails."""

from __future__ import annotations

from collections.abc import Sequence

from routing.routes import Alternative, NeedRoute
from routing.rulebook import Rulebook


def alternatives_of(rulebook: Rulebook, needs: Sequence[NeedRoute]) -> tuple[Alternative, ...]:
    """Live options of instruments marked `underused` that are not already first in a row of the plan."""
    found: list[Alternative] = []
    for need in needs:
        first = {step.option.outcome.provision.id for step in need.plan}
        for option in need.options:
            provision = option.outcome.provision
            if option.rank is None or not provision.underused or provision.id in first:
                continue
            instrument = rulebook.instruments[provision.instrument]
            words = "fits the facts known so far" if option.outcome.verdict == "open" else "may fit: open points remain"
            found.append(
                Alternative(
                    need=need.need.id,
                    provision=provision.id,
                    instrument=provision.instrument,
                    measure=provision.measure,
                    verdict=str(option.outcome.verdict),
                    why=f"{instrument.short_title} {words}; it is seldom thought of",
                )
            )
    return tuple(found)
