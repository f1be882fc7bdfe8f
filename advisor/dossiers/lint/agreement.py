"""Rules about parts that should agree: names, dates of one event, amounts, identifiers, our own file number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from advisor.dossiers.lint.dates import Moment, moments, periods
from advisor.dossiers.lint.names import Name, names, variants
from advisor.dossiers.lint.reading import Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Said
from advisor.dossiers.lint.sentences import sentences, words
from advisor.dossiers.lint.tokens import lemmas
from advisor.dossiers.lint.values import Identifier, amounts, identifiers, near, without_currency
from advisor.dossiers.lint.wordlists import word_set

EVENT = re.compile(
    r"((?:[\w'’-]+\s+){0,3}[\w'’-]+)\s+(of|dated|on|from|made on|given on|issued on|von|vom|du|del)\s+$", re.I
)
SMALL = word_set("small")
REACH, MUCH, FEW_WORDS = 110, 3, 12
# Stems of words that name one event or one paper.
OF_AN_EVENT = word_set("events")
NUMBER = re.compile(r"(?<![\w@.])(?=[\w./-]{0,40}\d)[A-Za-z0-9][\w./-]{4,40}[A-Za-z0-9](?![\w@])")
OURS = re.compile(r"\b(?:our|ours|us|we|this office|registered here|quote|file|docket)\b", re.I)
OUR_FILE = re.compile(
    r"\b(?:our|this office'?s?)\s+(?:own\s+)?(?:file|case|reference|docket)\s*(?:number|no\.?|reference"
    r"|ref\.?)?\s*(?:is|:|=)?\s+((?=[\w./ -]*\d)[\w./-]+(?:\s[\w./-]*\d[\w./-]*)*)"
    r"|\bour (?:ref(?:erence)?|number)\.?\s*(?:is|:)?\s*((?=[\w./ -]*\d)[\w./-]+(?:\s[\w./-]*\d[\w./-]*)*)",
    re.I,
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """A day, the words in front of it, the days that stand beside it in one list, and the stems of the words of its
    sentence that stand close to it."""

    day: date
    key: tuple[str, ...]
    beside: frozenset[date]
    text: str
    near: frozenset[str] = frozenset()


@rule("name-differs")
def name_differs(draft: Draft) -> Iterator[Place]:
    found: list[tuple[str, Name]] = []
    for one in draft.said:
        if one.role not in ("address",):
            found += [(one.place, name) for name in names(one.text)]
    for (_, first), (place, second) in combinations(dict.fromkeys(found), 2):
        if variants(first, second):
            yield place, f"{first.text} / {second.text}"


@rule("date-differs")
def date_differs(draft: Draft) -> Iterator[Place]:
    parts = (replace(one, text=part) for one in draft.prose if one.role != "wanted" for part in one.text.split("\n\n"))
    texts = [(one, _events_here(one)) for one in parts]
    for (_, mine), (second, theirs) in combinations(texts, 2):
        known = {event.day for event in mine}
        for event in theirs:
            other = next((old for old in mine if event.day not in known and slipped(old, event)), None)
            if other is not None and other.day not in {new.day for new in theirs}:
                yield second.place, f"{other.text} / {event.text}"


def _events_here(one: Said) -> tuple[Event, ...]:
    """The events of a text. A box that holds a day and little more tells by its name what it is the day of."""
    found = events_of(one.text)
    if len(words(one.text)) > FEW_WORDS:
        return found
    named = frozenset(_stem(word) for word in re.findall(r"[a-z]{4,}", one.place.rpartition(".")[2]))
    return tuple(replace(event, near=event.near | named) for event in found)


def events_of(text: str) -> tuple[Event, ...]:
    """The days of a text, each with what it is the day of."""
    days = [moment for moment in moments(text) if moment.is_day and not moment.wrong]
    spans = [(period.at, period.at + len(period.text)) for period in periods(text)]
    return tuple(
        _event(text, moment, days, within=any(at <= moment.at < upto for at, upto in spans)) for moment in days
    )


def _event(text: str, moment: Moment, days: list[Moment], *, within: bool) -> Event:
    before = EVENT.search(text[max(0, moment.at - 60) : moment.at])
    named = [word for word in words(before[1]) if word not in SMALL] if before else []
    # 'contract of' is the day of a paper: its noun is enough; 'sold on' is one of many days: more words must agree.
    key = tuple(named[-2:]) if before and before[2].lower() in ("on", "from") else tuple(named[-1:])
    month = (moment.start.year, moment.start.month)
    beside = frozenset(
        other.start for other in days if other is not moment and (other.start.year, other.start.month) == month
    )
    # The begin or the end of a period is no day of an event.
    return Event(moment.start, key, beside, moment.text, frozenset() if within else _around(text, moment))


def _around(text: str, moment: Moment) -> frozenset[str]:
    """Stems of the words close to a day, in its sentence."""
    before = text[max(0, moment.at - REACH) : moment.at].rpartition(". ")[2]
    after = text[moment.upto : moment.upto + REACH].partition(". ")[0]
    return frozenset(_stem(word) for word in (*words(before), *words(after)) if len(word) >= 4 and word not in SMALL)


def _stem(word: str) -> str:
    """'delivered', 'delivery', 'deliveries' are one; so are 'paid' and 'payment'."""
    base = min(lemmas(word), key=len) if len(word) > 4 else word
    return {
        "paid": "pay",
        "paym": "pay",
        "sold": "sal",
        "sale": "sal",
        "sell": "sal",
        "boug": "purc",
        "stol": "thef",
    }.get(base[:4], base[:5])


def slipped(one: Event, other: Event) -> bool:
    """Whether two days look like one that was written down wrongly: the same thing on a day near in figures, the same
    list but for one day, or the same day in another year of the same thing."""
    if one.day == other.day:
        return False
    if one.key and one.key == other.key and (len(one.key) > 1 or len(one.key[0]) >= 4) and _close(one.day, other.day):
        return True
    shared = one.near & other.near
    if _close(one.day, other.day) and (len(shared) >= MUCH or (len(shared) == 2 and shared & OF_AN_EVENT)):
        return True
    return len(one.beside & other.beside) >= 2 and (one.day.year, one.day.month) == (other.day.year, other.day.month)


def _close(one: date, other: date) -> bool:
    """One part of the day differs: the day, the month or the year alone."""
    mine, theirs = (one.year, one.month, one.day), (other.year, other.month, other.day)
    return sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1


@rule("amount-differs")
def amount_differs(draft: Draft) -> Iterator[Place]:
    found = [(one, amount) for one in draft.prose for amount in dict.fromkeys(_money(one.text))]
    together = {frozenset((a, b)) for one in draft.prose for a, b in combinations(set(_money(one.text)), 2)}
    for (_, first), (second, amount) in combinations(found, 2):
        same_currency = (first[0] == amount[0] or not (first[0] and amount[0])) and first[1] != amount[1]
        if (
            same_currency
            and len(first[1]) >= 4
            and _figures_slipped(first[1], amount[1])
            and frozenset((first, amount)) not in together
        ):
            yield second.place, f"{first[0]} {first[1]} / {amount[1]}"


def _money(text: str) -> tuple[tuple[str, str], ...]:
    """Amounts with their currency; those without one have an empty one."""
    return amounts(text) + tuple(("", re.sub(r"\D", "", bare)) for bare in without_currency(text))


def _figures_slipped(one: str, other: str) -> bool:
    return len(one) == len(other) and near(one, other)


@rule("identifier-differs")
def identifier_differs(draft: Draft) -> Iterator[Place]:
    texts = [one for one in draft.said if one.role not in ("contact", "address", "official", "name", "place", "right")]
    found = [(one, item) for one in texts for item in _distinct(one.text)]
    together = {
        frozenset((a.bare, b.bare))
        for one in texts
        for said in sentences(one.text)
        for a, b in combinations(_distinct(said), 2)
    }
    for (_, first), (second, item) in combinations(found, 2):
        other = first.kind == item.kind and first.bare != item.bare
        if other and frozenset((first.bare, item.bare)) not in together and _slip(first, item):
            yield second.place, f"{first.value} / {item.value}"


def _distinct(text: str) -> tuple[Identifier, ...]:
    return tuple({item.bare: item for item in identifiers(text)}.values())


def _slip(first: Identifier, second: Identifier) -> bool:
    if first.kind == "ip":
        mine, theirs = first.bare.split("."), second.bare.split(".")
        return len(mine) == len(theirs) == 4 and sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1
    return min(len(first.bare), len(second.bare)) >= 5 and near(first.bare, second.bare)


@rule("reference-differs")
def reference_differs(draft: Draft) -> Iterator[Place]:
    ours = _plain(str(draft.matter.case["reference"]))
    for one in draft.said:
        for match in OUR_FILE.finditer(one.text):
            number = match[1] or match[2]
            if _plain(number) and ours not in _plain(number) and _plain(number) not in ours:
                yield one.place, number.strip()
        for match in NUMBER.finditer(one.text):
            said = _plain(match[0])
            of_us = OURS.search(one.text[max(0, match.start() - 60) : match.end() + 40])
            if said not in ours and ours not in said and (near(said, ours) or (of_us and _shape(said) == _shape(ours))):
                yield one.place, match[0]


def _shape(number: str) -> str:
    """Letters as they are, each figure as one sign: what the numbers of one office share."""
    return re.sub(r"\d", "0", number)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
