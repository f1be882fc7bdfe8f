"""Which chosen steps would differ if the case were routed again: law or facts have changed since, the steps have not.

Reads: the newest route's columns, and only when something has changed the stored needs of the routes that the steps
point at (one query, however many steps) and the engine's answer of now. Writes nothing: a mark is no decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.cases.models import Case, CaseRoute
from advisor.cases.selectors import route_decisions_for, routes_for
from advisor.cases.services import case_preview
from advisor.walk import states
from advisor.walk.models import Step
from advisor.web.marks import VERDICTS
from advisor.web.moved import moved_words
from instruments.editions import CurrentEdition

# What a draft and the people behind it rely on; articles and reasons may read differently without changing a step.
TERMS: Mapping[str, Any] = {
    "acting_state": gettext_lazy("the State that acts"),
    "issuing_authority": gettext_lazy("who issues it"),
    "authorities": gettext_lazy("who receives it"),
    "form": gettext_lazy("the form"),
    "channel": gettext_lazy("the channel"),
    "languages": gettext_lazy("the language"),
    "time_limits": gettext_lazy("the time limits"),
    "dual_criminality": gettext_lazy("dual criminality"),
    "refusal_grounds": gettext_lazy("the grounds of refusal"),
}
Needs = Mapping[tuple[Any, str], Mapping[str, Any]]


def steps_marked(
    user: Any, case: Case, route: CaseRoute | None, steps: Iterable[Step], edition: CurrentEdition, on: date
) -> dict[str, Any]:
    """`moved` (as on a route's page, or None), `differs`: step -> what would differ, in words, for steps not ended.

    `unroutable`: the case as it stands cannot be routed, so that nobody can say what would differ.
    """
    moved = moved_words(route, edition, route_decisions_for(user)) if route is not None else None
    alive = [step for step in steps if step.state in states.ALIVE]
    answer = case_preview(case=case, user=user, on=on).answer if moved is not None and alive else None
    if answer is None:
        return {"moved": moved, "differs": {}, "unroutable": moved is not None and bool(alive)}
    rows = routes_for(user).filter(case=case, pk__in={step.route_id for step in alive})
    stored = {
        (pk, need["id"]): need
        for pk, needs in rows.values_list("pk", "document__answer__needs")
        for need in needs or ()
    }
    return {"moved": moved, "differs": differing(alive, stored, answer), "unroutable": False}


def differing(steps: Iterable[Step], stored: Needs, answer: Mapping[str, Any]) -> dict[Any, str]:
    """Step -> what would differ, in words. Steps that would be the same are left out. Pure."""
    today = {need["id"]: need for need in answer["needs"]}
    found = {}
    for step in steps:
        then = _option(stored.get((step.route_id, step.need_key)), step.provision)
        if then is not None and (words := _words(then, today.get(step.need_key), step)):
            found[step.pk] = words
    return found


def _option(need: Mapping[str, Any] | None, provision: str) -> Mapping[str, Any] | None:
    return next((one for one in (need or {}).get("options", ()) if one["provision"] == provision), None)


def _words(then: Mapping[str, Any], need: Mapping[str, Any] | None, step: Step) -> str:
    """What differs between the option as stored and as it would be; '' where nothing does that a step relies on."""
    if need is None:
        return _("the case no longer asks for this")
    now = _option(need, step.provision)
    if now is None:
        return _("this way is not among the options any more")
    if now["verdict"] != then["verdict"]:
        before, after = (str(VERDICTS.get(one["verdict"], one["verdict"])) for one in (then, now))
        return _("%(before)s when it was chosen, %(after)s now") % {"before": before, "after": after}
    terms = [str(words) for name, words in TERMS.items() if (then.get(name) or None) != (now.get(name) or None)]
    return _("other terms now: %(terms)s") % {"terms": ", ".join(terms)} if terms else ""
