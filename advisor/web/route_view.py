"""A stored route as pages show it: tiers, need rows, option cards. Pure: reads the document and the rulebook's names.

The stored answer is never changed or computed again here; what is added are names, order and grouping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from advisor.intake.labels import label_of
from advisor.languages.words import state_worded, worded
from advisor.web.findings import found_words
from advisor.web.marks import LINES, LINES_BY_EFFECT, TIERS
from routing.rulebook import Rulebook

Answer = Mapping[str, Any]
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
LONGER = re.compile(r"[,:] the longer of$")  # the next row, "... and", is the other count
ORDER = {"open": 0, "needs_facts": 1, "needs_counsel": 2, "closed": 3}
SHOWN_ON_RUNG = 7


@dataclass
class Rung:
    """One tier of the overview: what stands on it, by measure."""

    tier: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def first(self) -> list[dict[str, Any]]:
        """What is shown at once."""
        return self.rows[:SHOWN_ON_RUNG]

    @property
    def rest(self) -> list[dict[str, Any]]:
        """What is folded."""
        return self.rows[SHOWN_ON_RUNG:]

    @property
    def open_count(self) -> int:
        """How many of its rows are open."""
        return sum(row["verdict"] == "open" for row in self.rows)


def lane(step: Answer) -> str:
    """The column a plan row stands in: what secures comes first, whatever its tier."""
    return "secure" if step["purpose"] == "secure" else str(step["tier"])


def measure_name(book: Rulebook, code: str) -> str:
    """A measure's name; its code where the edition of today has none."""
    return worded(book.measures[code].name) if code in book.measures else code


def state_name(book: Rulebook, code: str | None) -> str:
    """A State's name; empty when it is not known yet."""
    if not code:
        return ""
    return state_worded(code, book.states[code].name) if code in book.states else code


def instrument_name(book: Rulebook, code: str) -> str:
    """An instrument's short title."""
    return book.instruments[code].short_title if code in book.instruments else code


def rungs(answer: Answer, book: Rulebook) -> list[Rung]:
    """The overview: for each tier, each measure with the States it concerns, the open ones first."""
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {tier: {} for tier in TIERS}
    for need in answer["needs"]:
        for step in need["plan"]:
            key = (step["measure"], step["verdict"])
            row = found[lane(step)].setdefault(
                key,
                {
                    "measure": measure_name(book, step["measure"]),
                    "verdict": step["verdict"],
                    "states": [],
                    "need": need["id"],
                },
            )
            name = state_name(book, step.get("acting_state"))
            if name and name not in row["states"]:
                row["states"].append(name)
    return [
        Rung(tier, sorted(rows.values(), key=lambda row: ORDER.get(row["verdict"], 9))) for tier, rows in found.items()
    ]


def need_rows(answer: Answer, book: Rulebook) -> list[dict[str, Any]]:
    """The table: each need with the first option of every tier."""
    rows = []
    for number, need in enumerate(answer["needs"], start=1):
        cells: dict[str, list[dict[str, Any]]] = {tier: [] for tier in TIERS}
        for step in need["plan"]:
            cells[lane(step)].append(
                {
                    "name": instrument_name(book, step["instrument"]),
                    "verdict": step["verdict"],
                    "measure": measure_name(book, step["measure"]) if step["measure"] != need["measure"] else "",
                }
            )
        for steps in cells.values():
            steps.sort(key=lambda step: (ORDER.get(step["verdict"], 9), bool(step["measure"])))
        shown = {tier: steps[:1] + _open_now(steps, tier, need, book) for tier, steps in cells.items()}
        rows.append(
            {
                "number": number,
                "id": need["id"],
                "measure": measure_name(book, need["measure"]),
                "state": state_name(book, need["requested_state"]),
                "subject": need.get("subject", ""),
                "status": need["status"],
                "cells": [{"tier": t, "first": shown[t], "more": len(steps) - 1} for t, steps in cells.items()],
            }
        )
    return rows


def _open_now(steps: list[dict[str, Any]], tier: str, need: Answer, book: Rulebook) -> list[dict[str, Any]]:
    """The best open option of a lane whose plan is not open yet, so that a need with a way shows which; else none."""
    if any(step["verdict"] == "open" for step in steps):
        return []
    ways = [o for o in need["options"] if o["verdict"] == "open" and option_lane(o, need) == tier]
    ways.sort(key=lambda o: (o["measure"] != need["measure"], o["rank"] or 99))
    return [
        {
            "name": _("open now: %(name)s") % {"name": instrument_name(book, way["instrument"])},
            "verdict": "open",
            "measure": measure_name(book, way["measure"]) if way["measure"] != need["measure"] else "",
        }
        for way in ways[:1]
    ]


def option_lane(option: Answer, need: Answer) -> str:
    """The lane an option of a need stands in: that of the plan's steps of its measure, else its tier."""
    securing = any(
        step["purpose"] == "secure"
        and (step["provision"] == option["provision"] or step["measure"] == option["measure"])
        for step in need["plan"]
    )
    return "secure" if securing else str(option["tier"])


def counts(answer: Answer) -> dict[str, int]:
    """How many needs stand where."""
    found = dict.fromkeys(("routed", "needs_facts", "needs_counsel", "no_route"), 0)
    for need in answer["needs"]:
        found[need["status"]] = found.get(need["status"], 0) + 1
    return found


