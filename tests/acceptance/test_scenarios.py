"""Every scenario of fixtures/scenarios, asked of the real command, one process for each day of advice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.conftest import ROOT, Advise
from tests.acceptance.judge import judged

SCENARIOS = ROOT / "fixtures" / "scenarios"
FILES = sorted(SCENARIOS.rglob("*.yaml"))
FEWEST_FILES, FEWEST_EXPECTATIONS = 100, 1_500


def loaded(path: Path) -> dict[str, Any]:
    """A scenario as an ordinary YAML reader gives it."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


@pytest.fixture(scope="session")
def answers(advise: Advise) -> dict[Path, dict[str, Any]]:
    """File -> answer, for all scenarios."""
    days: dict[str, list[Path]] = {}
    for path in FILES:
        days.setdefault(str(loaded(path)["on"]), []).append(path)

    def day(item: tuple[str, list[Path]]) -> dict[Path, dict[str, Any]]:
        on, paths = item
        done = advise(*paths, "--on", on, "--format", "json")
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        assert len(lines) == len(paths)
        return dict(zip(paths, map(json.loads, lines), strict=True))

    with ThreadPoolExecutor(2) as pool:
        return {path: answer for found in pool.map(day, days.items()) for path, answer in found.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_answer_keeps_every_expectation(path: Path, answers: dict[Path, dict[str, Any]]) -> None:
    case = loaded(path)
    answer = answers[path]
    assert answer["reference"] == case["reference"]
    assert answer["on"] == str(case["on"])
    findings = judged(case, answer)
    assert findings
    assert [str(finding) for finding in findings if not finding.holds] == []


def test_none_of_the_expectations_was_lost(answers: dict[Path, dict[str, Any]]) -> None:
    count = sum(len(judged(loaded(path), answers[path])) for path in FILES)
    print(f"{count} expectations in {len(FILES)} scenarios")
    assert len(FILES) >= FEWEST_FILES
    assert count >= FEWEST_EXPECTATIONS


def test_the_judge_can_see(answers: dict[Path, dict[str, Any]]) -> None:
    path = SCENARIOS / "crim-01-ie-platform-subscriber.yaml"
    case, answer = loaded(path), answers[path]
    for need in case["needs"]:
        wrong = {
            "best": ["eaw"],
            "open": ["eaw"],
            "present": ["eaw"],
            "never": [answer["needs"][0]["plan"][0]["instrument"], "e-evidence-regulation"],
            "tiers": {"formal": ["eaw"]},
            "secure": ["eaw"],
            "time_limit": {"instrument": "e-evidence-regulation", "duration": 11, "unit": "calendar_days"},
            "status": "no_route",
            "wish": [],
        }
        findings = judged({**case, "expect": {need["id"]: wrong}}, answer)
        assert {finding.name.split()[0] for finding in findings if not finding.holds} >= {
            *("best", "open", "present", "never", "formal", "secure", "time", "status", "wish")
        }
    assert not judged({**case, "expect": {"n1": {"best": []}}}, answer)[0].holds
