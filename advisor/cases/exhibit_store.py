"""Where the bytes of exhibits lie: one file each, by agency and SHA-256, under EXHIBITS_DIR and no static path.

Reads and writes EXHIBITS_DIR alone. A file comes in as a stream and is hashed while it is written; it gets its name
only when it is whole and on the disk (write beside, fsync, link, fsync the folder), so a name always stands for whole
bytes, also after a kill. Folders are 0700, files 0400. Nothing is ever executed, unpacked or rendered here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

CHUNK = 1024 * 1024
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
DRAFT = ".draft-"
DRAFT_SECONDS = 24 * 3600


class TooLarge(ValueError):
    """A stream went on behind the largest size."""


class FileGone(Exception):
    """The row tells of a file that the store does not have, or has with other bytes."""


@dataclass(frozen=True)
class Kept:
    """A stored file: hash and size as they were read from the stream."""

    sha256: str
    size: int


def folder_of(agency_id: UUID) -> Path:
    """The agency's folder. The name is the id's digits alone: nothing that a person typed becomes a path."""
    return Path(settings.EXHIBITS_DIR) / UUID(str(agency_id)).hex


def path_of(agency_id: UUID, sha256: str) -> Path:
    """Where a file lies. Raises ValueError for what is no SHA-256."""
    if not HASH.fullmatch(sha256):
        raise ValueError("a file is named by its SHA-256")
    return folder_of(agency_id) / sha256[:2] / sha256


def file_keep(agency_id: UUID, chunks: Iterable[bytes], *, most: int) -> Kept:
    """Write a stream to the store, the same bytes once. Raises TooLarge, OSError (nothing is kept then)."""
    folder = folder_of(agency_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    drafts_sweep(folder, before=time.time() - DRAFT_SECONDS)
    draft = folder / f"{DRAFT}{secrets.token_hex(16)}"
    try:
        kept = _written(draft, chunks, most)
        target = path_of(agency_id, kept.sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(draft, target)  # whole or not at all, and never over one that is there
        except FileExistsError:
            os.utime(target)  # in use again: nobody clears it away while its row is written
        _folder_synced(target.parent)
        _folder_synced(folder)
    finally:
        draft.unlink(missing_ok=True)
    return kept


def _written(draft: Path, chunks: Iterable[bytes], most: int) -> Kept:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o400)
    with open(descriptor, "wb") as handle:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge(f"more than {most} bytes")
            digest.update(chunk)
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    return Kept(digest.hexdigest(), size)


def _folder_synced(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drafts_sweep(folder: Path, *, before: float) -> int:
    """Take away what a killed upload left behind, if it is older than `before` (seconds since 1970)."""
    gone = 0
    for draft in folder.glob(f"{DRAFT}*"):
        with contextlib.suppress(FileNotFoundError):
            if draft.stat().st_mtime < before:
                draft.unlink()
                gone += 1
    return gone


def file_open(agency_id: UUID, sha256: str, size: int) -> BinaryIO:
    """A stored file, to be streamed; its bytes are hashed anew first. Raises FileGone when they are not those kept."""
    path = path_of(agency_id, sha256)
    try:
        handle = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except OSError as error:
        raise FileGone(f"{sha256[:12]}: {error.strerror}") from error
    digest, read = hashlib.sha256(), 0
    while chunk := handle.read(CHUNK):
        digest.update(chunk)
        read += len(chunk)
    if digest.hexdigest() != sha256 or read != size:
        handle.close()
        raise FileGone(f"{sha256[:12]}: the bytes are not those that were kept")
    handle.seek(0)
    return handle
