"""What must be said aloud about a route: the notices of one need, and where tracks collide.

Every warning has a stable code. A guard speaks only where the facts or the plan give it a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from routing.collisions import collisions
from routing.facts import CaseFacts
from routing.notices import assumed_dates, borders, checks_by_hand, contradictions, no_routes, unused_variants
from routing.retention import vanishing
from routing.routes import NeedRoute, Warning
from routing.rulebook import Rulebook
from routing.scenes import Scene

Scenes = Sequence[Sequence[Scene]]


def warnings_of(case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Scenes) -> tuple[Warning, ...]:
    """All warnings of a case: dates and contradictions first, then what was not found, then collisions."""
    return tuple(
        assumed_dates(rulebook, needs, scenes)
        + contradictions(rulebook, needs, scenes)
        + borders(rulebook, needs, scenes)
        + unused_variants(rulebook, needs)
        + no_routes(rulebook, needs)
        + vanishing(rulebook, needs, scenes)
        + checks_by_hand(rulebook, needs)
        + collisions(case, rulebook, needs, scenes)
    )
