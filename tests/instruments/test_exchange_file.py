"""An edition as a signed file: it comes back byte for byte, and nothing else is believed."""

import io
import json
import zipfile

import pytest

from instruments import records
from instruments.editions import edition_document, edition_publish
from instruments.exchange_file import (
    MANIFEST,
    SIGNATURE,
    ExchangeRefused,
    edition_packed,
    edition_unpacked,
    key_made,
    trusted_keys,
)
from instruments.to_fixtures import book_texts
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys():
    return key_made()


@pytest.fixture
def edition(small):
    return edition_publish(by="c", note="First.", now=NOW)


@pytest.fixture
def file(edition, keys):
    return edition_packed(edition, private_pem=keys[0], installation="Lyon")


def repacked(data: bytes, change) -> bytes:
    """The archive with its members changed by hand."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in change(parts).items():
            archive.writestr(name, content)
    return out.getvalue()


def test_it_comes_back_as_the_same_edition_and_the_same_files(edition, file, keys, small):
    received = edition_unpacked(file, trusted={"lyon": keys[1]})
    assert (received.signed_by, received.manifest["label"], received.manifest["sha256"]) == (
        "lyon",
        edition.label,
        edition.sha256,
    )
    assert records.edition_document(received.book) == edition_document(edition)
    shipped = {str(path.relative_to(small)): path.read_text() for path in small.rglob("*") if path.is_file()}
    assert {name: shipped[name] for name in book_texts(received.book)} == book_texts(received.book)


def test_the_same_edition_and_key_give_the_same_bytes(edition, file, keys):
    assert edition_packed(edition, private_pem=keys[0], installation="Lyon") == file


def test_an_unknown_key_is_not_believed(file, keys):
    with pytest.raises(ExchangeRefused, match=r"No trusted key signed this file \(trusted: porto\)"):
        edition_unpacked(file, trusted={"porto": key_made()[1]})
    with pytest.raises(ExchangeRefused, match="trusted: none"):
        edition_unpacked(file, trusted={})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: {**p, "catalogue/participation.csv": p["catalogue/participation.csv"] + b"\n"}, "is not what"),
        (lambda p: {k: v for k, v in p.items() if not k.endswith("jurisdictions.csv")}, "is not what"),
        (lambda p: {**p, "catalogue/instruments/more.yaml": b"x"}, "is not what"),
        (lambda p: {**p, "../../etc/passwd": b"x"}, "does not belong"),
        (lambda p: {**p, MANIFEST: p[MANIFEST].replace(b"First.", b"Other.")}, "No trusted key"),
        (lambda p: {**p, SIGNATURE: b"!!"}, "unreadable"),
        (lambda p: {k: v for k, v in p.items() if k != SIGNATURE}, "signature are missing"),
    ],
)
def test_what_was_changed_on_its_way_is_refused(file, keys, change, says):
    with pytest.raises(ExchangeRefused, match=says):
        edition_unpacked(repacked(file, change), trusted={"lyon": keys[1]})


def test_one_flipped_byte_is_found_wherever_it_is(file, keys):
    """Names and sizes of members are in the archive twice; a flip there is refused or changes nothing that is read."""
    whole = edition_unpacked(file, trusted={"lyon": keys[1]})
    for place in range(0, len(file), max(1, len(file) // 150)):
        bad = bytearray(file)
        bad[place] ^= 0x10
        try:
            read = edition_unpacked(bytes(bad), trusted={"lyon": keys[1]})
        except ExchangeRefused:
            continue
        assert read == whole


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"x" * 5000])
def test_what_is_no_archive_is_told_so(data, keys):
    with pytest.raises(ExchangeRefused, match="no ZIP"):
        edition_unpacked(data, trusted={"lyon": keys[1]})


def test_a_compressed_archive_is_refused(file, keys):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(ExchangeRefused, match="not stored plainly"):
        edition_unpacked(out.getvalue(), trusted={"lyon": keys[1]})


def test_trusted_keys_are_the_files_of_a_folder(tmp_path, keys):
    (tmp_path / "lyon.pem").write_bytes(keys[1])
    (tmp_path / "notes.txt").write_text("x")
    assert trusted_keys(tmp_path) == {"lyon": keys[1]}
    assert trusted_keys(tmp_path / "none") == {}


def test_the_manifest_names_every_file(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        assert set(manifest["files"]) == set(archive.namelist()) - {MANIFEST, SIGNATURE}
