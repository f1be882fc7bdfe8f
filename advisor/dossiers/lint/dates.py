"""Dates, hours and periods as people type them: days, lists of days, months, years; in figures or words."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from advisor.dossiers.lint.months import months, weekdays

ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b")
FIGURES = re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/-])")
HOUR = re.compile(
    r"(?<=\bat )([01]?\d|2[0-3])\.([0-5]\d)(?!\d|\.\d)|"
    r"(?<![\d:.,/-])([01]?\d|2[0-3])(?::|h)([0-5]\d)(?::[0-5]\d)?(?!\d|[:/-]\d|-\w)|\b([01]?\d)\s?(?:am|pm"
    r"|a\.m\.|p\.m\.|o['’]clock)|\b(?:half past|(?:a )?quarter (?:past|to)) \w+|\b(?:at|before|after) (?:noon"
    r"|midnight)\b"
)
ZONE = re.compile(
    r"\b(?:UTC|GMT|CES?T|MES?Z|MEZ|BST|WES?T|EES?T|[ECMP][SD]T|JST|KST|IST|HEC|CET|hora (?:de|peninsular)|heure de)\b"
    r"|\b(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/[A-Z]\w+"
    r"|\b(?:time ?zone|local time|Zulu|\w+ (?:summer |standard )?time)\b|[+-]\d\d:\d\d\b",
    re.I,
)
TO = r"(?:to|until|till|and|through|up to|al|bis|au|à|et|hasta|y|a|e|und|fino al|–|-|—)"


@dataclass(frozen=True)
class Moment:
    """One date as read: `start` and `end` are equal for a day; a month or a year is a span. `wrong` says why no such
    day exists; `ambiguous`: day and month could change places. `at` and `upto` are its place in the text."""

    start: date
    end: date
    at: int
    upto: int
    text: str
    wrong: str = ""
    ambiguous: bool = False

    @property
    def is_day(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class Period:
    """From one moment to another; `end` before `start` when somebody mixed them up."""

    start: date
    end: date
    at: int
    text: str


@cache
def _words() -> dict[str, re.Pattern[str]]:
    named = "|".join(sorted((re.escape(name) for name in months()), key=len, reverse=True))
    days = "|".join(re.escape(name) for name in weekdays())
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
    week = rf"(?:(?P<w>{days}),?\s+(?:the\s+)?)?"
    month, year = rf"(?P<m>{named})\b\.?", r"(?P<y>(?:19|20)\d\d)\b"
    return {
        "full": re.compile(rf"{week}\b{day}\s+(?:(?:of|de|di)\s+)?{month},?\s+(?:(?:de|del)\s+)?{year}", re.I),
        "us": re.compile(rf"{week}\b{month}\s+{day},?\s+{year}", re.I),
        "short": re.compile(rf"\b{day}\s+(?:(?:of|de|di)\s+)?{month}", re.I),
        "month": re.compile(rf"\b{month},?\s+(?:(?:of|de|del|di)\s+)?{year}", re.I),
        "bare": re.compile(rf"\b{month}", re.I),
        "year": re.compile(
            r"\b(?:in|since|during|throughout|of|from|until|to|by|early|late|mid|end of|seit|en|nel|im|depuis)"
            r"\s+(?P<y>(?:19|20)\d\d)\b",
            re.I,
        ),
        "before": re.compile(
            r"((?:(?<![-+:.,/\w])\d{1,2}(?:st|nd|rd|th)?\s*(?:,\s*(?:and\s+)?|\s+(?:and|to|until|or|und|et|y|e"
            r"|bis)\s+"
            r"|\s*[–-]\s*))+)$",
            re.I,
        ),
    }  # fmt: skip


def moments(text: str) -> tuple[Moment, ...]:
    """Every date of a text in its order; days of a list ('14, 17 and 23 August 2026') each for itself."""
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        return all(match.end() <= at or match.start() >= upto for at, upto in taken)

    def keep(moment: Moment) -> None:
        found.append(moment)
        taken.append((moment.at, moment.upto))

    for pattern in (ISO, FIGURES, _words()["full"], _words()["us"]):
        for match in filter(free, list(pattern.finditer(text))):
            keep(_day(match))
    for match in filter(free, list(_words()["month"].finditer(text))):
        keep(_month(match, int(match["y"])))
    found += _listed(text, found)
    for pattern, make in ((_words()["short"], _short), (_words()["bare"], _bare)):
        for match in pattern.finditer(text):
            year = _year_near(text, match, found)
            if free(match) and year and (moment := make(match, year)):
                keep(moment)
    for match in filter(free, list(_words()["year"].finditer(text))):
        year = int(match["y"])
        keep(Moment(date(year, 1, 1), date(year, 12, 31), match.start("y"), match.end(), match["y"]))
    return tuple(sorted(found, key=lambda moment: moment.at))


def _short(match: re.Match[str], year: int) -> Moment | None:
    """'3 February' whose year stands at the next date."""
    return _made(match, year, months()[match["m"].lower().rstrip(".")], int(match["d"]))


def _bare(match: re.Match[str], year: int) -> Moment | None:
    """'April' in 'from April to July 2025'; small letters, as in 'may', are no month."""
    return _month(match, year) if match["m"][:1].isupper() and match["m"].lower() not in ("mar", "sep") else None


def _day(match: re.Match[str]) -> Moment:
    parts = match.groupdict()
    figures = parts["m"].isdigit()
    month = int(parts["m"]) if figures else months()[parts["m"].lower().rstrip(".")]
    moment = _made(match, int(parts["y"]), month, int(parts["d"]))
    swapped = figures and parts.get("sep") in ("/", "-") and int(parts["d"]) <= 12 and int(parts["d"]) != month <= 12
    named = weekdays().get((parts.get("w") or "").lower())
    if named is not None and not moment.wrong and moment.start.weekday() != named:
        return replace(moment, wrong=match[0])
    return replace(moment, ambiguous=bool(swapped))


def _made(match: re.Match[str], year: int, month: int, day: int) -> Moment:
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        made = date(year, month, day)
        return Moment(made, made, match.start(), match.end(), match[0])
    near = date(year, min(max(month, 1), 12), 1)
    return Moment(near, near, match.start(), match.end(), match[0], wrong=match[0])


def _month(match: re.Match[str], year: int) -> Moment:
    number = months()[match["m"].lower().rstrip(".")]
    last = monthrange(year, number)[1]
    return Moment(date(year, number, 1), date(year, number, last), match.start(), match.end(), match[0])


def _year_near(text: str, match: re.Match[str], found: list[Moment]) -> int:
    """The year of the next date of the same sentence; 0 when there is none."""
    later = [moment for moment in found if moment.at >= match.end() and ". " not in text[match.end() : moment.at]]
    return min(later, key=lambda moment: moment.at).start.year if later else 0


def _listed(text: str, found: list[Moment]) -> list[Moment]:
    more = []
    for moment in found:
        before = _words()["before"].search(text[: moment.at]) if moment.is_day else None
        for number in re.finditer(r"\d{1,2}", before[1]) if before else ():
            day, at = int(number[0]), before.start(1) + number.start() if before else 0
            inside = any(old.at <= at < old.upto for old in found)
            if not inside and 1 <= day <= monthrange(moment.start.year, moment.start.month)[1]:
                made = moment.start.replace(day=day)
                more.append(Moment(made, made, at, at + len(number[0]), number[0]))
    return more


RANGE = re.compile(
    rf"^\s*(?:,?\s*(?:at\s+)?(?:[01]?\d|2[0-4])[:h.][0-5]\d(?::[0-5]\d)?\s*(?:hours\s*)?"
    rf"(?:[A-Z]{{2,4}}(?:\s?[+-]\d{{1,2}}(?::?\d\d)?)?|\([^)]*\))?\s*)?,?\s*{TO}\s+(?:the\s+"
    rf"|including\s+)?$",
    re.I,
)  # fmt: skip
OPENING = re.compile(
    r"\b(?:from|between|of|since|von|vom|du|de|desde|dal|entre|zwischen|period|for)(?:\s+the)?\s*$", re.I
)
DURATION = re.compile(
    r"\b(?:for|during|within|over|last|past|of)\s+(?:the\s+)?(?:last\s+|past\s+|next\s+)?(\d+|one|two|three|four"
    r"|six|nine|ten|twelve|thirty)\s+"
    r"(days?|weeks?|months?|years?)\b",
    re.I,
)  # fmt: skip


def periods(text: str) -> Iterator[Period]:
    """Every 'from A to B' of a text. 'A and B' is a period only after 'between'; 'A - B' anywhere."""
    found = moments(text)
    for first, second in pairwise(found):
        between = text[first.upto : second.at]
        if not RANGE.match(between):
            continue
        said = between.strip(" ,").lower()
        opened = OPENING.search(text[: first.at])
        if said.split()[-1:] in (["and"], ["et"], ["y"], ["e"], ["und"]) and not (
            opened and opened[0].strip().split()[0].lower() in ("between", "entre", "zwischen")
        ):
            continue
        yield Period(first.start, second.end, first.at, text[first.at : second.upto])


def duration_said(text: str) -> bool:
    """Whether a length of time is stated in words."""
    return bool(DURATION.search(text))


def hours(text: str) -> tuple[str, ...]:
    """Clock times of a text."""
    return tuple(match[0] for match in HOUR.finditer(text))


def zone_said(text: str) -> bool:
    """Whether a text says in which zone its hours are."""
    return bool(ZONE.search(text))
