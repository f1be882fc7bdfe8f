"""By which rule a time limit is counted.

An edition may name the rule in the limit (`rule`). Where it does not, the rule follows from the kind of instrument, and
the answer says so. Acts of the Union: Reg. (EEC, Euratom) 1182/71 (art. 1). For framework decisions it is applied by
analogy, because art. 1 names acts under the Community Treaties. All else (conventions, agreements, national acts,
practice) is counted in plain days without a roll-over: of two readings that is the earlier end, the safe side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How periods run.

    `whole_hours`: the hour of the event does not count, the period starts with the next one. `roll_over`: a period that
    ends on a day without work ends with the next working day. `two_working_days`: a period of two days or more holds at
    least two. `bases` gives the legal basis of each step by the step's code; "" is the basis of all others.
    """

    name: str
    whole_hours: bool
    roll_over: bool
    two_working_days: bool
    bases: Mapping[str, str]

    def basis(self, step: str) -> str:
        """The legal basis of a step."""
        return self.bases.get(step, self.bases[""])


_REG = "Reg. 1182/71 art."
REG_1182_71 = CountingRule(
    "reg-1182-71",
    whole_hours=True,
    roll_over=True,
    two_working_days=True,
    bases={
        "": f"{_REG} 3",
        "start": f"{_REG} 3(1)",
        "hours": f"{_REG} 3(2)(a)",
        "minutes": f"{_REG} 3(2)(a)",
        "calendar_days": f"{_REG} 3(2)(b), 3(3)",
        "working_days": f"{_REG} 2(2), 3(3)",
        "weeks": f"{_REG} 3(2)(c)",
        "months": f"{_REG} 3(2)(c)",
        "years": f"{_REG} 3(2)(c)",
        "missing_date": f"{_REG} 3(2)(c)",
        "part_of_month": f"{_REG} 3(2)(d)",
        "rolled": f"{_REG} 3(4)",
        "not_rolled": f"{_REG} 3(4)",
        "two_working_days": f"{_REG} 3(5)",
        "end": f"{_REG} 3(2)",
        "fixed_date": f"{_REG} 5(2)",
    },
)
CALENDAR = CountingRule(
    "calendar",
    whole_hours=False,
    roll_over=False,
    two_working_days=False,
    bases={"": "plain counting: the instrument names no rule"},
)

RULES: Mapping[str, CountingRule] = {rule.name: rule for rule in (REG_1182_71, CALENDAR)}
UNION_ACTS = frozenset({"eu-regulation", "eu-directive"})
BY_ANALOGY = frozenset({"eu-framework-decision"})


def rule_of(kind: str, article: str = "", named: str | None = None) -> tuple[CountingRule, str]:
    """The rule for a limit of an instrument of this kind, and how it was found, in words.

    `named` is the rule that the data name. An article that cites a regulation ("Reg. 1206/2001 10(1)") carries the rule
    of that regulation, whatever the instrument that brings it. Raises ValueError for a rule that does not exist.
    """
    if named is not None:
        if named not in RULES:
            raise ValueError(f"counting rule {named!r} is not known; one of {', '.join(sorted(RULES))} is allowed")
        return RULES[named], "named by the catalogue"
    if kind in UNION_ACTS:
        return REG_1182_71, "act of the Union (Reg. 1182/71 art. 1)"
    if kind in BY_ANALOGY:
        return REG_1182_71, "framework decision: Reg. 1182/71 by analogy"
    if article.startswith("Reg. "):
        return REG_1182_71, "rule of the regulation that the article cites (Reg. 1182/71 art. 1)"
    return CALENDAR, "no rule named: plain days without roll-over, the earlier reading"
