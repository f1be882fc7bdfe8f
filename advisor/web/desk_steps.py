"""What needs a person today of the walk: deadlines, drafts and steps to approve, answers to act on.

Reads the ledger, drafts and steps through the gate; a bounded number of queries however many cases there are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.accounts.models import Role
from advisor.cases.roles import APPROVERS
from advisor.cases.selectors import members_for
from advisor.dossiers.models import JobState
from advisor.dossiers.selectors import jobs_for
from advisor.walk import states
from advisor.walk.ledger_lines import US, Status
from advisor.walk.ledger_reading import ledger_for, ledger_steps
from advisor.walk.selectors import steps_for
from advisor.web.desk_things import MOST, Group, Thing, capped
from advisor.web.history_names import option_words
from instruments.editions import CurrentEdition

TO_ACT_ON = (states.RETURNED, states.REFUSED, states.PARTLY, states.EXPIRED)
BEFORE_SENDING = (states.PLANNED, states.APPROVED, states.DRAFTED)


def deadlines(user: Any, mine: QuerySet[Any], today: date, edition: CurrentEdition | None) -> list[Group]:
    """Deadlines that are over, and those that are soon; ours before theirs, the earliest first."""
    steps = ledger_steps(user)
    wanted = set(mine.filter(pk__in={step.case_id for step in steps}).values_list("pk", flat=True))
    steps = [step for step in steps if step.case_id in wanted]
    known = {step.pk: step for step in steps}
    late, soon = Group("overdue", _("Overdue")), Group("due", _("Due soon"))
    found: dict[str, list[tuple[Any, Thing]]] = {"overdue": [], "due": []}
    for line in ledger_for(
        user, today=today, steps=steps, instruments=edition.rulebook.instruments if edition else None
    ):
        key = {Status.OVERDUE: "overdue", Status.DUE_SOON: "due"}.get(line.status)
        if key is None or line.due is None or line.step_id not in known:
            continue
        step = known[line.step_id]
        owes = _("The next move is yours.") if line.owes == US else _("The next move is theirs: a chaser may help.")
        law = f"{line.event or line.limit} ({line.article})" if line.article else line.event or line.limit
        thing = Thing(
            url=reverse("case-steps", args=[step.case_id]),
            what=_step_named(step, edition),
            case=step.case.reference,
            why=f"{law}. {owes}",
            when=line.due,
            late=key == "overdue",
        )
        found[key].append(((line.owes != US, line.due), thing))
    for group in (late, soon):
        capped(group, [thing for _key, thing in sorted(found[group.key], key=lambda pair: pair[0])])
    return [late, soon]


def _step_named(step: Any, edition: CurrentEdition | None) -> str:
    """A step in words: its instrument, the measure, and the State that acts."""
    return option_words(edition.rulebook if edition else None, step.instrument, step.measure, step.acting_state)


def drafts_to_approve(user: Any, mine: QuerySet[Any], edition: CurrentEdition | None) -> Group:
    """Drafts that a prosecutor may approve: ready, the newest of their step and language, neither final nor sent."""
    group = Group("approve", _("Drafts to approve"))
    if getattr(user, "role", "") != Role.PROSECUTOR:
        return group
    parts = dict(members_for(user).filter(user=user).values_list("case_id", "role"))
    newer = jobs_for(user).filter(
        step=OuterRef("step"), language=OuterRef("language"), version__gt=OuterRef("version"), final_of=None
    )
    rows = (
        jobs_for(user)
        .filter(case__in=mine, state=JobState.DONE, final_of=None, finals=None, step__state__in=BEFORE_SENDING)
        .exclude(Exists(newer))
        .select_related("step", "case")
        .defer("inputs", "case__extra", "case__summary")
        .order_by("-finished_at")[: 4 * MOST]
    )
    found = [
        Thing(
            url=reverse("case-dossiers", args=[job.case_id]),
            what=f"{_step_named(job.step, edition)} · {job.language.upper()}",
            case=job.case.reference,
            why=_("The draft is ready. Only a final without a watermark may be sent."),
            when=job.finished_at.date() if job.finished_at else None,
        )
        for job in rows
        if parts.get(job.case_id) in (None, *APPROVERS)
    ]
    return capped(group, found)


def steps_to_approve(user: Any, mine: QuerySet[Any]) -> Group:
    """Planned steps that no prosecutor approved yet: one line a case."""
    group = Group("steps", _("Steps to approve"))
    if getattr(user, "role", "") != Role.PROSECUTOR:
        return group
    own = members_for(user).filter(user=user).exclude(role__in=APPROVERS)
    rows = (
        steps_for(user)
        .filter(case__in=mine, state=states.PLANNED)
        .exclude(case_id__in=own.values("case_id"))
        .values("case_id", "case__reference", "case__title")
        .annotate(n=Count("pk"))
        .order_by("case__reference")
    )
    found = [
        Thing(
            url=reverse("case-steps", args=[row["case_id"]]),
            what=row["case__title"],
            case=row["case__reference"],
            why=ngettext(
                "%(n)s planned step waits for a prosecutor's approval.",
                "%(n)s planned steps wait for a prosecutor's approval.",
                row["n"],
            )
            % {"n": row["n"]},
        )
        for row in rows
    ]
    return capped(group, found)


def answers(user: Any, mine: QuerySet[Any], edition: CurrentEdition | None) -> Group:
    """Steps whose answer asks for a decision."""
    why = {
        states.RETURNED: _("It came back: mend it and send it again, or go another way."),
        states.REFUSED: _("It was refused: answer the ground, or go another way."),
        states.PARTLY: _("It was executed in part: say what is still wanted."),
        states.EXPIRED: _("Its time ran out: send it again, or go another way."),
    }
    rows = (
        steps_for(user)
        .filter(case__in=mine, state__in=TO_ACT_ON)
        .select_related("case")
        .defer("case__extra", "case__summary")
        .order_by("case__reference", "need_key")
    )
    found = [
        Thing(
            url=reverse("case-steps", args=[step.case_id]),
            what=f"{_step_named(step, edition)} · {step.get_state_display()}",
            case=step.case.reference,
            why=str(why[step.state]),
        )
        for step in rows[: MOST + 1]
    ]
    group = capped(Group("answers", _("Answers to act on")), found, None if len(found) <= MOST else rows.count())
    return group
