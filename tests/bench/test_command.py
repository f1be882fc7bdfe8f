"""The command of the benchmarks where the libraries of the tests are not installed."""

import importlib.util
from typing import Any

import pytest

from tests.bench import __main__ as command


def test_missing_libraries_are_one_message_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "pytest" else real(name, *more)
    )
    assert command.main(["R1"]) == 2
    said = capsys.readouterr().err
    assert "this Python has no pytest" in said
    assert "python3 manage.py setup dev" in said


def test_an_unknown_code_names_the_known_ones(capsys: Any) -> None:
    assert command.main(["NOSUCH"]) == 2
    assert "P1" in capsys.readouterr().err
