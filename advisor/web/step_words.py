"""The words for moves of a step and for the rungs of its need, and the track of states as a page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from advisor.languages.words import day_worded
from advisor.walk import states
from advisor.walk.models import StepEvent, StepState
from advisor.walk.rungs import Ladder

ACTS = {
    states.PLANNED: gettext_lazy("Plan it again"),
    states.APPROVED: gettext_lazy("Approve this step"),
    states.DRAFTED: gettext_lazy("Record that it is drafted"),
    states.SENT: gettext_lazy("Record that it was sent"),
    states.RECEIVED: gettext_lazy("Record that it was received"),
    states.RECOGNISED: gettext_lazy("Record that it was recognised"),
    states.EXECUTED: gettext_lazy("Record the result"),
    states.PARTLY: gettext_lazy("Record a part of the result"),
    states.RETURNED: gettext_lazy("Record that it came back"),
    states.REFUSED: gettext_lazy("Record the refusal"),
    states.WITHDRAWN: gettext_lazy("Take it back"),
    states.EXPIRED: gettext_lazy("Close it: the time is over"),
}
EXPLAINED = {
    states.PLANNED: gettext_lazy("The step counts again. An earlier approval does not: a prosecutor approves it anew."),
    states.APPROVED: gettext_lazy("The step may be sent once this is recorded."),
    states.DRAFTED: gettext_lazy("Rogatory records this by itself when a dossier of the step is ready."),
    states.SENT: gettext_lazy("The day on which it left, by post, network or hand. Time limits may run from here."),
    states.RECEIVED: gettext_lazy("The day on which it arrived there, as the receipt or the other side says."),
    states.RECOGNISED: gettext_lazy("The other side decided to recognise it, or to carry it out."),
    states.EXECUTED: gettext_lazy("Everything that was asked for has come. The need is met."),
    states.PARTLY: gettext_lazy("A part has come, and the rest is still open. Say what is missing and why."),
    states.RETURNED: gettext_lazy("It came back to be completed or corrected. It can be sent again."),
    states.REFUSED: gettext_lazy("The other side will not carry it out. It can be sent again, with an answer."),
    states.EXPIRED: gettext_lazy("Nobody waits any longer: the limit has passed, or what was wanted is gone."),
}
AGAIN = gettext_lazy("Record that it was sent again")
MAIN_LINE = (states.PLANNED, states.APPROVED, states.DRAFTED, states.SENT, states.RECEIVED)
STANDINGS = {
    "waiting": gettext_lazy("Nothing chosen"),
    "under_way": gettext_lazy("Under way"),
    "partly": gettext_lazy("Partly done"),
    "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Ended without the result"),
    "closed": gettext_lazy("Closed early"),
    "passed": gettext_lazy("Passed over"),
}


def act_word(start: str, end: str) -> str:
    """What the button of a move says."""
    again = end == states.SENT and start not in states.BEFORE_SENDING
    return str(AGAIN if again else ACTS[end])


def track_of(rows: Iterable[StepEvent], state: str, tier: str) -> list[dict[str, Any]]:
    """The states a step went through, each with its day, and those that usually still come.

    `mark`: done, now or ahead.
    """
    been = [row for row in states.standing(rows) if row.kind == states.STATE]
    found = [
        {"word": str(StepState(row.to_state).label), "on": row.happened_on, "mark": "done", "state": row.to_state}
        for row in been
    ]
    if found:
        found[-1]["mark"] = "now"
    if state in states.ALIVE:
        seen = {row.to_state for row in been}
        ahead = [*MAIN_LINE, *([states.RECOGNISED] if tier == "formal" else []), states.EXECUTED]
        start = max((ahead.index(one) for one in seen if one in ahead), default=-1)
        rest = [one for place, one in enumerate(ahead) if place > start and one not in seen]
        if states.APPROVED not in seen and states.SENT not in seen:
            rest = [states.APPROVED, *(one for one in rest if one != states.APPROVED)]
        found += [{"word": str(StepState(one).label), "on": None, "mark": "ahead", "state": one} for one in rest]
    return found


def ladder_words(ladder: Ladder) -> str:
    """Why a need stands where it stands, in one sentence."""
    secured = any(step.state != states.WITHDRAWN for rung in ladder.securing for step in rung.steps)
    on = day_worded(ladder.by.on) if ladder.by and ladder.by.on else ""
    said = {
        "met": _("The need is met: the result came on %(day)s.") % {"day": on},
        "partly": _("A part came on %(day)s; the rest is still open here.") % {"day": on},
        "refused": _("The step before was refused on %(day)s, so this is the next one.") % {"day": on},
        "returned": _("The step before came back on %(day)s: send it again, or go on with this one.") % {"day": on},
        "expired": _("The step before ended on %(day)s without an answer, so this is the next one.") % {"day": on},
        "withdrawn": _("The step before was taken back on %(day)s, so this is the next one.") % {"day": on},
        "passed": _passed_words(ladder),
        "chosen": _("This is the first step that was chosen."),
        "start": _("Only securing is planned so far.") if secured else _("Nothing is chosen for this need yet."),
        "exhausted": _("Every step that was taken has ended without the result. The need's page has the other ways."),
        "none": _("The route holds no step for this need."),
    }
    return said[ladder.because]


def _passed_words(ladder: Ladder) -> str:
    """How a later step came to be the current one: for a reason, or because nothing simpler was open."""
    passed = [rung for rung in ladder.rungs if rung.standing == "passed"]
    if any(rung.why for rung in passed):
        return _("A simpler step was passed over, for the reason given.")
    if any(rung.verdict == "open" for rung in passed):
        return _("A later step was chosen; a simpler one before it is open as well.")
    return _("The simpler steps before it are not open yet, so this one was chosen.")


def count_words(ladders: Sequence[Ladder]) -> str:
    """How many needs are met, in one line."""
    met = sum(ladder.met for ladder in ladders)
    words = ngettext("%(met)s of %(n)s need is met.", "%(met)s of %(n)s needs are met.", len(ladders))
    return words % {"met": met, "n": len(ladders)}
