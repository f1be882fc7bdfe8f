"""What is wrong with a thing that was entered: one message for each field, all at once."""

from __future__ import annotations

from collections.abc import Mapping


class EntityFault(ValueError):
    """One value that cannot be taken; the message says what was read, what is wrong and what to do."""


class EntityFaults(ValueError):
    """Every field at fault. `faults`: field -> message."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(f"{field}: {message}" for field, message in self.faults.items()))


def quoted(text: str) -> str:
    """What was read, short and without anything invisible."""
    short = text if len(text) <= 60 else text[:57] + "..."
    return "“" + "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in short) + "”"
