"""The gate of the desk: change sets are the curators', a report is its reporter's and the curators'."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from advisor.accounts.models import Role
from advisor.curation.models import Change, ChangeEdit, ChangeSet, Confirmation, FieldReport, Remark, SetState


def is_curator(user: Any) -> bool:
    """Whether a person may work at the desk."""
    return bool(getattr(user, "is_active", False)) and getattr(user, "role", None) == Role.ADMIN


def curating(user: Any) -> None:
    """Refuse whoever is no curator. Raises PermissionDenied."""
    if not is_curator(user):
        raise PermissionDenied(_("Only curators change the catalogue."))


def changesets_for(user: Any) -> QuerySet[ChangeSet]:
    """Change sets the person may see: all of them for a curator, none for anybody else."""
    rows = ChangeSet.objects.select_related("author", "edition")
    return rows if is_curator(user) else rows.none()


def changes_for(user: Any) -> QuerySet[Change]:
    """Changes of the sets the person may see."""
    rows = Change.objects.select_related("edited_by")
    return rows if is_curator(user) else rows.none()


def edits_for(user: Any) -> QuerySet[ChangeEdit]:
    """Every edit that was made in a set, for curators."""
    rows = ChangeEdit.objects.select_related("by")
    return rows if is_curator(user) else rows.none()


def remarks_for(user: Any) -> QuerySet[Remark]:
    """Comments, for curators."""
    rows = Remark.objects.select_related("by")
    return rows if is_curator(user) else rows.none()


def confirmations_for(user: Any) -> QuerySet[Confirmation]:
    """What reviewers confirmed, for curators."""
    rows = Confirmation.objects.select_related("by")
    return rows if is_curator(user) else rows.none()


def reports_for(user: Any) -> QuerySet[FieldReport]:
    """Reports from the field: all for a curator, a person's own otherwise."""
    rows = FieldReport.objects.select_related("reporter", "agency", "closed_by", "changeset")
    if is_curator(user):
        return rows
    return rows.filter(reporter_id=user.pk) if getattr(user, "is_active", False) else rows.none()


def published_changes(key: str) -> QuerySet[Change]:
    """What published sets did to a record, the newest first: its history with sources, author and reviewer."""
    rows = Change.objects.filter(key=key, changeset__state=SetState.PUBLISHED)
    return rows.select_related("changeset__author", "changeset__closed_by", "changeset__edition").order_by(
        "-changeset__closed_at"
    )
