"""Lines of the page that adds needs: typed lines, ticked measures and a pasted list become one set of rows. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from advisor.intake.choices import variant_choices
from advisor.languages.words import gettext, worded
from advisor.languages.words import gettext_noop as _
from advisor.web.states import index_of, states_read
from instruments.search_names import MEASURES
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


def measures_meant(
    typed: str, index: Mapping[str, str], *, abroad: bool, at_home: bool
) -> tuple[str | None, list[str]]:
    """(the measure that hasty words are read as, the others they can mean); (None, several) where nothing decides.

    Everyday names first, then the measures whose name holds the words, then the nearest name. `abroad`: the line names
    a foreign State, so nothing that is done at home is meant while something else can be; `at_home`: the reverse.
    """
    word = " ".join(typed.split()).casefold()
    if not word or word in index:
        return index.get(word), []
    known = set(index.values())
    everyday = [code for code, names in MEASURES.items() if word in names and code in known]
    found = list(dict.fromkeys([*everyday, *(code for name, code in index.items() if word in name)]))
    if not found and (near := nearest_measure(word, index)):
        found = [near]
    if abroad:
        found = [code for code in found if not code.startswith("domestic.")] or found
    if at_home:
        found = [code for code in found if code.startswith("domestic.")] or found
    named = [code for code in everyday if code in found]
    taken = found[0] if len(found) == 1 else named[0] if len(named) == 1 else None
    return taken, [code for code in found if code != taken]


def _guess(typed: str, taken: str | None, others: Iterable[str], rulebook: Rulebook) -> str:
    """What was made of words that are no name of a measure, to be looked at."""
    said = {
        "read": typed[:60],
        "taken": measure_shown(rulebook, taken or ""),
        "others": "; ".join(measure_shown(rulebook, code) for code in others),
    }
    if not taken:
        return gettext("“%(read)s” can mean: %(others)s. Type the one you mean.") % said
    if said["others"]:
        return gettext("“%(read)s” was read as: %(taken)s. It can also mean: %(others)s.") % said
    return gettext("“%(read)s” was read as: %(taken)s.") % said


def lines_from_text(text: str, rulebook: Rulebook, *, home: str = "") -> list[dict[str, str]]:
    """A pasted list: one need a line, 'measure; States; what about', with ; or a tab between. Unread words stay.

    `home` is the requesting State. A line whose measure was guessed, or that wants something done at home in another
    State, has a `guess`: a sentence to be looked at before it is saved.
    """
    index = measure_index(rulebook)
    kinds = {shown.casefold(): shown for shown in kinds_index(rulebook)}
    lines = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("\t", ";").split(";", 2)]
        measure, states, subject = (*parts, "", "")[:3]
        lines.append({"measure": measure, "states": states, "subject": subject})
        if measure.casefold() not in kinds:
            lines[-1] |= _measure_read(measure, states, index, rulebook, home)
    return lines[:MOST_LINES]


def _measure_read(measure: str, states: str, index: Mapping[str, str], rulebook: Rulebook, home: str) -> dict[str, str]:
    """The measure of a pasted line as it stands in the text box, with a `guess` where it has to be looked at."""
    codes = states_read(states, index_of(rulebook.states, rulebook.sha256))[0]
    abroad, at_home = any(code != home for code in codes), bool(codes) and set(codes) == {home}
    taken, others = measures_meant(measure, index, abroad=abroad, at_home=at_home)
    found = {"measure": measure_shown(rulebook, taken)} if taken else {}
    if " ".join(measure.split()).casefold() not in index and (taken or others):
        found["guess"] = _guess(measure, taken, others[:5], rulebook)
    if taken and taken.startswith("domestic.") and abroad and home:
        said = {"taken": found["measure"], "states": states[:60]}
        words = gettext("%(taken)s is done at home, but the line names another State: %(states)s.") % said
        found["guess"] = f"{found.get('guess', '')} {words}".strip()
    return found


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
