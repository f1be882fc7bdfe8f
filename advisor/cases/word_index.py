"""A migration operation: PostgreSQL's index over the words by which cases are found. SQLite searches the text as it is.

The words are split at spaces, not by a parser of the database: what counts as a word is decided in one place for both
(advisor/cases/finding.py).
"""

from typing import Any

from instruments.guards import Guard

VECTOR = "array_to_tsvector(array_remove(string_to_array({words}, ' '), ''))"


class WordIndex(Guard):
    """An index over the single words of `column` of `table`."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "WordIndex", [self.table, self.column], {}

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}"

    def describe(self) -> str:
        return f"Index the words in {self.column} of {self.table} on PostgreSQL"

    def postgresql(self) -> tuple[list[str], list[str]]:
        vector = VECTOR.format(words=self.column)
        return [f"CREATE INDEX {self.name} ON {self.table} USING gin ({vector})"], [f"DROP INDEX {self.name}"]

    def sqlite(self) -> tuple[list[str], list[str]]:
        return [], []
