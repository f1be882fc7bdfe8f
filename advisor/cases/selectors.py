"""The query gate: the one place where rows of a case are read for a person.

Views, API, exports and search start from these querysets and from nothing else (tests/advisor/test_gate.py reads the
source and fails on a way around). What belongs to another agency is not in them, so it looks exactly like what does
not exist.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from advisor.accounts.models import Role
from advisor.cases.models import Answer, Case, CaseRoute, CustodyEntry, Entity, EntityNeed, Exhibit, Need, Right

CASE_WORKERS = frozenset({Role.INVESTIGATOR, Role.PROSECUTOR})
Row = TypeVar("Row", bound=Model)


def owned_by(user: Any, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows of the user's own agency; none for an admin, an anonymous or a deactivated user."""
    if not getattr(user, "is_active", False) or getattr(user, "role", None) not in CASE_WORKERS:
        return rows.none()
    if user.agency_id is None:
        return rows.none()
    return rows.filter(agency_id=user.agency_id)


def cases_for(user: Any) -> QuerySet[Case]:
    """Cases the user may see."""
    return owned_by(user, Case.objects.all())


def needs_for(user: Any) -> QuerySet[Need]:
    """Needs of cases the user may see."""
    return owned_by(user, Need.objects.all())


def answers_for(user: Any) -> QuerySet[Answer]:
    """Answers in cases the user may see."""
    return owned_by(user, Answer.objects.all())


def routes_for(user: Any) -> QuerySet[CaseRoute]:
    """Stored routes of cases the user may see."""
    return owned_by(user, CaseRoute.objects.all())


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
