"""Lines of the page that adds needs: typed lines, ticked measures and a pasted list become one set of rows. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from advisor.intake.choices import variant_choices
from advisor.languages.words import gettext_noop as _
from advisor.languages.words import worded
from routing.rulebook import Rulebook

TRACKS = {
    "criminal": _("criminal"),
    "civil": _("civil"),
    "administrative": _("administrative"),
    "voluntary": _("voluntary"),
    "domestic": _("domestic"),
}

MOST_LINES = 60
EMPTY_LINES = 4

# What files of a track usually need first; shown on top of the full list, ticked by nobody.
USUAL = {
    "criminal": (
        "voluntary.takedown",
        "domestic.test_purchase",
        "criminal.preservation",
        "criminal.electronic_evidence",
        "criminal.financial_information",
        "criminal.search_and_seizure",
        "criminal.asset_freezing",
        "criminal.extradition",
    ),
    "civil": (
        "voluntary.takedown",
        "domestic.evidence_preservation",
        "civil.taking_of_evidence",
        "civil.injunction",
        "civil.service_of_documents",
        "civil.account_preservation",
        "civil.recognition_enforcement",
    ),
    "administrative": (
        "administrative.customs_detention",
        "administrative.blocking_order",
        "administrative.product_safety",
        "voluntary.takedown",
    ),
}


def measure_index(rulebook: Rulebook) -> dict[str, str]:
    """What may be typed for a measure (name, name with track, code), folded, to its code."""
    index: dict[str, str] = {}
    for code, measure in rulebook.measures.items():
        index.setdefault(measure.name.casefold(), code)
        index.setdefault(worded(measure.name).casefold(), code)
        index[code.casefold()] = code
        index[f"{measure.name} ({measure.track})".casefold()] = code
        index[measure_shown(rulebook, code).casefold()] = code
    return index


def kinds_index(rulebook: Rulebook) -> dict[str, str]:
    """Measures with the kind that the law tells apart, as the text box offers them, to 'code|variant'."""
    return {
        f"{measure_shown(rulebook, code)}: {kind.label}": f"{code}|{kind.value}"
        for code in rulebook.measures
        for kind in variant_choices(rulebook, code)
    }


def track_worded(track: str) -> str:
    """A measure's track behind its name."""
    return worded(TRACKS.get(track, track))


def measure_shown(rulebook: Rulebook, code: str) -> str:
    """A measure as the text box offers it: 'Search and seizure (criminal)'."""
    measure = rulebook.measures.get(code)
    return f"{worded(measure.name)} ({track_worded(measure.track)})" if measure else code


def nearest_measure(typed: str, index: Mapping[str, str]) -> str | None:
    """The code for a hastily typed measure: exact, then the only one that contains the words, then the nearest."""
    word = " ".join(typed.split()).casefold()
    if not word or word in index:
        return index.get(word)
    holding = {code for name, code in index.items() if word in name}
    if len(holding) == 1:
        return holding.pop()
    near = difflib.get_close_matches(word[:80], index, n=1, cutoff=0.75)
    return index[near[0]] if near else None


def lines_from_text(text: str, rulebook: Rulebook) -> list[dict[str, str]]:
    """A pasted list: one need a line, 'measure; States; what about', with ; or a tab between. Unread words stay."""
    index = measure_index(rulebook)
    kinds = {shown.casefold(): shown for shown in kinds_index(rulebook)}
    lines = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("\t", ";").split(";", 2)]
        measure, states, subject = (*parts, "", "")[:3]
        code = None if measure.casefold() in kinds else nearest_measure(measure, index)
        shown = measure_shown(rulebook, code) if code else measure
        lines.append({"measure": shown, "states": states, "subject": subject})
    return lines[:MOST_LINES]


def lines_from_ticks(codes: Iterable[str], rulebook: Rulebook) -> list[dict[str, str]]:
    """One line for each ticked measure, its State still to be said."""
    return [
        {"measure": measure_shown(rulebook, code), "states": "", "subject": ""}
        for code in codes
        if code in rulebook.measures
    ]


def filled(lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The lines in which something stands."""
    return [dict(line) for line in lines if any(str(value or "").strip() for value in line.values())]
