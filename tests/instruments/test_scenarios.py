"""Scenarios before a publication: what moved is told, and nothing else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from instruments.scenarios import scenario_findings, scenarios_read
from routing.errors import CaseFaults, Fault

CASE = """
format: 1
reference: S-1
title: A search
requesting_state: FR
track: criminal
stage: investigation
opened_on: 2026-10-05
"on": 2026-11-22
note: Whose judgement.
needs:
- {id: n1, measure: criminal.search_and_seizure, requested_state: ES}
expect:
  n1:
"""
LIMIT = {"duration": 30, "unit": "calendar_days"}


def option(code: str, verdict: str = "open", **more: Any) -> dict[str, Any]:
    base = {"instrument": code, "measure": "criminal.search_and_seizure", "tier": "formal", "rank": 1}
    return base | {"verdict": verdict, "time_limits": [LIMIT]} | more


OPTIONS = [
    option("eio"),
    option("old", "needs_facts", rank=2),
    option("shut", "closed", rank=None),
    option("net", tier="voluntary", measure="voluntary.authority_exchange"),
    option("budapest", measure="criminal.preservation"),
]


def found(folder: Path, expect: str, options: Any = None, status: str = "routed") -> list[str]:
    """The findings for one scenario with one expectation."""
    (folder / "case.yaml").write_text(CASE + f"    {expect}\n")
    scenarios_read.cache_clear()

    def answer(document: dict[str, Any], on: date) -> dict[str, Any]:
        assert on == date(2026, 11, 22)
        assert {"on", "expect", "note"} & set(document) == set()
        assert document["opened_on"] == "2026-10-05"
        return {"needs": [{"id": "n1", "status": status, "options": OPTIONS if options is None else options}]}

    findings = scenario_findings(answer, folder)
    assert all((f.code, f.where, f.is_error) == ("ScenarioMoved", "scenario:case", False) for f in findings)
    return [finding.says for finding in findings]


@pytest.mark.parametrize(
    "expect",
    [
        "best: [eio]",
        "best: [eio, other]",
        "open: [eio]",
        "present: [eio, old]",
        "never: [shut, absent]",
        "tiers: {voluntary: [net], formal: [eio]}",
        "secure: [budapest]",
        "time_limit: {instrument: eio, duration: 30, unit: calendar_days}",
        "status: routed",
    ],
)
def test_what_is_kept_is_not_told(tmp_path, expect):
    assert found(tmp_path, expect) == []


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("best: [old]", "n1: best was old, is eio."),
        ("best: []", "n1: best was nothing, is eio."),
        ("open: [old]", "n1: no longer open: old."),
        ("present: [shut]", "n1: no longer offered: shut."),
        ("never: [eio]", "n1: offered, and was not to be: eio."),
        ("tiers: {voluntary: [eio]}", "n1: no longer offered as voluntary: eio."),
        ("secure: [eio]", "n1: no longer secures: eio."),
        (
            "time_limit: {instrument: eio, duration: 90, unit: calendar_days}",
            "n1: eio has no limit of 90 calendar_days.",
        ),
        ("status: no_route", "n1: status was no_route, is routed."),
    ],
)
def test_what_moved_is_told(tmp_path, expect, says):
    assert found(tmp_path, expect) == [says]


def test_nothing_left_is_told(tmp_path):
    assert found(tmp_path, "best: [eio]", options=[]) == ["n1: best was eio, is nothing."]
    assert found(tmp_path, "best: []", options=[]) == []


def test_a_scenario_that_cannot_be_asked_is_told(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE + "    status: routed\n")
    scenarios_read.cache_clear()

    def answer(document: dict[str, Any], on: date) -> dict[str, Any]:
        raise CaseFaults([Fault(f"needs[{number}].measure", "criminal.gone", "a measure") for number in range(5)])

    says = scenario_findings(answer, tmp_path)[0].says
    assert says.startswith("It cannot be asked any more: ")
    assert "needs[2].measure: read criminal.gone; a measure; and 2 more." in says


def test_the_shipped_scenarios_are_read_once():
    scenarios_read.cache_clear()
    names = [name for name, _ in scenarios_read()]
    assert len(names) >= 24
    assert names == sorted(names)
    assert scenarios_read() is scenarios_read()
