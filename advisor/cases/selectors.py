"""The query gate: the one place where rows of a case are read for a person.

Views, API, exports and search start from these querysets and from nothing else (tests/advisor/test_gate.py reads the
source and fails on a way around). What belongs to another agency, or to a restricted case of others, is not in them, so
it looks exactly like what does not exist.
"""

from typing import Any, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery

from advisor.accounts.models import Role, User
from advisor.audit.models import AuditEvent
from advisor.cases.models import (
    Answer,
    Case,
    CaseDecision,
    CaseMember,
    CaseMention,
    CaseNote,
    CaseRoute,
    CustodyEntry,
    Entity,
    EntityNeed,
    Exhibit,
    FormSent,
    MemberRole,
    Need,
    Right,
    RouteDecision,
)

CASE_WORKERS = frozenset({Role.INVESTIGATOR, Role.PROSECUTOR})
Row = TypeVar("Row", bound=Model)


def owned_by(user: Any, rows: QuerySet[Row], *, drafts: bool = False) -> QuerySet[Row]:
    """The rows of the user's own agency; none for an admin, an anonymous or a deactivated user.

    Inside the agency a restricted case is its members' alone, and a case's translators see nothing of it but its
    drafts: `drafts` says that `rows` are such. `rows` are cases, or carry `case_id`.
    """
    if not getattr(user, "is_active", False) or getattr(user, "role", None) not in CASE_WORKERS:
        return rows.none()
    if user.agency_id is None:
        return rows.none()
    case = "pk" if rows.model is Case else "case_id"
    member = CaseMember.objects.filter(user_id=user.pk)
    closed_to = Case.objects.filter(agency_id=user.agency_id, restricted=True).exclude(pk__in=member.values("case_id"))
    rows = rows.filter(agency_id=user.agency_id).exclude(**{f"{case}__in": closed_to.values("pk")})
    if drafts:
        return rows
    translated = member.filter(role=MemberRole.TRANSLATOR)
    return rows.exclude(**{f"{case}__in": translated.values("case_id")})


def cases_for(user: Any) -> QuerySet[Case]:
    """Cases the user may see."""
    return owned_by(user, Case.objects.all())


def draft_cases_for(user: Any) -> QuerySet[Case]:
    """Cases of which the user may read the drafts: those they may see, and those they translate."""
    return owned_by(user, Case.objects.all(), drafts=True)


def part_of(user: Any, case: str = "pk") -> Subquery:
    """The user's part in the case of each row, to annotate with; `case`: the column that holds the case."""
    return Subquery(CaseMember.objects.filter(case_id=OuterRef(case), user_id=user.pk).values("role")[:1])


def needs_for(user: Any) -> QuerySet[Need]:
    """Needs of cases the user may see."""
    return owned_by(user, Need.objects.all())


def answers_for(user: Any) -> QuerySet[Answer]:
    """Answers in cases the user may see."""
    return owned_by(user, Answer.objects.all())


def routes_for(user: Any) -> QuerySet[CaseRoute]:
    """Stored routes of cases the user may see."""
    return owned_by(user, CaseRoute.objects.all())


def route_decisions_for(user: Any) -> QuerySet[RouteDecision]:
    """What was decided about stored routes of cases the user may see."""
    return owned_by(user, RouteDecision.objects.all())


def exhibits_for(user: Any) -> QuerySet[Exhibit]:
    """Exhibits of cases the user may see, the withdrawn ones too."""
    return owned_by(user, Exhibit.objects.all())


def custody_for(user: Any) -> QuerySet[CustodyEntry]:
    """Lines of the chains of custody the user may see."""
    return owned_by(user, CustodyEntry.objects.all())


def entities_for(user: Any) -> QuerySet[Entity]:
    """Things of cases the user may see."""
    return owned_by(user, Entity.objects.all())


def entity_needs_for(user: Any) -> QuerySet[EntityNeed]:
    """Which thing belongs to which need, in cases the user may see."""
    return owned_by(user, EntityNeed.objects.all())


def rights_for(user: Any) -> QuerySet[Right]:
    """Rights of cases the user may see."""
    return owned_by(user, Right.objects.all())


def members_for(user: Any) -> QuerySet[CaseMember]:
    """Members of cases the user may see."""
    return owned_by(user, CaseMember.objects.all())


def notes_for(user: Any) -> QuerySet[CaseNote]:
    """Notes in cases the user may see, the withdrawn ones too."""
    return owned_by(user, CaseNote.objects.all())


def mentions_for(user: Any) -> QuerySet[CaseMention]:
    """Who is named in the notes that the user may see."""
    return owned_by(user, CaseMention.objects.all())


def forms_sent_for(user: Any) -> QuerySet[FormSent]:
    """The forms that were taken already, of cases the user may see."""
    return owned_by(user, FormSent.objects.all())


def decisions_for(user: Any) -> QuerySet[CaseDecision]:
    """What was decided about cases the user may see."""
    return owned_by(user, CaseDecision.objects.all())


def happened_for(user: Any) -> QuerySet[AuditEvent]:
    """The audit's events of cases the user may see."""
    return owned_by(user, AuditEvent.objects.filter(case_id__isnull=False))


def colleagues_of(user: Any) -> QuerySet[User]:
    """The people of the user's agency who work on cases, the user too; nobody for who does not work on cases."""
    if not getattr(user, "is_active", False) or getattr(user, "role", None) not in CASE_WORKERS:
        return User.objects.none()
    return User.objects.filter(agency_id=user.agency_id, is_active=True, role__in=CASE_WORKERS).order_by(
        "name", "email"
    )


def people_named(user: Any) -> dict[Any, str]:
    """Names of the agency's people by id and by the id's text, of those too whose account is closed. One query."""
    if getattr(user, "agency_id", None) is None:
        return {}
    found: dict[Any, str] = {}
    for person in User.objects.filter(agency_id=user.agency_id).only("pk", "name", "email"):
        found[person.pk] = found[str(person.pk)] = person.get_full_name()
    return found
