"""An edition of another installation becomes a change set here: signed there, read and confirmed by people here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.curation.draft import base_records
from advisor.curation.errors import CurationError
from advisor.curation.models import Change, ChangeEdit, ChangeSet, Origin
from advisor.curation.services.sets import changeset_open
from instruments.exchange_file import Received
from instruments.records import Records, record_sha256, records_of


def records_differing(wanted: Records, base: Records) -> list[str]:
    """The keys on which two books differ, in loading order."""

    def said(held: Records, key: str) -> str:
        return record_sha256(held[key]) if key in held else ""

    return [key for key in dict.fromkeys((*wanted, *base)) if said(wanted, key) != said(base, key)]


@transaction.atomic
def changes_towards(
    *,
    changeset: ChangeSet,
    wanted: Records,
    keys: list[str],
    source: dict[str, Any],
    why: str,
    user: Any,
    now: datetime,
) -> None:
    """Fill a fresh set with the changes that make these records what is wanted."""
    base = base_records()
    Change.objects.bulk_create(
        [
            Change(
                changeset=changeset,
                key=key,
                position=position,
                before=base.get(key),
                before_sha256=record_sha256(base[key]) if key in base else "",
                after=wanted.get(key),
                after_sha256=record_sha256(wanted[key]) if key in wanted else "",
                why=why,
                sources=[source],
                edited_by=user,
                edited_at=now,
            )
            for position, key in enumerate(keys, start=1)
        ],
        batch_size=500,
    )
    ChangeEdit.objects.bulk_create(
        [ChangeEdit(changeset=changeset, key=key, after=wanted.get(key), why=why, by=user, at=now) for key in keys],
        batch_size=500,
    )


@transaction.atomic
def edition_receive(*, received: Received, user: Any, now: datetime) -> ChangeSet:
    """Open a change set that makes the rows what a received edition says. Raises CurationError when they say it."""
    wanted = records_of(received.book)
    # The register of sources only grows by it: what was read here stays known.
    keys = [key for key in records_differing(wanted, base_records()) if key in wanted or not key.startswith("source:")]
    manifest = received.manifest
    if not keys:
        raise CurationError(_("The rows say the same as edition %(label)s already.") % {"label": manifest["label"]})
    why = _("Edition %(label)s of %(installation)s, signed by the key %(key)s. %(note)s") % {
        "label": manifest["label"],
        "installation": manifest["installation"],
        "key": received.signed_by,
        "note": manifest.get("note", ""),
    }
    opened = changeset_open(
        title=_("Edition %(label)s received") % {"label": manifest["label"]},
        why=why[:4_000],
        user=user,
        now=now,
        origin=Origin.EXCHANGE,
    )
    source = {
        "citation": f"edition {manifest['label']} of {manifest['installation']} ({manifest['sha256']})",
        "kind": "other",
        "url": "",
        "title": _("An edition of another installation"),
        "read_on": now.date().isoformat(),
        "quotation": "",
        "reader": user.get_full_name(),
    }
    changes_towards(changeset=opened, wanted=wanted, keys=keys, source=source, why="", user=user, now=now)
    return opened
