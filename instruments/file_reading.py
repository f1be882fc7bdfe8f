"""Opens the files of a catalogue folder: what cannot be read, stored or seen is a fault.

A control character cannot be stored, or breaks a line in two; a mark of direction shows a text in another order than
it is read in. Neither has a place in a law text, so both are refused wherever they stand.
"""

import re
import unicodedata
from pathlib import Path
from typing import Any, Protocol

import yaml

from instruments.errors import Fault

VOCABULARY = ("facts", "ladder", "measures", "networks", "offence_lists", "refusal_grounds", "sources")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")


DEEPEST = 12


class Noting(Protocol):
    """What takes the faults of one file."""

    def fault(self, node: int | None, where: str, read: str, allowed: str) -> None:
        """Note one fault at a line."""


def file_text(path: Path, lines: Noting) -> str | None:
    """The file's text, without the mark some programs put before it; None with the fault noted."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        lines.fault(0, "the file", "is missing", "a file of that name")
    except UnicodeDecodeError as error:
        lines.fault(0, "the file", f"is not UTF-8 at byte {error.start}", "text in UTF-8")
    except OSError as error:
        lines.fault(0, "the file", f"cannot be read: {(error.strerror or str(error)).lower()}", "a file of that name")
    return None


def unseen(text: str) -> tuple[str, str] | None:
    """(what was read, what is allowed) when a text holds a character nobody can see or store."""
    found = UNSEEN.search(text) or SURROGATE.search(text)
    if not found:
        return None
    character = found.group()
    name = unicodedata.name(character, "a control character")
    where = f"the character U+{ord(character):04X} ({name.lower()}) at place {found.start() + 1}"
    return where, "text without control characters and marks of direction"


def stray_faults(folder: Path) -> list[Fault]:
    """The files of a folder nobody would read: each instrument is <code>.yaml, each vocabulary one of a few names."""
    allowed = {"instruments": "<code of the instrument>.yaml", "vocabulary": ", ".join(f"{n}.yaml" for n in VOCABULARY)}
    return [
        Fault(f"{part}/{path.name}", 0, "the file", "is none of the catalogue's and would not be read", names)
        for part, names in allowed.items()
        for path in sorted((folder / part).glob("[!.]*"))
        if path.suffix != ".yaml" or (part == "vocabulary" and path.stem not in VOCABULARY)
    ]


def yaml_from_elsewhere(text: str) -> Any:
    """The plain values of a YAML text that somebody sent, one document, days as days. Raises yaml.YAMLError.

    What makes a small text large or a parser fall over is refused before anything is built: references to other places
    (aliases), and records nested deeper than any of the catalogue.
    """
    yaml_bounded(text)
    return yaml.load(text, Loader=yaml.CSafeLoader)


def yaml_bounded(text: str) -> None:
    """Raise yaml.YAMLError for a YAML text with aliases or with records nested too deep."""
    deep, place = 0, 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = event.start_mark.line + 1 if event.start_mark else place
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError(f"line {place} refers to another place (*); write it out")
        if isinstance(event, yaml.CollectionStartEvent):
            deep += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            deep -= 1
        if deep > DEEPEST:
            raise yaml.YAMLError(f"line {place} is nested deeper than {DEEPEST} levels")
