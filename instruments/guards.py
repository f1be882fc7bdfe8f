"""Migration operations: what the database itself refuses, with the same refusal on PostgreSQL and SQLite.

`Immutable`: rows of a table are added, never changed or deleted. `Frozen`: some of their columns never change.
`NoOverlap`: two periods of the same keys never share a day. All raise `django.db.IntegrityError`. SQLite drops a
table's triggers when a later migration rebuilds the table: such a migration must repeat the operation
(tests/instruments/test_guards.py notices).
"""

from collections.abc import Sequence
from typing import Any

from django.db import NotSupportedError
from django.db.migrations.operations.base import Operation


class Guard(Operation):
    """A migration operation with one SQL for each database and no trace in the models."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not know of it: the guard lives in the database alone."""

    def sqlite(self) -> tuple[list[str], list[str]]:
        """(SQL that sets it up, SQL that takes it down) on SQLite."""
        raise NotImplementedError

    def postgresql(self) -> tuple[list[str], list[str]]:
        """The same on PostgreSQL."""
        raise NotImplementedError

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """(SQL that sets it up, SQL that takes it down) on that database."""
        if vendor not in {"sqlite", "postgresql"}:
            raise NotSupportedError(f"Rogatory runs on PostgreSQL and SQLite, not on {vendor}.")
        return self.postgresql() if vendor == "postgresql" else self.sqlite()

    def _run(self, schema_editor: Any, which: int) -> None:
        for sql in self.statements(schema_editor.connection.vendor)[which]:
            schema_editor.execute(sql, params=None)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, 0)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, 1)


class Immutable(Guard):
    """No row of `table` is updated or deleted by anybody."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "Immutable", [self.table], {}

    @property
    def name(self) -> str:
        return f"append_only_{self.table}"

    def describe(self) -> str:
        return f"Refuse to change or delete rows of {self.table}"

    @property
    def _message(self) -> str:
        return f"rows of {self.table} are added, never changed or deleted"

    def sqlite(self) -> tuple[list[str], list[str]]:
        return (
            [
                f"CREATE TRIGGER {self.name}_{event} BEFORE {event} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{self._message}'); END"
                for event in ("update", "delete")
            ],
            [f"DROP TRIGGER IF EXISTS {self.name}_{event}" for event in ("update", "delete")],
        )

    def postgresql(self) -> tuple[list[str], list[str]]:
        return (
            [
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{self._message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ],
            [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"],
        )


class Frozen(Guard):
    """`columns` of `table` keep the values that a row was added with; its other columns may change."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table, self.columns = table, list(columns)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "Frozen", [self.table, self.columns], {}

    @property
    def name(self) -> str:
        return f"frozen_{self.table}"

    def describe(self) -> str:
        return f"Refuse to change {', '.join(self.columns)} of {self.table}"

    @property
    def _message(self) -> str:
        return f"{', '.join(self.columns)} of {self.table} are frozen when a row is added"

    def sqlite(self) -> tuple[list[str], list[str]]:
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in self.columns)
        return (
            [
                f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} WHEN {changed} "
                f"BEGIN SELECT RAISE(ABORT, '{self._message}'); END"
            ],
            [f"DROP TRIGGER IF EXISTS {self.name}"],
        )

    def postgresql(self) -> tuple[list[str], list[str]]:
        changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in self.columns)
        return (
            [
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{self._message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {self.name} BEFORE UPDATE ON {self.table} FOR EACH ROW "
                f"WHEN ({changed}) EXECUTE FUNCTION {self.name}()",
            ],
            [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"],
        )


class NoOverlap(Guard):
    """Rows of `table` with equal `keys` have periods (`start`..`end`, both days inclusive, NULL open) without a
    common day."""

    def __init__(self, table: str, keys: Sequence[str], start: str, end: str, name: str) -> None:
        self.table, self.keys, self.start, self.end, self.constraint = table, list(keys), start, end, name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "NoOverlap", [self.table, self.keys, self.start, self.end, self.constraint], {}

    @property
    def name(self) -> str:
        return self.constraint

    def describe(self) -> str:
        return f"Refuse periods of {self.table} that overlap for one {' and '.join(self.keys)}"

    def postgresql(self) -> tuple[list[str], list[str]]:
        equal = ", ".join(f"{key} WITH =" for key in self.keys)
        return (
            [
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
                f"({equal}, daterange({self.start}, {self.end}, '[]') WITH &&)"
            ],
            [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"],
        )

    def sqlite(self) -> tuple[list[str], list[str]]:
        same = " AND ".join(f"o.{key} = NEW.{key}" for key in self.keys)
        # AFTER, so that NEW.id is set on INSERT too and a row is compared with the others only.
        overlap = (
            f"{same} AND o.id <> NEW.id "
            f"AND COALESCE(o.{self.start}, '0000-01-01') <= COALESCE(NEW.{self.end}, '9999-12-31') "
            f"AND COALESCE(NEW.{self.start}, '0000-01-01') <= COALESCE(o.{self.end}, '9999-12-31')"
        )
        refusal = f"RAISE(ABORT, 'conflicting key value violates exclusion constraint {self.name}')"
        # Names come from migrations, never from data.
        check = f"BEGIN SELECT {refusal} WHERE EXISTS (SELECT 1 FROM {self.table} o WHERE {overlap}); END"  # noqa: S608
        return (
            [
                f"CREATE TRIGGER {self.name}_{event} AFTER {event} ON {self.table} {check}"
                for event in ("insert", "update")
            ],
            [f"DROP TRIGGER IF EXISTS {self.name}_{event}" for event in ("insert", "update")],
        )


class GistForText(Operation):
    """PostgreSQL's btree_gist, which exclusion constraints over text need; a clear message where it may not be made."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that the models know of."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'")
            if cursor.fetchone():
                return
            cursor.execute(
                "SELECT has_database_privilege(current_database(), 'CREATE') AND "
                "EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist')"
            )
            if not cursor.fetchone()[0]:
                name = connection.settings_dict["NAME"]
                raise NotSupportedError(
                    "PostgreSQL's extension btree_gist is missing and this user may not add it. As the database's "
                    f"owner or a superuser run, in database {name}: CREATE EXTENSION btree_gist;  then migrate again. "
                    "(Debian: it is part of the server package; elsewhere install postgresql-contrib.)"
                )
            cursor.execute("CREATE EXTENSION btree_gist")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The extension stays: others may use it."""

    def describe(self) -> str:
        return "Add PostgreSQL's btree_gist for exclusion constraints"
