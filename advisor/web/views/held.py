"""What a case holds, read once for a request, and how answers are shown and saved by the pages that ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, Need
from advisor.cases.selectors import answers_for, needs_for
from advisor.cases.services import Preview, answers_save, case_preview
from advisor.cases.services.asking import case_asking
from advisor.intake.parse import Parsed
from advisor.intake.questions import Page, Progress, case_pages, need_pages
from advisor.intake.relevance import declined_of
from advisor.intake.saying import say_value
from advisor.languages.words import state_worded, worded
from advisor.web.left import ways_of
from advisor.web.views.entry import case_or_404, now, rulebook, today, version_sent
from advisor.web.views.keeping import autosaved, left_to_them, seen_sent
from routing.rulebook import Rulebook


@dataclass
class Held:
    """What the case holds, read once for a request: needs by key, answers by level, the engine's answer."""

    case: Case
    needs: dict[str, Need]
    whole: dict[str, Any]
    single: dict[str, dict[str, Any]]
    book: Rulebook
    ask: Callable[[], Preview]
    known: dict[tuple[str | None, bool], tuple[Page, ...]] = field(default_factory=dict)
    worded: dict[tuple[str, str], str] | None = None
    left_open: frozenset[str] = frozenset()

    @cached_property
    def preview(self) -> Preview:
        """What the engine says as things stand, asked when a page needs it: saving alone does not."""
        return self.ask()

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """The engine's answer as things stand; None while there is no need yet."""
        return self.preview.answer

    @cached_property
    def declined(self) -> dict[str, frozenset[str]]:
        """By need, what is not known: answered so, or left open on this walk through the pages."""
        found = declined_of(self.needs, self.whole, self.single)
        for mark in self.left_open:
            level, _, fact = mark.partition(":")
            for key in [level] if level else found:
                if key in found and fact not in self.single[key]:
                    found[key] |= {fact}
        return found

    def leave_open(self, marks: Iterable[str]) -> None:
        """Go by other questions left open: what to ask is worked out again."""
        self.left_open = frozenset(marks)
        self.__dict__.pop("declined", None)
        self.known.clear()

    def ways(self) -> dict[tuple[str, str], str]:
        """(need, provision) in words, worked out once a request."""
        if self.worded is None:
            where = {key: need.requested_state for key, need in self.needs.items()}
            self.worded = ways_of(self.answer, where, self.book) if self.answer else {}
        return self.worded

    def values(self, need: Need | None) -> dict[str, Any]:
        """The answers of one level."""
        return self.single[need.key] if need else self.whole

    def pages(self, need: Need | None, *, further: bool = False) -> tuple[Page, ...]:
        """The pages of one level, worked out once a request."""
        key = (need.key if need else None, further)
        if key not in self.known:
            self.known[key] = self._pages(need, further)
        return self.known[key]

    def _pages(self, need: Need | None, further: bool) -> tuple[Page, ...]:
        if need is None:
            return case_pages(self.book, self.answer, self.whole, declined=self.declined, further=further)
        values, declined = self.single[need.key], self.declined
        return need_pages(self.book, self.answer, need.key, values, self.whole, declined=declined, further=further)


def held(
    request: HttpRequest, case_id: UUID, *, full: bool = False, case: Case | None = None, book: Rulebook | None = None
) -> Held:
    """Load it all through the gate. `full`: with the contract's whole answer, for a page that shows more than asks.

    `case` and `book` where the caller has read them already.
    """
    case = case or case_or_404(request, case_id)
    needs = {need.key: need for need in needs_for(request.user).filter(case=case)}
    keys = {need.pk: key for key, need in needs.items()}
    whole: dict[str, Any] = {}
    single: dict[str, dict[str, Any]] = {key: {} for key in needs}
    for need_id, fact, value in answers_for(request.user).filter(case=case).values_list("need_id", "fact", "value"):
        (whole if need_id is None else single[keys[need_id]])[fact] = value
    ask: Callable[[], Preview] = partial(
        case_asking, case=case, user=request.user, needs=needs, whole=whole, single=single, on=today()
    )
    if full:
        ask = partial(case_preview, case=case, user=request.user, on=today())
    left_open = frozenset(request.session.get(walk_key(case), ()))
    return Held(case, needs, whole, single, book or rulebook(), ask, left_open=left_open)


def walk_key(case: Case) -> str:
    """Where the session keeps what was left open on this walk through the pages of a case (see `open_marks`)."""
    return f"left_open:{case.pk}"


