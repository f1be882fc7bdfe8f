"""An edition as one signed file, for an installation on a closed network.

*Reads* an edition and the register of sources, or the bytes of such a file. *Writes* nothing but what it returns. The
file is a ZIP of the fixtures format beside a manifest with every file's hash and the edition's, and an Ed25519
signature over the manifest's bytes; the same edition and key give the same bytes. A file is believed when a trusted key
signed it, when every hash is right, and when the strict reader takes it and finds the edition's own hash.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from instruments import records
from instruments.editions import edition_document
from instruments.errors import BookFaults, CatalogueError
from instruments.file_reading import yaml_bounded
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.models import Edition
from instruments.to_fixtures import book_sorted, book_texts

FORMAT = 1
MANIFEST, SIGNATURE, FOLDER = "manifest.json", "manifest.sig", "catalogue/"
NAMES = re.compile(r"catalogue/(instruments/[a-z0-9-]+\.yaml|vocabulary/[a-z_]+\.yaml|[a-z]+\.(csv|yaml))")
MOST_FILES, MOST_BYTES = 2_000, 60 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)


class ExchangeRefused(CatalogueError):
    """A file that is not believed; the message says why and what to do."""


@dataclass(frozen=True)
class Received:
    """A file that is believed: its manifest, its book, and the name of the trusted key that signed it."""

    manifest: Mapping[str, Any]
    book: dict[str, Any]
    signed_by: str


def key_made() -> tuple[bytes, bytes]:
    """A new key pair as PEM: (private, public)."""
    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def edition_packed(edition: Edition, *, private_pem: bytes, installation: str) -> bytes:
    """The signed file of an edition. Raises ExchangeRefused for a key that is none."""
    key = _private(private_pem)
    texts = {f"{FOLDER}{name}": text.encode() for name, text in book_texts(_book(edition)).items()}
    manifest = {
        "format": FORMAT,
        "installation": installation,
        "label": edition.label,
        "sha256": edition.sha256,
        "published_at": edition.published_at.isoformat(),
        "published_by": edition.published_by,
        "note": edition.note,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(texts.items())},
    }
    head = records.canonical_bytes(manifest)
    parts = {MANIFEST: head, SIGNATURE: base64.b64encode(key.sign(head)) + b"\n", **dict(sorted(texts.items()))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def _book(edition: Edition) -> dict[str, Any]:
    """The edition with the register of sources as it stands: days of reading are no part of an edition."""
    return book_sorted({**edition_document(edition), "sources": book_from_rows()["sources"]})


def edition_unpacked(data: bytes, *, trusted: Mapping[str, bytes]) -> Received:
    """What a file holds, once it is believed. `trusted`: name -> public key as PEM. Raises ExchangeRefused."""
    parts = _parts(data)
    head = parts.pop(MANIFEST)
    signed_by = _signer(head, parts.pop(SIGNATURE), trusted)
    manifest = _manifest(head)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}
    if hashes != manifest["files"]:
        odd = sorted(set(hashes.items()) ^ set(manifest["files"].items()))[0][0]
        raise ExchangeRefused(f"{odd} is not what the manifest says. The file was changed on its way: get it again.")
    book = _read(parts)
    if records.sha256_of(records.edition_document(book)) != manifest["sha256"]:
        raise ExchangeRefused("The files do not make the edition that the manifest names. Get the file again.")
    return Received(manifest, book, signed_by)


def _parts(data: bytes) -> dict[str, bytes]:
    """The members of the archive, none too many, too large or elsewhere."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise ExchangeRefused("This is no exchange file: it is no ZIP archive.") from None
    with archive:
        infos = archive.infolist()
        names = [info.filename for info in infos]
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
            raise ExchangeRefused("This is no exchange file: it holds more than a catalogue can.")
        if len(set(names)) != len(names) or {MANIFEST, SIGNATURE} - set(names):
            raise ExchangeRefused("This is no exchange file: a manifest and its signature are missing or stand twice.")
        odd = [name for name in names if name not in (MANIFEST, SIGNATURE) and not NAMES.fullmatch(name)]
        if odd:
            raise ExchangeRefused(f"This is no exchange file: {odd[0][:80]!r} does not belong into one.")
        if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
            raise ExchangeRefused("This is no exchange file: its members are not stored plainly.")
        try:
            return {name: archive.read(name) for name in names}
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ExchangeRefused(f"The archive is damaged ({error}). Get the file again.") from None


def _signer(head: bytes, signature: bytes, trusted: Mapping[str, bytes]) -> str:
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except ValueError:
        raise ExchangeRefused("The signature is unreadable. Get the file again.") from None
    for name, pem in sorted(trusted.items()):
        key = load_pem_public_key(pem)
        if not isinstance(key, Ed25519PublicKey):
            continue
        try:
            key.verify(raw, head)
        except InvalidSignature:
            continue
        return name
    known = ", ".join(sorted(trusted)) or "none"
    raise ExchangeRefused(
        f"No trusted key signed this file (trusted: {known}). Put the sender's public key beside the others, if you "
        "have it from the sender by another way, or refuse the file."
    )


def _manifest(head: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(head)
    except ValueError:
        raise ExchangeRefused("The manifest is unreadable. Get the file again.") from None
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        raise ExchangeRefused("This file was written in a format that this version does not know. Update first.")
    return manifest


def _read(parts: Mapping[str, bytes]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="rogatory-exchange-") as name:
        folder = Path(name)
        for path, content in parts.items():
            target = folder / path.removeprefix(FOLDER)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            _bounded(path, content)
        try:
            return book_read(folder).document
        except BookFaults as faults:
            raise ExchangeRefused(f"The catalogue in this file cannot be read: {faults}") from None


def _bounded(path: str, content: bytes) -> None:
    """Refuse a file that would blow up, even from somebody who is trusted."""
    if not path.endswith(".yaml"):
        return
    try:
        yaml_bounded(content.decode())
    except (ValueError, yaml.YAMLError) as error:
        raise ExchangeRefused(
            f"{path} cannot be read: {' '.join(str(error).split())[:200]}. Get the file again."
        ) from None


def _private(pem: bytes) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise ExchangeRefused("The key file holds no private key in PEM. Run: manage.py make_exchange_key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ExchangeRefused("The key file holds no Ed25519 key. Run: manage.py make_exchange_key")
    return key


def trusted_keys(folder: Path) -> dict[str, bytes]:
    """The public keys of a folder, by file name without `.pem`."""
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.pem"))} if folder.is_dir() else {}


def own_key(path: str) -> bytes | None:
    """The private key that signs here; None where none was made: no path, or no file there yet."""
    return Path(path).read_bytes() if path and Path(path).is_file() else None
