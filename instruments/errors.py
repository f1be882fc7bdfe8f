"""What can go wrong with the catalogue, each with a message that says what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that a file holds and may not hold: where it stands, what was read, what is allowed."""

    file: str
    line: int
    where: str
    read: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.read}; allowed: {self.allowed}"


class CatalogueError(Exception):
    """The base of everything the catalogue refuses."""


class BookFaults(CatalogueError):
    """The files cannot be loaded; `faults` holds every reason at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(faults)
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{count} fault{'s' if count != 1 else ''} in the files; nothing was loaded.\n{lines}")


class NoEdition(CatalogueError):
    """Nothing is published yet: no advice can be given."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or "No edition of the catalogue is published. Run: python manage.py load_catalogue --publish"
        )


class EditionIsImmutable(CatalogueError):
    """A published edition is never changed or deleted; publish a new one instead."""

    def __init__(self) -> None:
        super().__init__("A published edition is never changed or deleted. Publish a new one instead.")


class PublishRefused(CatalogueError):
    """The integrity rules found errors; `findings` holds them."""

    def __init__(self, message: str, findings: Sequence[object] = ()) -> None:
        self.findings = list(findings)
        super().__init__(message)
