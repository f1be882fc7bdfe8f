"""A mock case's answer in its short form: statuses, plans, ranks, open points, closing articles, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.routing.conftest import SCENARIOS, answer, read_scenario

CASES = ("mock-iptv", "mock-medicines")


def golden_path(name: str) -> Path:
    """Where the short form of a case is kept."""
    return Path(__file__).resolve().parent / f"{name}.txt"


def _need(need: dict[str, Any]) -> Iterator[str]:
    yield f"{need['id']} {need['measure']} {need['requested_state']}: {need['status']}"
    for step in need["plan"]:
        yield f"  {step['order']}. {step['purpose']}: {step['provision']} ({step['tier']}, {step['verdict']})"
    for option in need["options"]:
        if option["verdict"] == "closed":
            why = [f"{line['fact']} {line['article']}" for line in option["because"] if line.get("closes")]
            yield f"  closed  {option['provision']}: {'; '.join(why)}"
        else:
            missing = f" needs {', '.join(option['missing'])}" if option["missing"] else ""
            yield f"  rank {option['rank']}  {option['provision']}: {option['verdict']}{missing}"


def short_answer(name: str) -> str:
    """The short form of a scenario's answer."""
    case, on = read_scenario(SCENARIOS / f"{name}.yaml")
    found = answer(case, on)
    lines = [f"{found['reference']} on {found['on']}: {found['status']}"]
    for need in found["needs"]:
        lines += _need(need)
    lines += [f"asks {question['fact']}" for question in found["questions"] if not question.get("later")]
    lines += [f"alternative {item['need']} {item['provision']}" for item in found["alternatives"]]
    lines += [f"warns {item['code']} {item.get('need', '')}".rstrip() for item in found["warnings"]]
    return "\n".join(lines) + "\n"
