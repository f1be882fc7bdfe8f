"""How much text a dossier takes: layout time grows with text, so both a field and the whole are capped before any
layout.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.dossiers.errors import DossierTooLong, FieldTooLong

FIELD_BYTES = 20_000
DOSSIER_BYTES = 400_000
LOGO_BYTES = 60_000  # the letterhead's picture, in base64: no text, and counted by itself
LOGO = ("letterhead", "logo")


def check_sizes(inputs: Mapping[str, Any]) -> None:
    """Raise FieldTooLong or DossierTooLong, naming the field by its path ('need: subject')."""
    total, longest, longest_size = 0, "", 0
    for path, text in _fields(inputs, ()):
        size = len(text.encode("utf-8", errors="surrogatepass"))
        name = ": ".join(path)
        if path == LOGO and size <= LOGO_BYTES:
            continue
        if size > FIELD_BYTES:
            raise FieldTooLong(name, size, FIELD_BYTES)
        total += size
        if size > longest_size:
            longest, longest_size = name, size
    if total > DOSSIER_BYTES:
        raise DossierTooLong(total, DOSSIER_BYTES, longest)


def _fields(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _fields(inner, (*path, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _fields(inner, (*path, str(number)))
