"""Translations: .po to .mo by Babel, so that no machine needs gettext's own tools. Writes: */locale/**/*.mo."""

from __future__ import annotations

from pathlib import Path

from .place import Place
from .talk import call, fail, tail


def compile_command(python: Path, source: Path, target: Path) -> list[object]:
    """What compiles one language."""
    return [python, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", target]


def compile_messages(place: Place) -> None:
    """Compile what is newer than its .mo. Ends the start where a language does not result: half a language is none.

    Babel ends with 0 also when it leaves a file out (its head is marked fuzzy), so the result itself is looked at.
    """
    for source in sorted(place.root.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if _made(source, target):
            continue
        worked, output = call(compile_command(place.python, source, target))
        if not worked or not _made(source, target):
            fail(f"the translation {source} could not be compiled to {target.name}; mend that file.", *tail(output))


def _made(source: Path, target: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime
