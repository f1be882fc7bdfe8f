"""Steps, through the query gate."""

from typing import Any

from django.db.models import QuerySet

from advisor.cases.selectors import owned_by
from advisor.walk.models import Step


def steps_for(user: Any) -> QuerySet[Step]:
    """Steps of cases the user may see."""
    return owned_by(user, Step.objects.all())
