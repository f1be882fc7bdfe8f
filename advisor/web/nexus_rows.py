"""The nexus matrix of a case as pages show it: facts and exhibits down, the planned steps across.

Reads: steps with their routes, texts and exhibits that the caller reached through the gate. The route's own conditions
only suggest rows; nothing is marked that nobody marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.models import Exhibit
from advisor.dossiers.build.nexus import EXHIBIT
from advisor.languages.words import worded
from advisor.walk.models import Step
from advisor.web.findings import found_words
from routing.rulebook import Rulebook


@dataclass(frozen=True)
class Candidate:
    """A fact or exhibit that may need a measure. `looked_at`: a condition of the option looks at it."""

    code: str
    label: str
    looked_at: bool


def candidates(step: Step, exhibits: Iterable[Exhibit], book: Rulebook) -> list[Candidate]:
    """What may stand in the column of a step: facts its option looks at first, then the others, then exhibits."""
    stored = step.route.document
    need: Mapping[str, Any] = next((row for row in stored["case"]["needs"] if row["id"] == step.need_key), {})
    stated = {**(stored["case"].get("facts") or {}), **(need.get("facts") or {})}
    looked_at = {row["fact"] for row in _because(stored["answer"], step)}
    facts = sorted((name for name in stated if name in book.facts), key=lambda name: (name not in looked_at, name))
    rows = [Candidate(name, fact_words(name, stated[name], book), name in looked_at) for name in facts]
    return rows + [Candidate(exhibit_code(item), exhibit_words(item), False) for item in exhibits]


def _because(answer: Mapping[str, Any], step: Step) -> Sequence[Mapping[str, Any]]:
    for need in answer["needs"]:
        if need["id"] == step.need_key:
            for option in need["options"]:
                if option["provision"] == step.provision:
                    found: Sequence[Mapping[str, Any]] = option["because"]
                    return found
    return ()


def fact_words(name: str, value: Any, book: Rulebook) -> str:
    """A stated fact as its question and answer."""
    return f"{worded(book.facts[name].question)} {found_words({'fact': name, 'found': value}, book)['found_said']}"


def exhibit_code(item: Exhibit) -> str:
    """How the matrix names an exhibit."""
    return f"{EXHIBIT}{item.number}"


def exhibit_words(item: Exhibit) -> str:
    """An exhibit by number and title."""
    return _("Exhibit %(number)s: %(title)s") % {"number": item.number, "title": item.title}
