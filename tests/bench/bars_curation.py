"""Bars of curation, in seconds as the issue sets them (best of three): publish, impact of one row, import of the book.

Reads: fixtures/, the measured office (tests/bench/office.py). Writes: its rows.
"""

from __future__ import annotations

from functools import cache
from time import perf_counter
from typing import Any

from tests.bench.frame import Bar, Count
from tests.bench.office import office

TIMES = 3
SPAIN = "participation:eio/ES/2018-07-02"
SOURCE = {"citation": "Invented", "kind": "text", "read_on": "2026-11-20"}


def best(act: Any) -> float:
    """The shortest of three runs; `act` returns the seconds that count."""
    return min(act() for _ in range(TIMES))


@cache
def _people() -> tuple[Any, Any]:
    """Two curators in the measured office, whose rows hold the shipped book."""
    office()  # sets Django up
    from django.utils import timezone

    from advisor.accounts.models import Role, User
    from instruments.from_fixtures import book_read
    from instruments.loading import catalogue_load
    from instruments.places import CATALOGUE

    catalogue_load(book_read(CATALOGUE), now=timezone.now())
    author, reviewer = (
        User.objects.create_user(email=f"{name}@bench.example", password="x" * 14, role=Role.ADMIN, agency=None)
        for name in ("author", "reviewer")
    )
    return author, reviewer


def _forget() -> None:
    """No answer from memory: every run computes all of it."""
    from advisor.curation import draft
    from instruments.editions import compiled

    draft._gate.cache_clear()
    compiled.clear()


def _opened(note: str) -> Any:
    """A set that changes one row."""
    author, _ = _people()
    from django.utils import timezone

    from advisor.curation.draft import base_records
    from advisor.curation.services import change_put, changeset_open
    from advisor.curation.services.changes import Wanted

    now = timezone.now()
    opened = changeset_open(title="One row", why="To measure.", user=author, now=now)
    row = {**base_records()[SPAIN], "note": note, "source": SOURCE["citation"], "confidence": "verified"}
    change_put(changeset=opened, wanted=Wanted("participation", row, key=SPAIN, sources=[SOURCE]), user=author, now=now)
    return opened


def publish() -> float:
    """Checks, rows, scenarios, edition: from the button to the answer."""
    author, reviewer = _people()
    from django.utils import timezone

    from advisor.curation.services import change_confirm, changeset_publish, changeset_submit

    def once() -> float:
        now = timezone.now()
        opened = _opened(f"measured {now.isoformat()}")
        changeset_submit(changeset=opened, user=author, now=now)
        change_confirm(changeset=opened, keys=[SPAIN], user=reviewer, now=now)
        _forget()
        begun = perf_counter()
        changeset_publish(changeset=opened, note="", user=reviewer, now=now)
        return perf_counter() - begun

    return best(once)


def impact() -> float:
    """What one dropped row does: draft, atlas of four days and two profiles, cases."""
    author, _ = _people()
    from django.utils import timezone

    from advisor.curation.draft import changeset_draft
    from advisor.curation.impact import impact_of
    from advisor.curation.services import change_drop, changeset_open

    now = timezone.now()
    opened = changeset_open(title="One row", why="To measure.", user=author, now=now)
    change_drop(changeset=opened, key=SPAIN, why="x", sources=[SOURCE], user=author, now=now)

    def once() -> float:
        _forget()
        begun = perf_counter()
        impact_of(changeset_draft(opened), on=now.date())
        return perf_counter() - begun

    return best(once)


def load() -> float:
    """The whole source book into empty tables; what was there comes back afterwards."""
    _people()
    from django.db import connection, transaction
    from django.utils import timezone

    from instruments import models
    from instruments.from_fixtures import book_read
    from instruments.loading import catalogue_load
    from instruments.places import CATALOGUE

    tables = [
        model._meta.db_table
        for model in vars(models).values()
        if isinstance(model, type) and hasattr(model, "_meta") and model.__name__ not in ("Edition", "RecordCheck")
    ]

    def once() -> float:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            begun = perf_counter()
            catalogue_load(book_read(CATALOGUE), now=timezone.now())
            took = perf_counter() - begun
            transaction.set_rollback(True)
        return took

    return best(once)


def bars() -> list[Bar]:
    """The bars of curation."""
    return [
        Bar("K1", "publish a reviewed change set of one row, all rules and scenarios", 60, "s", lambda: Count(publish)),
        Bar("K2", "impact of a change of one row", 10, "s", lambda: Count(impact)),
        Bar("K3", "import of the whole source book into empty tables", 20, "s", lambda: Count(load)),
    ]
