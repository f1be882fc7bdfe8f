"""Fixtures of the dossier tests: a small stored route, and inputs that need no edition."""

from typing import Any

import pytest

from advisor.dossiers import services
from advisor.walk.models import Step
from tests.advisor.dossiers.rows import prosecutor, step_of, stored_route

SMALL = {
    "case": {
        "format": 1,
        "reference": "T-1",
        "title": "Counterfeit shoes",
        "requesting_state": "FR",
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-10-05",
        "needs": [{"id": "n1", "measure": "criminal.search_and_seizure", "requested_state": "ES"}],
    },
    "on": "2026-11-22",
    "engine_version": "1",
    "edition": {"label": "test.1", "sha256": "0" * 64},
    "answer": {
        "status": "routed",
        "needs": [
            {
                "id": "n1",
                "options": [
                    {
                        "provision": "eio/search-and-seizure",
                        "instrument": "eio",
                        "measure": "criminal.search_and_seizure",
                        "tier": "formal",
                        "because": [],
                        "missing": [],
                    }
                ],
            }
        ],
    },
}


@pytest.fixture
def step(db: Any) -> Step:
    """One chosen step of a small case."""
    route = stored_route(prosecutor(), SMALL)
    need = SMALL["answer"]["needs"][0]
    return step_of(route, need, need["options"][0])


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the next request freezes, without an edition; a test may change it in place."""
    inputs = {"text": "first"}
    monkeypatch.setattr(services, "dossier_inputs", lambda *, step, language: {**inputs, "language": language})
    monkeypatch.setattr(services, "inputs_dated", lambda inputs, *, on: inputs, raising=False)
    return inputs


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that were sent to the queue, instead of sending them."""
    sent: list[str] = []
    monkeypatch.setattr(services.app, "send_task", lambda name, args, **_: sent.append(args[0]))
    return sent
