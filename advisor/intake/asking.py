"""What the pages that ask need of the engine's answer, and nothing else of it: a route becomes a small answer.

Pure. The contract's answer says every option in full (text, sources, what would open it), which costs three times what
the engine's verdicts do; a question page looks at facts, verdicts and articles. The keys here have the same names and
the same values as in `routing.codec.route_to_document`, so relevance.py and questions.py read either
(tests/advisor/intake/test_asking.py holds them against each other).
"""

from __future__ import annotations

from typing import Any

from advisor.intake.relevance import place_worded
from routing.conditions import FAILS
from routing.evaluation import CLOSED, GROUP_CHOICES, Outcome
from routing.routes import NeedRoute, Option, Question, Route, Status
from routing.rulebook import Rulebook
from routing.windows import STATUS, windows_of


def asking_answer(route: Route) -> dict[str, Any]:
    """The part of the contract's answer that tells what to ask.

    `index` holds what relevance.py would otherwise look for in every line of every option: the facts used by need, and
    where each fact counts.
    """
    used: dict[str, set[str]] = {}
    reasons: dict[str, list[tuple[str, str]]] = {}
    needs = []
    for row in route.needs:
        mine = used.setdefault(row.need.id, set())
        needs.append(
            {
                "id": row.need.id,
                "measure": row.need.measure,
                "status": str(row.status),
                "options": [_option(route.rulebook, row, option, mine, reasons) for option in row.options],
            }
        )
    return {
        "status": str(route.status),
        "needs": needs,
        "questions": [_question(item) for item in route.questions],
        "index": {"used": used, "reasons": reasons},
    }


def _question(item: Question) -> dict[str, Any]:
    decides = [{"need": need, "provision": provision} for need, provision in item.decides]
    return {"fact": item.fact, "decides": decides, "last": item.last}


def _option(
    rulebook: Rulebook, row: NeedRoute, option: Option, used: set[str], reasons: dict[str, list[tuple[str, str]]]
) -> dict[str, Any]:
    """One option; its tested lines go into the index, and stay with it where a page asks which fact alone shuts it."""
    provision, closed = option.outcome.provision, option.outcome.verdict is CLOSED
    title = rulebook.instruments[provision.instrument].short_title
    telling = closed and provision.measure == row.need.measure and row.status is not Status.ROUTED
    lines: list[tuple[str, str | None]]
    because: list[dict[str, Any]] = []
    if telling or any(condition.or_group in GROUP_CHOICES for condition in provision.conditions):
        because = _lines(option.outcome, closed=closed)
        used.update(line["fact"] for line in because if line.get("counts", True))
        lines = [(line["fact"], line["article"]) for line in because]
    else:
        windows = _windows(option.outcome)
        lines = [(line["fact"], line["article"]) for line in windows]
        lines += [(condition.test.fact, condition.article) for condition in provision.conditions]
        used.update(fact for fact, _ in lines)
    if not closed:
        for fact, article in lines:
            reasons.setdefault(fact, []).append((row.need.id, place_worded(title, article)))
    return {
        "provision": provision.id,
        "measure": provision.measure,
        "rank": option.rank,
        "verdict": str(option.outcome.verdict),
        "short_title": title,
        "role": provision.role,
        "adjunct": provision.adjunct,
        "because": because if telling else [],
    }


def _windows(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "fact": "instrument.in_force" if window.op == STATUS else window.day.fact,
            "article": window.article,
            "closes": window.verdict is FAILS,
        }
        for window in windows_of(outcome.scene, outcome.provision)
    ]


def _lines(outcome: Outcome, *, closed: bool) -> list[dict[str, Any]]:
    """The tested lines, with what counts and what closes: where a page asks which fact alone shuts a way."""
    closing = {id(result) for unit in outcome.closing for result in unit} if closed else set()
    results = (
        {
            "fact": result.condition.test.fact,
            "article": result.condition.article,
            "counts": result.counts,
            "closes": id(result) in closing,
        }
        for result in outcome.results
    )
    return [*_windows(outcome), *results]
