"""A new edition or a changed fact marks the chosen steps that would differ; the steps and the route stay."""

import copy
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.services import answers_save
from advisor.walk.models import Step
from advisor.walk.services import Choice, steps_choose
from advisor.web.compared import compared
from advisor.web.step_marks import differing
from tests.advisor.web.test_route_moves import EIO, publish_changed, without_eio
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def planned(routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    step = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", EIO, "in vain")], now=NOW)[0]
    return case, route, step


def page_of(desk, case):
    return desk.get(reverse("case-steps", args=[case.pk])).content.decode()


def test_while_nothing_has_changed_no_step_is_marked(desk, planned):
    page = page_of(desk, planned[0])
    assert "Law or facts have changed" not in page
    assert "Would differ now" not in page


def test_a_new_edition_marks_the_step_that_it_closes(desk, planned):
    case, _route, step = planned
    publish_changed(without_eio)
    page = page_of(desk, case)
    assert "Law or facts have changed since this route was made." in page
    assert "1 chosen step would differ; it is marked below." in page
    assert "Open when it was chosen, Closed now" in page
    step.refresh_from_db()
    assert step.state == "planned"


def test_a_changed_fact_brings_the_banner(desk, planned, prosecutor):
    case, _route, _step = planned
    values = {"measure.necessary_and_proportionate": False}
    answers_save(case=case, user=prosecutor, version=case.version, values=values, now=NOW)
    page = page_of(desk, case)
    assert "The case was changed." in page
    assert ("Would differ now" in page) != ("No chosen step that is still open would differ." in page)


def test_the_marks_cost_a_bounded_number_of_queries(desk, planned):
    case = planned[0]
    page_of(desk, case)
    with CaptureQueriesContext(connection) as calm:
        page_of(desk, case)
    publish_changed(without_eio)
    page_of(desk, case)
    with CaptureQueriesContext(connection) as moved:
        page_of(desk, case)
    assert len(calm) <= 6
    assert len(moved) <= len(calm) + 12


def needs_made(**changes):
    option = {"provision": "p", "verdict": "open", "languages": "French", "time_limits": [1]} | changes
    return {"id": "n1", "options": [option]}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({}, None),
        ({"because": ["other words"]}, None),
        ({"verdict": "needs_facts"}, "Open when it was chosen, Needs facts now"),
        ({"languages": "German", "time_limits": []}, "other terms now: the language, the time limits"),
        ({"provision": "q"}, "this way is not among the options any more"),
    ],
)
def test_what_a_step_relies_on_is_compared(now, words):
    step = Step(need_key="n1", provision="p")
    found = differing([step], {(step.route_id, "n1"): needs_made()}, {"needs": [needs_made(**now)]})
    assert found.get(step.pk) == words


def test_a_need_that_is_gone_is_said():
    step = Step(need_key="n1", provision="p")
    found = differing([step], {(step.route_id, "n1"): needs_made()}, {"needs": []})
    assert found == {step.pk: "the case no longer asks for this"}


def test_equal_lines_of_several_needs_are_said_once(planned, edition):
    document = planned[1].document
    twice = copy.deepcopy(document)
    other = copy.deepcopy(twice["answer"]["needs"][0])
    other["id"] = "n2"
    twice["answer"]["needs"].append(other)
    twice["case"]["needs"].append(copy.deepcopy(twice["case"]["needs"][0]) | {"id": "n2"})
    after = copy.deepcopy(twice)
    for need in after["answer"]["needs"]:
        for option in need["options"]:
            option["verdict"] = "needs_counsel" if option["verdict"] == "closed" else option["verdict"]
    found = compared(twice, after, edition.rulebook, {})
    lines = [line for need in found.moved for line in need.verdicts]
    assert found.shared
    assert all(len(needs) == 2 for *_line, needs in found.shared)
    assert lines == []
