"""Migration operations that let the database itself refuse what the application must never do.

`Fence`: a child whose (case, agency) or other key tuple does not exist in its parent is refused: a composite foreign
key on PostgreSQL, triggers with the same refusal on SQLite. `AppendOnly`: rows are added, never changed or deleted.
Both raise django.db.IntegrityError on either database. A later migration that rebuilds a table on SQLite must repeat
the operation, because SQLite drops a table's triggers with it; tests/advisor/test_guards.py notices when one is gone.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class _Guard(Operation):
    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not know of it: the guard lives in the database alone."""

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """(SQL that sets the guard up, SQL that takes it down) for 'postgresql' or 'sqlite'."""
        raise NotImplementedError

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, which: int) -> None:
        for sql in self.statements(schema_editor.connection.vendor)[which]:
            schema_editor.execute(sql, params=None)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, 0)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, 1)


class Fence(_Guard):
    """`columns` of `child` must stand together as `parent_columns` in one row of `parent` (which are unique there)."""

    def __init__(self, child: str, columns: Sequence[str], parent: str, parent_columns: Sequence[str]) -> None:
        self.child, self.columns = child, list(columns)
        self.parent, self.parent_columns = parent, list(parent_columns)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "Fence", [self.child, self.columns, self.parent, self.parent_columns], {}

    @property
    def name(self) -> str:
        return f"fence_{self.child}_{self.columns[0]}"

    def describe(self) -> str:
        return f"Refuse rows of {self.child} whose {self.columns} are not those of a row of {self.parent}"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        own, theirs = ", ".join(self.columns), ", ".join(self.parent_columns)
        if vendor == "postgresql":
            return (
                [
                    f"ALTER TABLE {self.child} ADD CONSTRAINT {self.name} FOREIGN KEY ({own}) "
                    f"REFERENCES {self.parent} ({theirs}) DEFERRABLE INITIALLY IMMEDIATE"
                ],
                [f"ALTER TABLE {self.child} DROP CONSTRAINT {self.name}"],
            )
        pairs = list(zip(self.columns, self.parent_columns, strict=True))
        known = " AND ".join(f"p.{theirs} = NEW.{own}" for own, theirs in pairs)
        held = " AND ".join(f"c.{own} = OLD.{theirs}" for own, theirs in pairs)
        moved = " OR ".join(f"NEW.{theirs} <> OLD.{theirs}" for _, theirs in pairs)
        check = (
            f"BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: {self.name}') "
            f"WHERE NEW.{self.columns[0]} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {self.parent} p WHERE {known}); END"
        )
        stay = (
            f"BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: {self.name}') "
            f"WHERE ({moved}) AND EXISTS (SELECT 1 FROM {self.child} c WHERE {held}); END"
        )
        return (
            [
                f"CREATE TRIGGER {self.name}_insert BEFORE INSERT ON {self.child} {check}",
                f"CREATE TRIGGER {self.name}_update BEFORE UPDATE OF {own} ON {self.child} {check}",
                f"CREATE TRIGGER {self.name}_parent BEFORE UPDATE OF {theirs} ON {self.parent} {stay}",
            ],
            [f"DROP TRIGGER IF EXISTS {self.name}_{event}" for event in ("insert", "update", "parent")],
        )


class AppendOnly(_Guard):
    """No row of `table` is updated or deleted by anybody."""

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "AppendOnly", [self.table], {}

    @property
    def name(self) -> str:
        return f"append_only_{self.table}"

    def describe(self) -> str:
        return f"Refuse to change or delete rows of {self.table}"

    def statements(self, vendor: str) -> tuple[list[str], list[str]]:
        message = f"rows of {self.table} are added, never changed or deleted"
        if vendor == "postgresql":
            return (
                [
                    f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                    f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                    f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
                    f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
                ],
                [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"],
            )
        return (
            [
                f"CREATE TRIGGER {self.name}_{event} BEFORE {event} ON {self.table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                for event in ("update", "delete")
            ],
            [f"DROP TRIGGER IF EXISTS {self.name}_{event}" for event in ("update", "delete")],
        )
