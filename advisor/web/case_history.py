"""Everything that happened in a case, in words, the last first: from the audit, the steps' logs and what people wrote.

Reads through the gate. The audit's events are the frame (who, when, what); texts come from the rows they point at. A
confidential contact is a line without a word of it, because this page is made to be printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.cases.models import Case
from advisor.cases.selectors import decisions_for, exhibits_for, happened_for, notes_for, people_named, routes_for
from advisor.languages.words import day_worded
from advisor.walk.selectors import contacts_for, events_for
from advisor.web.history_names import Names, option_words
from advisor.web.history_words import ACTIONS, GROUPS, group_of
from advisor.web.log_words import log_words
from advisor.web.marks import OF_A_CASE
from routing.rulebook import Rulebook

MOST = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, by whom, of which group, in which words; `text` is what a person wrote, `times` how often."""

    at: datetime
    who: str
    group: str
    words: str
    text: str = ""
    url: str = ""
    times: int = 1


def history_of(user: Any, case: Case, group: str = "", book: Rulebook | None = None) -> list[Line]:
    """The lines of a case, the last first, those of one group if given. A dozen queries at most, however many lines.

    `book` gives names to what is kept as a code: instruments, measures, questions, grounds.
    """
    prefixes = GROUPS[group].actions if group in GROUPS else ()
    events = happened_for(user).filter(case_id=case.pk).exclude(action__startswith="step.").order_by("-id")
    rows = [row for row in events[:MOST] if not prefixes or group_of(row.action) == group]
    steps = [] if group not in ("", "steps") else _step_rows(user, case)
    names = people_named(user)
    kinds = {row.action.partition(".")[0] for row in rows}
    texts, named = _texts(user, case, kinds), Names(user, case, book, kinds)
    lines = [_line(row, names, texts, named) for row in rows]
    lines += [_step_line(case, row, names, book) for row in steps]
    lines.sort(key=lambda line: line.at, reverse=True)
    return list(_runs(lines))


def _step_rows(user: Any, case: Case) -> list[dict[str, Any]]:
    columns = (
        "at", "by", "kind", "to_state", "note", "detail", "happened_on", "step_id", "step__instrument", "step__measure",
        "step__acting_state",
    )  # fmt: skip
    return list(events_for(user).filter(case=case).order_by("-at", "-number").values(*columns)[:MOST])


def _step_line(case: Case, row: Mapping[str, Any], names: Mapping[Any, str], book: Rulebook | None) -> Line:
    what = option_words(book, row["step__instrument"], row["step__measure"], row["step__acting_state"])
    said = log_words(row["kind"], row["to_state"], row["detail"])
    words = _("%(step)s: %(said)s") % {"step": what, "said": said}
    if row["happened_on"] != row["at"].date():
        words = _("%(words)s (on %(on)s)") % {"words": words, "on": day_worded(row["happened_on"])}
    url = reverse("case-step", args=[case.pk, row["step_id"]])
    return Line(row["at"], names.get(row["by"], ""), "steps", words, text=row["note"], url=url)


Text = tuple[str, str]


def _texts(user: Any, case: Case, kinds: Iterable[str]) -> dict[Any, Text]:
    """(text, address) by the id of the row that an event points at; a query for each kind that occurs."""
    found: dict[Any, Text] = {}
    kinds = set(kinds)
    if "note" in kinds:
        url = reverse("case-notes", args=[case.pk])
        for pk, text, gone in notes_for(user).filter(case=case).values_list("pk", "text", "withdrawn_at"):
            found[pk] = ("" if gone else text, url)
    if "contact" in kinds:
        for row in contacts_for(user).filter(case=case):
            said = " · ".join(part for part in (row.who, row.asked, row.told) if part) if row.citable else ""
            found[row.pk] = (said, reverse("case-contact", args=[case.pk, row.pk]))
    if "case" in kinds:
        for made in decisions_for(user).filter(case=case).select_related("to"):
            parts = (made.to.get_full_name() if made.to else "", made.get_reason_display(), made.text)
            found[made.pk] = (" · ".join(str(part) for part in parts if part), reverse("case-team", args=[case.pk]))
        for pk, number, status in routes_for(user).filter(case=case).values_list("pk", "number", "status"):
            found[pk] = (f"{number}: {OF_A_CASE.get(status, status)}", reverse("case-route", args=[case.pk, number]))
    if "exhibit" in kinds:
        for pk, number, title in exhibits_for(user).filter(case=case).values_list("pk", "number", "title"):
            found[pk] = (f"{number}. {title}", reverse("case-exhibit", args=[case.pk, pk]))
    return found


def _line(row: Any, names: Mapping[Any, str], texts: Mapping[Any, Text], named: Names) -> Line:
    words = str(ACTIONS.get(row.action) or row.action.replace(".", ": ").replace("_", " "))
    text, url = texts.get(row.object_id, ("", ""))
    if row.action.startswith("contact.") and not text:
        text = str(CONFIDENTIAL)
    if row.action == "collision.accepted":
        text = named.accepted(row.object_id, str(row.detail.get("code", "")))
    elif not text:
        text = named.about(row.action, row.detail)
    if row.detail.get("user"):
        text = names.get(row.detail["user"], "") or text
    return Line(row.at, names.get(row.actor_id, ""), group_of(row.action), words, text=text, url=url)


CONFIDENTIAL = gettext_lazy("confidential: its text stands on its own page alone")


def _runs(lines: Iterable[Line]) -> Iterable[Line]:
    """The same thing done again and again by one person on one day is one line."""
    last: Line | None = None
    for line in lines:
        same = (
            last is not None
            and not line.text
            and (line.words, line.who, line.at.date()) == (last.words, last.who, last.at.date())
        )
        if same and last is not None:
            last = replace(last, times=last.times + 1)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last
