"""What needs a person today: each thing with a link and why, in groups of one kind.

Reads through the gate: mentions, the deadline ledger, drafts, steps, routes; a bounded number of queries however many
cases there are. Writes nothing. A case concerns a person who is its member, and everybody where nobody who works on it
is one. What comes from the walk is in desk_steps.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.cases.models import CaseState, MemberRole
from advisor.cases.selectors import cases_for, colleagues_of, draft_cases_for, mentions_for, routes_for
from advisor.curation.selectors import reports_for
from advisor.languages.words import day_worded
from advisor.web.case_filters import cases_concerning, law_changed
from advisor.web.desk_steps import answers, deadlines, drafts_to_approve, steps_to_approve
from advisor.web.desk_things import MOST, Group, Thing, capped, excerpt
from advisor.web.record_names import key_said
from instruments.editions import CurrentEdition


def needs_me(user: Any, *, today: date, edition: CurrentEdition | None) -> list[Group]:
    """The groups that hold something, the most pressing first."""
    mine = cases_concerning(user, cases_for(user)).filter(state=CaseState.OPEN)
    groups = [
        _mentioned(user),
        *(deadlines(user, mine, today, edition) if edition else ()),
        drafts_to_approve(user, mine, edition),
        steps_to_approve(user, mine),
        answers(user, mine, edition),
        _questions(user, mine),
        _law(user, mine, edition),
        _to_translate(user),
        _reports(user),
    ]
    return [group for group in groups if group.things]


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
            what=excerpt(row.note.text, known),
            case=row.case.reference,
            why=_("%(name)s named you in a note.") % {"name": row.note.by.get_full_name()},
            when=row.note.at.date(),
        )
        for row in rows
    ]
    return capped(Group("mentions", _("You are named")), found)


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
    return capped(Group("questions", _("Questions still open")), found, None if len(found) <= MOST else rows.count())


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
    return capped(group, found, count)


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
    return capped(Group("translate", _("To translate")), found)


def _reports(user: Any) -> Group:
    """The user's own reports on rows of the catalogue that a curator answered, until they were read."""
    rows = reports_for(user).filter(reporter=user, closed_at__isnull=False, seen_at=None).order_by("-closed_at")
    found = [
        Thing(
            url=reverse("reports"),
            what=key_said(row.key),
            case=_("catalogue"),
            why=_("Your report was answered: %(answer)s") % {"answer": excerpt(row.answer)},
            when=row.closed_at.date() if row.closed_at else None,
        )
        for row in rows[: MOST + 1]
    ]
    return capped(Group("reports", _("Your reports")), found)


def counted_words(groups: Iterable[Group]) -> str:
    """How many things there are, in words."""
    count = sum(len(group.things) + group.more for group in groups)
    return ngettext("%(n)s thing needs you.", "%(n)s things need you.", count) % {"n": count}
