"""JSON text becomes a plain document, and a key that stands twice is a fault, not the last one wins. Pure."""

import json
import math
from typing import Any

from advisor.intake.reading import (
    CHARACTERS,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    WHOLE,
    all_faults,
    character_fault,
    joined,
    refused,
    shown,
    too_deep,
    too_many,
)
from routing.errors import Fault


class _RefusedError(ValueError):
    """A number or a word that JSON readers take and a case cannot hold."""


def json_read(text: str) -> Any:
    """The value in a JSON text. Raises CaseFaults."""
    twice: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in members:
            if key in seen:
                twice.append(key)
            seen[key] = value
        return seen

    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_int=_integer, parse_float=_number, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise refused(where, _near(text, error.pos), f"JSON ({error.msg[:1].lower()}{error.msg[1:]})") from None
    except _RefusedError as error:
        raise refused(WHOLE, str(error), "a number with at most 30 digits that is not infinite") from None
    except RecursionError:
        raise too_deep(WHOLE) from None
    faults = [Fault(f"key {shown(key)}", "the same key twice in one mapping", "each key once") for key in twice]
    faults += _checked(value)
    if faults:
        raise all_faults(faults)
    return value


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _RefusedError(f"a number of {len(digits)} digits")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number) or len(digits) > 2 * MAX_DIGITS:
        raise _RefusedError(shown(digits))
    return number


def _constant(word: str) -> Any:
    raise _RefusedError(word)


def _near(text: str, position: int) -> str:
    return shown(text[position : position + 20]) if position < len(text) else "the end of the file"


def _checked(value: Any) -> list[Fault]:
    """Depth, number of values and characters, without recursion."""
    faults: list[Fault] = []
    stack: list[tuple[str, Any, int]] = [("", value, 1)]
    values = 0
    while stack:
        where, item, depth = stack.pop()
        values += 1
        if depth > MAX_DEPTH:
            raise too_deep(WHOLE)
        if values > MAX_VALUES:
            raise too_many(WHOLE)
        if isinstance(item, dict):
            for key, member in item.items():
                if sign := character_fault(key):
                    faults.append(Fault(where or WHOLE, f"a key with the character {sign}", "printable characters"))
                stack.append((joined(where, key), member, depth + 1))
        elif isinstance(item, list):
            stack.extend((f"{where}[{n}]", member, depth + 1) for n, member in enumerate(item))
        elif isinstance(item, str) and (sign := character_fault(item)):
            faults.append(Fault(where or WHOLE, f"the character {sign}", CHARACTERS))
    return faults[::-1]
