"""Reading values of a case document: each reader gives a typed value or notes one fault, and never raises.

Nothing here walks into a value that it does not expect, so that no input, however deep or odd, can do harm.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from routing.conditions import FactValue
from routing.errors import Fault
from routing.facts import MULTIPLE, FactDef
from routing.rulebook import Rulebook

MAX_FAULTS = 100
MAX_TEXT = 20_000
MAX_ITEMS = 500
MAX_WORDS = 50
LONGEST_NAME = 80
MAX_NUMBER = 10**12
FIRST_YEAR, LAST_YEAR = 1850, 2199
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Codes that people write for a State that ISO 3166-1 calls otherwise.
OTHER_CODES = {"UK": "GB", "EL": "GR"}


class Faults:
    """Collects faults in document order; past a limit it only counts."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.more = 0

    def note(self, where: str, read: object, allowed: str) -> None:
        """Add one fault; `read` is the raw value."""
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(where, said(read), allowed))
        else:
            self.more += 1

    def hint(self, word: object, known: Iterable[str]) -> str:
        """` (did you mean X?)` for a fault that is about to be noted; nothing for one that will only be counted."""
        return nearest(word, known) if isinstance(word, str) and len(self.found) < MAX_FAULTS else ""

    def all(self) -> list[Fault]:
        """Everything found, with a last line for what was only counted."""
        if not self.more:
            return self.found
        rest = Fault("case", f"{self.more} more fault(s)", "mend the ones above and try again")
        return [*self.found, rest]


class Missing:
    """Stands for a key that is not there."""


MISSING = Missing()


def said(value: object) -> str:
    """A value as the message quotes it: short, printable, one line, whatever it is."""
    if isinstance(value, Missing):
        return "nothing"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a very large number"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return f"a mapping with {len(value)} key(s)"
    if isinstance(value, list | tuple | set | frozenset):
        return f"a list of {len(value)}"
    return f"a value of type {type(value).__name__}"


def _quoted(text: str) -> str:
    """Text in quotation marks, cut and without anything that a terminal or a browser could choke on."""
    short = text if len(text) <= 60 else f"{text[:57]}..."
    return '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short) + '"'


def nearest(word: str, known: Iterable[str]) -> str:
    """` (did you mean X?)`, or nothing. A word longer than any name resembles none: comparing it is only work."""
    if len(word) > LONGEST_NAME:
        return ""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def read_text(raw: object, where: str, faults: Faults, *, limit: int = MAX_TEXT, empty: bool = False) -> str:
    """A text of limited length; a fault gives the empty text."""
    if not isinstance(raw, str):
        faults.note(where, raw, "a text is allowed (put it in quotation marks)")
    elif len(raw) > limit:
        faults.note(where, raw, f"a text of at most {limit} characters is allowed; this has {len(raw)}")
    elif _UNPRINTABLE.search(raw):
        faults.note(where, raw, "control characters and broken Unicode are not allowed")
    elif not raw.strip() and not empty:
        faults.note(where, raw, "must not be empty")
    else:
        return raw
    return ""


def read_choice(raw: object, where: str, faults: Faults, allowed: Iterable[str]) -> str | None:
    """One of a list of words."""
    options = list(allowed)
    if isinstance(raw, str) and raw in options:
        return raw
    faults.note(where, raw, f"one of {', '.join(options)} is allowed{faults.hint(raw, options)}")
    return None


def read_day(raw: object, where: str, faults: Faults) -> date | None:
    """A calendar day: a YAML date or an ISO text."""
    day: date | None = None
    if isinstance(raw, date) and not isinstance(raw, datetime):
        day = raw
    elif isinstance(raw, str) and _ISO_DAY.fullmatch(raw):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            faults.note(where, raw, "there is no such day in the calendar")
            return None
    if day is None:
        faults.note(where, raw, "a day in the form YYYY-MM-DD is allowed, without a time of day")
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        faults.note(where, raw, f"a day between {FIRST_YEAR} and {LAST_YEAR} is allowed")
        return None
    return day


def read_state(raw: object, where: str, faults: Faults, rulebook: Rulebook) -> str | None:
    """An ISO 3166-1 alpha-2 code of a State or territory of the book."""
    if isinstance(raw, str) and raw in rulebook.states:
        return raw
    faults.note(where, raw, f"an ISO 3166-1 alpha-2 code of a State is allowed{_state_hint(raw, rulebook)}")
    return None


