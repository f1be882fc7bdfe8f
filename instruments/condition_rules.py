"""Does a condition fit its fact? One answer for the loader, the integrity rules and the curator's form."""

from collections.abc import Container
from typing import Any

from instruments import codes
from instruments.cell_rules import allowed_codes, day_problem


def condition_problem(
    fact: dict[str, Any], op: str, value: Any, *, instruments: Container[str], states: Container[str]
) -> tuple[str, str] | None:
    """(what was read, what is allowed), or None when operator and value fit the type of the fact.

    `fact` is a fact record (name, type, values).
    """
    name, sort = fact["name"], fact["type"]
    ops = codes.OPS_FOR_TYPE[sort]
    if op not in ops:
        return f"op {op} on {name}, which is of type {sort}", allowed_codes(ops)
    many = op in codes.LIST_OPS
    if many != isinstance(value, list) or value == []:
        return f"op {op} with the value {value!r}", "a list of at least one code" if many else "a single value"
    for item in value if many else [value]:
        problem = _item_problem(fact, op, item, instruments, states)
        if problem:
            return f"{name}: {item!r}", problem
    return None


def _item_problem(fact: dict[str, Any], op: str, item: Any, instruments: Container[str], states: Container[str]) -> str:
    """What one value should have been, or ''."""
    sort = fact["type"]
    if op in codes.BINDING_OPS or fact["name"].endswith("bound_instruments"):
        return "" if item in instruments else "the code of an instrument"
    number = isinstance(item, int | float) and not isinstance(item, bool)
    good = {
        "bool": isinstance(item, bool),
        "int": number and isinstance(item, int),
        "decimal": number,
        "date": isinstance(item, str) and not day_problem(item),
        "enum": isinstance(item, str) and item in (fact.get("values") or []),
        "state": isinstance(item, str) and item in states,
        "state_list": isinstance(item, str) and item in states,
        "text": isinstance(item, str) and bool(item),
    }[sort]
    return "" if good else _wanted(fact)


def _wanted(fact: dict[str, Any]) -> str:
    if fact["type"] == "enum":
        return allowed_codes(fact.get("values") or [])
    return {
        "bool": "true or false",
        "int": "a whole number",
        "decimal": "a number",
        "date": "a day as YYYY-MM-DD",
        "state": "an ISO 3166-1 code such as FR",
        "state_list": "ISO 3166-1 codes such as FR",
        "text": "a code",
    }[str(fact["type"])]
