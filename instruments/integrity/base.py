"""The frame of the integrity rules: a view of a book with its indexes, the rule, its finding, and the run."""

import inspect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

RULES: list[type["Rule"]] = []


@dataclass(frozen=True, order=True)
class Finding:
    """One rule broken in one place. `where` is the key of a record; an error keeps an edition from being published."""

    code: str
    where: str
    says: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.says}"


class View:
    """A book document with the indexes that rules share. `on` is the day of the check: only staleness depends on it."""

    def __init__(self, book: dict[str, Any], on: date) -> None:
        self.book = book
        self.on = on
        self.today = on.isoformat()

    @cached_property
    def instruments(self) -> dict[str, dict[str, Any]]:
        """Code -> instrument record."""
        return {record["code"]: record for record in self.book["instruments"]}

    @cached_property
    def provisions(self) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """Id -> (instrument record, provision record)."""
        return {
            provision["id"]: (record, provision)
            for record in self.book["instruments"]
            for provision in record["provisions"]
        }

    @cached_property
    def facts(self) -> dict[str, dict[str, Any]]:
        """Name -> fact record."""
        return {record["name"]: record for record in self.book["facts"]}

    @cached_property
    def measures(self) -> list[str]:
        """The codes of all measures, in the order in which they are shown."""
        return [f"{track}.{name}" for track, group in self.book["measures"].items() for name in group]

    @cached_property
    def states(self) -> dict[str, dict[str, str]]:
        """ISO code -> jurisdiction row."""
        return {row["iso2"]: row for row in self.book["jurisdictions"]}

    @cached_property
    def grounds(self) -> set[str]:
        """The codes of the grounds of refusal."""
        return {record["code"] for record in self.book["refusal_grounds"]}

    @cached_property
    def rows(self) -> dict[str, list[dict[str, str]]]:
        """Instrument code -> its participation rows."""
        found: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self.book["participation"]:
            found[row["instrument"]].append(row)
        return found

    @cached_property
    def lines(self) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
        """(provision key, provision record, condition) for each condition of the book."""
        return [
            (f"provision:{identity}", provision, condition)
            for identity, (_, provision) in self.provisions.items()
            for condition in provision["conditions"]
        ]


class Rule:
    """A rule of the catalogue. Subclasses give `found`; their docstring's first line is the message."""

    is_error: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        RULES.append(cls)

    @classmethod
    def message(cls) -> str:
        """The first paragraph of the docstring, on one line."""
        return " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split())

    def found(self, view: View) -> Iterator[tuple[str, str]]:
        """(key of the record, what is wrong there) for each place that breaks the rule."""
        raise NotImplementedError

    def findings(self, view: View) -> Iterator[Finding]:
        """The places as findings: the rule's message, then what was found."""
        code, message = type(self).__name__, self.message()
        for where, detail in self.found(view):
            yield Finding(code, where, f"{message} Found: {detail}.", self.is_error)


def check_book(book: dict[str, Any], *, on: date) -> list[Finding]:
    """Every finding of every rule on a book document, errors first."""
    view = View(book, on)
    found = [finding for rule in RULES for finding in rule().findings(view)]
    return sorted(found, key=lambda finding: (not finding.is_error, finding))
