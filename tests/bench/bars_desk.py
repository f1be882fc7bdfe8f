"""Bars of the desk and of the list of cases in an agency with 5,000 of them: against the plainest view, and in queries.

Reads: an agency of its own in the measured office (tests/bench/office.py). Writes: its rows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.bench.bars_pages import _hello
from tests.bench.frame import Bar, Count, Pair
from tests.bench.office import BACKEND, Office, office

MANY = 5_000
WITH_STEPS = 300


@cache
def _many() -> Office:
    """The office again, seen by a prosecutor of the agency with 5,000 cases."""
    place = office()
    from dataclasses import replace

    from django.test import Client

    from advisor.accounts.models import Agency, User
    from tests.conftest import PASSWORD

    agency = Agency.objects.create(code="many", name="Many", country="FR")
    user = User.objects.create_user(email="p@many.example", password=PASSWORD, role="prosecutor", agency=agency)
    client = Client()
    client.force_login(user, backend=BACKEND)
    _cases(place, user)
    many = replace(place, client=client, user=user)
    many.get("/cases/?q=needle&state=all")  # makes the words of the search
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return many


def _cases(place: Office, user: Any) -> None:
    """Cases with a need each, every third routed, some with a step that was sent."""
    from datetime import timedelta

    from advisor.cases.models import Case, CaseRoute, Entity, Need
    from advisor.walk.models import Step, StepEvent
    from tests.conftest import NOW, TODAY

    own = {"agency": user.agency}
    cases = Case.objects.bulk_create(
        Case(
            **own, created_by=user, created_at=NOW, updated_at=NOW - timedelta(minutes=n), opened_on=TODAY,
            reference=f"M-{n}", title=f"Counterfeit goods {n}{' needle' if n % 50 == 0 else ''}", summary="shoes " * 20,
            requesting_state="FR", track="criminal", stage="investigation",
        )
        for n in range(MANY)
    )  # fmt: skip
    Need.objects.bulk_create(
        Need(**own, case=case, key="n1", position=1, measure="criminal.search_and_seizure", requested_state="ES")
        for case in cases
    )
    Entity.objects.bulk_create(
        Entity(
            **own, case=case, key="e1", position=1, kind="domain", value=f"shop{n}.example", added_by=user, added_at=NOW
        )
        for n, case in enumerate(cases)
    )
    model = (
        place.small.routes.first()
        if hasattr(place.small, "routes")
        else CaseRoute.objects.filter(case=place.small).first()
    )
    assert model is not None
    routes = CaseRoute.objects.bulk_create(
        CaseRoute(
            **own, case=case, number=1, on=TODAY, status="routed", edition_label=model.edition_label,
            edition_sha256=model.edition_sha256, engine_version=model.engine_version, document=model.document,
            sha256="0" * 64, case_version=1, created_by=user, created_at=NOW,
        )
        for case in cases[: WITH_STEPS]
    )  # fmt: skip
    like = Step.objects.filter(route=model).first()
    assert like is not None
    steps = Step.objects.bulk_create(
        Step(
            **own, case_id=route.case_id, route=route, need_key=like.need_key, measure=like.measure,
            provision=like.provision, instrument=like.instrument, tier=like.tier, state="planned",
            chosen_by=user, chosen_at=NOW,
        )
        for route in routes
    )  # fmt: skip
    StepEvent.objects.bulk_create(
        StepEvent(
            **own, case_id=step.case_id, step=step, number=1, kind="state", to_state="planned", happened_on=TODAY,
            by=user, at=NOW,
        )
        for step in steps
    )  # fmt: skip


def _page(address: str) -> Pair:
    place = _many()
    return Pair(lambda: place.get(address), _hello(place))


def _queries(address: str) -> float:
    return float(_many().queries(address))


PAGES = (
    ("D1", "list of 5,000 cases", "/cases/", 30.0),
    ("D2", "search over 5,000 cases, 100 found", "/cases/?q=needle&state=all", 30.0),
    (
        "D3",
        "list of 5,000 cases, one State and measure",
        "/cases/?country=ES&measure=criminal.search_and_seizure",
        30.0,
    ),
    ("D4", "desk of an agency with 5,000 cases, 300 with steps", "/desk", None),
)


def bars() -> list[Bar]:
    """The bars of this file."""
    timed = [
        Bar(code, f"{says}, x the plainest view", limit, "x", lambda a=address: _page(a))
        for code, says, address, limit in PAGES
    ]
    counted = [
        Bar(f"{code}Q", f"queries: {says}", 25, "", lambda a=address: Count(lambda: _queries(a)))
        for code, says, address, _limit in PAGES
    ]
    return timed + counted
