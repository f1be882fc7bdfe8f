"""Rows that dossier tests need, made directly: an agency, a prosecutor, a case, its stored route and one step."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from advisor.accounts.models import Agency, Role, User
from advisor.cases.models import Case, CaseRoute
from advisor.walk.models import Step

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def prosecutor(name: str = "lyon") -> User:
    """A prosecutor of an agency of their own."""
    agency = Agency.objects.create(code=name, name=f"Public Prosecutor's Office of {name.title()}", country="FR")
    return User.objects.create_user(email=f"p@{name}.example", password="x" * 12, role=Role.PROSECUTOR, agency=agency)


def stored_route(user: User, document: dict[str, Any], reference: str = "T-1") -> CaseRoute:
    """A case and one route stored for it."""
    case = Case.objects.create(
        agency=user.agency,
        reference=reference,
        title=document["case"]["title"],
        requesting_state=document["case"]["requesting_state"],
        track=document["case"]["track"],
        stage=document["case"]["stage"],
        opened_on=date(2026, 10, 5),
        created_by=user,
        created_at=NOW,
        updated_at=NOW,
    )
    return CaseRoute.objects.create(
        agency=user.agency,
        case=case,
        number=1,
        on=date.fromisoformat(document["on"]),
        status=document["answer"]["status"],
        edition_label=document["edition"]["label"],
        edition_sha256=document["edition"]["sha256"],
        engine_version=document["engine_version"],
        document=document,
        sha256=hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
        case_version=1,
        created_by=user,
        created_at=NOW,
    )


def step_of(route: CaseRoute, need: dict[str, Any], option: dict[str, Any]) -> Step:
    """The choice of one option of a stored route."""
    return Step.objects.create(
        agency=route.agency,
        case=route.case,
        route=route,
        need_key=need["id"],
        measure=option["measure"],
        provision=option["provision"],
        instrument=option["instrument"],
        tier=option["tier"],
        chosen_by=route.created_by,
        chosen_at=NOW,
    )
