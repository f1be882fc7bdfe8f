"""Which languages there are: English, and every folder of advisor/locale that holds a file of translations.

Reads: the names of folders. Imported by the settings, so it needs nothing of Django that is not there before them.
"""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO

SOURCE = "en"
FOLDER = Path(__file__).resolve().parents[1] / "locale"
FILE = Path("LC_MESSAGES", "django.po")


def languages_found(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """(code, its own name) of English and then of every language that has its one file, by code."""
    codes = sorted(place.name for place in folder.glob("*") if (place / FILE).is_file())
    return [(code, own_name(code)) for code in dict.fromkeys([SOURCE, *codes])]


def own_name(code: str) -> str:
    """A language in its own words: 'Français'. A code that Django does not know stays a code."""
    known = LANG_INFO.get(code.replace("_", "-").lower(), {})
    name = str(known.get("name_local", code))
    return name[:1].upper() + name[1:]
