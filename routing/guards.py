"""What must be said aloud: assumed dates, contradictions, missing records, and where tracks collide."""

from __future__ import annotations

from collections.abc import Sequence

from routing.facts import CaseFacts
from routing.routes import NeedRoute, Status, Warning
from routing.rulebook import Rulebook
from routing.rules import spoken
from routing.scenes import DECIDING_FACT, SENT, Scene


def _assumed_dates(needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Dates that a fallback stood in for, where they decided something."""
    found: dict[tuple[str, str], list[str]] = {}
    for need, views in zip(needs, scenes, strict=True):
        for scene in views:
            used = {deciding.fact for deciding in scene.days.values()}
            for fact in scene.assumed & (used | {SENT}):
                day = scene.facts[fact]
                ids = found.setdefault((fact, spoken(day)), [])
                if need.need.id not in ids:
                    ids.append(need.need.id)
    order = list(dict.fromkeys(DECIDING_FACT.values()))
    return [
        Warning(
            "assumed-date",
            f"{fact} is not stated: {day} was assumed"
            + ("" if fact == SENT else f" ({SENT})")
            + f" for {', '.join(ids)}",
            facts=(fact,),
        )
        for (fact, day), ids in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]


def _contradictions(needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Stated values that the computation overruled."""
    found = []
    for need, views in zip(needs, scenes, strict=True):
        seen: dict[tuple[str, str], Warning] = {}
        for scene in views:
            for key, item in sorted(scene.contradictions.items()):
                seen[key] = Warning(
                    "contradiction",
                    f"{item.fact} is stated as {spoken(item.stated)}, but {item.about} gives "
                    f"{spoken(item.computed)}: the latter was used",
                    need=need.need.id,
                    facts=(item.fact,),
                )
        found += list(seen.values())
    return found


def _no_route(needs: Sequence[NeedRoute]) -> list[Warning]:
    """What the catalogue does not hold; never that there is no legal basis."""
    return [
        Warning(
            "no-route",
            f"The catalogue holds no usable record for {need.need.measure} between these States on this day; "
            "see why each one is closed, and the lower rungs. This says what was found in the catalogue, not what "
            "national law or a bilateral treaty outside it may allow.",
            need=need.need.id,
        )
        for need in needs
        if need.status is Status.NO_ROUTE
    ]


def warnings_of(
    case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]
) -> tuple[Warning, ...]:
    """All warnings of a case, those about the whole of it first."""
    return tuple(_assumed_dates(needs, scenes) + _contradictions(needs, scenes) + _no_route(needs))
