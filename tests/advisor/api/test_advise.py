"""Advice over HTTP: the command's bytes, every fault at once, nothing kept."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from django.apps import apps
from django.core.management import call_command
from django.test import Client

SCENARIOS = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"
Post = Callable[..., Any]


def case(name: str = "hidden-service") -> dict[str, Any]:
    """A scenario as a JSON-ready document."""
    document = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
    answer: dict[str, Any] = json.loads(json.dumps(document, default=str))
    return answer


@pytest.fixture
def post(api: Client) -> Post:
    """POST a body to the address."""

    def send(body: Any, query: str = "", content_type: str = "application/json") -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return api.post(f"/api/v1/advise{query}", data, content_type=content_type)

    return send


@pytest.mark.parametrize("name", ["hidden-service", "crim-01-ie-platform-subscriber", "civ-01-counterfeit-shoes"])
def test_the_answer_is_the_commands_byte_for_byte(post: Post, tmp_path: Path, name: str) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case(name)), encoding="utf-8")
    printed = io.StringIO()
    call_command("advise", str(path), "--on=2026-11-22", "--format=json", stdout=printed)
    response = post(case(name), "?on=2026-11-22")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store, private"
    assert response.content == printed.getvalue().encode()
    assert post(case(name), "?on=2026-11-22").content == response.content


def test_without_a_day_the_law_of_today_answers(post: Post) -> None:
    with time_machine.travel("2026-12-24T12:00:00Z", tick=False):
        assert post(case()).json()["on"] == "2026-12-24"


def test_an_edition_can_be_named(post: Post, edition: Any) -> None:
    for name in (edition.label, edition.sha256):
        response = post(case(), f"?edition={name}&on=2026-11-22")
        assert response.json()["edition"] == {"label": edition.label, "sha256": edition.sha256}
    assert post(case(), "?edition=2020-01-01.1").status_code == 404


def test_every_fault_of_a_case_at_once_and_in_the_commands_words(post: Post, tmp_path: Path) -> None:
    wrong = case() | {"track": "penal", "colour": "red", "opened_on": "2026-02-30"}
    response = post(wrong)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    path = tmp_path / "case.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    printed = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(printed), pytest.raises(SystemExit) as left:
        call_command("advise", str(path), "--format=json", stderr=printed)
    assert left.value.code == 2
    told = [
        f"{path}: {fault['where']}: read {fault['read']}; {fault['allowed']}" for fault in response.json()["faults"]
    ]
    assert told == printed.getvalue().splitlines()
    assert len(told) == 3


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "an empty file"),
        (b"{", 400, "the end of the file"),
        (b"[]", 400, "a list"),
        (b"\xff", 400, "0xff"),
        (b"[" * 100_000, 400, "more than 32 levels"),
        (b'{"a": 1, "a": 2}', 400, "the same key twice"),
        (b'{"a": NaN}', 400, "NaN"),
        (b'{"a": "\\ud800"}', 400, "U+D800"),
        (b" " * (1024 * 1024 + 1), 413, "exhibits"),
    ],
)
def test_a_hostile_body_is_refused_as_a_problem(post: Post, body: bytes, status: int, said: str) -> None:
    response = post(body)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert said in response.content.decode()


def test_only_json_is_read(post: Post) -> None:
    assert post(b"a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    assert post(b"format: 1", content_type="application/yaml").status_code == 415


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("?on=2026-13-01", "query on"),
        ("?on=20261122", "query on"),
        ("?on=２０２６-11-22", "query on"),  # full-width digits
        ("?day=2026-11-22", 'query "day"'),
        ("?on=", "query on"),
    ],
)
def test_a_day_that_is_none(post: Post, query: str, where: str) -> None:
    response = post(case(), query)
    assert response.status_code == 400
    assert [fault["where"] for fault in response.json()["faults"]] == [where]


def test_a_case_that_asks_for_too_much_at_once_is_refused(post: Post) -> None:
    need = {"measure": "criminal.electronic_evidence", "requested_state": "IE"}
    response = post(case() | {"requesting_state": "FR", "needs": [need | {"id": f"n{i}"} for i in range(200)]})
    assert response.status_code == 400
    [fault] = response.json()["faults"]
    assert fault["where"] == "needs"
    assert "too much at once" in fault["allowed"]
    assert "split it" in fault["allowed"]


def test_nothing_is_kept(post: Post) -> None:
    def counts() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    before = counts()
    assert post(case()).status_code == 200
    assert counts() == before
