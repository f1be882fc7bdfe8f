"""What a person may choose from, with names for people: measures, variants, States, stages.

Reads the rulebook alone. Codes stay codes; the labels here are the only place where they become words.
"""

from __future__ import annotations

from dataclasses import dataclass

from advisor.intake.labels import label_of
from advisor.languages.words import gettext_noop as _
from advisor.languages.words import state_worded, worded
from routing.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value and the words a person sees for it."""

    value: str
    label: str


TRACK_LABELS = {
    "criminal": _("Criminal proceedings"),
    "civil": _("Civil proceedings"),
    "administrative": _("Administrative measures"),
    "voluntary": _("Voluntary cooperation"),
    "domestic": _("Measures within one State"),
}


def measure_choices(rulebook: Rulebook) -> list[tuple[str, list[Choice]]]:
    """(heading, choices) for every track of the rulebook, in the vocabulary's order."""
    by_track: dict[str, list[Choice]] = {}
    for code, measure in rulebook.measures.items():
        by_track.setdefault(measure.track, []).append(Choice(code, worded(measure.name)))
    return [
        (worded(TRACK_LABELS[track]) if track in TRACK_LABELS else label_of(track), choices)
        for track, choices in by_track.items()
    ]


ANY = "any"


def variants_of(rulebook: Rulebook, measure: str) -> list[str]:
    """The variants a need of this measure may name; empty where the law makes no distinction.

    Where a provision of the measure serves any category of data, every category of data is a variant. Categories come
    first, in the vocabulary's order; then the rest by name.
    """
    named = {provision.variant for provision in rulebook.provisions_of(measure) if provision.variant}
    categories = list(rulebook.data_categories) if ANY in named else []
    return categories + sorted(named - {ANY, *categories})


def variant_choices(rulebook: Rulebook, measure: str) -> list[Choice]:
    """The variants that a person is asked to choose from, with labels: categories of data where there are any."""
    variants = variants_of(rulebook, measure)
    categories = [variant for variant in variants if variant in rulebook.data_categories]
    return [Choice(variant, label_of(variant)) for variant in categories or variants]


def state_choices(rulebook: Rulebook) -> list[Choice]:
    """All States and territories by name."""
    return sorted(
        (Choice(code, state_worded(code, state.name)) for code, state in rulebook.states.items()), key=lambda c: c.label
    )
