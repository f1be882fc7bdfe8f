"""Notices about one need: dates that were assumed, contradictions, borders of regimes, what the book does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from routing.facts import Need
from routing.periods import Period
from routing.routes import NeedRoute, Status, Warning
from routing.rulebook import Rulebook
from routing.rules import spoken
from routing.scenes import DECIDING_FACT, RECEIVED, SENT, Deciding, Scene

# A receipt that was assumed this near to a change of regime may fall on its other side.
BORDER_DAYS = 45


def assumed_dates(rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Dates that a fallback stood in for, where an instrument was decided by them."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for need, views in zip(needs, scenes, strict=True):
        for scene in views:
            used = {when.fact for when in scene.days.values()} | {SENT}
            for fact in scene.assumed & used:
                found.setdefault((fact, spoken(scene.facts[fact])), {})[need.need.id] = None
    order = list(dict.fromkeys(DECIDING_FACT.values()))
    answer = []
    for fact, day in sorted(found, key=lambda item: (order.index(item[0]), item[1])):
        source = "the day of the advice" if fact == SENT else "the day of sending"
        ids = ", ".join(found[fact, day])
        text = f"{rulebook.asked(fact)} is not stated: {day}, {source}, was assumed ({ids})"
        answer.append(Warning("assumed-date", text, facts=(fact,)))
    return answer


def contradictions(rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Stated values that the computation overruled."""
    answer = []
    for need, views in zip(needs, scenes, strict=True):
        found: dict[tuple[str, str, str], set[str]] = {}
        for scene in views:
            for item in scene.contradictions.values():
                key = (item.fact, spoken(item.stated), spoken(item.computed))
                found.setdefault(key, set()).add(item.about)
        for fact, stated, computed in sorted(found):
            about = ", ".join(sorted(rulebook.title(code) for code in found[fact, stated, computed]))
            said = f"{rulebook.asked(fact)} is stated as {stated}; computed for {about}: {computed}"
            text = f"{said}. What was computed was used"
            answer.append(Warning("contradiction", text, need.need.id, (fact,)))
    return answer


def _changes_of_regime(rulebook: Rulebook, scene: Scene, code: str) -> list[date]:
    """The days on which the instrument begins or ends, as such or for one of the two States."""
    periods: list[Period] = [rulebook.instruments[code].period]
    for state in (scene.requesting, scene.requested or ""):
        periods += [Period.inclusive(row.since, row.until) for row in rulebook.participation.get((code, state), ())]
    return [day for period in periods for day in (period.start, period.end) if day is not None]


def _near(when: Deciding, days: list[date]) -> date | None:
    """The nearest change within reach of the deciding day."""
    near = [day for day in days if abs((day - when.day).days) <= BORDER_DAYS]
    return min(near, key=lambda day: (abs((day - when.day).days), day), default=None)


def borders(rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Receipt was assumed, and a change of regime is near: the real day may give another answer."""
    answer = []
    for need, views in zip(needs, scenes, strict=True):
        offered = {option.outcome.provision.instrument for option in need.options}
        found: dict[str, Warning] = {}
        for scene in views:
            for code in sorted(offered & set(scene.days)):
                when = scene.days[code]
                if when.mode != "by_receipt" or not when.assumed:
                    continue
                day = _near(when, _changes_of_regime(rulebook, scene, code))
                if day is not None:
                    title = rulebook.instruments[code].short_title
                    text = (
                        f"For {title} the day of receipt decides, and {day} is a border of two regimes: "
                        f"{when.day} was assumed; answer {rulebook.asked(RECEIVED)}"
                    )
                    found[code] = Warning("border-of-regimes", text, need.need.id, (RECEIVED,))
        answer += [found[code] for code in sorted(found)]
    return answer


def unused_variants(rulebook: Rulebook, needs: Sequence[NeedRoute]) -> list[Warning]:
    """Variants that no provision of the measure tells apart."""
    return [
        Warning(
            "unused-variant",
            f"No provision for {rulebook.title(need.need.measure)} tells the variant "
            f"{spoken(need.need.variant or '')} apart: provisions without a variant were looked at",
            need.need.id,
        )
        for need in needs
        if need.need.variant is not None and not _is_used(rulebook, need.need)
    ]


def _is_used(rulebook: Rulebook, need: Need) -> bool:
    """Whether the variant means something for the measure."""
    if need.variant in rulebook.data_categories:
        return True
    return any(provision.variant == need.variant for provision in rulebook.provisions_of(need.measure))


def no_routes(rulebook: Rulebook, needs: Sequence[NeedRoute]) -> list[Warning]:
    """What the catalogue does not hold; never that there is no legal basis."""
    answer = []
    for need in needs:
        if need.status is not Status.NO_ROUTE:
            continue
        measure = rulebook.title(need.need.measure)
        text = (
            f"The catalogue holds no usable record for {measure} between these States on this day. "
            "Each closed record says why, and the lower rungs remain. This tells what the catalogue holds, not what "
            "national law or a bilateral treaty outside it may allow."
        )
        answer.append(Warning("no-route", text, need.need.id))
    return answer


def checks_by_hand(rulebook: Rulebook, needs: Sequence[NeedRoute]) -> list[Warning]:
    """First options whose binding still has to be checked between the two States (acceptance, objection)."""
    answer = []
    for need in needs:
        for step in need.plan:
            outcome = step.option.outcome
            notes = dict.fromkeys(
                result.finding.note
                for result in outcome.results
                if result.finding.note.startswith("check the ") and result.condition.decides
            )
            answer += [
                Warning("check-between-states", f"{rulebook.title(outcome.provision.instrument)}: {note}", need.need.id)
                for note in notes
            ]
    return answer
