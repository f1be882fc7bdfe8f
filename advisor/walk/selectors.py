"""Steps, through the query gate."""

from typing import Any

from django.db.models import QuerySet

from advisor.cases.selectors import owned_by
from advisor.walk.models import Contact, Step


def steps_for(user: Any) -> QuerySet[Step]:
    """Steps of cases the user may see."""
    return owned_by(user, Step.objects.all())


def contacts_for(user: Any) -> QuerySet[Contact]:
    """Informal contacts of cases the user may see: the confidential, the corrected and the withdrawn ones too."""
    return owned_by(user, Contact.objects.all())
