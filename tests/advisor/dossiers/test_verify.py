"""Verifying a file: unchanged, changed by one byte, longer, shorter, not there."""

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from advisor.dossiers.services import dossier_request, job_finish, job_take
from tests.advisor.dossiers.rows import NOW
from tests.advisor.dossiers.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bells")]
CONTENT = b"%PDF-1.7 a dossier %%EOF"


@pytest.fixture
def stored(step: Any, frozen: dict[str, Any], tmp_path: Path) -> Path:
    """A finished dossier, and its bytes as a file."""
    frozen.update(sample("note-blocking"))
    job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
    lease = job_take(job_id=job.pk)
    assert lease is not None
    job_finish(lease=lease, content=CONTENT, sha256=hashlib.sha256(CONTENT).hexdigest(), pages=1, now=NOW)
    path = tmp_path / "dossier.pdf"
    path.write_bytes(CONTENT)
    return path


def verify(*paths: Path) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("verify_dossier", *map(str, paths), stdout=said, stderr=said)
    except SystemExit as ended:
        return int(str(ended.code)), said.getvalue()
    return 0, said.getvalue()


def test_unchanged(stored: Path) -> None:
    status, said = verify(stored)
    assert status == 0
    assert (
        "unchanged. Made 2026-11-22 10:00 UTC, version 1, language en, a draft, law of 2026-11-22 by edition sample.1"
        in said
    )
    assert "It carries no signature." in said


@pytest.mark.parametrize("position", range(len(CONTENT)))
def test_one_flipped_bit_is_found(stored: Path, position: int) -> None:
    content = bytearray(CONTENT)
    content[position] ^= 1
    stored.write_bytes(content)
    status, said = verify(stored)
    assert status == 1
    assert "NOT a dossier as stored here" in said


@pytest.mark.parametrize("content", [CONTENT + b"\n", CONTENT[:-1], b""])
def test_longer_or_shorter_is_another_file(stored: Path, content: bytes) -> None:
    stored.write_bytes(content)
    assert verify(stored)[0] == 1


def test_a_file_that_is_not_there(stored: Path) -> None:
    status, said = verify(stored, stored.with_name("nothing.pdf"))
    assert status == 2
    assert "cannot be read" in said
