"""The table of rules: one function for each code, found by the code's name."""

from collections.abc import Callable, Iterable

from advisor.dossiers.lint.codes import codes
from advisor.dossiers.lint.reading import Draft

Place = tuple[str, str]  # (where, what was found there)
Rule = Callable[[Draft], Iterable[Place]]
RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Puts a function into the table. Raises KeyError for a code that is not in the list, ValueError for a second
    rule of one code."""
    if code not in codes():
        raise KeyError(code)
    if code in RULES:
        raise ValueError(f"two rules for {code}")

    def keep(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return keep
