"""Change sets: opened, told apart, given to review, sent back, withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.curation.errors import CurationError, FieldFaults, SetMoved
from advisor.curation.models import ChangeSet, Origin, Remark, SetState
from advisor.curation.selectors import changesets_for, curating
from advisor.intake.text import TextFault, clean_text

LONGEST = {"title": 200, "why": 4_000, "text": 4_000}


def text_or_fault(field: str, value: str, empty: str) -> str:
    """A text, cleaned. Raises FieldFaults; `empty` is what to say when nothing was typed."""
    try:
        text = clean_text(value or "", longest=LONGEST[field], lines=field != "title")
    except TextFault as fault:
        raise FieldFaults({field: str(fault)}) from None
    if not text:
        raise FieldFaults({field: empty})
    return text


def own_set(changeset: ChangeSet, user: Any, *, states: Collection[str]) -> ChangeSet:
    """The set as it stands, locked, in one of these states. Raises SetMoved, PermissionDenied, DoesNotExist.

    Call it first inside the transaction.
    """
    curating(user)
    own = changesets_for(user).select_for_update(of=("self",)).get(pk=changeset.pk)
    if own.state not in states:
        raise SetMoved(own.get_state_display())
    return own


def touch(changeset: ChangeSet, now: datetime, **changes: Any) -> None:
    """Give a set its next version, with `changes` of its own columns."""
    ChangeSet.objects.filter(pk=changeset.pk).update(version=F("version") + 1, updated_at=now, **changes)
    changeset.refresh_from_db()


def told(user: Any, action: str, changeset: ChangeSet, now: datetime, **detail: Any) -> None:
    """The audit event of a change of a set."""
    audit_record(
        actor=user,
        action=f"curation.{action}",
        now=now,
        object_type="changeset",
        object_id=changeset.pk,
        detail={"number": changeset.number, **detail},
    )


@transaction.atomic
def changeset_open(*, title: str, why: str, user: Any, now: datetime, origin: str = Origin.DESK) -> ChangeSet:
    """Open a set. Raises FieldFaults for an empty title or reason, PermissionDenied."""
    curating(user)
    faults: dict[str, str] = {}
    checked = {}
    for field, value, empty in (
        ("title", title, _("Say in a few words what changes.")),
        ("why", why, _("Say why: what happened, and where it can be read.")),
    ):
        try:
            checked[field] = text_or_fault(field, value, empty)
        except FieldFaults as fault:
            faults |= fault.faults
    if faults:
        raise FieldFaults(faults)
    list(ChangeSet.objects.select_for_update().order_by("-number").values_list("pk")[:1])  # one number after the other
    last = ChangeSet.objects.aggregate(last=Max("number"))["last"] or 0
    opened = ChangeSet.objects.create(
        number=last + 1, origin=origin, author=user, created_at=now, updated_at=now, **checked
    )
    told(user, "set.opened", opened, now, origin=origin)
    return opened


@transaction.atomic
def changeset_update(*, changeset: ChangeSet, title: str, why: str, user: Any, now: datetime) -> ChangeSet:
    """Another title or reason. Raises FieldFaults, SetMoved."""
    own = own_set(changeset, user, states=(SetState.DRAFT, SetState.REVIEW))
    touch(
        own,
        now,
        title=text_or_fault("title", title, _("Say in a few words what changes.")),
        why=text_or_fault("why", why, _("Say why: what happened, and where it can be read.")),
    )
    told(user, "set.renamed", own, now)
    return own


@transaction.atomic
def changeset_submit(*, changeset: ChangeSet, user: Any, now: datetime) -> ChangeSet:
    """Give a draft to review: from now on somebody else reads it. Raises SetMoved, CurationError.

    Every change must name where it was read; the gate's errors do not hinder a review, they hinder publication.
    """
    own = own_set(changeset, user, states=(SetState.DRAFT,))
    changes = list(own.changes.all())
    if not changes:
        raise CurationError(_("Nothing is changed in this set yet. Change a record first."))
    bare = [change.key for change in changes if not change.sources]
    if bare:
        raise CurationError(
            _("These changes name no source: %(keys)s. Attach where you read them.") % {"keys": ", ".join(bare[:10])}
        )
    touch(own, now, state=SetState.REVIEW, submitted_at=now)
    told(user, "set.submitted", own, now, changes=len(changes))
    return own


@transaction.atomic
def changeset_return(*, changeset: ChangeSet, text: str, user: Any, now: datetime) -> ChangeSet:
    """Send a set back to its author, with a reason. Confirmations stay; an edit lapses them. Raises FieldFaults,
    SetMoved."""
    own = own_set(changeset, user, states=(SetState.REVIEW,))
    said = text_or_fault("text", text, _("Say what is to be done before it can be published."))
    Remark.objects.create(changeset=own, text=said, sent_back=True, by=user, at=now)
    touch(own, now, state=SetState.DRAFT)
    told(user, "set.returned", own, now)
    return own


@transaction.atomic
def changeset_withdraw(*, changeset: ChangeSet, text: str, user: Any, now: datetime) -> ChangeSet:
    """Give a set up, with a reason. It stays to be read. Raises FieldFaults, SetMoved."""
    own = own_set(changeset, user, states=(SetState.DRAFT, SetState.REVIEW))
    said = text_or_fault("text", text, _("Say why it is given up."))
    Remark.objects.create(changeset=own, text=said, by=user, at=now)
    touch(own, now, state=SetState.WITHDRAWN, closed_at=now, closed_by=user)
    told(user, "set.withdrawn", own, now)
    return own
