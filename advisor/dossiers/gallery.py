"""One specimen of every document type: frozen inputs without a case in the database, for people to look at.

Reads: the published edition and the two mock cases of the study in fixtures/scenarios. What these do not reach is
routed between two States that its instrument binds, with invented texts. Not one of the texts is of a real case.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from advisor.cases.services.routes import answered
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.words import wording
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.document_types import GENERIC, document_types
from advisor.dossiers.forms.languages import form_in
from advisor.dossiers.inputs import CASE_KEYS, FORMAT, NEED_KEYS, TEMPLATE, _facts_of, words_of
from routing import ENGINE_VERSION
from routing.rulebook import Rulebook

MOCK_CASES = ("mock-iptv", "mock-medicines")
MOST_PAIRS = 12  # States tried with each other before a specimen is made of the closed option
INVENTED = {
    "reference": "SPECIMEN-1",
    "title": "Counterfeit watches sold by an invented web shop",
    "summary": "An invented shop offers watches under an invented holder's mark. Two test purchases arrived by post.",
    "track": "criminal",
    "stage": "investigation",
    "opened_on": "2026-10-05",
}
SUBJECT = "the seller account “invented-watches” and the parcels sent from it between 1 and 31 October 2026"


@dataclass(frozen=True)
class Specimen:
    """One document type: the form's code (or 'generic' and the kind), and inputs that give such a document."""

    code: str
    provision: str
    invented: bool
    inputs: dict[str, Any]


def specimens(rulebook: Rulebook, *, on: date, scenarios: Path, language: str = "en") -> Iterator[Specimen]:
    """A specimen of every document type that the edition's provisions lead to, in the order of the codes."""
    wanted = types_wanted(rulebook)
    found = _from_mock_cases(rulebook, wanted, on, scenarios, language)
    for code, provisions in wanted.items():
        if code not in found:
            found[code] = _invented(rulebook, code, provisions, on, language)
    yield from (found[code] for code in sorted(found))


def specimen_of(rulebook: Rulebook, code: str, *, on: date, scenarios: Path, language: str = "en") -> Specimen:
    """The specimen of one document type. Raises KeyError for a code that no provision leads to."""
    provisions = types_wanted(rulebook)[code]
    found = _from_mock_cases(rulebook, {code: provisions}, on, scenarios, language)
    return found.get(code) or _invented(rulebook, code, provisions, on, language)


def _from_mock_cases(
    rulebook: Rulebook, wanted: Mapping[str, Sequence[str]], on: date, scenarios: Path, language: str
) -> dict[str, Specimen]:
    """Specimens of the wanted types that the mock cases of the study lead to by an option that is not closed."""
    found: dict[str, Specimen] = {}
    provisions = {provision for listed in wanted.values() for provision in listed}
    for name in MOCK_CASES:
        case = _mock_case(scenarios / f"{name}.yaml")
        for need, option in _options(case, rulebook, on):
            if option["provision"] not in provisions or option["verdict"] == "closed":
                continue
            inputs = specimen_inputs(rulebook, case, need, option, on=on, language=language)
            code = code_of(inputs)
            if code in wanted:
                found.setdefault(code, Specimen(code, option["provision"], False, inputs))
    return found


def type_name(code: str, language: str) -> str:
    """What a document type is called: by its form's name, else by its kind."""
    if code.startswith(f"{GENERIC} "):
        kind = wording(language).raw(f"kinds.{code.removeprefix(f'{GENERIC} ')}")
        return str(kind["title"].get("any") or kind["kicker"]).replace("{state}", "…")
    return form_in(code, language).title


def types_wanted(rulebook: Rulebook) -> dict[str, list[str]]:
    """The provisions of every document type; a type that facts alone call for has those of its rows."""
    wanted: dict[str, list[str]] = {}
    for row in document_types(rulebook):
        for code in (row.form or f"{GENERIC} {row.kind}", *row.others):
            wanted.setdefault(code, []).append(row.provision)
    return wanted


