"""What is frozen: everything that the document says, nothing else of the case, and by the edition of the route."""

import json
from datetime import timedelta
from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.errors import LanguageUnknown, StepNotInRoute
from advisor.dossiers.inputs import TEMPLATE, dossier_inputs
from advisor.dossiers.models import DossierJob
from advisor.dossiers.services import dossier_request
from advisor.walk.models import Step
from tests.advisor.dossiers.reading import CODE_SHOWN, said_by
from tests.advisor.dossiers.rows import NOW, step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen(routed_case: Any, prosecutor: Any) -> Step:
    """The EIO search of a case with a second need, whose words must not travel along."""
    _, route = routed_case(
        prosecutor,
        title="Counterfeit shoes",
        summary="Shoes are sold on line.",
        needs=[("criminal.search_and_seizure", "ES"), ("criminal.asset_freezing", "LT")],
    )
    need = route.document["answer"]["needs"][0]
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    return step_of(route, need, option)


def test_holds_what_the_document_says(chosen: Step) -> None:
    inputs = dossier_inputs(step=chosen, language="en")
    assert inputs["words"]["acting_state"] == "ES"
    assert inputs["words"]["states"]["ES"]["name"] == "Spain"
    assert "ES" in {row["state"] for row in inputs["words"]["participation"]}
    assert inputs["words"]["instrument"]["title"].startswith("Directive 2014/41/EU")
    assert inputs["route"]["edition"]["sha256"] == chosen.route.edition_sha256
    assert inputs["facts"]["measure.necessary_and_proportionate"] is True
    title = document_from(inputs, 1).title
    assert title == "European Investigation Order (EIO), Annex A: Counterfeit shoes"


def test_holds_no_other_need_and_no_fact_that_it_does_not_look_at(chosen: Step) -> None:
    inputs = dossier_inputs(step=chosen, language="en")
    said = json.dumps(inputs)
    assert "asset_freezing" not in said
    assert "LT" not in inputs["words"]["states"]
    looked_at = {row["fact"] for row in inputs["option"]["because"]}
    said_anyway = {"offence.max_penalty_months_requesting", "requester.kind"}
    assert set(inputs["facts"]) <= looked_at | said_anyway


def test_freezing_twice_gives_the_same_hash(chosen: Step) -> None:
    first, second = (canonical_sha256(dossier_inputs(step=chosen, language="en")) for _ in range(2))
    assert first == second


def test_a_later_change_of_the_case_does_not_reach_a_dossier(chosen: Step) -> None:
    job = dossier_request(step=chosen, language="en", user=chosen.chosen_by, now=NOW)
    chosen.case.title = "Another title"
    chosen.case.save()
    again = dossier_request(step=chosen, language="en", user=chosen.chosen_by, now=NOW + timedelta(hours=1))
    assert again.pk == job.pk


def test_an_option_that_the_route_does_not_hold(chosen: Step) -> None:
    chosen.provision = "eio/nothing"
    with pytest.raises(StepNotInRoute, match=r"no option eio/nothing for need"):
        dossier_inputs(step=chosen, language="en")


def test_a_language_without_words_writes_no_job(chosen: Step) -> None:
    with pytest.raises(LanguageUnknown, match=r"“xx” yet\. Choose one of: .*en"):
        dossier_request(step=chosen, language="xx", user=chosen.chosen_by, now=NOW)
    assert not DossierJob.objects.exists()


def test_every_option_of_both_mock_cases_has_a_document(edition: Any, prosecutor: Any) -> None:
    """Not one of the options that a person could choose stops a dossier: all are built, and none shows a code."""
    from datetime import date
    from pathlib import Path

    import yaml

    from advisor.dossiers.inputs import CASE_KEYS, NEED_KEYS, _facts_of, words_of
    from routing.codec import case_from_document, route_to_document
    from routing.engine import route

    scenarios = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"
    built = 0
    for name in ("mock-iptv", "mock-medicines"):
        case = yaml.safe_load((scenarios / f"{name}.yaml").read_text(encoding="utf-8"))
        case = json.loads(json.dumps({k: v for k, v in case.items() if k != "expect"}, default=str))
        facts = case_from_document(case, edition.rulebook)
        answer = route_to_document(route(facts, edition.rulebook, on=date(2026, 11, 22)))
        for need, answered in zip(case["needs"], answer["needs"], strict=True):
            for option in answered["options"]:
                if option["verdict"] == "closed":
                    continue
                inputs = {
                    "format": 1,
                    "template": TEMPLATE,
                    "language": "en",
                    "agency": {"name": "Office", "country": case["requesting_state"]},
                    "case": {key: case[key] for key in CASE_KEYS if case.get(key)},
                    "need": {key: need[key] for key in NEED_KEYS if need.get(key)},
                    "facts": _facts_of(case, need, option),
                    "option": option,
                    "route": {"number": 1, "on": "2026-11-22", "sha256": "0" * 64, "engine_version": "1",
                              "edition": {"label": edition.label, "sha256": edition.sha256}},
                    "reason": "",
                    "step": {"id": "1", "need": need["id"], "provision": option["provision"]},
                    "words": words_of(edition.rulebook, case, need, option),
                }  # fmt: skip
                for text in said_by(document_from(inputs, 1)):
                    assert not CODE_SHOWN.search(text), f"{need['id']} {option['provision']}: {text}"
                built += 1
    assert built > 300
