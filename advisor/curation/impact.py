"""What a change set does before it is released: verdicts, scenarios, open cases, steps and drafts.

*Reads* the draft, the atlas, the newest routes of open cases, steps and jobs. *Writes* nothing. Curators belong to no
agency, so of cases they get numbers alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from advisor.cases.services.touched import Touched, cases_touched
from advisor.curation.draft import Draft
from advisor.walk import states
from advisor.walk.models import Step
from instruments.impact import DayImpact, days_of_change, impact_on
from routing.codec import case_from_document
from routing.errors import CaseFaults
from routing.rulebook import Rulebook

NOTHING, ORDINARY = "nothing", "ordinary"
PROFILES: Mapping[str, Mapping[str, Any]] = {
    NOTHING: {},
    # What nearly every criminal IP case states; so that a change shows where facts decide.
    ORDINARY: {
        "requester.kind": "prosecutor",
        "proceedings.type": "criminal",
        "measure.purpose": "evidence",
        "measure.necessary_and_proportionate": True,
        "measure.available_in_requesting_state": True,
        "order.issuing_authority": "judge",
        "offence.max_penalty_months_requesting": 60,
        "offence.max_penalty_months_both": 60,
        "right.kind": "trade_mark",
    },
}
PROFILE_NAMES = {NOTHING: _("Nothing stated"), ORDINARY: _("An ordinary criminal case on a trade mark")}
FINISHED = (states.EXECUTED, states.REFUSED, states.WITHDRAWN, states.EXPIRED)


@dataclass(frozen=True)
class Impact:
    """All of it: per day and profile what the atlas says; `cases`, asked on each of these days, and what hangs
    on them as numbers."""

    days: tuple[DayImpact, ...]
    cases: Touched
    steps: int
    drafts: int

    @property
    def asked_on(self) -> tuple[date, ...]:
        """The days on which the open cases were asked."""
        return tuple(dict.fromkeys(day.on for day in self.days))

    @property
    def is_empty(self) -> bool:
        """Whether no verdict moves anywhere."""
        return not any(day.provisions or day.measures for day in self.days)


def impact_of(draft: Draft, *, on: date) -> Impact:
    """The impact of a draft that passes the rules. Raises what compiling a rulebook raises for one that does not."""
    old, new = draft.rulebooks()
    looked = days_of_change(draft.base, draft.held, draft.keys, on=on)
    days = tuple(
        impact_on(old, new, facts, on=day, profile=profile)
        for day in looked
        for profile, facts in profiles_of(new).items()
    )
    measures = {row.measure for day in days for row in day.provisions}
    touched = cases_touched(old=old, new=new, measures=measures, days=looked)
    hanging = Step.objects.filter(route_id__in=touched.routes).exclude(state__in=FINISHED)
    drafts = hanging.filter(jobs__state="done").distinct().count() if touched.routes else 0
    return Impact(days, touched, hanging.count() if touched.routes else 0, drafts)


def profiles_of(rulebook: Rulebook) -> dict[str, dict[str, Any]]:
    """The profiles as typed facts; a fact or value that the book does not know is left out."""
    return {name: _typed(facts, rulebook) for name, facts in PROFILES.items()}


def _typed(facts: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if name in rulebook.facts:
            found |= _one(name, value, rulebook)
    return found


def _one(name: str, value: Any, rulebook: Rulebook) -> dict[str, Any]:
    requesting, requested = list(rulebook.states)[:2]
    document = {
        "format": 1,
        "reference": "profile",
        "title": "profile",
        "requesting_state": requesting,
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-01-01",
        "facts": {name: value},
        "needs": [{"id": "n1", "measure": next(iter(rulebook.measures)), "requested_state": requested}],
    }
    try:
        return dict(case_from_document(document, rulebook).facts)
    except CaseFaults:
        return {}
