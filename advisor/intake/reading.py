"""What both readers of case files share: the limits, and how a fault of reading is said."""

from routing.errors import CaseFaults, Fault

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_VALUES = 50_000
MAX_DIGITS = 30
MAX_FAULTS = 100
WHOLE = "the file"
CHARACTERS = "printable characters, tabs and line ends"


def refused(where: str, read: str, allowed: str) -> CaseFaults:
    """One fault, ready to raise."""
    return CaseFaults([Fault(where=where, read=read, allowed=allowed)])


def all_faults(faults: list[Fault]) -> CaseFaults:
    """Many faults, ready to raise; past MAX_FAULTS they are only counted."""
    more = len(faults) - MAX_FAULTS
    if more <= 0:
        return CaseFaults(faults)
    return CaseFaults(
        [*faults[:MAX_FAULTS], Fault(WHOLE, f"{more} more faults", "mend the first ones, then try again")]
    )


def too_deep(where: str) -> CaseFaults:
    """The fault of a document that is nested beyond reason."""
    return refused(where, f"more than {MAX_DEPTH} levels", "a case needs five levels: take out what is nested")


def too_many(where: str) -> CaseFaults:
    """The fault of a document with too many values, aliases unfolded."""
    return refused(where, f"more than {MAX_VALUES} values", "a shorter case; aliases count as what they stand for")


def joined(where: str, key: str) -> str:
    """The place of a key below a place: `facts` + `a.b` is `facts.a.b`."""
    return f"{where}.{key}" if where else key


def shown(text: str, limit: int = 60) -> str:
    """A text as a message quotes it: printable and short."""
    cut = text if len(text) <= limit else text[: limit - 3] + "..."
    return ascii(cut) if not cut.isprintable() else f'"{cut}"'


def character_fault(text: str) -> str | None:
    """The first character that no database and no terminal should get, as U+XXXX; None when there is none."""
    for sign in text:
        code = ord(sign)
        if (code < 0x20 and sign not in "\t\n\r") or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF:
            return f"U+{code:04X}"
    return None
