"""What a file is, by its content and never by its name: the allow-list of exhibits.

Pure: reads the stream it is given, which is left at its beginning; nothing is unpacked, rendered or executed.
Signatures come from puremagic (pure Python, MIT); what has none, text and the inside of ZIP containers, is told here.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEAD = 64 * 1024
CHUNK = 1024 * 1024
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)
MAIL = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")

# A ZIP that unpacks to more than this, or grows more than so many times, is refused unseen.
MOST_ENTRIES = 10_000
MOST_DIRECTORY = 4 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_GROWTH = 100
GROWTH_COUNTS_FROM = 10 * 1024 * 1024
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tar", ".jar", ".apk", ".cab", ".iso")


class NotAllowed(ValueError):
    """A file that is not taken; the message says what it is and what to do."""


@dataclass(frozen=True)
class Kind:
    """One kind of file: its code, what it is called, its MIME types as puremagic says them, its usual endings."""

    code: str
    label: Any  # words, translated when they are shown
    mimes: frozenset[str]
    endings: tuple[str, ...]


def _kind(code: str, label: Any, mimes: str, endings: str) -> Kind:
    return Kind(code, label, frozenset(mimes.split()), tuple(endings.split()))


_ALL = (
    _kind("pdf", "PDF", "application/pdf", "pdf"),
    _kind("png", gettext_lazy("PNG image"), "image/png", "png"),
    _kind("jpeg", gettext_lazy("JPEG image"), "image/jpeg", "jpg jpeg jpe jfif"),
    _kind("gif", gettext_lazy("GIF image"), "image/gif", "gif"),
    _kind("webp", gettext_lazy("WebP image"), "image/webp", "webp"),
    _kind("tiff", gettext_lazy("TIFF image"), "image/tiff", "tif tiff"),
    _kind("heif", gettext_lazy("HEIF image"), "image/heif image/heic", "heic heif"),
    _kind("bmp", gettext_lazy("BMP image"), "image/bmp image/x-ms-bmp", "bmp"),
    _kind("mp4", gettext_lazy("MP4 video or sound"), "video/mp4 audio/mp4 audio/x-m4a", "mp4 m4v m4a"),
    _kind("mov", gettext_lazy("QuickTime video"), "video/quicktime", "mov qt"),
    _kind("webm", gettext_lazy("WebM or Matroska video"), "video/webm application/x-matroska", "webm mkv"),
    _kind("avi", gettext_lazy("AVI video"), "video/avi video/x-msvideo video/vnd.avi", "avi"),
    _kind("mp3", gettext_lazy("MP3 sound"), "audio/mpeg", "mp3"),
    _kind("wav", gettext_lazy("WAV sound"), "audio/wave audio/wav audio/x-wav", "wav"),
    _kind("ogg", gettext_lazy("Ogg sound or video"), "audio/ogg application/ogg video/ogg", "ogg oga ogv opus"),
    _kind("flac", gettext_lazy("FLAC sound"), "audio/flac audio/x-flac", "flac"),
    _kind("docx", gettext_lazy("Word document"), "", "docx docm"),
    _kind("xlsx", gettext_lazy("Excel workbook"), "", "xlsx xlsm"),
    _kind("pptx", gettext_lazy("PowerPoint presentation"), "", "pptx pptm"),
    _kind("odt", gettext_lazy("OpenDocument text"), "", "odt"),
    _kind("ods", gettext_lazy("OpenDocument spreadsheet"), "", "ods"),
    _kind("ole", gettext_lazy("Old Office document or Outlook message"), "", "doc xls ppt msg"),
    _kind("zip", gettext_lazy("ZIP archive"), "", "zip wacz"),
    _kind("eml", gettext_lazy("E-mail message"), "", "eml"),
    _kind("html", gettext_lazy("Web page (source)"), "", "html htm"),
    _kind("warc", gettext_lazy("Web archive (WARC)"), "", "warc"),
    _kind("pcap", gettext_lazy("Network capture"), "", "pcap pcapng"),
    _kind("text", gettext_lazy("Text"), "", "txt csv tsv json xml log md rtf svg yaml yml ics vcf"),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
_BY_MIME = {mime: kind for kind in _ALL for mime in kind.mimes}
_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"WARC/1.", "warc"),
    (b"ID3", "mp3"),
    (b"\xd4\xc3\xb2\xa1", "pcap"),
    (b"\xa1\xb2\xc3\xd4", "pcap"),
    (b"\x4d\x3c\xb2\xa1", "pcap"),
    (b"\x0a\x0d\x0d\x0a", "pcap"),
)


def allowed_words() -> str:
    """The kinds that are taken, in words."""
    return ", ".join(str(kind.label) for kind in _ALL)


def named_otherwise(name: str, kind: Kind) -> bool:
    """Whether a file's name claims to be something else than its content is."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    return ending not in kind.endings


def kind_of(stream: BinaryIO) -> Kind:
    """What a file is. Raises NotAllowed, with what it is instead and what to do."""
    try:
        stream.seek(0)
        return KINDS[_code_of(stream)]
    finally:
        stream.seek(0)


