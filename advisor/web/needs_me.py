"""What needs a person today: each thing with a link and why, in groups of one kind.

Reads through the gate: mentions, the deadline ledger, drafts, steps, routes; a bounded number of queries however many
cases there are. Writes nothing. A case concerns a person who is its member, and everybody where it has no members.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.accounts.models import Role
from advisor.cases.models import CaseState, MemberRole
from advisor.cases.roles import APPROVERS
from advisor.cases.selectors import cases_for, colleagues_of, draft_cases_for, members_for, mentions_for, routes_for
from advisor.curation.selectors import reports_for
from advisor.dossiers.models import JobState
from advisor.dossiers.selectors import jobs_for
from advisor.intake.entities.fang import text_defanged
from advisor.languages.words import day_worded
from advisor.walk import states
from advisor.walk.ledger_lines import US, Status
from advisor.walk.ledger_reading import ledger_for, ledger_steps
from advisor.walk.selectors import steps_for
from advisor.web.case_filters import cases_concerning, law_changed
from advisor.web.record_names import key_said
from advisor.web.route_view import measure_name
from instruments.editions import CurrentEdition

MOST = 12
EXCERPT = 160
TO_ACT_ON = (states.RETURNED, states.REFUSED, states.PARTLY, states.EXPIRED)
BEFORE_SENDING = (states.PLANNED, states.APPROVED, states.DRAFTED)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do: where, of which case, why it is here. `when` is a day that counts, `late` that it is past."""

    url: str
    what: str
    case: str
    why: str
    when: date | None = None
    late: bool = False


@dataclass(slots=True)
class Group:
    """Things of one kind; `more` how many are not shown, and where they all are."""

    key: str
    title: str
    things: list[Thing] = field(default_factory=list)
    more: int = 0
    url: str = ""


def needs_me(user: Any, *, today: date, edition: CurrentEdition | None) -> list[Group]:
    """The groups that hold something, the most pressing first."""
    mine = cases_concerning(user, cases_for(user)).filter(state=CaseState.OPEN)
    groups = [
        _mentioned(user),
        *(_due(user, mine, today, edition) if edition else ()),
        _to_approve(user, mine),
        _steps_waiting(user, mine),
        _answered(user, mine, edition),
        _questions(user, mine),
        _law(user, mine, edition),
        _to_translate(user),
        _reports(user),
    ]
    return [group for group in groups if group.things]


def _capped(group: Group, found: Iterable[Thing], count: int | None = None) -> Group:
    rows = list(found)
    group.things = rows[:MOST]
    group.more = max(0, (len(rows) if count is None else count) - len(group.things))
    return group


def _mentioned(user: Any) -> Group:
    rows = (
        mentions_for(user)
        .filter(user=user, seen_at=None, note__withdrawn_at=None)
        .select_related("note__by", "case")
        .defer("case__extra", "case__summary")
        .order_by("-note__at")[: MOST + 1]
    )
    known = list(colleagues_of(user).values_list("email", flat=True))
    found = [
        Thing(
            url=reverse("case-notes", args=[row.case_id]),
            what=_excerpt(row.note.text, known),
            case=row.case.reference,
            why=_("%(name)s named you in a note.") % {"name": row.note.by.get_full_name()},
            when=row.note.at.date(),
        )
        for row in rows
    ]
    return _capped(Group("mentions", _("You are named")), found)


