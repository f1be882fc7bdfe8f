"""Publication: the one moment at which a set's changes become rows and an edition. And taking an edition back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from advisor.curation.draft import Draft, base_records, changeset_draft, check_of, rows_unpublished
from advisor.curation.errors import CurationError, ReviewMissing
from advisor.curation.models import ChangeSet, Origin, SetState
from advisor.curation.selectors import curating
from advisor.curation.services.exchange import changes_towards, records_differing
from advisor.curation.services.review import review_missing
from advisor.curation.services.sets import changeset_open, own_set, told, touch
from instruments.editions import edition_document, edition_publish
from instruments.errors import PublishRefused
from instruments.models import Edition
from instruments.records import record_sha256, records_of
from instruments.saving import RowWriter


def changeset_publish(*, changeset: ChangeSet, note: str, user: Any, now: datetime) -> Edition:
    """Write a reviewed set's changes into the rows and publish the next edition; all of it or nothing.

    Raises ReviewMissing (who publishes wrote nothing in it; every change confirmed; no errors; a reason for every
    scenario that moves), CurationError (a record was changed by another publication since it was edited; a row that
    the database refuses), PublishRefused, SetMoved.
    """
    try:
        with transaction.atomic():
            own = own_set(changeset, user, states=(SetState.REVIEW,))
            draft = changeset_draft(own)
            _refuse_collisions(draft)
            missing = review_missing(
                changeset=own,
                check=check_of(draft, on=now.date()),
                user=user,
                unpublished=rows_unpublished(draft.base),
            )
            if missing:
                raise ReviewMissing(missing)
            _write_rows(own, draft)
            edition = edition_publish(by=user.get_username(), note=note or own.why, now=now)
            if edition.sha256 != draft.sha256:
                raise CurationError(
                    _("What was checked is not what would be published. Nothing was published: open the set again.")
                )
            touch(own, now, state=SetState.PUBLISHED, closed_at=now, closed_by=user, edition=edition)
            told(user, "set.published", own, now, edition=edition.label, sha256=edition.sha256)
            return edition
    except (IntegrityError, ProtectedError) as error:
        raise CurationError(
            _("The database refused a row, so nothing was published: %(error)s")
            % {"error": " ".join(str(error).split())}
        ) from error


def _refuse_collisions(draft: Draft) -> None:
    if draft.collided:
        raise CurationError(
            _(
                "These records were changed by another publication since they were edited here: %(keys)s. "
                "Open each of them, compare, and save it again."
            )
            % {"keys": ", ".join(draft.collided[:10])}
        )


def _write_rows(changeset: ChangeSet, draft: Draft) -> None:
    """The difference between the working rows and the draft, as rows with their history."""
    writer = RowWriter(reason=f"Change set {changeset.number}: {changeset.title}", user=changeset.author)
    gone = [key for key in draft.base if key not in draft.held]
    added = [key for key in draft.held if key not in draft.base]
    updated = [
        key
        for key in draft.held
        if key in draft.base and record_sha256(draft.held[key]) != record_sha256(draft.base[key])
    ]
    writer.remove(gone, draft.base)
    writer.save(added, updated, draft.held)


@transaction.atomic
def edition_undo(*, edition: Edition, why: str, user: Any, now: datetime) -> ChangeSet:
    """A change set that brings back what an older edition said; published, it has that edition's hash again.

    It goes through the same review as any other set: taking back is a change of the law too. Raises CurationError when
    the rows say the same already, FieldFaults, PublishRefused for stored bytes that were tampered with.
    """
    curating(user)
    wanted = records_of(edition_document(edition))
    base = {key: record for key, record in base_records().items() if not key.startswith("source:")}
    keys = records_differing(wanted, base)
    if not keys:
        raise CurationError(_("The rows say the same as edition %(label)s already.") % {"label": edition.label})
    opened = changeset_open(
        title=_("Back to edition %(label)s") % {"label": edition.label}, why=why, user=user, now=now, origin=Origin.UNDO
    )
    source = {
        "citation": f"edition {edition.label} ({edition.sha256})",
        "kind": "other",
        "url": "",
        "title": _("The edition as it was published"),
        "read_on": now.date().isoformat(),
        "quotation": "",
        "reader": user.get_full_name(),
    }
    changes_towards(changeset=opened, wanted=wanted, keys=keys, source=source, why=why, user=user, now=now)
    return opened


__all__ = ["PublishRefused", "changeset_publish", "edition_undo"]
