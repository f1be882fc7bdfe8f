"""What is left to answer, and what each answer would settle: the engine's list, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.cases.models import Case
from advisor.intake.relevance import Matter, declined_of, matters_of, options_of
from advisor.languages.words import state_worded, worded
from routing.rulebook import Rulebook

SHOWN, LAST = 2, 99


def ways_of(answer: Mapping[str, Any], states: Mapping[str, str], book: Rulebook) -> dict[tuple[str, str], str]:
    """(need, provision) in words: 'EIO Directive, Spain'; the ways by a need's own measure first, the best before.

    `states`: requested State by need.
    """
    found = []
    for need, option in options_of(answer):
        code = states.get(need["id"], "")
        where = f", {state_worded(code, book.states[code].name)}" if code in book.states else ""
        later = option["measure"] != need["measure"] or bool(option.get("adjunct"))
        words = f"{option['short_title']}{where}"
        found.append(((later, option["rank"] or LAST), (need["id"], option["provision"]), words))
    found.sort(key=lambda row: row[0])
    return {pair: words for _, pair, words in found}


def settles(pairs: Iterable[tuple[str, str]], ways: Mapping[tuple[str, str], str]) -> str:
    """What an answer would settle, in words; empty when nothing waits for it."""
    waiting = set(pairs)
    named = list(dict.fromkeys(words for pair, words in ways.items() if pair in waiting))
    if not named:
        return ""
    words = {"ways": "; ".join(named[:SHOWN]), "more": len(named) - SHOWN}
    if len(named) > SHOWN:
        return _("Would settle: %(ways)s; and %(more)s more") % words
    return _("Would settle: %(ways)s") % words


def questions_left(
    case: Case,
    answer: Mapping[str, Any],
    *,
    whole: Mapping[str, Any],
    single: Mapping[str, Mapping[str, Any]],
    states: Mapping[str, str],
    book: Rulebook,
    most: int,
) -> tuple[list[dict[str, str]], int]:
    """The most decisive open questions, at most `most`, and how many more there are.

    `whole` and `single` are the answers (of the case, of each need by key): what was answered with 'I don't know yet'
    is not asked again here. Each row has text, what the answer would settle, for how many needs, and its address.
    """
    answered = frozenset(name for name, value in whole.items() if value is not None)
    declined = declined_of(states, whole, single)
    matters = [matter for matter in matters_of(answer, answered, declined).values() if matter.essential]
    left = [matter for matter in matters if matter.fact in book.facts and _open(matter, whole, single)]
    left.sort(key=lambda matter: (matter.last, matter.rank))
    ways = ways_of(answer, states, book)
    rows = [_row(case, matter, ways, book, set(states)) for matter in left[:most]]
    return rows, max(0, len(left) - most)


def _open(matter: Matter, whole: Mapping[str, Any], single: Mapping[str, Mapping[str, Any]]) -> bool:
    return matter.fact not in whole and any(matter.fact not in single.get(need, {}) for need in matter.needs)


def _row(
    case: Case,
    matter: Matter,
    ways: Mapping[tuple[str, str], str],
    book: Rulebook,
    needs: Collection[str],
) -> dict[str, str]:
    known = book.facts[matter.fact]
    address = reverse("case-question", args=[case.pk, matter.fact])
    if known.scope == "need" and matter.needs != set(needs):
        address += "?" + urlencode([("need", key) for key in sorted(matter.needs)])
    count = len(matter.needs)
    return {
        "text": worded(known.question),
        "settles": settles(matter.decides, ways),
        "needs": ngettext("%(n)s need waits", "%(n)s needs wait", count) % {"n": count},
        "url": address,
    }
