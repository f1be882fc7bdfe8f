"""advisor.cases.exhibit_store: whole files by hash, one folder an agency, nothing but its owner may read them."""

import hashlib
import os
import stat
import uuid

import pytest

from advisor.cases import exhibit_store
from advisor.cases.exhibit_store import FileGone, TooLarge, drafts_sweep, file_keep, file_open, folder_of, path_of

AGENCY = uuid.UUID("00000000-0000-0000-0000-00000000a9e1")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    return settings.EXHIBITS_DIR


def test_bytes_are_named_by_their_hash_and_readable_for_their_owner_alone():
    kept = file_keep(AGENCY, [b"abc", b"def"], most=10)
    path = path_of(AGENCY, kept.sha256)
    assert kept.sha256 == hashlib.sha256(b"abcdef").hexdigest()
    assert path.read_bytes() == b"abcdef"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(folder_of(AGENCY).stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_bytes_twice_are_one_file():
    first, second = (file_keep(AGENCY, [b"abc"], most=10) for _ in range(2))
    assert first == second
    assert sum(path.is_file() for path in folder_of(AGENCY).rglob("*")) == 1


def test_agencies_share_nothing():
    other = uuid.uuid4()
    kept = file_keep(AGENCY, [b"abc"], most=10)
    with pytest.raises(FileGone):
        file_open(other, kept.sha256, kept.size)


def test_too_much_leaves_nothing_behind():
    with pytest.raises(TooLarge):
        file_keep(AGENCY, [b"abcdef", b"ghijkl"], most=10)
    assert [path for path in folder_of(AGENCY).rglob("*") if path.is_file()] == []


def test_a_full_disk_leaves_nothing_behind(monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exhibit_store.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        file_keep(AGENCY, [b"abc"], most=10)
    assert [path for path in folder_of(AGENCY).rglob("*") if path.is_file()] == []


def test_bytes_that_changed_are_not_given_out():
    kept = file_keep(AGENCY, [b"abc"], most=10)
    path = path_of(AGENCY, kept.sha256)
    path.unlink()
    path.write_bytes(b"abd")
    with pytest.raises(FileGone, match="not those that were kept"):
        file_open(AGENCY, kept.sha256, kept.size)


def test_a_link_is_not_followed(tmp_path):
    kept = file_keep(AGENCY, [b"abc"], most=10)
    path = path_of(AGENCY, kept.sha256)
    path.unlink()
    secret = tmp_path / "secret"
    secret.write_bytes(b"abc")
    path.symlink_to(secret)
    with pytest.raises(FileGone):
        file_open(AGENCY, kept.sha256, kept.size)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", ""])
def test_only_a_hash_becomes_a_path(name):
    with pytest.raises(ValueError, match="SHA-256"):
        path_of(AGENCY, name)


def test_what_a_killed_upload_left_is_swept():
    folder = folder_of(AGENCY)
    folder.mkdir(parents=True)
    old, young = folder / ".draft-old", folder / ".draft-young"
    for draft in (old, young):
        draft.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert drafts_sweep(folder, before=1000) == 1
    assert not old.exists()
    assert young.exists()
