"""The engine against planted faults: a random sample, long enough to see the tests grow weak. Only with --slow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.mutation.mutants import ROOT


@pytest.mark.slow
def test_the_fast_tests_notice_most_planted_faults() -> None:
    """The whole run is `python -m tests.mutation`; the bar of the whole is 85 %, of a sample of 300 a little less."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", "--sample", "300", "--at-least", "80", "--survivors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3600,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.slow
def test_every_branch_of_the_engine_is_run_by_its_fast_tests() -> None:
    """Statements and branches, by the tests of the engine alone."""
    done = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pytest",
                "-c",
                "/dev/null",
                "--rootdir",
                str(ROOT),
                "-p",
                "no:cacheprovider",
                "-q",
            ),
            *("-m", "not slow", "tests/routing", "tests/conformance"),
            *("--cov=routing", "--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=3600,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
