"""What a dossier is made from, frozen when it is asked for: a worker reads this and no case.

Reads: the step, its stored route, the agency, and the published edition that the route was computed with (for the
names of States, instruments and measures, the questions of facts, authorities and declarations). Never today's
edition.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from advisor.cases.models import Entity, Exhibit
from advisor.dossiers.build.boxed_facts import facts_of_boxes
from advisor.dossiers.build.limits import EMERGENCY_FACT, in_emergency
from advisor.dossiers.build.nexus import EXHIBIT
from advisor.dossiers.build.words import CODE, TERM, languages
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.errors import LanguageUnknown, StepNotInRoute
from advisor.dossiers.letterheads import letterhead_inputs
from advisor.dossiers.models import DraftText
from advisor.walk.contacts import contacts_citable
from advisor.walk.models import Step
from instruments.editions import edition_get
from routing.rulebook import Rulebook

FORMAT = 1
TEMPLATE = 7  # one higher when the same inputs shall give another document
CASE_KEYS = ("reference", "title", "summary", "requesting_state", "track", "stage", "opened_on")
NEED_KEYS = ("id", "measure", "variant", "requested_state", "subject")
PROVISION_KEYS = ("notes", "who_may_ask", "next_step_on_failure", "typical_days", "options", "role")
THING_KEYS = ("key", "kind", "value", "details", "state", "certainty")
EXHIBIT_KEYS = ("number", "title", "sha256", "kept_at")
INSTRUMENT_KEYS = ("code", "title", "short_title", "kind", "identifiers", "url")


def dossier_inputs(*, step: Step, language: str) -> dict[str, Any]:
    """The frozen inputs as one JSON value: the chosen option, the facts it was decided on, and the words to say it.

    Holds nothing else of the case: no other need, and no fact that this option does not look at. Raises StepNotInRoute
    when the stored route has no such option, and LanguageUnknown.
    """
    if language not in languages():
        raise LanguageUnknown(language, languages())
    route = step.route
    stored = route.document
    rulebook = edition_get(route.edition_sha256).rulebook
    need = next((row for row in stored["case"]["needs"] if row["id"] == step.need_key), None)
    option = option_of(stored["answer"], step.need_key, step.provision, step.measure)
    if need is None or option is None:
        raise StepNotInRoute(step.need_key, step.provision)
    case = stored["case"]
    typed = _typed(step)
    named = {link["fact"] for link in typed["nexus"]}
    places = {thing["state"] for thing in typed["things"]} - {""}
    frozen = {
        "format": FORMAT,
        "template": TEMPLATE,
        "language": language,
        "agency": _agency(step, case),
        "case": {key: case[key] for key in CASE_KEYS if case.get(key)},
        "need": {key: need[key] for key in NEED_KEYS if need.get(key)},
        "facts": _facts_of(case, need, option, named),
        "option": option,
        "route": {
            "number": route.number,
            "on": stored["on"],
            "sha256": route.sha256,
            "engine_version": stored["engine_version"],
            "edition": stored["edition"],
        },
        "reason": step.reason,
        "step": {"id": str(step.pk), "need": step.need_key, "provision": step.provision},
        "words": words_of(rulebook, case, need, option, facts=named, places=places),
        **typed,
    }
    if cited := _cited(step):
        frozen["contacts"] = cited
    if head := letterhead_inputs(step.agency):
        frozen["letterhead"] = head
    return dict(cleaned(frozen))


def _agency(step: Step, case: Mapping[str, Any]) -> dict[str, str]:
    """The agency, with what the case says that we are: a need may be another's."""
    ours = (case.get("facts") or {}).get("requester.kind")
    return {"name": step.agency.name, "country": step.agency.country, **({"kind": str(ours)} if ours else {})}


def _cited(step: Step) -> list[dict[str, str]]:
    """The informal contacts that the dossiers of this need may cite; never a confidential one."""
    return [
        {"on": row.happened_on.isoformat(), "who": row.who, "asked": row.asked, "told": row.told}
        for row in contacts_citable(step.case_id, step.need_key)
    ]


def _typed(step: Step) -> dict[str, Any]:
    """What people typed for this step, its column of the nexus matrix, and the things and exhibits these are about.

    A thing goes along when its need is this one, an exhibit when the column names it; never their internal notes.
    """
    row = DraftText.objects.filter(step=step).first()
    column = list(row.nexus) if row else []
    named = [link["fact"].removeprefix(EXHIBIT) for link in column if link["fact"].startswith(EXHIBIT)]
    numbers = [int(number) for number in named if number.isdigit()]
    things = Entity.objects.filter(links__need__case=step.case_id, links__need__key=step.need_key).distinct()
    exhibits = Exhibit.objects.filter(case=step.case_id, number__in=numbers, withdrawn_at=None)
    return {
        "typed": dict(row.texts) if row else {},
        "nexus": column,
        "things": [{name: getattr(thing, name) for name in THING_KEYS} for thing in things.order_by("position")],
        "exhibits": [
            {"captured_on": item.captured_on.isoformat(), **{name: getattr(item, name) for name in EXHIBIT_KEYS}}
            for item in exhibits.order_by("number")
        ],
    }


