"""Which open ways a choice skips, as plain data; the words for a rung that was passed over."""

import pytest

from advisor.walk.rungs import StepSeen, ladder_of
from advisor.walk.services import skipped_options
from advisor.web.step_words import ladder_words

PLAN = [
    {"order": 1, "purpose": "secure", "tier": "voluntary", "measure": "preserve", "provision": "p", "verdict": "open"},
    {"order": 2, "purpose": "obtain", "tier": "voluntary", "measure": "ask", "provision": "v", "verdict": "open"},
    {
        "order": 3,
        "purpose": "obtain",
        "tier": "single_jurisdiction",
        "measure": "get",
        "provision": "s",
        "verdict": "open",
    },
    {"order": 4, "purpose": "obtain", "tier": "formal", "measure": "get", "provision": "f", "verdict": "open"},
]
NEED = {"id": "n1", "plan": PLAN, "options": PLAN}


@pytest.mark.parametrize(
    ("chosen", "skipped"),
    [
        ("pf", "vs"),  # what secures is no way to what is wanted: it skips nothing and excuses nothing
        ("vf", "s"),  # a tier between is asked for as well
        ("s", "v"),
        ("vs", ""),
        ("vsf", ""),
        ("p", ""),
        ("", ""),
    ],
)
def test_every_open_lower_tier_that_obtains_is_asked_for(chosen, skipped):
    assert [option["provision"] for option in skipped_options(NEED, chosen)] == list(skipped)


@pytest.mark.parametrize(
    ("verdict", "reason", "said"),
    [
        ("open", "asked in vain", "for the reason given"),
        ("open", "", "is open as well"),
        ("needs_facts", "", "are not open yet"),
    ],
)
def test_a_rung_that_was_passed_over_says_why(verdict, reason, said):
    plan = [PLAN[1] | {"verdict": verdict}, PLAN[3]]
    step = StepSeen("1", "get", "formal", "f", "planned", reason=reason)
    assert said in ladder_words(ladder_of({"id": "n1", "plan": plan}, [step]))


def test_a_need_that_is_only_secured_says_so():
    step = StepSeen("1", "preserve", "voluntary", "p", "planned")
    assert ladder_words(ladder_of(NEED, [step])) == "Only securing is planned so far."