def need_names(state: Held, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Needs as a page names them."""
    names = []
    for key in keys:
        need = state.needs[key]
        where = state.book.states.get(need.requested_state)
        measure = state.book.measures.get(need.measure)
        names.append(
            {
                "key": key,
                "measure": worded(measure.name) if measure else need.measure,
                "state": state_worded(need.requested_state, where.name) if where else "",
                "subject": need.subject,
            }
        )
    return names


def need_of(state: Held, key: str) -> Need:
    """A need of the case by its key, or 404."""
    if key not in state.needs:
        raise Http404
    return state.needs[key]


def page_address(case: Case, need: Need | None, slug: str) -> str:
    """Where a page of questions lives."""
    if need is None:
        return reverse("case-questions-page", args=[case.pk, slug])
    return reverse("case-need-questions-page", args=[case.pk, need.key, slug])


def next_address(
    state: Held, need: Need | None, after: str | None, passed: Collection[str] = frozenset()
) -> str | None:
    """The next page with an open question: of this level (behind `after` first), then of the whole case, then of the
    needs in order.

    `passed` are the questions somebody was asked on this walk and left open (see `open_marks`): a page that holds no
    others is not shown again, so the walk ends.
    """
    levels: list[Need | None] = [need] if need else []
    levels += [None, *(other for other in state.needs.values() if other != need)]
    for level in levels:
        here = level == need
        for page in _behind(state.pages(level), after) if here else state.pages(level):
            if open_marks(page, level).difference(passed):
                return page_address(state.case, level, page.slug)
    return None


def _behind(pages: tuple[Page, ...], after: str | None) -> tuple[Page, ...]:
    """The same pages, beginning behind one of them."""
    place = next((n for n, page in enumerate(pages, start=1) if page.slug == after), 0)
    return pages[place:] + pages[:place]


def open_marks(page: Page, need: Need | None) -> set[str]:
    """The open questions of a page, each as 'need:fact' (':fact' for the whole case)."""
    key = need.key if need else ""
    return {f"{key}:{question.fact}" for question in page.questions if question.progress is Progress.OPEN}


def save_levels(request: HttpRequest, state: Held, levels: Iterable[Need | None], parsed: Parsed) -> int:
    """Save the same answers at each level, all or none. Returns how many levels changed.

    With one level, what the page had shown there decides what is a collision; with several, the case's version does,
    because the page shows the answers of one alone.
    """
    version, wanted = version_sent(request), list(dict.fromkeys(levels))
    seen = seen_sent(request) if len(wanted) == 1 else None
    theirs = left_to_them(request, parsed.raw)
    changed = 0
    with transaction.atomic():
        for level in wanted:
            old = state.values(level)
            values, clear = _own_changes(parsed, old, old if seen is None else seen, theirs)
            if values or clear:
                fresh = answers_save(
                    case=state.case,
                    user=request.user,
                    version=version,
                    values=values,
                    clear=clear,
                    need=level,
                    now=now(),
                    seen=seen,
                )
                version = fresh.version
                changed += 1
    return changed


def _own_changes(
    parsed: Parsed, old: Mapping[str, Any], seen: Mapping[str, Any], theirs: Collection[str]
) -> tuple[dict[str, Any], list[str]]:
    """(values, facts to clear) that this person set: neither what stood there when they looked, nor what is saved."""

    def same(known: Mapping[str, Any], fact: str, value: Any) -> bool:
        return fact in known and known[fact] == value

    values = {
        fact: value
        for fact, value in parsed.values.items()
        if fact not in theirs and not same(seen, fact, value) and not same(old, fact, value)
    }
    return values, [fact for fact in parsed.clear if fact in seen and fact in old and fact not in theirs]


def answers_autosaved(request: HttpRequest, state: Held, level: Need | None, parsed: Parsed) -> HttpResponse:
    """Save, of what is typed so far, what is right: one level, without leaving the page."""
    collided = False
    try:
        save_levels(request, state, [level], parsed)
    except FieldFaults as fault:
        parsed.faults.update(fault.faults)
    except StaleCase:
        collided = True
    case = case_or_404(request, state.case.pk)
    seen = dict(
        answers_for(request.user).filter(case=case, need=level, fact__in=list(parsed.raw)).values_list("fact", "value")
    )
    return autosaved(request, case, seen, faults=len(parsed.faults), collided=collided)


def seen_at(state: Held, level: Need | None, facts: Iterable[str]) -> dict[str, Any]:
    """What a page shows of these facts at one level."""
    values = state.values(level)
    return {fact: values[fact] for fact in facts if fact in values}


def stale_answers(book: Rulebook, stale: StaleCase | None) -> dict[str, Any] | None:
    """Both versions of a collision, in words."""
    if stale is None:
        return None
    rows = [
        {
            "key": fact,
            "label": worded(book.facts[fact].question) if fact in book.facts else fact,
            "mine": say_value(book, fact, stale.mine[fact]),
            "theirs": say_value(book, fact, stale.theirs[fact]) if stale.theirs.get(fact) is not None else "–",
        }
        for fact in stale.differing
    ]
    return {"message": str(stale), "rows": rows}


def shown(state: Held, question: Any, parsed: Parsed) -> dict[str, Any]:
    """A question with what stands in its field: what was just typed, else what is saved."""
    raw = parsed.raw.get(question.fact)
    value, not_known = question.value, question.progress is Progress.UNKNOWN
    if raw is not None:
        value, not_known = raw, raw == "unknown"
    elif question.type == "bool" and value is not None:
        value = "yes" if value else "no"
    parts = ["", "", ""]
    if question.type == "date":
        if isinstance(value, list):
            parts = value
        elif isinstance(value, str) and value.count("-") == 2:
            year, month, day = value.split("-")
            parts = [day.lstrip("0"), month.lstrip("0"), year]
    elif question.type == "state" and isinstance(value, str) and value in state.book.states:
        value = state_worded(value, state.book.states[value].name)
    inherited = say_value(state.book, question.fact, question.inherited) if question.inherited is not None else ""
    return {
        "q": question,
        "value": "" if value is None or isinstance(value, list) else value,
        "parts": parts,
        "not_known": not_known,
        "inherited": inherited,
        "fault": parsed.faults.get(question.fact, ""),
        "many": len(question.choices) > 8,
    }


def answer_rows(book: Rulebook, values: Mapping[str, Any], used: Collection[str]) -> list[dict[str, Any]]:
    """Answers in words; `unused` marks those that no way asks about any more."""
    rows = []
    for fact, value in sorted(values.items()):
        known = book.facts.get(fact)
        text = worded(known.question) if known else fact
        rows.append({"fact": fact, "text": text, "value": say_value(book, fact, value), "unused": fact not in used})
    return rows
