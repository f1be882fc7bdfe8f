"""Every operation of the description, asked with valid and with broken input: no server error, no answer beside the
description, and enough answers of the 2xx kind that the rest means something."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import yaml
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

SCENARIOS = Path(__file__).resolve().parents[3] / "fixtures" / "scenarios"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SEEDED, FREE, BROKEN = 25, 8, 12
FEWEST, SHARE = 20, 0.4
SEEDS: dict[str, list[dict[str, str]]] = {
    "/api/v1/editions/{label}": [{"label": "current"}, {"label": "2026-11-22.1"}],
    "/api/v1/instruments/{code}": [{"code": "eio"}, {"code": "udrp"}, {"code": "hague-service-1965"}],
    "/api/v1/provisions/{instrument}/{name}": [{"instrument": "eio", "name": "search-and-seizure"}],
    "/api/v1/measures/{code}": [{"code": "civil.jurisdiction"}, {"code": "voluntary.takedown"}],
    "/api/v1/facts/{name}": [{"name": "request.sent_on"}, {"name": "right.kind"}],
    "/api/v1/networks/{code}": [{"code": "ejn"}],
    "/api/v1/states/{iso2}": [{"iso2": "FR"}, {"iso2": "GB"}, {"iso2": "XK"}],
}


def documents() -> Iterator[dict[str, Any]]:
    """Cases that are answered quickly."""
    for name in ("hidden-service", "crim-04-spain-warehouse", "civ-14a-photo-4800"):
        loaded = yaml.safe_load((SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8"))
        yield json.loads(
            json.dumps({key: loaded[key] for key in loaded if key not in ("on", "expect", "note")}, default=str)
        )


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario with other words, fewer facts, another stage, one need or all."""
    document = json.loads(json.dumps(draw(st.sampled_from(list(documents())))))
    document["title"] = draw(
        st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=40)
    )
    document["stage"] = draw(st.sampled_from(["pre_action", "investigation", "prosecution", "trial", "enforcement"]))
    facts = document.get("facts", {})
    for name in draw(st.lists(st.sampled_from(sorted(facts)), unique=True)) if facts else []:
        del facts[name]
    if draw(st.booleans()):
        document["needs"] = document["needs"][:1]
    return document


def sent(api: Client, case: Case) -> Response:
    """The answer to a generated case, over Django's client, so that it sees the test's database."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    answer = api.generic(
        prepared.method or "GET",
        prepared.path_url,
        prepared.body or b"",
        content_type=prepared.headers.get("Content-Type", "application/json"),
    )
    headers = {name: [value] for name, value in answer.items()}
    return Response(answer.status_code, headers, answer.content, prepared, 0.1, verify=False)


def seeded(case: Case) -> Case:
    """The same case on the first page of the current edition."""
    for name in ("edition", "page"):
        (case.query or {}).pop(name, None)
    return case


@pytest.fixture
def asked(api: Client, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Any]:
    """A client without throttles, and the description that the API itself gives."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"user": None, "advice": None})
    return api, schemathesis.openapi.from_dict(api.get("/api/v1/schema").json())


def test_no_input_breaks_an_operation(asked: tuple[Client, Any]) -> None:
    api, schema = asked
    counts: dict[str, Counter[int]] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        count = counts.setdefault(operation.label, Counter())
        bodies = {"body": cases()} if operation.method == "post" else {}
        seeds = SEEDS.get(operation.path, [{}])
        good = st.one_of(
            *(operation.as_strategy(**({"path_parameters": seed} if seed else {})).map(seeded) for seed in seeds)
        )
        if bodies:
            good = st.builds(with_body, good, cases())
        run(api, good, SEEDED, count, CHECKS)
        run(api, operation.as_strategy(), FREE, count, CHECKS)
        broken = operation.as_strategy(GenerationMode.NEGATIVE)
        run(api, broken, BROKEN, count, [*CHECKS, negative_data_rejection])
    few = {label: dict(count) for label, count in counts.items() if count[200] < FEWEST}
    total, fine = (sum(sum(count.values()) for count in counts.values()), sum(count[200] for count in counts.values()))
    print(f"{total} requests to {len(counts)} operations, {fine} answered with 200 ({fine / total:.0%})")
    assert few == {}
    assert fine / total >= SHARE
    assert len(counts) == 19


def with_body(case: Case, body: dict[str, Any]) -> Case:
    """The same case with this body."""
    case.body = body
    return case


def run(api: Client, strategy: st.SearchStrategy[Case], examples: int, count: Counter[int], checks: list[Any]) -> None:
    """Ask and check; counts the answers by status."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def ask(case: Case) -> None:
        response = sent(api, case)
        count[response.status_code] += 1
        case.validate_response(response, checks=checks)

    ask()
