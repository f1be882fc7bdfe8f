"""The second pair of eyes: remarks, confirmations row by row or by source, reasons for scenarios that move."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.curation.draft import Check
from advisor.curation.errors import CurationError
from advisor.curation.models import Change, ChangeSet, Confirmation, Remark, ScenarioReason, SetState
from advisor.curation.services.sets import own_set, text_or_fault, told
from instruments.integrity import Finding
from instruments.records import sha256_of

AGAIN = timedelta(minutes=2)
OPEN = (SetState.DRAFT, SetState.REVIEW)


def seen_sha256(change: Change) -> str:
    """What a confirmation vouches for: the record as it was and shall be, and where that was read."""
    return sha256_of([change.key, change.before_sha256, change.after_sha256, change.sources])


def editors(changeset: ChangeSet) -> set[Any]:
    """Everybody who has written in a set: its author and whoever edited a change of it, ids."""
    return {changeset.author_id, *changeset.edits.values_list("by_id", flat=True)}


def _reviewing(changeset: ChangeSet, user: Any) -> ChangeSet:
    own = own_set(changeset, user, states=(SetState.REVIEW,))
    if user.pk in editors(own):
        raise CurationError(_("You have written in this set yourself. Somebody else has to read it."))
    return own


@transaction.atomic
def remark_add(*, changeset: ChangeSet, key: str, text: str, user: Any, now: datetime) -> Remark:
    """Say something about a row of the set, or with an empty `key` about the set. Raises FieldFaults, SetMoved.

    The same words by the same person on the same row within AGAIN are one form that was sent twice: the first remark
    is returned, and nothing is added.
    """
    own = own_set(changeset, user, states=OPEN)
    if key and not own.changes.filter(key=key).exists():
        raise CurationError(_("%(key)s is not changed in this set.") % {"key": key})
    said = text_or_fault("text", text, _("Write what you want to say."))
    same = own.remarks.filter(key=key, text=said, by=user, sent_back=False, at__gt=now - AGAIN).first()
    if same is not None:
        return same
    remark = Remark.objects.create(changeset=own, key=key, text=said, by=user, at=now)
    told(user, "set.remark", own, now, key=key)
    return remark


def change_confirm(*, changeset: ChangeSet, keys: Collection[str], user: Any, now: datetime, source: str = "") -> int:
    """Confirm changes as they stand; returns how many were not confirmed by this person yet.

    Raises CurationError for a person who wrote in the set, SetMoved.
    """
    with transaction.atomic():
        own = _reviewing(changeset, user)
        done = set(own.confirmations.filter(by=user).values_list("key", "seen_sha256"))
        fresh = [
            change for change in own.changes.filter(key__in=list(keys)) if (change.key, seen_sha256(change)) not in done
        ]
        Confirmation.objects.bulk_create(
            [
                Confirmation(
                    changeset=own, key=change.key, seen_sha256=seen_sha256(change), source=source, by=user, at=now
                )
                for change in fresh
            ]
        )
        if fresh:
            told(user, "set.confirmed", own, now, keys=[change.key for change in fresh][:50], count=len(fresh))
    return len(fresh)


def source_confirm(*, changeset: ChangeSet, citation: str, user: Any, now: datetime) -> int:
    """Confirm every change that was read in one source: whoever has that page open reads them all at once."""
    keys = [
        change.key
        for change in changeset.changes.all()
        if any(source["citation"] == citation for source in change.sources)
    ]
    return change_confirm(changeset=changeset, keys=keys, user=user, now=now, source=citation)


def moved_sha256(finding: Finding) -> str:
    """What a reason for a moved scenario answers to: all that the scenario says now."""
    return hashlib.sha256(f"{finding.where}\n{finding.says}".encode()).hexdigest()


@transaction.atomic
def scenario_accept(*, changeset: ChangeSet, finding: Finding, text: str, user: Any, now: datetime) -> ScenarioReason:
    """Let a scenario move, with a reason of the reviewer. Raises FieldFaults, CurationError, SetMoved."""
    own = _reviewing(changeset, user)
    reason = text_or_fault("text", text, _("Say why this answer may change: what the law says now."))
    row = ScenarioReason.objects.create(
        changeset=own,
        scenario=finding.where,
        says_sha256=moved_sha256(finding),
        reason=reason,
        by=user,
        at=now,
    )
    told(user, "set.scenario", own, now, scenario=finding.where)
    return row


def confirmed_by_others(changeset: ChangeSet) -> dict[str, list[Confirmation]]:
    """Key -> the confirmations that count: of the change as it stands, by somebody who wrote nothing in the set."""
    writers = editors(changeset)
    stands = {change.key: seen_sha256(change) for change in changeset.changes.all()}
    found: dict[str, list[Confirmation]] = {key: [] for key in stands}
    for row in changeset.confirmations.select_related("by"):
        if stands.get(row.key) == row.seen_sha256 and row.by_id not in writers:
            found[row.key].append(row)
    return found


def review_missing(*, changeset: ChangeSet, check: Check, user: Any, unpublished: Collection[str] = ()) -> list[str]:
    """What a publication by this person still waits for, one sentence each; empty: it may be published.

    `unpublished`: the working rows that differ from the current edition (`draft.rows_unpublished`).
    """
    unpublished = sorted(unpublished)
    missing = []
    if changeset.state != SetState.REVIEW:
        missing.append(_("The set is not in review."))
    if user.pk in editors(changeset):
        missing.append(_("Somebody who has written nothing in this set has to publish it."))
    if unpublished:
        missing.append(
            _(
                "The rows hold changes that no change set made: %(keys)s. Files that were loaded are published by the "
                "operator first (manage.py publish_edition)."
            )
            % {"keys": ", ".join(unpublished[:10])}
        )
    if check.errors:
        missing.append(
            ngettext("%(n)s error of the rules stands in the way.", "%(n)s errors of the rules stand in the way.",
                     len(check.errors)) % {"n": len(check.errors)}
        )  # fmt: skip
    bare = [key for key, rows in confirmed_by_others(changeset).items() if not rows]
    if bare:
        missing.append(
            ngettext("%(n)s change is not confirmed yet.", "%(n)s changes are not confirmed yet.", len(bare))
            % {"n": len(bare)}
        )
    reasons = set(changeset.scenario_reasons.values_list("scenario", "says_sha256"))
    moved = [item for item in check.moved if (item.where, moved_sha256(item)) not in reasons]
    if moved:
        missing.append(
            ngettext(
                "%(n)s expectation of a scenario moves without a reason.",
                "%(n)s expectations of scenarios move without a reason.",
                len(moved),
            )
            % {"n": len(moved)}
        )
    return missing
