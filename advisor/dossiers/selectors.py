"""Dossiers and their jobs, through the query gate."""

from typing import Any

from django.db.models import QuerySet

from advisor.cases.selectors import owned_by
from advisor.dossiers.models import Dossier, DossierJob, DraftText


def jobs_for(user: Any) -> QuerySet[DossierJob]:
    """Dossier jobs of cases the user may see, or translates."""
    return owned_by(user, DossierJob.objects.all(), drafts=True)


def dossiers_for(user: Any) -> QuerySet[Dossier]:
    """Finished dossiers of cases the user may see, or translates; their bytes stay in the database until asked for."""
    return owned_by(user, Dossier.objects.defer("content"), drafts=True)


def drafts_for(user: Any) -> QuerySet[DraftText]:
    """What people typed for drafts of cases the user may see."""
    return owned_by(user, DraftText.objects.all())