def _excerpt(text: str, known: Collection[str] = ()) -> str:
    line = " ".join(text_defanged(text, known).split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def _due(user: Any, mine: QuerySet[Any], today: date, edition: CurrentEdition | None) -> list[Group]:
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
        _capped(group, [thing for _key, thing in sorted(found[group.key], key=lambda pair: pair[0])])
    return [late, soon]


def _step_named(step: Any, edition: CurrentEdition | None) -> str:
    """A step in words: the measure, and the State that acts."""
    book = edition.rulebook if edition else None
    where = getattr(step, "acting_state", "")
    return f"{measure_name(book, step.measure) if book else step.measure}{f' · {where}' if where else ''}"


def _to_approve(user: Any, mine: QuerySet[Any]) -> Group:
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
            what=f"{job.step.need_key} · {job.step.instrument} · {job.language}",
            case=job.case.reference,
            why=_("The draft is ready. Only a final without a watermark may be sent."),
            when=job.finished_at.date() if job.finished_at else None,
        )
        for job in rows
        if parts.get(job.case_id) in (None, *APPROVERS)
    ]
    return _capped(group, found)


def _steps_waiting(user: Any, mine: QuerySet[Any]) -> Group:
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
    return _capped(group, found)


def _answered(user: Any, mine: QuerySet[Any], edition: CurrentEdition | None) -> Group:
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
    group = _capped(Group("answers", _("Answers to act on")), found, None if len(found) <= MOST else rows.count())
    return group


def _questions(user: Any, mine: QuerySet[Any]) -> Group:
    """Cases whose newest route waits for facts."""
    newest = routes_for(user).filter(case=OuterRef("pk")).order_by("-number")
    rows = mine.annotate(
        standing=Subquery(newest.values("status")[:1]), asked_on=Subquery(newest.values("on")[:1])
    ).filter(standing__in=("needs_facts", "needs_counsel"))
    found = [
        Thing(
            url=reverse("case-questions", args=[case.pk]),
            what=case.title,
            case=case.reference,
            why=_("The route of %(on)s waits for answers.") % {"on": day_worded(case.asked_on)},
        )
        for case in rows.order_by("-updated_at")[: MOST + 1]
    ]
    return _capped(Group("questions", _("Questions still open")), found, None if len(found) <= MOST else rows.count())


def _law(user: Any, mine: QuerySet[Any], edition: CurrentEdition | None) -> Group:
    """Cases whose route was made by another edition: one line for all of them beyond a few."""
    group = Group("law", _("The law changed since the route"))
    if edition is None:
        return group
    rows = law_changed(user, mine, edition.sha256)
    count = rows.count()
    why = _("Edition %(label)s is in use now: see which steps would differ. The stored route stays.") % {
        "label": edition.label
    }
    found = [
        Thing(url=reverse("case", args=[case.pk]), what=case.title, case=case.reference, why=why)
        for case in rows.order_by("-updated_at")[:5]
    ]
    group.url = f"{reverse('case-list')}?law=changed"
    return _capped(group, found, count)


def _to_translate(user: Any) -> Group:
    """Drafts of cases that the user translates."""
    cases = draft_cases_for(user).filter(
        state=CaseState.OPEN, casemembers__user=user, casemembers__role=MemberRole.TRANSLATOR
    )
    found = [
        Thing(
            url=reverse("case-dossiers", args=[case.pk]),
            what=_("Drafts of the case"),
            case=case.reference,
            why=_("You translate in this case."),
        )
        for case in cases.order_by("-updated_at")[: MOST + 1]
    ]
    return _capped(Group("translate", _("To translate")), found)


def _reports(user: Any) -> Group:
    """The user's own reports on rows of the catalogue that a curator answered, until they were read."""
    rows = reports_for(user).filter(reporter=user, closed_at__isnull=False, seen_at=None).order_by("-closed_at")
    found = [
        Thing(
            url=reverse("reports"),
            what=key_said(row.key),
            case=_("catalogue"),
            why=_("Your report was answered: %(answer)s") % {"answer": _excerpt(row.answer)},
            when=row.closed_at.date() if row.closed_at else None,
        )
        for row in rows[: MOST + 1]
    ]
    return _capped(Group("reports", _("Your reports")), found)


def counted_words(groups: Iterable[Group]) -> str:
    """How many things there are, in words."""
    count = sum(len(group.things) + group.more for group in groups)
    return ngettext("%(n)s thing needs you.", "%(n)s things need you.", count) % {"n": count}
