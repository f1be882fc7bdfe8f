"""The fixed words of a document in one language, and how values are said in it.

Reads: advisor/dossiers/wording/<language>.yaml. Text that a person typed is put beside these words as a run of its own
and never passes through a pattern, so braces in it mean nothing.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from advisor.dossiers.document import Foreign, Run, Runs, runs

FOLDER = Path(__file__).resolve().parents[1] / "wording"
DATE_STYLE = {"en": "en_GB"}  # 22 November 2026: English as the institutions of Europe write it
CATALOGUE = "en"  # the language of the catalogue
HOLE = re.compile(r"\{(\w+)\}")
CODE = re.compile(r"(?<![\w./-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w/-]|\.\w)")  # an instrument's code inside a text
TERM = re.compile(r"\b[a-z_]+\.[a-z0-9_]+\b")  # a fact or a measure, by its code, inside a text
# Operators that stand before a figure in the catalogue's short notes, as a person says them.
OPERATOR = re.compile(r"(max(?:imum)?\s+)?(>=|<=|≥|≤|>|<)\s*(?=\d)")
DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2} UTC)")


def languages() -> tuple[str, ...]:
    """The languages that have a file of words."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def wording(language: str) -> "Words":
    """The words of a language; raises KeyError for one that has no file."""
    if language not in languages():
        raise KeyError(language)
    return Words(language, yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8")))


class Words:
    """Looks up fixed words by dotted key and says values."""

    def __init__(self, language: str, tree: Mapping[str, Any]) -> None:
        self.language = language
        self._tree = tree

    def get(self, section: str, name: str, default: str = "default") -> Any:
        """The entry `name` of a section whose keys hold dots (asks, particulars, titles), else its default or None."""
        entries = self._tree[section]
        return entries.get(name, entries.get(default))

    def raw(self, key: str) -> Any:
        """What stands under a dotted key."""
        found: Any = self._tree
        for part in key.split("."):
            found = found[part]
        return found

    def __call__(self, key: str, **values: str | Run | Runs) -> Runs:
        """The sentence under a key, its holes filled; a plain string in a hole stays plain."""
        return self.fill(str(self.raw(key)), **values)

    def fill(self, sentence: str, **values: str | Run | Runs) -> Runs:
        """A sentence with its holes filled; neighbouring plain pieces are joined."""
        pieces: list[Run] = []
        for index, piece in enumerate(HOLE.split(sentence)):
            for run in runs(values[piece] if index % 2 else piece):
                if pieces and pieces[-1].kind == run.kind == "plain" and pieces[-1].lang == run.lang:
                    pieces[-1] = Run(pieces[-1].text + run.text, lang=run.lang)
                else:
                    pieces.append(run)
        return tuple(pieces)

    def text(self, key: str, **values: str) -> str:
        """The sentence under a key as one string."""
        return "".join(run.text for run in self(key, **values))

    def blank(self, key: str, **values: str) -> Run:
        """A place to be completed, with what belongs there; the key is its name."""
        return Run(self.text(key, **values), "blank", key)

    def particulars(self, measure: str) -> tuple[Run, ...]:
        """The places for the particulars of a measure, by number."""
        listed = self.get("particulars", measure)
        return tuple(Run(item, "blank", f"particulars.{number}") for number, item in enumerate(listed, 1))

    def day(self, iso: str) -> str:
        """A day in words; what is no ISO day is returned as it is."""
        try:
            return format_date(date.fromisoformat(iso), "long", locale=DATE_STYLE.get(self.language, self.language))
        except ValueError:
            return iso

    def moment(self, stamp: str) -> str:
        """A moment in words: '2026-11-22 17:52 UTC' as '22 November 2026, 17:52 UTC'; anything else as it is."""
        found = MOMENT.fullmatch(stamp)
        return f"{self.day(found[1])}, {found[2]}" if found else stamp

    def number(self, value: int | float) -> str:
        """A figure as the language writes it: '1,000.5', '1.000,5', '1 000,5'."""
        return str(format_decimal(value, locale=DATE_STYLE.get(self.language, self.language)))

    def state(self, code: str, name: str) -> str:
        """A State's name; in English as the catalogue has it (`name`), else as the language calls it."""
        return name if self.language == CATALOGUE else str(Locale(self.language).territories.get(code, name))

    def measure(self, code: str, name: str) -> str:
        """A measure's name; in English as the catalogue has it (`name`), which stands where the language has none."""
        return name if self.language == CATALOGUE else str(self._tree["measure_names"].get(code, name))

    def kept(self, text: str) -> str:
        """A text of the catalogue, which is written in English: marked as such in any other language."""
        return text if self.language == CATALOGUE or not text else Foreign(text)

    def operators_in(self, text: str) -> str:
        """A text with the operators before its figures said in words: 'at least 3 years'."""
        said = self.raw("operators")
        return OPERATOR.sub(lambda match: f"{said['max'] if match[1] else ''}{said[match[2]]} ", text)

    def days_in(self, text: str) -> str:
        """A text with its ISO days said in words."""
        return DAY.sub(lambda match: self.day(match[0]), text)

    def languages_of(self, codes: list[str]) -> str:
        """Language codes by name."""
        names = Locale(self.language).languages
        return ", ".join(names.get(code, code) for code in codes)

    def limit(self, duration: int | None, unit: str | None) -> str:
        """A time limit: '10 days'; one that the law gives in words points to its article."""
        if duration is None or not unit:
            return str(self.raw("time.in_words"))
        one, many = self.raw(f"time.units.{unit}")
        return str(one if duration == 1 else many).replace("{n}", str(duration))

    def articles(self, listed: list[str]) -> str:
        """Articles as one citation; names that are no numbers ('provider policy') stand without 'art.'."""
        joined = "; ".join(listed) if any("," in item for item in listed) else ", ".join(listed)
        if not any(item[:1].isdigit() for item in listed):
            return joined
        single = len(listed) == 1 and listed[0].replace("(", "").replace(")", "").isalnum()
        return self.text("frame.article" if single else "frame.articles", article=joined)

    def article(self, cited: str | None) -> str:
        """One citation from a record; empty for none and for a dash."""
        return "" if cited in (None, "", "-") else str(cited)


def humane(code: str) -> str:
    """A code of the vocabulary as words."""
    return code.replace("_", " ").replace("-", " ")


def first_up(said: Runs) -> str:
    """A phrase as the beginning of a sentence, its roles left behind."""
    text = "".join(run.text for run in said)
    return text[:1].upper() + text[1:]