def _state_hint(raw: object, rulebook: Rulebook) -> str:
    """What was probably meant."""
    if raw is False:
        return '; a bare NO is read as false by YAML: write "NO" in quotation marks for Norway'
    if not isinstance(raw, str):
        return ""
    word = raw.strip()
    upper = word.upper()
    if upper in OTHER_CODES:
        return f"; write {OTHER_CODES[upper]}, not {upper}"
    if upper in rulebook.states:
        return f" in capital letters: {upper}"
    for code, state in rulebook.states.items():
        if upper == state.iso3 or word.lower() == state.name.lower():
            return f": {code} for {state.name}"
    names = {state.name: code for code, state in rulebook.states.items()}
    close = difflib.get_close_matches(word[:80], names, n=1, cutoff=0.75)
    return f" (did you mean {names[close[0]]}, {close[0]}?)" if close else ""


def read_fact(raw: object, where: str, faults: Faults, fact: FactDef, rulebook: Rulebook) -> FactValue | None:
    """A value in the type of its fact."""
    if raw is None:
        faults.note(where, raw, "leave the fact out when it is not known; null is not a value")
        return None
    if fact.type == "bool":
        return _read_bool(raw, where, faults)
    if fact.type in ("int", "decimal"):
        return _read_number(raw, where, faults, fact)
    if fact.type == "date":
        return read_day(raw, where, faults)
    if fact.type == "state":
        return read_state(raw, where, faults, rulebook)
    if fact.type == "enum":
        if fact.name in MULTIPLE and isinstance(raw, list):
            return _read_choices(raw, where, faults, fact)
        return read_choice(raw, where, faults, fact.values)
    return _read_codes(raw, where, faults, fact, rulebook)


def _read_choices(raw: list[Any], where: str, faults: Faults, fact: FactDef) -> frozenset[str] | None:
    """Several values of an enumerated fact, each to be looked at on its own."""
    if not raw or len(raw) > MAX_ITEMS:
        faults.note(where, raw, f"a list of 1 to {MAX_ITEMS} values is allowed")
        return None
    found = [read_choice(item, f"{where}[{number}]", faults, fact.values) for number, item in enumerate(raw)]
    return frozenset(item for item in found if item is not None)


def _read_bool(raw: object, where: str, faults: Faults) -> bool | None:
    if isinstance(raw, bool):
        return raw
    hint = ""
    if isinstance(raw, str) and raw.strip().lower() in ("true", "false", "yes", "no"):
        hint = " without quotation marks"
    faults.note(where, raw, f"true or false is allowed{hint}")
    return None


def _read_number(raw: object, where: str, faults: Faults, fact: FactDef) -> int | float | None:
    whole = fact.type == "int"
    unit = f" of {fact.unit}" if fact.unit else ""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or (whole and isinstance(raw, float)):
        faults.note(where, raw, f"a {'whole ' if whole else ''}number{unit} is allowed")
        return None
    if not 0 <= raw <= MAX_NUMBER:
        faults.note(where, raw, f"a number{unit} from 0 to {MAX_NUMBER} is allowed")
        return None
    return raw


def _read_codes(raw: object, where: str, faults: Faults, fact: FactDef, rulebook: Rulebook) -> frozenset[str] | None:
    """A set of codes: instruments, States or others; one alone may stand without a list."""
    items: list[Any] = raw if isinstance(raw, list) else [raw]
    named = fact.type == "state_list" or fact.name.endswith("bound_instruments")
    limit = MAX_ITEMS if named else MAX_WORDS  # free words are repeated in the answer wherever they are tested
    if len(items) > limit:
        faults.note(where, raw, f"at most {limit} codes are allowed")
        return None
    found: set[str] = set()
    for number, item in enumerate(items):
        place = f"{where}[{number}]" if isinstance(raw, list) else where
        if fact.type == "state_list":
            code = read_state(item, place, faults, rulebook)
        elif fact.name.endswith("bound_instruments"):
            code = read_known(item, place, faults, rulebook.instruments, "an instrument of the catalogue")
        else:
            code = read_text(item, place, faults, limit=100) or None
        if code is not None:
            found.add(code)
    return frozenset(found)


def read_known(raw: object, where: str, faults: Faults, known: Mapping[str, object], what: str) -> str | None:
    """A code that the rulebook knows."""
    if isinstance(raw, str) and raw in known:
        return raw
    faults.note(where, raw, f"{what} is allowed{faults.hint(raw, known)}")
    return None
