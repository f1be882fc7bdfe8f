"""Coverage: for all pairs of States and all measures at once, what `engine.route` would put first, and why nothing.

`survey(rulebook, facts, on=...)` gives an `Atlas`; `atlas.cell(requesting, requested, measure)` reads one cell of it.
"""

from routing.atlas.atlas import Atlas, Cell, Choice, ProfileFault, survey
from routing.atlas.reasons import Reason

__all__ = ["Atlas", "Cell", "Choice", "ProfileFault", "Reason", "survey"]
