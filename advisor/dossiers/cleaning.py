"""Text as a document may hold it: no character that XML, PostgreSQL or UTF-8 refuses, and none that re-orders its
surroundings.

Right-to-left names stay as they are; only the invisible orders that could make one text look like another are taken
out.
"""

import re
from collections.abc import Mapping
from typing import Any

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Control characters but tab and line ends; embeddings, overrides and isolates of direction; non-characters.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")


def cleaned(value: Any) -> Any:
    """A JSON value with all its texts (and keys) cleaned; cleaning twice changes nothing more."""
    if isinstance(value, str):
        return REFUSED.sub("", LONE_SURROGATE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n")))
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    return value
