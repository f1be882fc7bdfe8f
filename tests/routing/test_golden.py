"""The mock cases of the study: their answers in short form, and bytes that do not depend on the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.routing.conftest import ROOT, SCENARIOS, answer, read_scenario
from tests.routing.golden.short import CASES, golden_path, short_answer

DIGEST = """
import hashlib, json
from tests.routing.conftest import SCENARIOS, answer, read_scenario
digest = hashlib.sha256()
for name in ("mock-medicines", "hidden-service", "crim-12-us-provider-iptv", "civ-11-us-social-media-account"):
    digest.update(json.dumps(answer(*read_scenario(SCENARIOS / f"{name}.yaml"))).encode())
print(digest.hexdigest())
"""


@pytest.mark.parametrize("name", CASES)
def test_a_mock_case_is_answered_as_reviewed(name: str) -> None:
    """Where law or engine changed on purpose: `python -m tests.routing.golden`, then read the diff."""
    assert short_answer(name) == golden_path(name).read_text(encoding="utf-8")


def digest(seed: str) -> str:
    """The answers' digest from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_the_same_input_gives_the_same_bytes_in_any_process() -> None:
    assert digest("0") == digest("12345")


def test_the_contract_s_keys_stand_first_and_in_order() -> None:
    found = answer(*read_scenario(SCENARIOS / "crim-01-ie-platform-subscriber.yaml"))
    need, option = found["needs"][0], found["needs"][0]["options"][0]

    assert list(found) == [
        *("format", "reference", "on", "edition", "status", "needs", "questions", "alternatives", "warnings")
    ]
    assert list(need)[:6] == ["id", "measure", "requested_state", "status", "plan", "options"]
    wanted = (
        "provision instrument measure tier rank verdict acting_state articles form channel issuing_authority "
        "time_limits languages dual_criminality refusal_grounds costs confidence sources because missing would_open_if"
    )
    assert list(option)[:21] == wanted.split()
    lines = "fact op value found verdict effect article text"
    assert all(list(line)[:8] == lines.split() for line in option["because"])
    steps = "order purpose tier measure provision instrument verdict fallbacks why"
    assert all(list(step)[:9] == steps.split() for step in need["plan"])
    assert all(list(question)[:3] == ["fact", "question", "decides"] for question in found["questions"])
