"""Translations: .po to .mo by Babel, so that no machine needs gettext's own tools. Writes: */locale/**/*.mo."""

from __future__ import annotations

from .place import Place
from .talk import call, say, tail


def compile_messages(place: Place) -> None:
    """Compile what is newer than its .mo; a file that does not compile is named, and its texts stay English."""
    for source in place.root.glob("*/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        command = [place.python, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", target]
        worked, output = call(command)
        if not worked:
            say(f"the translation {source} could not be compiled, its texts stay in English:")
            for line in tail(output):
                say(line)
