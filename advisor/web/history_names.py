"""What a line of a case's history is about, by its name: the need, the thing, the right, the questions, the warning.

The audit keeps keys and codes, never words. Reads needs, things, rights and accepted warnings through the gate, one
query for each kind that occurs. Without a published edition codes stay codes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.models import Case
from advisor.cases.selectors import entities_for, needs_for, rights_for
from advisor.intake.labels import label_of
from advisor.intake.rights.kinds import right_label
from advisor.languages.words import worded
from advisor.walk.selectors import acceptances_for
from advisor.web import route_view
from advisor.web.warning_words import spoken_text
from routing.rulebook import Rulebook

SHOWN = 5


def option_words(book: Rulebook | None, instrument: str, measure: str, state: str) -> str:
    """A step by its instrument, its measure and where it acts: 'European Investigation Order, Search (Spain)'."""
    if book is None:
        return f"{label_of(instrument)}, {label_of(measure)}"
    named = f"{route_view.instrument_name(book, instrument)}, {route_view.measure_name(book, measure)}"
    return f"{named} ({route_view.state_name(book, state)})" if state else named


class Names:
    """The names of a case's rows. `kinds`: the first words of the audit's actions that occur."""

    def __init__(self, user: Any, case: Case, book: Rulebook | None, kinds: Collection[str]) -> None:
        self.book = book
        self.needs: dict[str, str] = {}
        self.things: dict[str, str] = {}
        self.rights: dict[str, str] = {}
        self.warnings: dict[tuple[Any, str], tuple[str, str]] = {}
        if {"need", "needs", "collision"} & set(kinds):
            rows = needs_for(user).filter(case=case).values_list("key", "measure", "requested_state")
            self.needs = {key: self._need(measure, state) for key, measure, state in rows}
        if "entity" in kinds:
            self.things = dict(entities_for(user).filter(case=case).values_list("key", "value"))
        if "right" in kinds:
            rights = rights_for(user).filter(case=case).values_list("key", "kind", "name")
            self.rights = {key: f"{right_label(kind)} {name}".strip() for key, kind, name in rights}
        if "collision" in kinds:
            accepted = acceptances_for(user).filter(case=case).values_list("route_id", "code", "text", "reason")
            self.warnings = {(route, code): (text, reason) for route, code, text, reason in accepted}

    def _need(self, measure: str, state: str) -> str:
        name = route_view.measure_name(self.book, measure) if self.book else label_of(measure)
        place = route_view.state_name(self.book, state) if self.book else state
        return f"{name} ({place})" if place else name

    def about(self, action: str, detail: Mapping[str, Any]) -> str:
        """The name of what an event is about; empty where it says nothing more."""
        first = action.partition(".")[0]
        if first in ("need", "needs"):
            return self.needs.get(str(detail.get("key", "")), "")
        if first == "entity":
            return self.things.get(str(detail.get("key", "")), "")
        if first == "right":
            return self.rights.get(str(detail.get("key", "")), right_label(str(detail.get("kind", ""))))
        if first == "answers":
            return self._questions(detail.get("facts") or ())
        if action == "refusal.point":
            code = str(detail.get("ground", ""))
            return worded(self.book.grounds[code]) if self.book and code in self.book.grounds else label_of(code)
        if first == "dossier" and "version" in detail:
            said = {"v": detail["version"], "language": str(detail.get("language", "")).upper()}
            return (_("version %(v)s, %(language)s") % said).rstrip(", ")
        return ""

    def _questions(self, facts: Collection[str]) -> str:
        """The first questions that were answered, and how many more."""
        known = self.book.facts if self.book else {}
        said = [worded(known[name].question) if name in known else label_of(name) for name in list(facts)[:SHOWN]]
        more = len(facts) - len(said)
        rest = [_("and %(n)s more") % {"n": more}] if more else []
        return " · ".join([*said, *rest])

    def accepted(self, route: Any, code: str) -> str:
        """A warning that was accepted, and why."""
        text, reason = self.warnings.get((route, code), ("", ""))
        if text and self.book:
            text = spoken_text(text, self.needs, self.book)["text"]
        return " · ".join(part for part in (text, reason) if part)
