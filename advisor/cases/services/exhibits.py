"""The evidence list: an exhibit is added, noted about, handed out and withdrawn, and every line of it is kept.

Reads and writes Exhibit, CustodyEntry and the exhibit store. The bytes are whole on the disk before the row is written;
a row that is not written leaves a file that nobody knows of, which the next upload of the same bytes takes over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.exhibit_kinds import KINDS, NotAllowed, kind_of, named_otherwise
from advisor.cases.exhibit_store import CHUNK, TooLarge, file_keep, file_open
from advisor.cases.models import Case, CustodyAct, CustodyEntry, Exhibit
from advisor.cases.selectors import cases_for, exhibits_for
from advisor.cases.services.exhibit_fields import exhibit_checked
from advisor.cases.services.held import acting
from advisor.intake.text import TextFault, clean_text

MOST = 500
NOTABLE = (
    CustodyAct.HANDED_OVER,
    CustodyAct.MOVED,
    CustodyAct.EXAMINED,
    CustodyAct.SEALED,
    CustodyAct.REMARK,
)


def file_name_shown(name: str) -> str:
    """The name that a file came with, as a text to show: no folders, nothing invisible, at most 120 characters."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", last))
    if len(plain) <= 120:
        return plain
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:100]}…{dot}{ending[:15]}" if dot else f"{plain[:119]}…"


@dataclass(frozen=True)
class Received:
    """A file that is in the store and on no list yet: how an exhibit's row will describe it."""

    file_name: str
    kind: str
    size: int
    sha256: str


def exhibit_receive(*, case: Case, user: Any, file: Any) -> Received:
    """Look at a file's content, then keep it, for an exhibit that is still being described.

    `file`: an uploaded file (size, seek, read, chunks, name). Raises FieldFaults at the field `file`,
    Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    own = cases_for(user).get(pk=case.pk)
    most = settings.EXHIBIT_MAX_BYTES
    if file.size is not None and file.size > most:
        raise FieldFaults({"file": too_large()})
    try:
        kind = kind_of(file)
        kept = file_keep(own.agency_id, file.chunks(CHUNK), most=most)
    except NotAllowed as refusal:
        raise FieldFaults({"file": str(refusal)}) from None
    except TooLarge:
        raise FieldFaults({"file": too_large()}) from None
    except OSError as error:
        message = _("The file could not be stored (%(why)s). Nothing was saved: try again, or tell whoever runs this.")
        raise FieldFaults({"file": message % {"why": error.strerror or error}}) from error
    return Received(file_name_shown(file.name or ""), kind.code, kept.size, kept.sha256)


def too_large() -> str:
    """What is said of a file that is too large."""
    return _("The file is larger than %(most)s MB. Split it, or add the exhibit without a file.") % {
        "most": settings.EXHIBIT_MAX_BYTES // 2**20
    }


def no_object() -> str:
    """What is said of an exhibit with neither a file nor a place."""
    return _("Choose a file, or say where the object is kept.")


def exhibit_add(
    *, case: Case, user: Any, values: Mapping[str, Any], now: datetime, file: Received | None = None
) -> Exhibit:
    """Add an exhibit to the list of a case, with the first line of its chain of custody.

    `values`: the keys of LONGEST, and `captured_on`. `file`: what `exhibit_receive` gave, or None for an object that is
    kept elsewhere (`kept_at` is required then). Collides with nobody, so no version is asked.
    Raises FieldFaults, FileGone, Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    own = cases_for(user).get(pk=case.pk)
    checked = exhibit_checked(values, now.date())
    described: dict[str, Any] = {}
    remark = ""
    if file is not None:
        file_open(own.agency_id, file.sha256, file.size).close()  # of this agency, whole, and still there
        described = asdict(file)
        kind = KINDS[file.kind]
        if named_otherwise(file.file_name, kind):
            remark = _("Came in named “%(name)s”; by its content it is: %(kind)s.") % {
                "name": file.file_name,
                "kind": kind.label,
            }
    elif not checked["kept_at"]:
        raise FieldFaults({"kept_at": no_object()})
    with transaction.atomic():
        number = _next_number(own, user)
        exhibit = Exhibit.objects.create(
            case=own, agency_id=own.agency_id, number=number, added_by=user, added_at=now, **checked, **described
        )
        cases_for(user).filter(pk=own.pk).update(updated_at=now)
        _entry(exhibit, user, CustodyAct.ADDED, now, text=remark)
        _told(exhibit, user, "exhibit.added", now, {"sha256": exhibit.sha256, "size": exhibit.size})
    return exhibit


def _next_number(case: Case, user: Any) -> int:
    """The next number of the list; the case's row is locked until it is used. Raises FieldFaults when it is full."""
    cases_for(user).select_for_update().get(pk=case.pk)
    last = exhibits_for(user).filter(case=case).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise FieldFaults({"title": _("A case holds at most %(most)s exhibits.") % {"most": MOST}})
    return int(last) + 1


