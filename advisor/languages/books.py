"""A language's one file: refreshed from what is found, checked, compiled.

Reads and writes: advisor/locale/<code>/LC_MESSAGES/django.po, and django.mo beside it (made, never committed).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from advisor.languages.extract import Found
from advisor.languages.found import FILE, FOLDER

HEADER = "# Texts of Rogatory in one more language. New texts are put in by `python3 manage.py languages`.\n"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|%%")


def book_path(code: str, folder: Path = FOLDER) -> Path:
    """Where a language's file is."""
    return folder / code / FILE


def book_read(path: Path) -> Catalog:
    """A language's file."""
    with path.open("rb") as source:
        return read_po(source, locale=path.parents[1].name, charset="utf-8")


def book_refreshed(old: Catalog, found: Iterable[Found]) -> Catalog:
    """The same translations for the texts that are there now: new ones empty, old ones left out."""
    fresh = Catalog(locale=old.locale, header_comment=HEADER.rstrip(), project="Rogatory", charset="utf-8", fuzzy=False)
    fresh.creation_date = fresh.revision_date = datetime(2026, 11, 22, tzinfo=UTC)  # the same texts, the same bytes
    places: dict[tuple[str | tuple[str, ...], str | None], set[str]] = {}
    for text, context, where in found:
        places.setdefault((text, context), set()).add(where)
    for (text, context), where_all in places.items():
        before = old.get(text if isinstance(text, str) else text[0], context)
        kept = before.string if before is not None and isinstance(before.id, str) == isinstance(text, str) else None
        places_named = [(where, 0) for where in sorted(where_all)]  # the writer leaves the line numbers out
        fresh.add(text, kept or None, locations=places_named, context=context)
    return fresh


def book_write(catalog: Catalog, path: Path) -> None:
    """The file, and its compiled twin."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, width=110, include_lineno=False, sort_output=True)
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalog)


def texts_of(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one a plural form."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def ids_of(message: Message) -> tuple[str, ...]:
    """The ids of a message: one, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def book_faults(catalog: Catalog) -> list[str]:
    """What is wrong with a language's file: empty, fuzzy, or a placeholder lost. One line each."""
    # a head that is marked fuzzy makes the whole file "not ready", and the compiler leaves it out without a word
    faults = ["fuzzy: the head of the file"] if catalog.fuzzy else []
    for message in catalog:
        if not message.id:
            continue
        name = ids_of(message)[0]
        texts = texts_of(message)
        if not texts or not all(texts):
            faults.append(f"not translated: {name}")
        elif message.fuzzy:
            faults.append(f"fuzzy: {name}")
        elif any(_placeholders(text) not in [_placeholders(i) for i in ids_of(message)] for text in texts):
            faults.append(f"placeholders differ: {name}")
    return faults


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def book_missing(catalog: Catalog, found: Iterable[Found]) -> list[str]:
    """Texts that are shown and that the file does not know."""
    missing = []
    for text, context, where in found:
        known = catalog.get(text if isinstance(text, str) else text[0], context)
        if known is None or isinstance(known.id, str) != isinstance(text, str):
            missing.append(f"not in the file ({where}): {text if isinstance(text, str) else text[0]}")
    return sorted(set(missing))
