"""Fixtures that every room's tests share: agencies, people, a published edition, cases.

The edition's bytes are made once a session from the shipped files; a test that asks for `edition` gets one row of them.
"""

import functools
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PASSWORD = "correct-horse-9-battery"


@pytest.fixture
def now() -> datetime:
    """The moment of the tests: the day whose law the shipped catalogue tells."""
    return NOW


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The suite's database, told not to compress the large documents: packing them is most of a test's time."""
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE instruments_edition ALTER COLUMN document SET STORAGE EXTERNAL")
                cursor.execute("ALTER TABLE cases_caseroute ALTER COLUMN document SET STORAGE EXTERNAL")


@functools.cache
def edition_bytes() -> tuple[bytes, str]:
    """The shipped catalogue as an edition's canonical bytes, and their SHA-256; read once a session."""
    from instruments import records
    from instruments.from_fixtures import book_read
    from instruments.places import CATALOGUE

    document = records.edition_document(book_read(CATALOGUE).document)
    return records.canonical_bytes(document), records.sha256_of(document)


def publish_shipped() -> Any:
    """Store the shipped catalogue as an edition and return it as CurrentEdition, compiled once a session."""
    from instruments.editions import edition_current
    from instruments.models import Edition

    data, sha256 = edition_bytes()
    Edition.objects.create(
        label="2026-11-22.1", sha256=sha256, document=data, published_at=NOW, published_by="tests", note=""
    )
    return edition_current()


@pytest.fixture
def edition(db: Any) -> Any:
    """The shipped catalogue, published."""
    return publish_shipped()


@pytest.fixture
def agency(db: Any) -> Callable[..., Any]:
    """Makes agencies: agency('lyon', 'FR')."""
    from advisor.accounts.models import Agency

    def make(code: str, country: str = "FR") -> Any:
        return Agency.objects.get_or_create(code=code, defaults={"name": code.title(), "country": country})[0]

    return make


@pytest.fixture
def person(agency: Callable[..., Any]) -> Callable[..., Any]:
    """Makes people: person('investigator', 'lyon'). A curator has no agency."""
    from advisor.accounts.models import User

    def make(role: str = "investigator", at: str | None = "lyon", **fields: Any) -> Any:
        home = None if role == "admin" else agency(at or "lyon")
        email = fields.pop("email", f"{role}-{uuid.uuid4().hex[:8]}@{at or 'rogatory'}.example")
        user = User.objects.create_user(email=email, password=PASSWORD, role=role, agency=home)
        for name, value in fields.items():
            setattr(user, name, value)
        if fields:
            user.save()
        return user

    return make


@pytest.fixture
def investigator(person: Callable[..., Any]) -> Any:
    return person("investigator", "lyon")


@pytest.fixture
def prosecutor(person: Callable[..., Any]) -> Any:
    return person("prosecutor", "lyon")


@pytest.fixture
def stranger(person: Callable[..., Any]) -> Any:
    """An investigator of another agency."""
    return person("investigator", "porto")


@pytest.fixture
def curator(person: Callable[..., Any]) -> Any:
    return person("admin", None)


@pytest.fixture
def open_case(edition: Any) -> Callable[..., Any]:
    """Opens a case for a user: open_case(user, title='...', needs=[('criminal.search_and_seizure', 'ES')])."""
    from advisor.cases.selectors import cases_for
    from advisor.cases.services import answers_save, case_open, needs_add

    def make(user: Any, *, needs: Any = (), answers: Any = None, **fields: Any) -> Any:
        given = {
            "reference": f"T-{uuid.uuid4().hex[:10]}",
            "title": "Counterfeit shoes",
            "summary": "",
            "requesting_state": "FR",
            "track": "criminal",
            "stage": "investigation",
            "opened_on": date(2026, 10, 5),
        } | fields
        case = case_open(user=user, now=NOW, **given)
        for measure, state in needs:
            needs_add(case=case, user=user, measure=measure, requested_states=[state], now=NOW)
        case = cases_for(user).get(pk=case.pk)
        if answers:
            case = answers_save(case=case, user=user, version=case.version, values=answers, now=NOW)
        return case

    return make


@pytest.fixture
def routed_case(open_case: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a case with one search in Spain and stores its route: (case, route)."""
    from advisor.cases.services import case_route

    def make(user: Any, **fields: Any) -> Any:
        fields.setdefault("needs", [("criminal.search_and_seizure", "ES")])
        fields.setdefault("answers", ROUTED_ANSWERS)
        case = open_case(user, **fields)
        return case, case_route(case=case, user=user, on=TODAY, now=NOW)

    return make


ROUTED_ANSWERS = {
    "request.sent_on": "2026-11-22",
    "requester.kind": "prosecutor",
    "proceedings.type": "criminal",
    "measure.purpose": "evidence",
    "measure.necessary_and_proportionate": True,
    "measure.available_in_requesting_state": True,
    "order.issuing_authority": "judge",
    "offence.max_penalty_months_requesting": 60,
}