def _entry(exhibit: Exhibit, user: Any, act: str, now: datetime, *, text: str = "", happened: str = "") -> CustodyEntry:
    last = exhibit.custody.aggregate(last=Max("number"))["last"] or 0
    return CustodyEntry.objects.create(
        case_id=exhibit.case_id,
        agency_id=exhibit.agency_id,
        exhibit=exhibit,
        number=last + 1,
        act=act,
        text=text,
        happened=happened,
        by=user,
        at=now,
    )


def _told(exhibit: Exhibit, user: Any, action: str, now: datetime, detail: Mapping[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="exhibit",
        object_id=exhibit.pk,
        case_id=exhibit.case_id,
        detail={"number": exhibit.number, **detail},
    )


def custody_add(*, exhibit: Exhibit, user: Any, act: str, text: str, happened: str, now: datetime) -> CustodyEntry:
    """Add a line to the chain of custody. Raises FieldFaults, Exhibit.DoesNotExist, PermissionDenied."""
    acting(user)
    faults: dict[str, str] = {}
    if act not in NOTABLE:
        faults["act"] = _("Choose what happened.")
    try:
        text = clean_text(text, longest=20_000, lines=True)
        if not text:
            faults["text"] = _("Say what happened: who gave it to whom, where to, for what.")
    except TextFault as fault:
        faults["text"] = str(fault)
    try:
        happened = clean_text(happened, longest=100)
    except TextFault as fault:
        faults["happened"] = str(fault)
    if faults:
        raise FieldFaults(faults)
    with transaction.atomic():
        own = exhibits_for(user).select_for_update().get(pk=exhibit.pk)  # numbers the lines one after the other
        entry = _entry(own, user, act, now, text=text, happened=happened)
        _told(own, user, "exhibit.custody", now, {"act": act, "line": entry.number})
    return entry


def exhibit_withdraw(*, exhibit: Exhibit, user: Any, why: str, now: datetime) -> Exhibit:
    """Withdraw an exhibit: it stays on the list, marked, with file and chain. Withdrawing twice changes nothing.

    Raises FieldFaults, Exhibit.DoesNotExist, PermissionDenied.
    """
    acting(user)
    try:
        why = clean_text(why, longest=1_000)
    except TextFault as fault:
        raise FieldFaults({"why": str(fault)}) from None
    if not why:
        raise FieldFaults({"why": _("Say why it is withdrawn. The reason stays with it.")})
    with transaction.atomic():
        own = exhibits_for(user).select_for_update().get(pk=exhibit.pk)
        if own.withdrawn_at is None:
            exhibits_for(user).filter(pk=own.pk).update(withdrawn_at=now, withdrawn_by=user, withdrawn_why=why)
            _entry(own, user, CustodyAct.WITHDRAWN, now, text=why)
            cases_for(user).filter(pk=own.case_id).update(updated_at=now)
            _told(own, user, "exhibit.withdrawn", now, {})
    return exhibits_for(user).get(pk=exhibit.pk)


def exhibit_file(*, exhibit: Exhibit, user: Any, now: datetime) -> BinaryIO:
    """The bytes, checked against their hash, to be streamed; the download is a line of the chain and of the audit.

    Raises FileGone, Exhibit.DoesNotExist (also where there is no file), PermissionDenied.
    """
    acting(user)
    own = exhibits_for(user).exclude(sha256="").get(pk=exhibit.pk)
    handle = file_open(own.agency_id, own.sha256, own.size or 0)
    try:
        with transaction.atomic():
            locked = exhibits_for(user).select_for_update().get(pk=own.pk)
            _entry(locked, user, CustodyAct.DOWNLOADED, now)
            _told(locked, user, "exhibit.downloaded", now, {"sha256": own.sha256})
    except BaseException:
        handle.close()
        raise
    return handle


def download_name(exhibit: Exhibit) -> str:
    """A name that says what the content is, whatever the file was called: 'exhibit-3-1f2e3d4c.pdf'."""
    kind = KINDS.get(exhibit.kind)
    ending = kind.endings[0] if kind else "bin"
    return f"exhibit-{exhibit.number}-{exhibit.sha256[:8]}.{ending}"


def exhibits_document(case: Case, user: Any) -> list[dict[str, Any]]:
    """The evidence list as a case file carries it: what each exhibit is, never its bytes."""
    rows = []
    for exhibit in exhibits_for(user).filter(case=case):
        row: dict[str, Any] = {"number": exhibit.number, "title": exhibit.title}
        texts = ("note", "captured_by", "captured_time", "captured_how", "source", "kept_at", "file_name", "kind")
        row |= {name: getattr(exhibit, name) for name in texts if getattr(exhibit, name)}
        row["captured_on"] = exhibit.captured_on.isoformat()
        if exhibit.sha256:
            row |= {"size": exhibit.size, "sha256": exhibit.sha256}
        if exhibit.withdrawn_at:
            row |= {"withdrawn": True, "withdrawn_why": exhibit.withdrawn_why}
        rows.append(row)
    return rows


def exhibits_named(case: Case) -> list[Any]:
    """Exhibits that a case file named when it was read: their files are not here."""
    named = case.extra.get("exhibits")
    return list(named) if isinstance(named, list) else []
