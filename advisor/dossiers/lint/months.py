"""Names of months and weekdays in the languages that people type, from Babel."""

from functools import cache

from babel import Locale

LANGUAGES = ("en", "fr", "de", "es", "it")
MORE = {"sept": 9, "sept.": 9, "jän": 1, "jänner": 1}


@cache
def months() -> dict[str, int]:
    """A month's name, or its usual short form, in small letters, to its number."""
    found = dict(MORE)
    for language in LANGUAGES:
        named = Locale(language).months
        for kind in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in named[kind][width].items():
                    if len(name.rstrip(".")) >= 3:
                        found.setdefault(name.lower().rstrip("."), number)
    return found


@cache
def weekdays() -> dict[str, int]:
    """A weekday's name in small letters to its number, Monday 0."""
    return {
        name.lower(): number
        for language in LANGUAGES
        for number, name in Locale(language).days["format"]["wide"].items()
    }
