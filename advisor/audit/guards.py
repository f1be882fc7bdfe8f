"""A migration operation that lets the database itself refuse a row of one agency under another one's parent.

`Fence`: a child whose (case, agency) or other key tuple does not exist in its parent is refused: a composite foreign
key on PostgreSQL, triggers with the same refusal on SQLite; django.db.IntegrityError on either. What is never changed
or deleted is `Immutable` (instruments/guards.py). A later migration that rebuilds a table on SQLite must repeat its
guards, because SQLite drops a table's triggers with it; tests/advisor/test_guards.py notices when one is gone.
"""

from collections.abc import Sequence
from typing import Any

from instruments.guards import Guard


class Fence(Guard):
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

    def postgresql(self) -> tuple[list[str], list[str]]:
        own, theirs = ", ".join(self.columns), ", ".join(self.parent_columns)
        return (
            [
                f"ALTER TABLE {self.child} ADD CONSTRAINT {self.name} FOREIGN KEY ({own}) "
                f"REFERENCES {self.parent} ({theirs}) DEFERRABLE INITIALLY IMMEDIATE"
            ],
            [f"ALTER TABLE {self.child} DROP CONSTRAINT {self.name}"],
        )

    def sqlite(self) -> tuple[list[str], list[str]]:
        own, theirs = ", ".join(self.columns), ", ".join(self.parent_columns)
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
