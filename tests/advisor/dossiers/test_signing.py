"""Signed files: whole and ours, told from changed ones at every kind of place, and the key never leaves its process."""

import hashlib
import random
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from advisor.dossiers import signing
from advisor.dossiers.errors import SigningFailed
from advisor.dossiers.making import dossier_make
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.services import dossier_request
from advisor.dossiers.to_pdf import render_pdf
from advisor.dossiers.verifying import dossier_verify
from advisor.dossiers.wire import Rendered
from tests.advisor.dossiers.keys import made_key
from tests.advisor.dossiers.pdf_text import opened
from tests.advisor.dossiers.rows import NOW
from tests.advisor.dossiers.samples import sample
from tests.advisor.dossiers.timestamps import timestamp_server


@cache
def unsigned() -> bytes:
    return render_pdf(sample("note-blocking"), 1, lambda _: None).content


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made_key(tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def made(key: dict[str, str]) -> bytes:
    with override_settings(**key):
        return signing.signed(unsigned(), final=False)


def test_a_signed_file_is_whole_and_ours(key: dict[str, str], made: bytes) -> None:
    with override_settings(**key):
        found = signing.seals(made)
    assert found is not None
    [seal] = found
    assert (seal.whole, seal.ours, seal.level) == (True, True, "B-B")
    assert "Rogatory test installation" in seal.signer


def test_it_says_that_it_is_no_qualified_signature(made: bytes) -> None:
    with opened(made) as pdf:
        [field] = pdf.Root.AcroForm.Fields
        assert str(field.V.Reason) == signing.REASONS[False]
        assert "Not a qualified signature" in str(field.V.Reason)
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"


def test_the_signed_file_begins_with_the_unsigned_bytes(made: bytes) -> None:
    assert made.startswith(unsigned())


def test_a_pem_key_signs_too(tmp_path: Path) -> None:
    with override_settings(**made_key(tmp_path, pem=True)):
        found = signing.seals(signing.signed(unsigned(), final=True))
    assert found is not None
    assert found[0].whole
    assert found[0].ours


def test_with_a_timestamp_server_the_signature_is_b_t(key: dict[str, str]) -> None:
    with timestamp_server() as (address, queries), override_settings(**(key | {"SIGNING_TSA_URL": address})):
        content = signing.signed(unsigned(), final=True)
        asked = len(queries)
        found = signing.seals(content)
        changed = signing.seals(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
    assert asked >= 1
    assert found is not None
    assert [(seal.whole, seal.ours, seal.level) for seal in found] == [(True, True, "B-T")]
    assert len(queries) == asked  # a check asks nobody
    assert changed is not None
    assert not any(seal.whole for seal in changed)


def test_a_timestamp_server_that_is_silent_makes_no_lesser_signature(key: dict[str, str]) -> None:
    """Whoever configured B-T never gets B-B without a word: the dossier fails and says so."""
    closed = "http://127.0.0.1:9/"
    with override_settings(**(key | {"SIGNING_TSA_URL": closed})), pytest.raises(SigningFailed):
        signing.signed(unsigned(), final=True)


def test_another_key_is_not_ours(made: bytes, tmp_path: Path) -> None:
    with override_settings(**made_key(tmp_path, name="Somebody else")):
        found = signing.seals(made)
    assert found is not None
    assert (found[0].whole, found[0].ours) == (True, False)


@pytest.mark.parametrize("change", ["appended", "cut", "rotated", "swapped"])
def test_a_changed_file_is_not_whole(key: dict[str, str], made: bytes, tmp_path: Path, change: str) -> None:
    if change == "appended":
        bad = made + b"\n% more"
    elif change == "cut":
        bad = made[:-40]
    elif change == "rotated":
        bad = made.replace(b"/MediaBox", b"/MediaBoy", 1)
        bad = bad if bad != made else made[:100] + b"x" + made[101:]
    else:
        with override_settings(**made_key(tmp_path)):
            other = signing.signed(render_pdf(sample("letter-registrant"), 1, lambda _: None).content, final=False)
        bad = made[: len(unsigned())] + other[-(len(made) - len(unsigned())) :]
    with override_settings(**key):
        found = signing.seals(bad)
    assert found is None or not any(seal.whole for seal in found)


def test_a_second_opinion(made: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("no poppler here")
    path = tmp_path / "signed.pdf"
    path.write_bytes(made)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 /ByteRange", b"/ByteRange" * 1000, b"x" * 5000 + b"/ByteRange"])
def test_what_is_no_pdf_is_no_signature(content: bytes) -> None:
    assert signing.seals(content) in ([], None)


def test_a_key_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    told = made_key(tmp_path)
    Path(told["SIGNING_PASSPHRASE_FILE"]).write_text("wrong")
    with override_settings(**told), pytest.raises(SigningFailed, match="could not be signed"):
        signing.signed(unsigned(), final=False)


def test_the_key_stays_in_its_own_process() -> None:
    """Nothing that the worker or the renderer imports reads a key."""
    script = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'advisor.settings.test'\n"
        "import django; django.setup()\n"
        "import advisor.dossiers.making, advisor.dossiers.press, advisor.dossiers.tasks\n"
        "print(sorted(name for name in sys.modules if name.startswith('pyhanko')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.django_db
@pytest.mark.usefixtures("bells")
class TestStored:
    """A signed dossier in the database, and what verifying says of it and of its changed copies."""

    @pytest.fixture
    def stored(self, step: Any, frozen: dict[str, Any], key: dict[str, str]) -> Dossier:
        frozen.update(sample("note-blocking"))
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        content = unsigned()
        with override_settings(**key):
            made = dossier_make(
                job_id=job.pk,
                now=lambda: NOW,
                render=lambda **_: Rendered(content, hashlib.sha256(content).hexdigest(), 3),
            )
        assert made is not None
        return made

    def test_keeps_the_hash_before_signing(self, stored: Dossier) -> None:
        assert stored.signature == "B-B"
        assert stored.unsigned_sha256 == hashlib.sha256(unsigned()).hexdigest()
        assert stored.sha256 == hashlib.sha256(bytes(stored.content)).hexdigest() != stored.unsigned_sha256

    def test_is_told_unchanged_and_signed(self, stored: Dossier, key: dict[str, str]) -> None:
        with override_settings(**key):
            verdict = dossier_verify(content=bytes(stored.content))
        assert verdict.unchanged
        assert [(seal.whole, seal.ours) for seal in verdict.seals] == [(True, True)]

    def test_a_flipped_bit_anywhere_is_found(self, stored: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("advisor.dossiers.verifying.seals", lambda content: [])
        content, dice = bytes(stored.content), random.Random(20261122)
        tail = range(len(unsigned()) - 20, len(content), 97)
        for place in [0, len(content) - 1, *tail, *(dice.randrange(len(content)) for _ in range(400))]:
            bad = bytearray(content)
            bad[place] ^= 1 << dice.randrange(8)
            assert not dossier_verify(content=bytes(bad)).unchanged, place

    def test_flips_under_the_signature_are_no_whole_signature(self, stored: Dossier, key: dict[str, str]) -> None:
        dice = random.Random(7)
        with override_settings(**key):
            for _ in range(4):
                bad = bytearray(stored.content)
                bad[dice.randrange(len(unsigned()))] ^= 1
                verdict = dossier_verify(content=bytes(bad))
                assert not verdict.unchanged
                assert not any(seal.whole for seal in verdict.seals)

    def test_a_key_that_fails_stores_nothing(
        self, step: Any, frozen: dict[str, Any], settings: Any, tmp_path: Path
    ) -> None:
        settings.SIGNING_KEY_FILE = str(tmp_path / "none.p12")
        settings.DOSSIER_MAX_ATTEMPTS = 1
        job = dossier_request(step=step, language="en", user=step.chosen_by, now=NOW)
        content = unsigned()
        made = dossier_make(job_id=job.pk, now=lambda: NOW, render=lambda **_: Rendered(content, "0" * 64, 3))
        assert made is None
        assert DossierJob.objects.get().state == JobState.FAILED
        assert "could not be signed" in DossierJob.objects.get().error
        assert not Dossier.objects.exists()
