"""Pages of a list. Links are paths, not addresses: no name of a host is read from a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from rest_framework.exceptions import NotFound

MOST = 200
USUAL = 50


def page_of(rows: Sequence[Any], *, number: int, size: int, path: str, query: dict[str, str]) -> dict[str, Any]:
    """One page of rows with the count of all and the paths of its neighbours. Raises NotFound beyond the last page."""
    pages = max(1, -(-len(rows) // size))
    if number > pages:
        raise NotFound(f"There are {pages} page(s) of {size}; page {number} is beyond the last one.")

    def link(to: int) -> str | None:
        return f"{path}?{urlencode({**query, 'page': to})}" if 1 <= to <= pages else None

    start = (number - 1) * size
    return {
        "count": len(rows),
        "next": link(number + 1),
        "previous": link(number - 1),
        "results": rows[start : start + size],
    }
