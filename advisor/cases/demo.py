"""The demo: two agencies, five people, the two mock cases of the study with their routes stored.

Reads fixtures/demo. Writes what is not there yet and leaves alone what is, however it was changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from advisor.accounts.models import Agency, User
from advisor.accounts.services import agency_create, user_create
from advisor.cases.models import Case
from advisor.cases.selectors import cases_for, routes_for
from advisor.cases.services import case_from_file, case_route

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"


@dataclass(frozen=True)
class Demo:
    """What fixtures/demo/users.yaml says."""

    password: str
    agencies: list[dict[str, str]]
    users: list[dict[str, str]]
    cases: list[dict[str, str]]


def demo_read() -> Demo:
    """The demo's people and cases, from the shipped file."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / "users.yaml").read_text(encoding="utf-8"))
    return Demo(**content)


def demo_people(demo: Demo, *, now: datetime) -> list[User]:
    """Agencies and people, made where they are missing; in the file's order."""
    agencies = {
        item["code"]: Agency.objects.filter(code=item["code"]).first() or agency_create(**item, now=now)
        for item in demo.agencies
    }
    return [
        User.objects.filter(email=item["email"]).first()
        or user_create(
            email=item["email"],
            name=item["name"],
            role=item["role"],
            agency=agencies.get(item.get("agency", "")),
            password=demo.password,
            now=now,
        )
        for item in demo.users
    ]


def demo_cases(demo: Demo, *, now: datetime) -> list[Case]:
    """The mock cases, opened and routed where they are missing. Raises NoEdition."""
    cases = []
    for item in demo.cases:
        owner = User.objects.get(email=item["owner"])
        content = (FOLDER / "cases" / item["file"]).read_bytes()
        reference = yaml.safe_load(content)["reference"]
        case = cases_for(owner).filter(reference=reference).first()
        if case is None:
            case = case_from_file(user=owner, content=content, name=item["file"], now=now)
        if not routes_for(owner).filter(case=case).exists():
            case_route(case=case, user=owner, on=now.date(), now=now)
        cases.append(case)
    return cases
