"""Submitted text becomes typed values, and stored values are held against the vocabulary. One message per fault.

Reads the rulebook alone. Values are JSON-ready: days are ISO strings, amounts are numbers, lists of States are lists.
Names of form fields: the fact's name, `<fact>-unknown` for 'I don't know yet' beside a text box, and for a day either
`<fact>-day`, `-month`, `-year` or `<fact>_0`, `_1`, `_2`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from advisor.intake.labels import label_of
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import gettext as _
from advisor.languages.words import gettext_noop, state_worded, worded
from routing.facts import FactDef
from routing.rulebook import Rulebook

UNKNOWN = "unknown"
YES, NO = "yes", "no"
LONGEST_TEXT = 2_000
MOST_STATES = 60
LARGEST = 10**12
EARLIEST, LATEST = 1900, 2200
_WHOLE = re.compile(r"[0-9]{1,15}")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DAY_PARTS = (("-day", "-month", "-year"), ("_0", "_1", "_2"))
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class AnswerFault(ValueError):
    """An answer that cannot be taken; the message says what was read, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a submitted page holds.

    `values`: fact -> typed value, None for 'I don't know yet'. `clear`: facts whose field came back empty.
    `faults`: fact -> message. `raw`: fact -> what was typed, to show again beside a message.
    """

    values: dict[str, Any] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)


def _quoted(text: str) -> str:
    """What was read, short and without anything invisible."""
    short = text if len(text) <= 60 else text[:57] + "..."
    return "“" + "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in short) + "”"


def _no_question(fact: str) -> str:
    return _("There is no question %(fact)s in this edition of the catalogue.") % {"fact": _quoted(fact)}


def _bool(fact: FactDef, text: str, rulebook: Rulebook) -> bool:
    if text not in (YES, NO):
        raise AnswerFault(_("Read %(read)s. Choose yes, no or “I don’t know yet”.") % {"read": _quoted(text)})
    return text == YES


def _int(fact: FactDef, text: str, rulebook: Rulebook) -> int:
    plain = text.replace(" ", "")
    if not plain.isascii() or not _WHOLE.fullmatch(plain):
        wanted = _("Read %(read)s. Enter a whole number without sign or words, for example 48.")
        if fact.unit == "months":
            wanted = _("Read %(read)s. Enter a whole number of months without sign or words, for example 48.")
        raise AnswerFault(wanted % {"read": _quoted(text)})
    number = int(plain)
    if fact.unit == "months" and number > 1200:
        raise AnswerFault(
            _("Read %(number)s months, more than a hundred years. Enter months: three years are 36.")
            % {"number": number}
        )
    if number > LARGEST:
        raise AnswerFault(
            _("Read %(read)s. That is larger than anything this can mean; check the number.") % {"read": number}
        )
    return number


def _decimal(fact: FactDef, text: str, rulebook: Rulebook) -> int | float:
    wrong = AnswerFault(
        _("Read %(read)s. Enter the amount (%(unit)s) in digits, with at most two decimals: 4800 or 4800.50.")
        % {"read": _quoted(text), "unit": fact.unit or _("number")}
    )
    plain = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?", plain) or re.fullmatch(r"[0-9]+,[0-9]{1,2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not plain.isascii() or not re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,2})?", plain):
        raise wrong
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise wrong from None
    if number > LARGEST:
        raise AnswerFault(
            _("Read %(read)s. That is larger than anything this can mean; check the amount.") % {"read": _quoted(text)}
        )
    return int(number) if number == number.to_integral_value() else float(number)


def _month(text: str) -> int:
    """1 to 12 from a number or the English name; 0 when it is neither."""
    if text.isdigit() and text.isascii():
        return int(text[:4])
    return MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in MONTHS and text.isalpha() else 0


def day_of(parts: Sequence[str]) -> date:
    """A day from day, month and year as typed. Raises AnswerFault, naming what is missing or wrong."""
    texts = [part.strip() for part in parts]
    missing = [name for name, text in zip((_("day"), _("month"), _("year")), texts, strict=True) if not text]
    if missing:
        raise AnswerFault(
            _("The date is not complete; missing: %(parts)s. Enter day, month and year: 5 10 2026.")
            % {"parts": ", ".join(missing)}
        )
    read = _quoted(" ".join(texts))
    day, month, year = texts[0], _month(texts[1]), texts[2]
    if not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit() and month):
        raise AnswerFault(
            _("Read %(read)s. Enter day, month and year as numbers, for example 5 10 2026.") % {"read": read}
        )
    if len(year) != 4 or not EARLIEST <= int(year) <= LATEST:
        raise AnswerFault(
            _("Read the year %(read)s. Enter it with four digits, from %(first)s to %(last)s.")
            % {"read": _quoted(year), "first": EARLIEST, "last": LATEST}
        )
    try:
        return date(int(year), month, int(day[:4]))
    except ValueError:
        raise AnswerFault(
            _("Read %(read)s. The calendar has no such day; check day and month.") % {"read": read}
        ) from None


def _date(fact: FactDef, text: str, rulebook: Rulebook) -> str:
    match = _ISO.fullmatch(text) if text.isascii() else None
    if not match:
        raise AnswerFault(
            _("Read %(read)s. Enter a date as year-month-day, for example 2026-10-05.") % {"read": _quoted(text)}
        )
    return day_of([match[3], match[2], match[1]]).isoformat()


def _enum(fact: FactDef, text: str, rulebook: Rulebook) -> str:
    if text not in fact.values:
        allowed = ", ".join(label_of(value) for value in fact.values)
        raise AnswerFault(_("Read %(read)s. Choose one of: %(allowed)s.") % {"read": _quoted(text), "allowed": allowed})
    return text


def _state(fact: FactDef, text: str, rulebook: Rulebook) -> str:
    if text in rulebook.states:
        return text
    wanted = text.casefold()
    for code, state in rulebook.states.items():
        names = (state.name, state_worded(code, state.name), code, state.iso3)
        if wanted in (name.casefold() for name in names):
            return code
    hints = {"UK": _("The United Kingdom is GB."), "EL": _("Greece is GR.")}
    message = _("Read %(read)s. Choose a State from the list.") % {"read": _quoted(text)}
    raise AnswerFault(" ".join(part for part in (message, hints.get(text.upper(), "")) if part))


def _text(fact: FactDef, text: str, rulebook: Rulebook) -> str:
    try:
        return clean_text(text, longest=LONGEST_TEXT, lines=True)
    except TextFault as fault:
        raise AnswerFault(str(fault)) from None


_PARSERS = {
    "bool": _bool,
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "enum": _enum,
    "state": _state,
    "text": _text,
}


def parse_answer(rulebook: Rulebook, fact: str, raw: str | Sequence[str]) -> Any:
    """The typed value of one answer; None for 'I don't know yet'. Raises AnswerFault.

    `raw`: the submitted text, for a list of States the list of texts, for a day either ISO text or its three parts.
    """
    known = rulebook.facts.get(fact)
    if known is None:
        raise AnswerFault(_no_question(fact))
    texts = [raw.strip()] if isinstance(raw, str) else [part.strip() for part in raw]
    if texts == [UNKNOWN] and known.type != "text":
        return None
    if known.type == "state_list":
        if len(texts) > MOST_STATES:
            raise AnswerFault(
                _("Read %(count)s States; choose at most %(most)s.") % {"count": len(texts), "most": MOST_STATES}
            )
        return sorted({_state(known, text, rulebook) for text in texts})
    if known.type == "date" and len(texts) == 3:
        return day_of(texts).isoformat()
    if len(texts) != 1:
        raise AnswerFault(_("More than one answer was sent; give one."))
    return _PARSERS[known.type](known, texts[0], rulebook)


def _submitted(data: Mapping[str, Any], fact: FactDef) -> str | list[str] | None:
    """What a form sent for one fact: None when its field was not there, '' or [] when it was left empty."""
    values = data.getlist if hasattr(data, "getlist") else lambda name: [data[name]] if name in data else []
    if values(f"{fact.name}-{UNKNOWN}"):
        return UNKNOWN
    if fact.type == "date":
        for names in DAY_PARTS:
            parts = [str((values(fact.name + name) or [""])[-1]) for name in names]
            if any(fact.name + name in data for name in names):
                return parts if any(part.strip() for part in parts) else ""
    sent = [str(value) for value in values(fact.name)]
    if fact.name not in data:
        return None
    if fact.type == "state_list":
        return [text for text in sent if text.strip()]
    return sent[-1] if sent else ""


def read_answers(rulebook: Rulebook, facts: Iterable[str], data: Mapping[str, Any]) -> Parsed:
    """What a submitted page says about the facts it asked. `data` is request.POST or any mapping of texts."""
    parsed = Parsed()
    clear = []
    for name in facts:
        fact = rulebook.facts.get(name)
        raw = _submitted(data, fact) if fact else None
        if raw is None:
            continue
        parsed.raw[name] = raw
        if not raw or (isinstance(raw, str) and not raw.strip()):
            clear.append(name)
            continue
        try:
            parsed.values[name] = parse_answer(rulebook, name, raw)
        except AnswerFault as fault:
            parsed.faults[name] = str(fault)
    return Parsed(parsed.values, tuple(clear), parsed.faults, parsed.raw)


def _is_number(value: Any, *, whole: bool) -> bool:
    kinds = (int,) if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_day(value: Any) -> bool:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return day is not None and day.isoformat() == value and EARLIEST <= day.year <= LATEST


def value_fault(rulebook: Rulebook, fact: str, value: Any) -> str | None:
    """What is wrong with a typed value of a fact; None when nothing is. The value None passes for every known fact."""
    known = rulebook.facts.get(fact)
    if known is None:
        return _no_question(fact)
    if value is None:
        return None
    fits = {
        "bool": lambda: isinstance(value, bool),
        "int": lambda: _is_number(value, whole=True),
        "decimal": lambda: _is_number(value, whole=False),
        "date": lambda: _is_day(value),
        "enum": lambda: isinstance(value, str) and value in known.values,
        "state": lambda: isinstance(value, str) and value in rulebook.states,
        "state_list": lambda: (
            isinstance(value, list) and all(isinstance(v, str) and v in rulebook.states for v in value)
        ),
        "text": lambda: isinstance(value, str | list),
    }[known.type]()
    if fits:
        return None
    return _("Read %(read)s. This asks for %(kind)s.") % {
        "read": _quoted(str(value)),
        "kind": worded(KINDS[known.type]),
    }


KINDS = {
    "bool": gettext_noop("yes or no"),
    "int": gettext_noop("a whole number"),
    "decimal": gettext_noop("an amount in digits"),
    "date": gettext_noop("a day as year-month-day"),
    "enum": gettext_noop("one of the listed answers"),
    "state": gettext_noop("a State"),
    "state_list": gettext_noop("a list of States"),
    "text": gettext_noop("text or a list of codes"),
}
