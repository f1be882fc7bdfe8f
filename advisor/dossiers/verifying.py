"""Whether a file is a dossier as it was stored, and by which law and when it was made.

Reads: finished dossiers by the hash of the file's bytes, and the file's own signatures (signing.py). Says nothing about
cases: only what the file itself holds. The file is compared and hashed, never run, rendered or kept.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from advisor.dossiers.models import Dossier
from advisor.dossiers.signing import Seal, seals


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check. `sha256` is that of the file; the rest is None unless it is one of ours, unchanged.

    `seals` are the file's signatures, whoever made them; `readable` is False when they could not be read.
    """

    sha256: str
    unchanged: bool
    dossier_id: UUID | None = None
    made_at: datetime | None = None
    version: int | None = None
    language: str | None = None
    edition_label: str | None = None
    edition_sha256: str | None = None
    law_of: str | None = None
    final: bool = False
    approved_on: str = ""
    seals: tuple[Seal, ...] = ()
    readable: bool = True


def dossier_verify(*, content: bytes) -> Verdict:
    """Compare a file with what is stored, byte for byte: one changed, missing or added byte is another file."""
    digest = hashlib.sha256(content).hexdigest()
    found = Dossier.objects.select_related("job").filter(sha256=digest, size=len(content)).first()
    read = seals(content)
    signed: dict[str, Any] = {"seals": tuple(read or ()), "readable": read is not None}
    if found is None or bytes(found.content) != content:
        return Verdict(digest, unchanged=False, **signed)
    route = found.job.inputs["route"]
    return Verdict(
        digest,
        unchanged=True,
        dossier_id=found.pk,
        made_at=found.created_at,
        version=found.job.version,
        language=found.job.language,
        edition_label=route["edition"]["label"],
        edition_sha256=route["edition"]["sha256"],
        law_of=route["on"],
        final=bool(found.job.inputs.get("final")),
        approved_on=str(found.job.inputs.get("approved_on", "")),
        **signed,
    )
