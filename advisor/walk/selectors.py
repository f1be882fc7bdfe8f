"""Steps, through the query gate."""

from typing import Any

from django.db.models import QuerySet

from advisor.cases.selectors import owned_by
from advisor.walk.ledger_reading import ledger_for as ledger_for
from advisor.walk.models import CollisionAcceptance, Contact, RefusalPoint, Step, StepEvent


def steps_for(user: Any) -> QuerySet[Step]:
    """Steps of cases the user may see."""
    return owned_by(user, Step.objects.all())


def events_for(user: Any) -> QuerySet[StepEvent]:
    """Rows of the logs of steps the user may see, the corrected ones too (read through `states.standing`)."""
    return owned_by(user, StepEvent.objects.all())


def points_for(user: Any) -> QuerySet[RefusalPoint]:
    """Grounds of refusals in cases the user may see, those of corrected rows too."""
    return owned_by(user, RefusalPoint.objects.all())


def acceptances_for(user: Any) -> QuerySet[CollisionAcceptance]:
    """Accepted collisions of cases the user may see."""
    return owned_by(user, CollisionAcceptance.objects.all())


def contacts_for(user: Any) -> QuerySet[Contact]:
    """Informal contacts of cases the user may see: the confidential, the corrected and the withdrawn ones too."""
    return owned_by(user, Contact.objects.all())
