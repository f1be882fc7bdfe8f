"""The changes of a set: a record put, dropped, or left as it is after all. The rows of the catalogue stay untouched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.curation.draft import base_records, draft_of
from advisor.curation.errors import CurationError, FieldFaults, RecordFaults, StaleChange
from advisor.curation.models import Change, ChangeEdit, ChangeSet, SetState
from advisor.curation.services.sets import own_set, told, touch
from advisor.curation.sources import sources_checked
from advisor.intake.text import TextFault, clean_text
from instruments.errors import Fault
from instruments.record_reading import key_of, record_read
from instruments.records import Records, kind_of, record_sha256

EDITABLE = (SetState.DRAFT, SetState.REVIEW)
MOST = 2_000
WHY_LONGEST = 2_000
# The key of these is their place in the book, not a field of theirs.
PLACED = frozenset({"measure", "ladder", "offence_list"})


@dataclass(frozen=True)
class Wanted:
    """One record as it shall be. `key`: the record that is edited; empty for a new one. `instrument`: the owner of a
    new provision. `version`: that of the change the person saw, None when there was none."""

    kind: str
    values: Mapping[str, Any]
    key: str = ""
    instrument: str = ""
    why: str = ""
    sources: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    version: int | None = None


def change_put(*, changeset: ChangeSet, wanted: Wanted, user: Any, now: datetime) -> Change:
    """Put one record into a set. Raises RecordFaults, FieldFaults, StaleChange, SetMoved, CurationError."""
    return changes_put(changeset=changeset, wanted=[wanted], user=user, now=now)[0]


@transaction.atomic
def changes_put(*, changeset: ChangeSet, wanted: Sequence[Wanted], user: Any, now: datetime) -> list[Change]:
    """Put several records into a set, all or none; a record that says what it says already is left out.

    Each record is read as strictly as a file. A row whose key changes (another first day) takes the place of the old
    one. Raises RecordFaults (every fault of every record), FieldFaults, StaleChange, SetMoved, CurationError.
    """
    own = own_set(changeset, user, states=EDITABLE)
    if len(wanted) > MOST:
        raise CurationError(
            _("%(n)s records at once; %(most)s is the most. Do it in parts.") % {"n": len(wanted), "most": MOST}
        )
    base = base_records()
    draft = draft_of(own.changes.all(), base)
    held = dict(draft.held)
    faults: list[Fault] = []
    read: list[tuple[Wanted, str, dict[str, Any]]] = []
    for item in wanted:
        key, record, found = _read(item, held)
        faults += found
        if not found:
            held[key] = record
            read.append((item, key, record))
    if faults:
        raise RecordFaults(faults)
    writer = _Writer(own, base, user, now)
    changed = [change for item, key, record in read for change in writer.put(item, key, record)]
    if changed:
        touch(own, now)
        told(user, "change.put", own, now, keys=[change.key for change in changed][:50], count=len(changed))
    return changed


def _read(item: Wanted, held: Records) -> tuple[str, dict[str, Any], list[Fault]]:
    """(key, record, faults) of what is wanted."""
    standing = held.get(item.key, {})
    values = dict(item.values)
    for name in ("_position", "_instrument"):
        if name in standing:
            values.setdefault(name, standing[name])
    owner = str(values.get("_instrument") or item.instrument)
    if item.kind == "provision":
        values["_instrument"] = owner
        values.setdefault("_position", 10_000)
        if f"instrument:{owner}" not in held:
            return "", {}, [Fault("", 0, "provision", f"unknown instrument {owner!r}", "an instrument of the book")]
    elif item.kind == "measure":
        values.setdefault("_position", 10_000)
    record, faults = record_read(item.kind, values, held, instrument=owner)
    if faults:
        where = item.key or item.kind
        return "", {}, [Fault(where, 0, fault.where, fault.read, fault.allowed) for fault in faults]
    key = item.key if item.kind in PLACED else key_of(item.kind, record)
    if not key:
        return "", {}, [Fault("", 0, item.kind, "a new one", "edited in the files only: it is part of the contract")]
    if key != item.key and key in held:
        return "", {}, [Fault(item.key, 0, "the record", f"{key} stands already", "edit that one instead")]
    if item.key and key != item.key and item.kind not in ("participation", "declaration", "authority", "source"):
        return "", {}, [Fault(item.key, 0, "the code", f"{key}", f"{item.key}: a code is given once and for all")]
    return key, record, []


class _Writer:
    """Writes changes of one set, each with its line in the log of edits."""

    def __init__(self, changeset: ChangeSet, base: Records, user: Any, now: datetime) -> None:
        self.changeset, self.base, self.user, self.now = changeset, base, user, now
        self.standing = {change.key: change for change in changeset.changes.select_for_update()}
        self.position = (changeset.changes.aggregate(last=Max("position"))["last"] or 0) + 1

    def put(self, item: Wanted, key: str, record: dict[str, Any]) -> Iterable[Change]:
        """The changes that make the record stand: one, or two when its key moves."""
        moved = item.key and item.key != key
        if moved:
            yield from self.drop(item.key, item)
        yield from self._write(key, record, item, item.version if not moved else None)

    def drop(self, key: str, item: Wanted) -> Iterable[Change]:
        """The change that takes a record out."""
        if key in self.base:
            yield from self._write(key, None, item, item.version)
        elif key in self.standing:
            self.forget(self.standing.pop(key), item.why)

    def forget(self, change: Change, why: str) -> None:
        """Leave the record as it is after all."""
        change.delete()
        self._log(change.key, None, why, dropped=True)

    def _write(self, key: str, after: dict[str, Any] | None, item: Wanted, version: int | None) -> Iterable[Change]:
        present = self.standing.get(key)
        if present is not None and version is not None and present.version != version:
            raise StaleChange(mine=after, theirs=present.after, version=present.version)
        if present is not None and version is None and item.key:
            raise StaleChange(mine=after, theirs=present.after, version=present.version)
        before = self.base.get(key)
        sources = self._sources(item)
        if after is not None and before is not None and record_sha256(after) == record_sha256(before):
            if present is not None:
                self.forget(present, item.why)
            return
        values = {
            "before": before,
            "before_sha256": record_sha256(before) if before else "",
            "after": after,
            "after_sha256": record_sha256(after) if after else "",
            "why": _why(item.why),
            "sources": sources or (present.sources if present else []),
            "edited_by": self.user,
            "edited_at": self.now,
        }
        if present is None:
            present = Change.objects.create(changeset=self.changeset, key=key, position=self.position, **values)
            self.position += 1
        else:
            for name, value in values.items():
                setattr(present, name, value)
            present.version += 1
            present.save()
        self.standing[key] = present
        self._log(key, after, item.why)
        yield present

    def _sources(self, item: Wanted) -> list[dict[str, Any]]:
        return sources_checked(item.sources, reader=self.user.get_full_name(), today=self.now.date())

    def _log(self, key: str, after: dict[str, Any] | None, why: str, *, dropped: bool = False) -> None:
        ChangeEdit.objects.create(
            changeset=self.changeset, key=key, after=after, dropped=dropped, why=_why(why), by=self.user, at=self.now
        )


def _why(text: str) -> str:
    try:
        return clean_text(text or "", longest=WHY_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"why": str(fault)}) from None


@transaction.atomic
def change_drop(
    *,
    changeset: ChangeSet,
    key: str,
    why: str,
    sources: Sequence[Mapping[str, Any]],
    user: Any,
    now: datetime,
) -> Change | None:
    """Take a record out of the law by this set; its history stays. None when it only stood in the set itself.

    Raises CurationError for a record that does not stand, SetMoved.
    """
    own = own_set(changeset, user, states=EDITABLE)
    base = base_records()
    writer = _Writer(own, base, user, now)
    if key not in base and key not in writer.standing:
        raise CurationError(_("%(key)s stands neither in the catalogue nor in this set.") % {"key": key})
    present = writer.standing.get(key)
    item = Wanted(kind_of(key), {}, key=key, why=why, sources=sources, version=present.version if present else None)
    changed = list(writer.drop(key, item))
    touch(own, now)
    told(user, "change.dropped", own, now, keys=[key])
    return changed[0] if changed else None


@transaction.atomic
def change_undone(*, changeset: ChangeSet, key: str, user: Any, now: datetime) -> None:
    """Leave a record as it is after all: its change goes out of the set, the log keeps it. Raises SetMoved."""
    own = own_set(changeset, user, states=EDITABLE)
    writer = _Writer(own, {}, user, now)
    change = writer.standing.get(key)
    if change is None:
        return
    writer.forget(change, "")
    touch(own, now)
    told(user, "change.undone", own, now, keys=[key])
