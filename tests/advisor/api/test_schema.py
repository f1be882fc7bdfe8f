"""The OpenAPI description: valid, complete, and true."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from openapi_spec_validator import validate

UNDESCRIBED = {"schema", "docs", "unknown"}


def test_the_description_is_made_without_a_warning_and_is_valid() -> None:
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", "--format=openapi-json", stdout=written)
    document = json.loads(written.getvalue())
    validate(document)
    names = {pattern.name for pattern in get_resolver("advisor.api.v1.urls").url_patterns} - UNDESCRIBED
    assert len(document["paths"]) == len(names)


def test_every_operation_names_its_refusals_and_how_to_sign_in(api: Client) -> None:
    document: dict[str, Any] = api.get("/api/v1/schema").json()
    assert document["openapi"].startswith("3.")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert {"200", "400", "401", "403", "429"} <= set(operation["responses"]), path
            assert {"token": []} in operation["security"]
            assert {} not in operation["security"]