def lanes(need: Answer, book: Rulebook) -> list[dict[str, Any]]:
    """A need's options by tier: those that are not closed as cards, the closed ones folded."""
    first = {step["provision"] for step in need["plan"]}
    found: dict[str, dict[str, list[dict[str, Any]]]] = {tier: {"live": [], "closed": []} for tier in TIERS}
    for option in need["options"]:
        place = found[option_lane(option, need)]
        live = option["verdict"] != "closed"
        card = option_card(option, need, book, first=option["provision"] in first, traced=not live)
        place["closed" if option["verdict"] == "closed" else "live"].append(card)
    for place in found.values():
        place["live"].sort(key=_card_order)
        place["closed"].sort(key=lambda card: str(card["o"]["short_title"]))
    return [{"tier": tier, **_folded(place["live"]), "closed": place["closed"]} for tier, place in found.items()]


def _folded(cards: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """What a lane shows at once and what it folds: the plan's first; if none of them is open, what is open as well."""
    waiting = not any(card["first"] and card["o"]["verdict"] == "open" for card in cards)
    shown = [card for card in cards if card["first"] or (waiting and card["o"]["verdict"] == "open")]
    return {"first": shown, "more": [card for card in cards if card not in shown]}


def _card_order(card: Mapping[str, Any]) -> tuple[Any, ...]:
    option = card["o"]
    return (not card["own"], not card["first"], option["rank"] or 99, ORDER.get(option["verdict"], 9))


def option_card(option: Answer, need: Answer, book: Rulebook, *, first: bool, traced: bool = True) -> dict[str, Any]:
    """One option with what a card shows beside the stored record; `traced`: with every tested line in words."""
    own = option["measure"] == need["measure"]
    limits = limits_words(option["time_limits"])
    because = option["because"] if traced else ()
    lines = [{**line, **line_look(line), **found_words(line, book)} for line in because]
    return {
        "o": option,
        "own": own,
        "first": first,
        "measure": "" if own else measure_name(book, option["measure"]),
        "state": state_name(book, option.get("acting_state")),
        "articles": articles_words(option["articles"]),
        "limits": [limit for limit in limits if limit],
        "holds": [line for line in option["because"] if line["verdict"] == "holds"],
        "lines": lines,
        "fails": [line for line in lines if line["look"] == "fails"],
        "unknown": [line for line in option["because"] if line["verdict"] == "unknown"],
        "missing": [worded(book.facts[fact].question) if fact in book.facts else fact for fact in option["missing"]],
        "double": double_words(option.get("dual_criminality")),
        "authority": plain_words(option.get("issuing_authority")),
        "languages": plain_words(option.get("languages")),
        "form": plain_words(option.get("form")),
        "channel": plain_words(option.get("channel")),
        "costs": plain_words(option.get("costs")),
    }


def line_look(line: Answer) -> dict[str, str]:
    """A tested line's word and mark, by its effect: a bar that is not met is good news, not a failure."""
    effect, verdict = str(line.get("effect") or ""), str(line["verdict"])
    said = LINES_BY_EFFECT.get((effect, verdict))
    if said is None:
        return {"look": verdict, "word": str(LINES.get(verdict, verdict)), "said": ""}
    look = "holds" if verdict == "fails" else "fails" if effect == "bar" else "unknown"
    return {"look": look, "word": str(said), "said": str(said)}


def articles_words(articles: Iterable[Any]) -> str:
    """'arts 3(9), 4(1)'; texts that are no numbers stay as they are."""
    texts = [str(article) for article in articles]
    if not texts:
        return ""
    word = "art." if len(texts) == 1 and "," not in texts[0] else "arts"
    return f"{word} {', '.join(texts)}" if texts[0][:1].isdigit() else ", ".join(texts)


def limit_words(limit: Any) -> str:
    """'10 calendar days: produce data after receipt (art. 10(3))'."""
    if not isinstance(limit, Mapping):
        return str(limit)
    duration = limit.get("duration")
    unit = str(limit.get("unit") or "").replace("_", " ")
    length = f"{duration} {unit.removesuffix('s') if duration == 1 else unit}".strip() if duration is not None else ""
    event = str(limit.get("event") or limit.get("text") or "").strip()
    words = ": ".join(part for part in (length, event) if part)
    article = str(limit.get("article") or "")
    return f"{words} ({articles_words([article])})" if article and words else words


def limits_words(limits: Iterable[Any] | None) -> list[str]:
    """The limits of a provision, a line each. Two rows of which the longer decides are one: '20 working days or 31
    calendar days, whichever is longer: merits (art. 9(5))'; the other end of a limit names that limit."""
    told: list[str] = []
    before: Mapping[str, Any] = {}
    for limit in limits or ():
        row = dict(limit) if isinstance(limit, Mapping) else {"event": str(limit)}
        event = str(row.get("event") or "")
        if event == "... and" and told:
            what = LONGER.sub("", str(before.get("event") or ""))
            lengths = " or ".join(limit_words({**one, "event": "", "article": ""}) for one in (before, row))
            told[-1] = limit_words({**row, "duration": None, "event": f"{lengths}, whichever is longer: {what}"})
            continue
        if event.startswith("... ") and before:
            row["event"] = (
                f"{LONGER.sub('', str(before.get('event') or ''))}: {event.removeprefix('... ').removeprefix('and ')}"
            )
        if words := limit_words(row):
            told.append(words)
        before = row
    return told


def double_words(rule: Any) -> str:
    """Dual criminality in words."""
    if not isinstance(rule, Mapping):
        return plain_words(rule)
    text = plain_words(rule.get("text") or rule.get("rule"))
    article = str(rule.get("article") or "")
    return f"{text} ({articles_words([article])})" if article and text else text


def plain_words(value: Any) -> str:
    """A record's value as text: lists joined, mappings as 'key: value'."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{str(key).replace('_', ' ')}: {plain_words(item)}" for key, item in value.items() if item)
    if isinstance(value, list | tuple):
        return "; ".join(plain_words(item) for item in value)
    text = str(value)
    return label_of(text) if CODE.fullmatch(text) else text
