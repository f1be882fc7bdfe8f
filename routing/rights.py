"""Several rights in one case: `right.kind` takes one value at a time, so each right is looked at on its own.

A provision that asks for the kind of right is evaluated once per right and keeps its best outcome; the others are
evaluated once, without a right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from routing.conditions import FactValue
from routing.evaluation import CLOSED, NEEDS_COUNSEL, NEEDS_FACTS, OPEN, Outcome, evaluate, treaty_finding
from routing.facts import CaseFacts, Need
from routing.findings import Finding
from routing.rulebook import Rulebook
from routing.rules import Provision
from routing.scenes import RIGHT, Scene, scene_for

BEST_FIRST = (OPEN, NEEDS_COUNSEL, NEEDS_FACTS, CLOSED)


@dataclass(frozen=True, slots=True)
class View:
    """A need in one arrangement of States: the scene, and one more per right where there are several."""

    scene: Scene
    per_right: tuple[tuple[str, Scene], ...] = ()


def rights_of(rulebook: Rulebook, case: CaseFacts, need: Need) -> tuple[str, ...]:
    """The kinds of right of a need in the order of the vocabulary; empty where one stated value says it all."""
    stated: FactValue | None = need.facts.get(RIGHT, case.facts.get(RIGHT))
    if stated is None:
        kinds = frozenset(case.rights)
    elif isinstance(stated, frozenset):
        kinds = stated
    else:
        return ()
    fact = rulebook.facts.get(RIGHT)
    return tuple(kind for kind in (fact.values if fact else ()) if kind in kinds)


def view_of(rulebook: Rulebook, case: CaseFacts, need: Need, on: date, *, at_home: bool) -> View:
    """The scenes of a need."""
    kinds = rights_of(rulebook, case, need)
    if not kinds:
        return View(scene_for(rulebook, case, need, on, at_home=at_home))
    scenes = tuple(
        (kind, scene_for(rulebook, case, need, on, at_home=at_home, changes={RIGHT: kind})) for kind in kinds
    )
    if len(scenes) == 1:
        return View(scenes[0][1])
    return View(scene_for(rulebook, case, need, on, at_home=at_home, changes={RIGHT: None}), scenes)


def evaluate_view(view: View, provision: Provision, treaty: Finding | None = None) -> Outcome:
    """The outcome of a provision, the best one over the rights where it asks for them."""
    if not (view.per_right and provision.uses_right):
        return evaluate(view.scene, provision, treaty)
    outcomes = [evaluate(scene, provision, treaty, kind) for kind, scene in view.per_right]
    return min(outcomes, key=lambda outcome: BEST_FIRST.index(outcome.verdict))


def outcomes_of(view: View, provisions: Sequence[Provision]) -> list[Outcome]:
    """Every provision of one measure; those that ask for another treaty come last."""
    first = [evaluate_view(view, provision) for provision in provisions if not provision.uses_treaty]
    late = [provision for provision in provisions if provision.uses_treaty]
    if not late:
        return first
    treaty = treaty_finding(first)
    return first + [evaluate_view(view, provision, treaty) for provision in late]
