"""Which questions to ask, in which order and on which page: for the whole case, or for one need.

Reads the rulebook, the engine's current answer and what was answered so far; keeps nothing. Pages are groups of facts
with one subject, at most MOST_ON_A_PAGE questions each, the most decisive page first. What was answered stays on its
page; an answer that no way uses any more is kept and marked unused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from advisor.intake.choices import Choice, state_choices
from advisor.intake.labels import group_label, group_of, label_of, unit_label
from advisor.intake.relevance import NOTHING, Answer, Declined, Matter, closed_by, matters_of, reasons_of, used_facts
from advisor.languages.words import gettext, worded
from advisor.languages.words import gettext_noop as _
from routing.rulebook import Rulebook

MOST_ON_A_PAGE = 6
COUNTS = "Where it counts."
# Facts of a need that usually hold for all of them: asked once, for the whole case, when several needs wait for them.
SHARED_SUBJECTS = frozenset({"request", "requester", "order", "measure", "matter"})
NEVER_SHARED = frozenset({"measure.purpose"})
# Subjects that are asked about together, under the first one's address.
SECTIONS = {
    "requester": _("You and your request"),
    "proceedings": _("The proceedings and the offence"),
    "right": _("The right and its infringement"),
    "claim": _("The claim and the parties"),
    "measure": _("The measure and its order"),
}
SECTION_OF = {
    **dict.fromkeys(("requester", "requesting_state", "request", "case"), "requester"),
    **dict.fromkeys(("proceedings", "matter", "offence", "sentence", "jit", "transfer"), "proceedings"),
    **dict.fromkeys(("right", "infringement", "infringer", "goods", "product", "site"), "right"),
    **dict.fromkeys(("claim", "creditor", "defendant", "agreement", "settlement"), "claim"),
    **dict.fromkeys(("measure", "order"), "measure"),
}
# Asked of every case: who asks; the day that decides which law applies; whether some steps must wait for others.
ALWAYS = ("requester.kind", "request.sent_on", "case.tipping_off_risk")
# Facts of the case that a single need may see otherwise, beside every fact of needs: somebody else may act there.
MAY_DIFFER = frozenset({"requester.kind", "matter.civil_or_commercial", "proceedings.type", "right.kind"})


class Progress(StrEnum):
    """Where a question stands."""

    ANSWERED = "answered"
    INHERITED = "inherited"
    UNKNOWN = "unknown"
    OPEN = "open"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a page asks it.

    `type` is the vocabulary's (bool, int, decimal, date, enum, state, state_list, text); `choices` the allowed values
    of an enum or of States; `why` says which instruments count on it; `decides` how many ways wait for it; `essential`
    whether a need cannot be decided without it; `needs` which needs wait, `pairs` which ways, as (need, provision);
    `inherited` the case's value under a need.
    """

    fact: str
    type: str
    text: str
    help: str
    why: str
    unit: str
    choices: tuple[Choice, ...]
    judgement: bool
    progress: Progress
    value: Any
    inherited: Any
    decides: int
    essential: bool
    needs: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One short page. `slug` is its address below the case or need."""

    slug: str
    title: str
    questions: tuple[Question, ...]

    def count(self, progress: Progress) -> int:
        """How many of its questions stand there."""
        return sum(question.progress is progress for question in self.questions)

    @property
    def essential(self) -> bool:
        """Whether something on it must be answered before a need can be decided."""
        return any(question.essential for question in self.questions)

    @property
    def done(self) -> bool:
        """Whether nothing on it is open."""
        return self.count(Progress.OPEN) == 0


def _why(answer: Answer | None, fact: str, need_id: str | None, fallback: str) -> str:
    """Which instruments count on a fact; the vocabulary's own words where no way tests it yet."""
    places, more = reasons_of(answer, fact, need_id) if answer else ([], 0)
    if not places:
        return fallback
    named = {"places": "; ".join(places), "more": more}
    return (
        gettext("It counts for: %(places)s; and %(more)s more.") % named
        if more
        else gettext("It counts for: %(places)s.") % named
    )


def _progress(fact: str, values: Mapping[str, Any], above: Mapping[str, Any], used: frozenset[str] | None) -> Progress:
    if fact not in values:
        return Progress.INHERITED if above.get(fact) is not None else Progress.OPEN
    if used is not None and fact not in used:
        return Progress.UNUSED
    return Progress.UNKNOWN if values[fact] is None else Progress.ANSWERED


@dataclass(frozen=True, slots=True)
class Level:
    """What one level (the case, or one need) has answered and what lies above it."""

    answer: Answer | None
    need_id: str | None
    values: Mapping[str, Any]
    above: Mapping[str, Any]
    used: frozenset[str] | None

    @classmethod
    def of(
        cls, answer: Answer | None, need_id: str | None, values: Mapping[str, Any], above: Mapping[str, Any]
    ) -> Level:
        """The level, with the facts that any of its ways uses; None (all may be) while there is no answer."""
        return cls(answer, need_id, values, above, frozenset(used_facts(answer, need_id)) if answer else None)


