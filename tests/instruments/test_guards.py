"""What the database itself refuses, with one body for PostgreSQL and SQLite."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, NotSupportedError, connections, transaction
from django.db.migrations.loader import MigrationLoader

from instruments.errors import EditionIsImmutable
from instruments.guards import GistForText, Immutable, NoOverlap
from instruments.models import Edition, Instrument, Jurisdiction, ParticipationRow
from tests.conftest import NOW

NAMED = re.compile(r"(?:ADD CONSTRAINT|CREATE TRIGGER) (\w+)")


@pytest.fixture
def row(alias: str) -> Callable[..., ParticipationRow]:
    """Adds a participation row of one instrument: row('FR', since, until)."""
    for iso2, iso3 in (("FR", "FRA"), ("ES", "ESP")):
        Jurisdiction.objects.using(alias).create(iso2=iso2, iso3=iso3, name=iso2, legal_tradition="civil")
    for code in ("one", "two"):
        Instrument.objects.using(alias).create(
            code=code,
            title=code,
            short_title=code,
            kind="convention",
            tier="formal",
            transition_mode="by_request",
            transition_note="-",
            ip_scope="-",
            bound_states="-",
            notes="-",
        )

    def add(iso2: str, since: str, until: str, *, code: str = "one", status: str = "bound") -> ParticipationRow:
        return ParticipationRow.objects.using(alias).create(
            instrument_id=code,
            jurisdiction_id=iso2,
            status=status,
            since=date.fromisoformat(since) if since else None,
            until=date.fromisoformat(until) if until else None,
            confidence="memory",
        )

    return add


def refused(alias: str, act: Callable[[], Any]) -> str:
    """The database's refusal of an act, as text; the transaction around it stays usable."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(using=alias):
        act()
    return str(caught.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2001-01-01", "2010-12-31"), ("2010-12-31", "")),
        (("", ""), ("2001-01-01", "2001-01-01")),
        (("2001-01-01", ""), ("", "2001-01-01")),
        (("2001-01-01", "2010-12-31"), ("2003-01-01", "2004-01-01")),
    ],
)
def test_periods_of_one_pair_do_not_overlap(alias, row, first, second):
    row("FR", *first)
    assert "participation_no_overlap" in refused(alias, lambda: row("FR", *second))


def test_periods_that_touch_or_belong_to_others_pass(alias, row):
    row("FR", "2001-01-01", "2010-12-31")
    row("FR", "2011-01-01", "")
    row("FR", "", "2000-12-31")
    row("ES", "2005-01-01", "")
    row("FR", "2005-01-01", "", code="two")
    assert ParticipationRow.objects.using(alias).count() == 5


def test_a_row_cannot_grow_into_another(alias, row):
    first = row("FR", "2001-01-01", "2010-12-31")
    row("FR", "2011-01-01", "")
    first.until = date(2011, 1, 1)
    assert "participation_no_overlap" in refused(alias, lambda: first.save(using=alias))
    first.until = date(2009, 12, 31)
    first.save(using=alias)


def test_signed_beside_bound_is_refused(alias, row):
    row("FR", "2001-01-01", "")
    assert "participation_no_overlap" in refused(alias, lambda: row("FR", "", "", status="signatory"))


@pytest.mark.parametrize(
    ("since", "until", "status", "name"),
    [
        ("2002-01-01", "2001-12-31", "bound", "participation"),
        ("2001-01-01", "", "signatory", "participation_days_mean_bound"),
        ("", "", "friendly", "participation_status_known"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(alias, row, since, until, status, name):
    # PostgreSQL's range type refuses an upside-down period before the constraint is asked.
    with pytest.raises(Exception, match=f"{name}|range lower bound"), transaction.atomic(using=alias):
        row("FR", since, until, status=status)


@pytest.fixture
def edition(alias: str) -> Edition:
    fields = {"label": "1", "sha256": "a" * 64, "document": b"{}", "published_at": NOW, "published_by": "tests"}
    return Edition.objects.using(alias).create(**fields)


@pytest.mark.parametrize("sql", ["DELETE FROM instruments_edition", "UPDATE instruments_edition SET note = 'x'"])
def test_the_database_keeps_editions_as_they_are(alias, edition, sql):
    def act() -> None:
        with connections[alias].cursor() as cursor:
            cursor.execute(sql)

    assert "rows of instruments_edition are added, never changed or deleted" in refused(alias, act)


def test_the_model_keeps_editions_as_they_are(alias, edition):
    edition.note = "other"
    with pytest.raises(EditionIsImmutable, match="Publish a new one"):
        edition.save(using=alias)
    with pytest.raises(EditionIsImmutable):
        edition.delete(using=alias)
    with pytest.raises(EditionIsImmutable):
        Edition.objects.using(alias).update(note="other")
    with pytest.raises(EditionIsImmutable):
        Edition.objects.using(alias).delete()


def test_no_guard_got_lost(alias):
    """A later migration that rebuilds a table on SQLite drops its triggers: this notices."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    operations = [op for key, one in loader.disk_migrations.items() if key[0] == "instruments" for op in one.operations]
    guards = [op for op in operations if isinstance(op, NoOverlap | Immutable)]
    connection = connections[alias]
    wanted = {name for op in guards for sql in op.statements(connection.vendor)[0] for name in NAMED.findall(sql)}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger")
        present = {str(found[0]) for found in cursor.fetchall()}
    assert wanted
    assert wanted <= present


def test_another_database_is_refused():
    with pytest.raises(NotSupportedError, match="PostgreSQL and SQLite, not on oracle"):
        Immutable("t").statements("oracle")


def test_a_missing_extension_is_explained():
    class Cursor:
        asked = 0

        def __enter__(self) -> "Cursor":
            return self

        def __exit__(self, *args: object) -> None: ...

        def execute(self, sql: str) -> None: ...

        def fetchone(self) -> Any:
            self.asked += 1
            return None if self.asked == 1 else (False,)

    class Connection:
        vendor = "postgresql"
        settings_dict = {"NAME": "law"}
        one = Cursor()

        def cursor(self) -> Cursor:
            return self.one

    class Editor:
        connection = Connection()

    with pytest.raises(NotSupportedError, match="in database law: CREATE EXTENSION btree_gist;"):
        GistForText().database_forwards("instruments", Editor(), None, None)


def test_guards_describe_themselves():
    for guard in (Immutable("t"), NoOverlap("t", ["a", "b"], "since", "until", "n"), GistForText()):
        assert guard.describe()
    assert Immutable("t").deconstruct() == ("Immutable", ["t"], {})
    assert NoOverlap("t", ["a"], "s", "u", "n").deconstruct() == ("NoOverlap", ["t", ["a"], "s", "u", "n"], {})
