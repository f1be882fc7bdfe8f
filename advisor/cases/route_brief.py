"""The brief of a stored route: what its overview shows, taken out of the answer once, when the route is stored. Pure.

A full answer has some two megabytes, most of it the conditions of options that the overview does not show. The brief
has what the plan takes of each option; it is derived, never the record: `brief_of` of the stored document gives it
again at any time (tests/advisor/cases/test_route_brief.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FORMAT = 1
Answer = Mapping[str, Any]
RETENTION = "data.retention_until"
VERDICTS = ("open", "needs_facts", "needs_counsel", "closed")
OF_STEP = ("order", "purpose", "tier", "measure", "provision", "instrument", "verdict", "acting_state", "after")
OF_OPTION = (
    "short_title", "articles", "form", "channel", "issuing_authority", "languages", "time_limits", "typical_days",
    "missing", "rank", "adjunct",
)  # fmt: skip
OF_NEED = ("id", "measure", "requested_state", "variant", "subject", "status", "no_lower_rung")
QUESTIONS = 5


def brief_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The brief of a stored route's document (`case`, `on`, `answer` are read)."""
    answer = document["answer"]
    whole = document["case"].get("facts") or {}
    single = {need["id"]: need.get("facts") or {} for need in document["case"].get("needs") or ()}
    return {
        "format": FORMAT,
        "requesting_state": document["case"]["requesting_state"],
        "status": answer["status"],
        "needs": [_need(need, {**whole, **single.get(need["id"], {})}.get(RETENTION)) for need in answer["needs"]],
        "questions": [_question(item) for item in answer["questions"] if not item.get("last")][:QUESTIONS],
        "alternatives": answer["alternatives"],
        "warnings": answer["warnings"],
    }


def _question(item: Answer) -> dict[str, Any]:
    return {"fact": item["fact"], "question": item["question"], "decides": len(item["decides"])}


def _need(need: Answer, kept_until: Any) -> dict[str, Any]:
    """One need: its plan with what a card shows, the best open option of each way, and how many stand where."""
    options = {option["provision"]: option for option in need["options"]}
    counts = dict.fromkeys(VERDICTS, 0)
    for option in need["options"]:
        counts[option["verdict"]] += 1
    brief = {key: need[key] for key in OF_NEED if need.get(key) is not None}
    brief |= {"counts": counts, "plan": list(_plan(need, options)), "ways": list(_ways(need))}
    if kept_until:
        brief["kept_until"] = str(kept_until)
    return brief


def _plan(need: Answer, options: Mapping[str, Answer]) -> Iterator[dict[str, Any]]:
    for step in need["plan"]:
        row = {key: step[key] for key in OF_STEP if key in step} | {"fallbacks": len(step["fallbacks"])}
        yield row | _of_option(options[step["provision"]])


def _of_option(option: Answer) -> dict[str, Any]:
    row = {key: option[key] for key in OF_OPTION if option.get(key)}
    if option.get("authorities"):
        row["authorities"] = [one["name"] for one in option["authorities"] if one.get("name")][:3]
    if option.get("provisional"):
        row["provisional"] = True
    return row


def _ways(need: Answer) -> Iterator[dict[str, Any]]:
    """The best open option of each measure and tier whose first option in the plan is not open yet."""
    planned = {(step["measure"], step["tier"]): step for step in need["plan"]}
    found: dict[tuple[str, str], Answer] = {}
    for option in need["options"]:
        place = (option["measure"], option["tier"])
        first = planned.get(place)
        if option["verdict"] != "open" or first is None or first["verdict"] == "open":
            continue
        if place not in found or (option["rank"] or 99) < (found[place]["rank"] or 99):
            found[place] = option
    for place, option in found.items():
        step = planned[place]
        row = {key: step[key] for key in ("order", "purpose", "tier", "measure")}
        row |= {key: option[key] for key in ("provision", "instrument", "verdict")}
        yield row | {"acting_state": option.get("acting_state"), "instead": True} | _of_option(option)
