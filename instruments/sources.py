"""What is known about citations: when somebody last read what stands there.

*Reads* the register of sources, which is beside the editions: reading a page again changes no law. *Writes* nothing.
"""

from collections.abc import Iterable
from typing import Any

from instruments.models import Source

Checked = dict[str, dict[str, Any]]


def sources_checked(citations: Iterable[str]) -> Checked:
    """Citation -> {kind, url, checked_on} of the register, in one query; a citation without an entry is left out."""
    rows = Source.objects.filter(citation__in=set(citations)).values("citation", "kind", "url", "checked_on")
    return {row["citation"]: dict(row) for row in rows}
