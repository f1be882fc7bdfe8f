"""Lines of the ledger as pages show them: words, a bar, where it leads. Pure but for the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from advisor.walk import states
from advisor.walk.ledger import LedgerLine, Status
from advisor.walk.ledger_lines import NOBODY, US
from advisor.walk.ledger_reading import RETENTION, Chosen
from advisor.walk.ledger_words import OWERS, SORTS, STATUSES, left_words, starts_words
from advisor.walk.models import Step
from advisor.web import route_view

ORDER = (
    Status.OVERDUE, Status.DUE_SOON, Status.RUNNING, Status.SUSPENDED, Status.NOT_STARTED, Status.LATE, Status.MET,
    Status.OVER, Status.ENDED, Status.NO_LIMIT,
)  # fmt: skip
LOOKS = {
    Status.OVERDUE: "late",
    Status.DUE_SOON: "soon",
    Status.RUNNING: "run",
    Status.SUSPENDED: "still",
    Status.MET: "met",
    Status.LATE: "late",
}
WIDTH = 200


def line_row(line: LedgerLine, step: Step) -> dict[str, Any]:
    """One line. `law_words` is the law's own (English) words where they say more than the sort."""
    by_hand = line.sort == "by_hand"
    retention = line.limit == RETENTION
    return {
        "line": line,
        "title": line.event if by_hand else str(SORTS.get(line.sort, line.event)),
        "title_lang": "en" if by_hand else "",
        "law_words": "" if by_hand or retention else line.event,
        "status": str(STATUSES[line.status]),
        "look": LOOKS.get(line.status, "calm"),
        "left": left_words(line),
        "owes": owes_words(line),
        "ours": line.owes == "us" and (line.open or line.status is Status.NOT_STARTED),
        "starts": starts_words(line),
        "bar": bar_of(line),
        "provisional": line.basis != "verified" and line.source == "law",
        "url": reverse("case-ledger-line", args=[line.case_id, line.step_id, line.ref]) if line.source == "law" else "",
        "order": (ORDER.index(line.status), line.due.toordinal() if line.due else 10**7),
        "step": step,
    }


def owes_words(line: LedgerLine) -> str:
    """Who makes the next move: '' for nobody. What begins with their receipt waits for our sending."""
    if line.status is Status.NOT_STARTED and line.owes == US:
        return _("We: send it")
    return "" if line.owes == NOBODY else str(OWERS.get(line.owes, ""))


def bar_of(line: LedgerLine) -> dict[str, int] | None:
    """The budget as lengths of a bar of WIDTH: used, and over the end (behind a mark at `end`)."""
    budget = line.budget
    if budget is None or budget.total <= 0:
        return None
    whole = max(budget.total, budget.used)
    end = round(WIDTH * budget.total / whole)
    used = round(WIDTH * min(budget.used, budget.total) / whole)
    return {"used": used, "end": end, "over": WIDTH - end, "width": WIDTH}


def step_groups(
    steps: Iterable[Step], lines: Iterable[LedgerLine], chosen: Mapping[Any, Chosen], book: Any
) -> list[dict[str, Any]]:
    """The steps of one case with their lines; what has not begun and begins by hand is folded."""
    by_step: dict[Any, list[LedgerLine]] = {}
    for line in lines:
        by_step.setdefault(line.step_id, []).append(line)
    groups: list[dict[str, Any]] = []
    for step in steps:
        rows = [line_row(line, step) for line in by_step.get(step.pk, ()) if line.status is not Status.NO_LIMIT]
        shown = [row for row in rows if not _folded(row["line"])]
        known = chosen.get(step.pk)
        groups.append(
            {
                "step": step,
                "instrument": route_view.instrument_name(book, step.instrument),
                "measure": route_view.measure_name(book, step.measure),
                "state": route_view.state_name(book, known.acting if known else None),
                "subject": known.subject if known else "",
                "rows": sorted(shown, key=lambda row: row["order"]),
                "folded": [row for row in rows if _folded(row["line"])],
                "no_limit": not rows or all(row["line"].source != "law" for row in rows),
                "estimate": _estimate(known),
                "before": step.state in states.BEFORE_SENDING,
                "over": step.state == states.WITHDRAWN,
            }
        )
    groups.sort(key=lambda group: (group["over"], *(group["rows"][0]["order"] if group["rows"] else (99, 0))))
    return groups


def _folded(line: LedgerLine) -> bool:
    """A limit of special cases that nobody said is this one, and what ended without having run."""
    if line.status is Status.NOT_STARTED:
        return line.sort == "by_hand"
    return line.status is Status.ENDED and line.begins is None


def _estimate(known: Chosen | None) -> list[int] | None:
    found = (known.option.get("typical_days") or {}).get("range") if known else None
    return list(found) if found else None


def counts_of(lines: Iterable[LedgerLine]) -> dict[str, int]:
    """How many are overdue, due soon, waiting for us, standing still."""
    found = {"overdue": 0, "due_soon": 0, "ours": 0, "suspended": 0, "running": 0}
    for line in lines:
        if line.status in (Status.OVERDUE, Status.DUE_SOON, Status.SUSPENDED, Status.RUNNING):
            found[line.status.value] += 1
        found["ours"] += line.open and line.owes == "us"
    return found
