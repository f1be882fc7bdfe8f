"""advisor.cases.exhibit_kinds: what a file is, whatever it is called; what is refused, and in which words."""

import io
import struct
import zipfile

import pytest

from advisor.cases.exhibit_kinds import KINDS, NotAllowed, kind_of, named_otherwise

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n"


def zipped(*names: str, packed: int = zipfile.ZIP_DEFLATED, content: bytes = b"x") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as archive:
        for name in names:
            archive.writestr(name, content)
    return data.getvalue()


def opendocument(kind: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "<x/>")
    return data.getvalue()


SAMPLES = {
    "pdf": PDF,
    "png": PNG,
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01",
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "tiff": b"II*\x00\x08\x00\x00\x00",
    "heif": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41",
    "mov": b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00",
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm",
    "avi": b"RIFF\x24\x00\x00\x00AVI LIST",
    "mp3": b"ID3\x03\x00\x00\x00\x00\x00\x21",
    "wav": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "ogg": b"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00",
    "flac": b"fLaC\x00\x00\x00\x22",
    "bmp": b"BM\x8a\x00\x00\x00\x00\x00\x00\x00\x8a\x00\x00\x00\x7c\x00\x00\x00",
    "docx": zipped("[Content_Types].xml", "word/document.xml"),
    "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"),
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "zip": zipped("screen.png", "notes.txt"),
    "eml": b"Received: from mx.example\r\nFrom: a@example.org\r\nSubject: offer\r\n\r\nbody",
    "html": b"\n<!doctype html><html><script>alert(1)</script></html>",
    "warc": b"WARC/1.0\r\nWARC-Type: warcinfo\r\n",
    "pcap": b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + b"\x00" * 16,
    "text": "Käufer;Betrag\nМосква;12 €\n".encode(),
}


def test_every_kind_has_a_sample():
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("code", SAMPLES)
def test_content_tells_the_kind(code):
    stream = io.BytesIO(SAMPLES[code])
    assert kind_of(stream).code == code
    assert stream.tell() == 0


@pytest.mark.parametrize(
    "data",
    [
        "größer".encode("cp1252"),
        "größer".encode("utf-16"),
        b"\xef\xbb\xbfname;value\n",
        b"=HYPERLINK(1);@SUM(A1)\n",
        "\u202egnp.txt".encode(),
    ],
)
def test_text_of_other_encodings_is_text(data):
    assert kind_of(io.BytesIO(data)).code == "text"


REFUSED = {
    "a Windows program": (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200, "not taken"),
    "a Linux program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "not taken"),
    "a RAR archive": (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 20, "not taken"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "not taken"),
    "nothing known": (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 8, "of no known kind"),
    "an empty file": (b"", "is empty"),
    "an Android package": (zipped("AndroidManifest.xml", "classes.dex"), "a program"),
    "a Java package": (zipped("META-INF/MANIFEST.MF", "Main.class"), "a program"),
    "an archive in an archive": (zipped("inner.ZIP"), "archive inside this archive (inner.ZIP)"),
    "a cut archive": (zipped("a.txt")[:-10], "is damaged"),
    "an archive of noise": (b"PK\x03\x04" + b"\x00" * 100 + b"PK\x05\x06" + b"\xff" * 20, "too many files"),
    "text with a hidden tail": (b"hello " * 20_000 + b"\x00\x01\x02", "Taken are"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_named(name):
    data, said = REFUSED[name]
    with pytest.raises(NotAllowed, match=r".") as refusal:
        kind_of(io.BytesIO(data))
    assert said in str(refusal.value)


def test_a_zip_bomb_is_refused_unseen():
    """100 MB of zeros in 100 kB; nothing of it is unpacked, the table of contents tells."""
    bomb = zipped("zeros.bin", content=b"\x00" * 100_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(NotAllowed, match="zip bomb"):
        kind_of(io.BytesIO(bomb))


def test_a_document_can_be_a_bomb_too():
    bomb = zipped("[Content_Types].xml", "word/document.xml", content=b"<x>" * 20_000_000)
    with pytest.raises(NotAllowed, match="zip bomb"):
        kind_of(io.BytesIO(bomb))


def test_a_table_of_contents_beyond_reason_is_not_read():
    data = bytearray(zipped("a.txt"))
    place = data.rfind(b"PK\x05\x06")
    data[place + 10 : place + 16] = struct.pack("<HI", 65_000, 2**31)
    with pytest.raises(NotAllowed, match="too many files"):
        kind_of(io.BytesIO(bytes(data)))


def test_a_name_that_claims_something_else():
    assert named_otherwise("holiday.png", KINDS["pdf"])
    assert named_otherwise("noending", KINDS["pdf"])
    assert not named_otherwise("SCAN.PDF", KINDS["pdf"])