def question_for(rulebook: Rulebook, fact: str, level: Level, matter: Matter | None = None) -> Question:
    """One question, with where it stands. `matter` None: it is asked without anything waiting for it."""
    known = rulebook.facts[fact]
    counts = known.help.startswith(COUNTS)
    choices: tuple[Choice, ...] = ()
    if known.type == "enum":
        choices = tuple(Choice(value, label_of(value)) for value in known.values)
    elif known.type in ("state", "state_list"):
        choices = tuple(state_choices(rulebook))
    decides = [pair for pair in matter.decides if level.need_id in (None, pair[0])] if matter else []
    waiting = matter.essential if matter else set()
    essential = bool(waiting) if level.need_id is None else level.need_id in waiting
    return Question(
        fact=fact,
        type=known.type,
        text=worded(known.question),
        help="" if counts else worded(known.help),
        why=_why(level.answer, fact, level.need_id, known.help.removeprefix(COUNTS).strip() if counts else ""),
        unit=unit_label(known.unit or ""),
        choices=choices,
        judgement=known.source == "judgement",
        progress=_progress(fact, level.values, level.above, level.used),
        value=level.values.get(fact),
        inherited=level.above.get(fact),
        decides=len(decides),
        essential=essential,
        needs=tuple(dict.fromkeys(need for need, _ in decides)),
        pairs=tuple(decides),
    )


def _pages(rulebook: Rulebook, facts: Iterable[str], level: Level, matters: Mapping[str, Matter]) -> tuple[Page, ...]:
    """Facts in order of importance, put on pages by subject; what is asked of the whole case, by wider subjects.

    A need is asked by narrow ones, because an answer often spares its next page.
    """
    sections: dict[str, list[Question]] = {}
    for fact in dict.fromkeys(facts):
        if fact in rulebook.facts:
            group = group_of(fact)
            section = group if level.need_id else SECTION_OF.get(group, group)
            sections.setdefault(section, []).append(question_for(rulebook, fact, level, matters.get(fact)))
    pages = []
    for section, questions in sections.items():
        chunks = [questions[n : n + MOST_ON_A_PAGE] for n in range(0, len(questions), MOST_ON_A_PAGE)]
        for number, chunk in enumerate(chunks, start=1):
            title = _title(section, chunk)
            if len(chunks) > 1:
                named = {"title": title, "number": number, "count": len(chunks)}
                title = gettext("%(title)s (%(number)s of %(count)s)") % named
            pages.append(Page(f"{section}-{number}" if number > 1 else section, title, tuple(chunk)))
    return tuple(pages)


def _title(section: str, questions: Iterable[Question]) -> str:
    """What a page is about: its subject, or the wider one of several."""
    groups = {group_of(question.fact) for question in questions}
    return group_label(groups.pop()) if len(groups) == 1 else gettext(SECTIONS[section])


def _shared(rulebook: Rulebook, matter: Matter, number_of_needs: int) -> bool:
    """Whether a fact of a need is asked once for the whole case."""
    return (
        group_of(matter.fact) in SHARED_SUBJECTS
        and matter.fact not in NEVER_SHARED
        and len(matter.needs) >= 2
        and 2 * len(matter.needs) >= number_of_needs
    )


def _asked_of_case(rulebook: Rulebook, matter: Matter, number_of_needs: int) -> bool:
    known = rulebook.facts.get(matter.fact)
    if known is None:
        return False
    return known.scope == "case" or (known.scope == "need" and _shared(rulebook, matter, number_of_needs))


def case_pages(
    rulebook: Rulebook,
    answer: Answer | None,
    values: Mapping[str, Any],
    *,
    declined: Declined = NOTHING,
    further: bool = False,
) -> tuple[Page, ...]:
    """The pages for the whole case.

    `answer` is the engine's current answer (None before there is a need), `values` what is answered for the whole case,
    `declined` by need what nobody knows yet (relevance.declined_of). `further` adds what would only refine ways that
    are decided already, or waits behind what nobody knows.
    """
    level = Level.of(answer, None, values, {})
    if answer is None:
        return _pages(rulebook, [*ALWAYS, *values], level, {})
    matters = matters_of(answer, frozenset(name for name, value in values.items() if value is not None), declined)
    number = len(answer["needs"])
    asked = [m for m in matters.values() if _asked_of_case(rulebook, m, number) and (further or m.essential)]
    first = [fact for fact in ALWAYS if fact not in values]
    return _pages(rulebook, [*first, *_ordered(asked, values)], level, matters)


def need_pages(
    rulebook: Rulebook,
    answer: Answer | None,
    need_id: str,
    values: Mapping[str, Any],
    above: Mapping[str, Any],
    *,
    declined: Declined = NOTHING,
    further: bool = False,
) -> tuple[Page, ...]:
    """The pages for one need. `values`: what is answered for it alone; `above`: what is answered for the whole case."""
    level = Level.of(answer, need_id, values, above)
    if answer is None:
        return _pages(rulebook, values, level, {})
    answered = frozenset(name for name, value in {**above, **values}.items() if value is not None)
    matters = matters_of(answer, answered, declined)
    number = len(answer["needs"])
    asked = [
        m
        for m in matters.values()
        if need_id in m.needs
        and m.fact not in above
        and not _asked_of_case(rulebook, m, number)
        and (further or need_id in m.essential)
    ]
    differing = [fact for fact in closed_by(answer, need_id) if _may_differ(rulebook, fact, above)]
    return _pages(rulebook, [*differing, *_ordered(asked, values)], level, matters)


def _may_differ(rulebook: Rulebook, fact: str, above: Mapping[str, Any]) -> bool:
    """Whether what was said for the whole case can be otherwise for one need."""
    known = rulebook.facts.get(fact)
    return above.get(fact) is not None and known is not None and (known.scope == "need" or fact in MAY_DIFFER)


def _ordered(asked: Iterable[Matter], values: Mapping[str, Any]) -> list[str]:
    """Facts by the engine's ranking; then what is answered already, in the order of the vocabulary."""
    ranked = sorted(asked, key=lambda m: (m.last, not m.essential, m.rank))
    return [*(matter.fact for matter in ranked), *sorted(values)]
