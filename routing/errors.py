"""What can go wrong with what is handed to the engine, said so that a person can mend it.

A fault is data (where, what was read, what is allowed); the exceptions only carry faults together, so that a user
sees all of them at once and never a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a document.

    `where` is the path in the document (`needs[2].facts.request.sent_on`), `read` the value that was found there as
    it would be written in the document, `allowed` what may stand there or what to do.
    """

    where: str
    read: str
    allowed: str

    def __str__(self) -> str:
        """The whole message in one line."""
        return f"{self.where}: read {self.read}; {self.allowed}"


class RoutingError(Exception):
    """Anything the engine refuses."""


class FaultyDocumentError(RoutingError):
    """A document with faults; `faults` holds all of them in document order."""

    what = "the document"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} fault(s) in {self.what}:\n{lines}")


class CaseFaults(FaultyDocumentError):
    """The case cannot be routed; every fault in it is listed."""

    what = "the case"


class RulebookFaults(FaultyDocumentError):
    """The edition document is no rulebook; every fault in it is listed."""

    what = "the edition"
