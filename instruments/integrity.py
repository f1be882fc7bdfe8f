"""What must be true of the whole catalogue before it is published."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, order=True)
class Finding:
    """One rule broken in one place."""

    code: str
    where: str
    says: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.says}"


def check_book(book: dict[str, Any], *, on: date) -> list[Finding]:
    """Every finding of every rule on a book document."""
    return []
