"""PAdES signatures with the installation's key, made and checked in a process of their own.

The key is read by that process alone, and only while it signs: neither the worker nor the renderer ever holds it. Reads
the files that SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE and SIGNING_PASSPHRASE_FILE name: PKCS#12, or a PEM key with
its PEM certificate. The level is B-B, and B-T where SIGNING_TSA_URL names a time-stamp server. What is signed says that
it is no qualified signature: it tells where the file was made and that nothing was changed since.

As a process: `python -m advisor.dossiers.signing sign|check`, a request in JSON on the first line of standard input,
then the file. `sign` answers with the signed file, `check` with JSON. Nothing is written anywhere else.
"""

import io
import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from advisor.dossiers.errors import SigningFailed

FIELD = "Rogatory"
SIGN_SECONDS, CHECK_SECONDS = 15, 30  # signing ends before the lease of the job does
CHECK_BYTES = 1 << 30
MOST_SIGNATURES = 10
REASONS = {
    False: "Draft made by this installation. Not a qualified signature.",
    True: "Approved dossier made by this installation. Not a qualified signature.",
}


@dataclass(frozen=True)
class Seal:
    """One signature of a file, as it was found. `whole`: it covers the file to its last byte, unchanged."""

    signer: str
    whole: bool
    ours: bool
    signed_at: str
    level: str


def signs() -> bool:
    """Whether this installation has a key."""
    return bool(settings.SIGNING_KEY_FILE)


def level() -> str:
    """The level of the signatures made here."""
    return "B-T" if settings.SIGNING_TSA_URL else "B-B"


def signed(content: bytes, *, final: bool) -> bytes:
    """The file with the installation's signature. Raises SigningFailed."""
    asked = {"reason": REASONS[final], **_key_files()}
    done = _process(["sign"], asked, content, SIGN_SECONDS)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise SigningFailed(said[-1][:200] if said else f"exit status {done.returncode}")
    return done.stdout


def seals(content: bytes) -> list[Seal] | None:
    """The signatures of any file, checked without a network; None for a file that cannot be read as a PDF.

    The file is parsed in a process of its own (under bubblewrap, where that works), with limits of time and memory.
    """
    if b"/ByteRange" not in content:
        return []
    try:
        done = _process(["check"], {"ours": own_fingerprint()}, content, CHECK_SECONDS, apart=True)
    except SigningFailed:
        return None
    if done.returncode:
        return None
    return [Seal(**row) for row in json.loads(done.stdout)]


def own_fingerprint() -> str:
    """SHA-256 of the installation's certificate; empty without a key, or where it cannot be read."""
    if not signs():
        return ""
    files = _key_files()
    changed = [os.path.getmtime(path) for name, path in files.items() if name != "tsa" and os.path.exists(path)]
    return _fingerprint(tuple(files.items()), tuple(changed))


@lru_cache(maxsize=4)
def _fingerprint(files: tuple[tuple[str, str], ...], _changed: tuple[float, ...]) -> str:
    done = _process(["name"], dict(files), b"", CHECK_SECONDS)
    return done.stdout.decode().strip() if not done.returncode else ""


def _key_files() -> dict[str, str]:
    return {
        "key": settings.SIGNING_KEY_FILE,
        "certificate": settings.SIGNING_CERTIFICATE_FILE,
        "passphrase": settings.SIGNING_PASSPHRASE_FILE,
        "tsa": settings.SIGNING_TSA_URL,
    }


def _process(
    does: list[str], asked: dict[str, str], content: bytes, seconds: int, *, apart: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "advisor.dossiers.signing", *does]
    if apart and shutil.which("bwrap"):
        from advisor.dossiers.press import sandbox

        command = sandbox(command)
    try:
        return subprocess.run(  # noqa: S603 - our own command
            command,
            input=json.dumps(asked).encode() + b"\n" + content,
            capture_output=True,
            timeout=seconds,
            cwd=settings.BASE_DIR,
            env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise SigningFailed(type(error).__name__) from error


# --- in the process ---------------------------------------------------------------------------------------------------
def _signer(asked: dict[str, str]) -> Any:
    from pyhanko.sign import signers

    simple: Any = signers.SimpleSigner  # the library leaves these two untyped
    passphrase = None
    if asked["passphrase"]:
        with open(asked["passphrase"], "rb") as handle:
            passphrase = handle.read().strip()
    if asked["certificate"]:
        found = simple.load(asked["key"], asked["certificate"], key_passphrase=passphrase)
    else:
        found = simple.load_pkcs12(asked["key"], passphrase=passphrase)
    if found is None:
        raise SystemExit("the key, its certificate or its passphrase cannot be read")
    return found


def _sign(asked: dict[str, str], content: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=asked["reason"]
    )
    stamper: Any = HTTPTimeStamper
    clock = stamper(asked["tsa"]) if asked["tsa"] else None
    made = signers.PdfSigner(meta, _signer(asked), timestamper=clock).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    return bytes(made.getvalue())


def _check(ours: str, content: bytes) -> list[dict[str, Any]]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    found = []
    for signature in PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures[:MOST_SIGNATURES]:
        context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
        whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        told = signature.self_reported_timestamp
        found.append(
            {
                "signer": signature.signer_cert.subject.human_friendly[:200],
                "whole": bool(status.intact and status.valid and whole),
                "ours": bool(ours) and signature.signer_cert.sha256.hex() == ours,
                "signed_at": f"{told:%Y-%m-%d %H:%M:%S %Z}" if told else "",
                "level": "B-T" if status.timestamp_validity else "B-B",
            }
        )
    return found


def main() -> None:
    """One request from standard input. Ends with status 1, and a line that names the kind of fault, when it fails."""
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(request)
    does = sys.argv[1]
    if does == "check":
        resource.setrlimit(resource.RLIMIT_AS, (CHECK_BYTES, CHECK_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CHECK_SECONDS, CHECK_SECONDS))
    try:
        if does == "sign":
            sys.stdout.buffer.write(_sign(asked, content))
        elif does == "name":
            sys.stdout.write(_signer(asked).signing_cert.sha256.hex())
        else:
            sys.stdout.write(json.dumps(_check(asked["ours"], content)))
    except Exception as error:  # noqa: BLE001 - a hostile file, or a key that is none: the kind of fault is enough
        raise SystemExit(f"{type(error).__name__}: {error}"[:200]) from None


if __name__ == "__main__":
    main()
