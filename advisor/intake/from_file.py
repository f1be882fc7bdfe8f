"""A case file (YAML or JSON) becomes a plain document: what the command line, the upload page and the API read first.

Pure: bytes in, document out. Reads no path and no clock. Whether the document is a case is routing.codec's question;
here it is only made safe to look at: one size, one depth, one number of values, no key twice, no alias that unfolds
without end, no tag that builds objects, no character that cannot be stored. YAML keeps dates as text, so that both
formats give the same document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from advisor.intake.from_json import json_read
from advisor.intake.from_yaml import yaml_read
from advisor.intake.reading import CHARACTERS, MAX_BYTES, WHOLE, character_fault, refused
from routing.codec import case_from_document
from routing.errors import CaseFaults, Fault
from routing.rulebook import Rulebook

SUFFIXES = (".json", ".yaml", ".yml")
IGNORED = frozenset({"on", "expect", "note"})
OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or an Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What stood in a file.

    `spellings` maps a place in the document to the bare word that YAML read there as true or false (`NO`, `yes`,
    `off`), so that a fault at that place can say what happened.
    """

    document: dict[str, Any]
    spellings: Mapping[str, str] = field(default_factory=dict)


def case_file_read(data: bytes, *, name: str) -> CaseFile:
    """The document in a file. `name` tells JSON (*.json) from YAML; without a suffix a first brace does.

    Raises CaseFaults with what cannot be read.
    """
    text = _text(data)
    spellings: dict[str, str] = {}
    suffix = PurePath(name).suffix.lower()
    if suffix == ".json" or (not suffix and text.lstrip().startswith("{")):
        document = json_read(text)
    else:
        document, spellings = yaml_read(text)
    if not isinstance(document, dict):
        raise refused(WHOLE, _kind(document), "a case is a mapping that begins with format, reference and title")
    return CaseFile(document, spellings)


def checked_document(document: Mapping[str, Any], rulebook: Rulebook) -> dict[str, Any]:
    """A case document that the engine takes, JSON-ready: days as ISO text, the keys a reader ignores left out.

    Raises CaseFaults with every fault.
    """
    case_from_document(dict(document), rulebook)
    return {key: _plain(value) for key, value in document.items() if key not in IGNORED}


def case_document_from_file(data: bytes, rulebook: Rulebook, *, name: str = "") -> dict[str, Any]:
    """An uploaded file as a checked, JSON-ready case document. Raises CaseFaults: unreadable, or read but no case."""
    read = case_file_read(data, name=name)
    try:
        return checked_document(read.document, rulebook)
    except CaseFaults as error:
        raise CaseFaults(faults_explained(error.faults, read.spellings)) from None


def faults_explained(faults: Iterable[Fault], spellings: Mapping[str, str]) -> tuple[Fault, ...]:
    """The same faults; where YAML turned a bare word into true or false, the word and its cure are named."""
    return tuple(_explained(fault, spellings.get(fault.where)) for fault in faults)


def _explained(fault: Fault, word: str | None) -> Fault:
    if word is None:
        return fault
    hint = f'the file says {word} without quotation marks, which YAML reads as {fault.read}: write "{word}"'
    return Fault(where=fault.where, read=fault.read, allowed=f"{fault.allowed}. {hint}")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return value.isoformat() if isinstance(value, date) else value


def _text(data: bytes) -> str:
    for beginning, what in OTHER_KINDS:
        if data.startswith(beginning):
            raise refused(
                WHOLE, what, f"this is {what}; a case file is YAML or JSON, like the dossier.json in a dossier"
            )
    if len(data) > MAX_BYTES:
        raise refused(
            WHOLE, f"more than {MAX_BYTES} bytes", "a case file has at most 1 MiB: keep exhibits outside of it"
        )
    if not data.strip():
        raise refused(WHOLE, "an empty file", "a case in YAML or JSON, beginning with format: 1")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read = f"0x{data[error.start]:02x}"
        raise refused(f"byte {error.start + 1}", read, "text in UTF-8: this is another encoding or no text") from None
    if sign := character_fault(text):
        line = text[: text.index(chr(int(sign[2:], 16)))].count("\n") + 1
        raise refused(f"line {line}", f"the character {sign}", CHARACTERS)
    return text


def _kind(value: object) -> str:
    kinds: dict[type, str] = {list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return kinds.get(type(value), "a number")
