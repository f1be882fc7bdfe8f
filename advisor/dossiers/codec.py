"""Canonical bytes of JSON values, and their hash: the same value gives the same bytes on every machine."""

import hashlib
import json
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Raises UnicodeEncodeError for a lone surrogate: clean the value
    first.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def canonical_sha256(value: Any) -> str:
    """SHA-256, in hexadecimal, of the canonical bytes."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