def _code_of(stream: BinaryIO) -> str:
    head = stream.read(HEAD)
    if not head:
        raise NotAllowed(_("The file is empty. Choose the file again."))
    for start, code in _STARTS:
        if head.startswith(start):
            return code
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_code(stream)
    if (text := _text_code(stream, head)) is not None:
        return text
    found = _signatures(head)
    for match in found:
        if match.mime_type in _BY_MIME:
            return _BY_MIME[match.mime_type].code
    if not found and all(not NOT_TEXT.search(chunk) for chunk in _chunks(stream)):
        return "text"  # text in an encoding of one byte a letter
    raise NotAllowed(_refusal(found))


def _signatures(head: bytes) -> list[puremagic.main.PureMagicWithConfidence]:
    """The best matches of the signature book: those that share the highest confidence."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    return [match for match in found if match.confidence == found[0].confidence]


def _refusal(found: list[puremagic.main.PureMagicWithConfidence]) -> str:
    if not found:
        return _(
            "The content of this file is of no known kind, or it is damaged. Taken are: %(kinds)s. Put other files "
            "into a ZIP archive, or add the exhibit without a file and say where it is kept."
        ) % {"kinds": allowed_words()}
    return _(
        "By its content this file is “%(what)s”, which is not taken, whatever its name. Taken are: %(kinds)s. Add the "
        "exhibit without a file and say where it is kept."
    ) % {"what": found[0].name or found[0].extension or found[0].mime_type, "kinds": allowed_words()}


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield chunk


def _text_code(stream: BinaryIO, head: bytes) -> str | None:
    """The kind of a text in UTF-8 or UTF-16, looked at to its end; None when it is none."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(stream):
            if encoding == "utf-8" and NOT_TEXT.search(chunk):
                return None
            if "\x00" in decoder.decode(chunk):
                return None
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    if HTML.match(head):
        return "html"
    return "eml" if MAIL.match(head) and re.search(rb"(?im)^(from|received|return-path):", head) else "text"


def _zip_code(stream: BinaryIO) -> str:
    """What a ZIP container holds, by its table of contents alone. Raises NotAllowed for a bomb and for programs."""
    _directory_checked(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            odf = _odf(archive, entries)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise NotAllowed(_("The ZIP archive is damaged: its table of contents cannot be read.")) from error
    code = odf or _container({entry.filename for entry in entries})
    _size_checked(entries, nested=code != "zip")
    return code


def _directory_checked(stream: BinaryIO) -> None:
    """Read the end record before the whole table is: a table beyond reason is never loaded."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:
        raise NotAllowed(_("The ZIP archive is damaged: its table of contents cannot be read."))
    count, length = struct.unpack("<HI", tail[place + 10 : place + 16])
    if count > MOST_ENTRIES or length > MOST_DIRECTORY:
        raise NotAllowed(
            _("The ZIP archive holds too many files: at most %(most)s are taken. Split it.") % {"most": MOST_ENTRIES}
        )
    stream.seek(0)


def _odf(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    """An OpenDocument container says what it is in its first entry, a few bytes that are not packed."""
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.compress_type or first.file_size > 100:
        return None
    kind = archive.read(first).decode("ascii", "replace")
    family, _sep, name = kind.rpartition(".")
    codes = {"text": "odt", "spreadsheet": "ods"}
    return codes.get(name) if family == "application/vnd.oasis.opendocument" else None


def _container(names: set[str]) -> str:
    if "AndroidManifest.xml" in names or "META-INF/MANIFEST.MF" in names:
        raise NotAllowed(
            _(
                "By its content this file is a program (an Android or Java package), which is not taken. Add the "
                "exhibit without a file, write its SHA-256 into the note and say where it is kept."
            )
        )
    if "[Content_Types].xml" in names:
        for start, code in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(start) for name in names):
                return code
    return "zip"


def _size_checked(entries: list[zipfile.ZipInfo], *, nested: bool) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise NotAllowed(
            _("The ZIP archive holds too many files: at most %(most)s are taken. Split it.") % {"most": MOST_ENTRIES}
        )
    grown = unpacked > GROWTH_COUNTS_FROM and unpacked > MOST_GROWTH * max(packed, 1)
    if unpacked > MOST_UNPACKED or grown:
        raise NotAllowed(
            _(
                "This archive would unpack to %(size)s MB, far more than it holds packed: that is how a “zip bomb” is "
                "made, so it is not taken. If it is genuine, split it, or add the exhibit without a file."
            )
            % {"size": f"{unpacked // 2**20:,}"}
        )
    inner = [entry.filename for entry in entries if entry.filename.lower().endswith(ARCHIVES)]
    if inner and not nested:
        raise NotAllowed(
            _(
                "There is an archive inside this archive (%(name)s). Nobody can see what is in it: pack the files "
                "once, or upload the inner archive by itself."
            )
            % {"name": inner[0][:80]}
        )
