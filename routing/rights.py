"""Several rights in one case: `right.kind` takes one value at a time, so each right is looked at on its own.

A provision that asks for the kind of right is evaluated once per right and keeps its best outcome; the others are
evaluated once, without a right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from routing.candidates import candidates
from routing.conditions import FactValue
from routing.evaluation import Outcome, Treaty, treaty_finding
from routing.facts import CaseFacts, Need
from routing.findings import Finding
from routing.judging import CLOSED, NEEDS_COUNSEL, NEEDS_FACTS, OPEN
from routing.masks import Scope, masks_of
from routing.rulebook import Rulebook
from routing.rules import Provision
from routing.scenes import CATEGORY, RIGHT, Changes, Scene, scene_for, under
from routing.verdicts import Verdicts, best_of, settle_treaties, treaties_of, verdicts_of

BEST_FIRST = (OPEN, NEEDS_COUNSEL, NEEDS_FACTS, CLOSED)


@dataclass(slots=True, eq=False)
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


def scope_of(rulebook: Rulebook, scene: Scene, need: Need, measures: Sequence[str]) -> Scope:
    """The provisions of some measures that are looked at for a need in this scene."""
    stated = scene.facts.get(CATEGORY)
    category = stated if isinstance(stated, str) else None
    key = (tuple(measures), need.variant, category, scene.one_state)
    masks = masks_of(rulebook)
    known = masks.scopes.get(key)
    if known is not None:
        return known
    return masks.scope(key, {measure: candidates(rulebook, scene, need, measure) for measure in measures})


@dataclass(slots=True, eq=False)
class Looked:
    """A scope as a view sees it: the verdicts of its scene, and of the scene of each right where there are several."""

    view: View
    verdicts: Verdicts
    per_right: tuple[tuple[str, Scene, Verdicts], ...] = ()

    def outcomes_of(self, measure: str) -> list[Outcome]:
        """Every provision of one measure; those that ask for another treaty come last."""
        provisions = self.verdicts.scope.by_measure[measure]
        first = [self._outcome(provision, None) for provision in provisions if not provision.uses_treaty]
        late = [provision for provision in provisions if provision.uses_treaty]
        if not late:
            return first
        treaty = _Treaty(self.view, measure, first)
        return first + [self._outcome(provision, treaty) for provision in late]

    def _outcome(self, provision: Provision, treaty: Treaty | None) -> Outcome:
        """The outcome of a provision, the best one over the rights where it asks for them."""
        bit = self.verdicts.masks.bit(provision)
        if not (self.per_right and provision.uses_right):
            found = self.verdicts
            return Outcome(provision, self.view.scene, found.of(bit), bool(found.unsure & bit), treaty, None, found)
        right, scene, best = min(self.per_right, key=lambda item: BEST_FIRST.index(item[2].of(bit)))
        return Outcome(provision, scene, best.of(bit), bool(best.unsure & bit), treaty, right, best)


class _Treaty(Treaty):
    """What was read for `pair.has_applicable_treaty` of a measure, worked out at the first look."""

    def __init__(self, view: View, measure: str, others: Sequence[Outcome]) -> None:
        self.view, self.measure, self.others = view, measure, others
        self.found: Finding | None = None

    def __call__(self) -> Finding:
        """The finding."""
        if self.found is None:
            self.found = treaty_finding(self.others, self.view.scene)
        return self.found

    def under(self, changes: Changes) -> Treaty:
        """The same for the other facts that some changes make."""
        changed = View(
            under(self.view.scene, changes),
            tuple((kind, under(scene, changes)) for kind, scene in self.view.per_right),
        )
        others = look(changed, changed.scene.need, (self.measure,)).outcomes_of(self.measure)
        return _Treaty(changed, self.measure, [item for item in others if not item.provision.uses_treaty])


def look(view: View, need: Need, measures: Sequence[str]) -> Looked:
    """The verdicts of every provision of some measures, in each scene of a view."""
    scope = scope_of(view.scene.rulebook, view.scene, need, measures)
    found = verdicts_of(view.scene, scope)
    per_right = [(kind, scene, verdicts_of(scene, scope)) for kind, scene in view.per_right]
    if scope.treaties:
        best = best_of(found, [item for _, _, item in per_right]) if per_right else found
        treaty = treaties_of(best, view.scene)
        for item in (found, *(item for _, _, item in per_right)):
            settle_treaties(item, treaty)
    return Looked(view, found, tuple(per_right))
