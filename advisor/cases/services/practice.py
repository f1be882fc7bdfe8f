"""Practice: a case of an exercise is opened, and compared with the expert's key, need by need.

What a differing answer decides is not guessed: the engine is asked again for that one need, with the expert's facts and
the one answer of the trainee in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from advisor.cases.exercises import Exercise, practice_cases_for
from advisor.cases.models import Case
from advisor.cases.practice_mark import MARK
from advisor.cases.services.edits import case_open
from advisor.cases.services.files import case_to_document
from advisor.cases.services.held import acting
from advisor.cases.services.routes import answers, routed
from instruments.editions import CurrentEdition, edition_current
from routing.errors import CaseFaults

MOST_FACTS = 12
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turned:
    """One option that is worth something else: `expert` and `own` are verdicts."""

    instrument: str
    measure: str
    expert: str
    own: str


@dataclass(frozen=True, slots=True)
class FactDiffers:
    """One answer that differs: both values (None: not answered) and what it alone decides."""

    fact: str
    expert: Any
    own: Any
    turns: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One need of the key. `own` is the trainee's need that meets it, None if there is none.

    `answer` and `own_answer` are the engine's answers to both; `idle` counts answers that differ without effect.
    """

    need: Document
    answer: Document
    own: Document | None
    own_answer: Document | None
    other_state: bool
    facts: tuple[FactDiffers, ...]
    idle: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison. `extra` are needs that the expert did not ask for; `header` names fields that differ."""

    needs: tuple[Compared, ...]
    extra: tuple[Document, ...]
    header: tuple[tuple[str, str, str], ...]
    edition: CurrentEdition


def exercise_start(*, exercise: Exercise, user: Any, now: datetime) -> Case:
    """A fresh practice case of the user's agency. Raises PermissionDenied, NoEdition."""
    acting(user)
    stem = f"{MARK}-{exercise.code.upper()}-"
    with transaction.atomic():
        taken = practice_cases_for(user).filter(reference__startswith=stem).values_list("reference", flat=True)
        numbers = [int(reference.rpartition("-")[2]) for reference in taken]
        return case_open(
            user=user, now=now, reference=f"{stem}{max(numbers, default=0) + 1}", practice=True, **exercise.header
        )


def exercise_compare(*, exercise: Exercise, case: Case, user: Any) -> Comparison:
    """The case beside the key, by the law and day of the exercise. Raises Case.DoesNotExist, NoEdition."""
    edition = edition_current()
    own, key = case_to_document(case=case, user=user), exercise.key
    met = dict(_pairs(key["needs"], own["needs"]))
    expert_answers = _answered(key, edition, exercise)
    own_answers = _answered(own, edition, exercise) if own["needs"] else {}
    needs = []
    for need in key["needs"]:
        mine = met.get(need["id"])
        facts, idle = _facts(exercise, own, need, mine, expert_answers[need["id"]], edition) if mine else ((), 0)
        needs.append(
            Compared(
                need=need,
                answer=expert_answers[need["id"]],
                own=mine,
                own_answer=own_answers.get(mine["id"]) if mine else None,
                other_state=mine is not None and mine["requested_state"] != need["requested_state"],
                facts=facts,
                idle=idle,
            )
        )
    used = {mine["id"] for mine in met.values()}
    extra = tuple(need for need in own["needs"] if need["id"] not in used)
    header = tuple(
        (field, str(key[field]), str(own[field]))
        for field in ("requesting_state", "track", "stage")
        if key[field] != own[field]
    )
    return Comparison(tuple(needs), extra, header, edition)


def _answered(document: Document, edition: CurrentEdition, exercise: Exercise) -> dict[str, Document]:
    """The engine's answer by need; nothing for a case that cannot be routed as it stands."""
    try:
        found = answers.of(document, edition, exercise.today)
    except CaseFaults:
        return {}
    return {need["id"]: need for need in found["needs"]}


def _pairs(expert: Iterable[Document], own: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Which need of the trainee meets which of the key: same measure, State and variant, then ever less of it."""
    left, wanted = list(own), list(expert)
    for sameness in (("measure", "requested_state", "variant"), ("measure", "requested_state"), ("measure",)):
        for need in list(wanted):
            mine = next((n for n in left if all(n.get(k) == need.get(k) for k in sameness)), None)
            if mine is not None:
                left.remove(mine)
                wanted.remove(need)
                yield need["id"], mine


def _facts(
    exercise: Exercise, own: Document, need: Document, mine: Document, answer: Document, edition: CurrentEdition
) -> tuple[tuple[FactDiffers, ...], int]:
    """The answers of one need that differ, those that decide something, and how many do not."""
    theirs = {**exercise.key.get("facts", {}), **need.get("facts", {})}
    given = {**own.get("facts", {}), **mine.get("facts", {})}
    tested = dict.fromkeys(
        line["fact"] for option in answer["options"] for line in option["because"] if line["fact"] in theirs
    )
    differing = [fact for fact in tested if theirs[fact] != given.get(fact)]
    expert = _verdicts(_alone(exercise, need, theirs), edition, exercise)
    found, idle = [], max(0, len(differing) - MOST_FACTS)
    for fact in differing[:MOST_FACTS]:
        changed = {name: value for name, value in theirs.items() if name != fact}
        if given.get(fact) is not None:
            changed[fact] = given[fact]
        turned = _turned(expert, _verdicts(_alone(exercise, need, changed), edition, exercise))
        if turned:
            found.append(FactDiffers(fact, theirs[fact], given.get(fact), turned))
        else:
            idle += 1
    return tuple(sorted(found, key=lambda item: -len(item.turns))), idle


def _alone(exercise: Exercise, need: Document, facts: Document) -> dict[str, Any]:
    """The key with this need alone, everything said for the whole case."""
    single = {key: value for key, value in need.items() if key != "facts"}
    return {**exercise.key, "facts": dict(facts), "needs": [single]}


def _verdicts(document: dict[str, Any], edition: CurrentEdition, exercise: Exercise) -> dict[str, tuple[str, str, str]]:
    try:
        [need] = routed(document, edition, exercise.today)["needs"]
    except CaseFaults:  # an answer that no case file may hold any more
        return {}
    return {o["provision"]: (o["instrument"], o["measure"], o["verdict"]) for o in need["options"]}


def _turned(expert: Mapping[str, tuple[str, str, str]], own: Mapping[str, tuple[str, str, str]]) -> tuple[Turned, ...]:
    """The options whose verdict is another, those of fewest words first."""
    return tuple(
        Turned(instrument, measure, verdict, own[provision][2])
        for provision, (instrument, measure, verdict) in expert.items()
        if provision in own and own[provision][2] != verdict
    )