def printed_always(option: Mapping[str, Any]) -> set[str]:
    """Facts that the document states even if no condition asks for them: the penalty, in a criminal matter, what the
    boxes of a prescribed form ask for, and whose request it is; and whether there is an emergency, where a limit
    depends on it."""
    penalty = {"offence.max_penalty_months_requesting"} if str(option["measure"]).startswith("criminal.") else set()
    boxes = facts_of_boxes(
        form=str(option.get("form") or ""), instrument=str(option["instrument"]), measure=str(option["measure"])
    )
    urgent = {EMERGENCY_FACT} if any(in_emergency(limit) for limit in option.get("time_limits") or []) else set()
    return penalty | boxes | urgent | {"requester.kind"}


def option_of(answer: Mapping[str, Any], need_key: str, provision: str, measure: str) -> dict[str, Any] | None:
    """The option of an answer (contract format) that a step points at; None if there is none."""
    for need in answer["needs"]:
        if need["id"] == need_key:
            for option in need["options"]:
                if option["provision"] == provision and option["measure"] == measure:
                    return dict(option)
    return None


def _facts_of(
    case: Mapping[str, Any], need: Mapping[str, Any], option: Mapping[str, Any], named: Collection[str] = ()
) -> dict[str, Any]:
    """The stated facts that this option looks at, that its document prints, or that people named as its reason; a
    need's stand over the case's."""
    stated = {**(case.get("facts") or {}), **(need.get("facts") or {})}
    looked_at = {row["fact"] for row in option["because"]} | printed_always(option) | set(named)
    return {name: stated[name] for name in sorted(stated) if name in looked_at}


def words_of(
    rulebook: Rulebook,
    case: Mapping[str, Any],
    need: Mapping[str, Any],
    option: Mapping[str, Any],
    *,
    facts: Collection[str] = (),
    places: Collection[str] = (),
) -> dict[str, Any]:
    """Names and questions from the published edition, for the codes that occur in this option, for `facts` that people
    named and States in which things are (`places`), and for no others."""
    facts = {row["fact"] for row in option["because"]} | set(option["missing"]) | printed_always(option) | set(facts)
    terms = set(TERM.findall(json.dumps([option, rulebook.provisions[option["provision"]].document], default=str)))
    facts |= terms & set(rulebook.facts)
    acting = option.get("acting_state") or need.get("requested_state") or case["requesting_state"]
    states = {case["requesting_state"], need.get("requested_state"), acting} - {None, ""}
    states |= set(places) | {code for code in _codes_in(option["because"]) if code in rulebook.states}
    instrument = rulebook.instruments[option["instrument"]].document
    provision = rulebook.provisions[option["provision"]].document
    shown = {name: provision[name] for name in PROVISION_KEYS if provision.get(name)}
    declarations = rulebook.declarations.get((option["instrument"], acting), ())
    said = [option, shown, [row.value for row in declarations]]
    instruments = {code for code in CODE.findall(json.dumps(said, ensure_ascii=False)) if code in rulebook.instruments}
    return {
        "acting_state": acting,
        "states": {code: _state(rulebook, code) for code in sorted(states)},
        "measure": rulebook.measures[option["measure"]].name,
        "need_measure": rulebook.measures[need["measure"]].name,
        "instrument": {name: instrument[name] for name in INSTRUMENT_KEYS if instrument.get(name)},
        "measures": {code: rulebook.measures[code].name for code in sorted(terms & set(rulebook.measures))},
        "instruments": {code: rulebook.instruments[code].short_title for code in sorted(instruments)},
        "provision": shown,
        "facts": {
            name: {"question": rulebook.facts[name].question, "type": rulebook.facts[name].type,
                   "unit": rulebook.facts[name].unit, "source": rulebook.facts[name].source}
            for name in sorted(facts)
            if name in rulebook.facts
        },
        "authorities": [dict(row) for row in rulebook.authorities.get((option["instrument"], acting), ())],
        "declarations": [
            {"topic": row.topic, "value": row.value, "article": row.article, "confidence": row.confidence}
            for row in declarations
        ],
        "participation": [
            {"state": code, "confidence": row.confidence}
            for code in dict.fromkeys((case["requesting_state"], acting))
            for row in rulebook.participation.get((option["instrument"], code), ())
        ],
    }  # fmt: skip


def _state(rulebook: Rulebook, code: str) -> dict[str, Any]:
    state = rulebook.states.get(code)
    return (
        {"name": state.name, "languages": list(state.official_languages)} if state else {"name": code, "languages": []}
    )


def _codes_in(because: Iterable[Mapping[str, Any]]) -> set[str]:
    found: set[str] = set()
    for row in because:
        for value in (row.get("value"), row.get("found")):
            values = value if isinstance(value, list) else [value]
            found.update(item for item in values if isinstance(item, str))
    return found