def code_of(inputs: Mapping[str, Any]) -> str:
    """The document type that inputs give."""
    matter = Matter(inputs, 1)
    return matter.form.code if matter.form else f"{GENERIC} {matter.kind}"


def _mock_case(path: Path) -> dict[str, Any]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    case: dict[str, Any] = json.loads(json.dumps({key: read[key] for key in read if key != "expect"}, default=str))
    return case


def _options(
    case: dict[str, Any], rulebook: Rulebook, on: date
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    answer = answered(case, rulebook, on)
    for need, found in zip(case["needs"], answer["needs"], strict=True):
        for option in found["options"]:
            yield need, option


def _invented(rulebook: Rulebook, code: str, provisions: Sequence[str], on: date, language: str) -> Specimen:
    """A specimen between two States that the instrument binds; an option that is open if any pair gives one."""
    second: Specimen | None = None
    for provision in provisions:
        for case in _cases_of(rulebook, provision, code):
            for need, option in _options(case, rulebook, on):
                if option["provision"] != provision:
                    continue
                inputs = specimen_inputs(rulebook, case, need, option, on=on, language=language)
                if code_of(inputs) != code:
                    continue
                specimen = Specimen(code, provision, True, inputs)
                if option["verdict"] != "closed":
                    return specimen
                second = second or specimen
    if second is None:
        raise LookupError(f"no case leads to a document of the type {code}")
    return second


def _cases_of(rulebook: Rulebook, code: str, wanted: str) -> Iterator[dict[str, Any]]:
    """Invented cases in which a provision is asked for: pairs of States bound by its instrument first."""
    provision = rulebook.provisions[code]
    bound = sorted(state for instrument, state in rulebook.participation if instrument == provision.instrument)
    bound += [state for state in ("FR", "DE", "IT", "ES", "US") if state not in bound]
    track = provision.measure.partition(".")[0]
    facts = {"interception.technical_assistance_needed": False} if wanted == "eio-annex-c" else {}
    facts |= {"evidence.needs_compulsion": False} if wanted == "evidence-2020-1783-l" else {}
    pairs = [(home, there) for home in bound[:6] for there in bound[:8] if home != there][:MOST_PAIRS]
    for home, there in pairs:
        need = {"id": "n1", "measure": provision.measure, "requested_state": there, "subject": SUBJECT}
        yield {
            "format": 1,
            **INVENTED,
            "track": track if track in ("criminal", "civil", "administrative") else "criminal",
            "requesting_state": home,
            "facts": {name: value for name, value in facts.items() if name in rulebook.facts},
            "needs": [need],
        }


def specimen_inputs(
    rulebook: Rulebook,
    case: Mapping[str, Any],
    need: Mapping[str, Any],
    option: Mapping[str, Any],
    *,
    on: date,
    language: str,
) -> dict[str, Any]:
    """What a job would freeze for an option of an unsaved case of an invented agency."""
    home = rulebook.states[case["requesting_state"]]
    frozen = {
        "format": FORMAT,
        "template": TEMPLATE,
        "language": language,
        "agency": {"name": f"Specimen Prosecution Office of {home.name}", "country": case["requesting_state"]},
        "case": {key: case[key] for key in CASE_KEYS if case.get(key)},
        "need": {key: need[key] for key in NEED_KEYS if need.get(key)},
        "facts": _facts_of(case, need, option),
        "option": option,
        "route": {
            "number": 1,
            "on": on.isoformat(),
            "sha256": "0" * 64,
            "engine_version": ENGINE_VERSION,
            "edition": {"label": rulebook.label, "sha256": rulebook.sha256},
        },
        "reason": "",
        "step": {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"specimen:{option['provision']}")),
            "need": need["id"],
            "provision": option["provision"],
        },
        "words": words_of(rulebook, case, need, option),
        "typed": {},
        "nexus": [],
        "things": [],
        "exhibits": [],
    }
    return dict(cleaned(frozen))
