"""Every route of the application, read from its URLconf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter


@dataclass(frozen=True)
class Route:
    """One named address: its full name (namespaces included), its parts, and which of them are UUIDs.

    `unnamed` counts parts without a name, as some libraries' addresses have them.
    """

    name: str
    parts: frozenset[str]
    uuids: frozenset[str]
    unnamed: int = 0

    @property
    def api(self) -> bool:
        """Whether it belongs to the API, which asks the policy table inside its views."""
        return self.name.startswith("api:")

    def url(self, values: dict[str, Any]) -> str:
        """The address with these values; values that it has no part for are left out."""
        if self.unnamed:
            return reverse(self.name, args=["1"] * self.unnamed)
        return reverse(self.name, kwargs={part: values[part] for part in self.parts})


def _walk(patterns: list[Any], namespaces: tuple[str, ...], parts: dict[str, Any]) -> Iterator[Route | str]:
    for entry in patterns:
        here = parts | dict(entry.pattern.converters)
        regex = getattr(entry.pattern, "regex", None)
        if regex is not None:
            here |= {name: here.get(name) for name in regex.groupindex}
        if isinstance(entry, URLResolver):
            space = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry.url_patterns, space, here)
        elif isinstance(entry, URLPattern):
            if not entry.name:
                yield f"{'/'.join(namespaces)} {entry.pattern}"
                continue
            uuids = frozenset(name for name, converter in here.items() if isinstance(converter, UUIDConverter))
            unnamed = regex.groups - len(regex.groupindex) if regex is not None and not here else 0
            yield Route(":".join((*namespaces, entry.name)), frozenset(here), uuids, unnamed)


def all_routes() -> tuple[list[Route], list[str]]:
    """(named routes, each once; addresses without a name)."""
    found = list(_walk(get_resolver().url_patterns, (), {}))
    named = dict.fromkeys(entry for entry in found if isinstance(entry, Route))
    return list(named), [entry for entry in found if isinstance(entry, str)]
