"""Whether the dossiers of one case agree: names, amounts, dates, identifiers, the offence, the maximum penalty.

Pure. Reads the frozen inputs of the newest drafts and of the finals. What differs is named with every place in which
each value stands; whether it is a mistake is for a person to say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from advisor.dossiers.lint.agreement import events_of, slipped
from advisor.dossiers.lint.names import Name, names, variants, written_out
from advisor.dossiers.lint.sentences import calmed, sentences, words
from advisor.dossiers.lint.values import amounts, identifiers, near

Kind = Literal["name", "spelling", "amount", "date", "identifier", "offence", "penalty", "case", "fact"]
PENALTY = "offence.max_penalty_months_requesting"
OF_THE_CASE = ("reference", "title", "summary", "requesting_state", "stage", "opened_on")
SHARED = ("offence.", "proceedings.", "right.", "matter.", "infringement.")
SAME_SENTENCE = 3  # content words that two sentences share when they tell of one event
SHORTEST_AMOUNT = 4


@dataclass(frozen=True)
class Voice:
    """One dossier: its name on the page, its frozen inputs, whether it is final."""

    label: str
    inputs: Mapping[str, Any]
    final: bool = False
    key: str = ""


@dataclass(frozen=True)
class Standing:
    """One value and the dossiers in which it stands, each with the place."""

    value: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Divergence:
    """One thing said in two ways. `about`: the fact or the field, where it is one."""

    kind: Kind
    about: str
    values: tuple[Standing, ...]


@dataclass
class _Found:
    """Values with the places where they stand, in the order met."""

    places: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, value: str, voice: Voice, place: str) -> None:
        where = (voice.label, place)
        held = self.places.setdefault(value, [])
        if where not in held:
            held.append(where)

    def standing(self, *values: str) -> tuple[Standing, ...]:
        return tuple(Standing(value, tuple(self.places[value])) for value in values)


def divergences(voices: Sequence[Voice]) -> tuple[Divergence, ...]:
    """Every divergence between the dossiers, what is recorded before what is typed."""
    found = [*_recorded(voices), *_offences(voices), *_named(voices), *_numbers(voices), *_dated(voices)]
    return tuple(dict.fromkeys(found))


def _texts(voice: Voice) -> Iterator[tuple[str, str]]:
    """(place, text) of everything that a person wrote, calmed."""
    yield from ((place, calmed(text)) for place, text in _typed(voice))


def _typed(voice: Voice) -> Iterator[tuple[str, str]]:
    inputs = voice.inputs
    yield "case.summary", str(inputs["case"].get("summary") or "")
    yield "need.subject", str(inputs["need"].get("subject") or "")
    for place, text in (inputs.get("typed") or {}).items():
        yield place, str(text)
    for row in inputs.get("nexus") or []:
        yield "nexus", str(row.get("sentence") or "")
    for thing in inputs.get("things") or []:
        yield "things", f"{thing.get('kind', '')} {thing.get('value', '')}"


def _recorded(voices: Sequence[Voice]) -> Iterator[Divergence]:
    """The head of the case and the facts that are the same for all its dossiers."""
    for name in OF_THE_CASE:
        held = _Found()
        for voice in voices:
            held.add(str(voice.inputs["case"].get(name) or ""), voice, f"case.{name}")
        if len(held.places) > 1:
            yield Divergence("case", name, held.standing(*held.places))
    facts = {fact for voice in voices for fact in voice.inputs["facts"] if fact.startswith(SHARED)}
    for fact in sorted(facts):
        held = _Found()
        for voice in voices:
            if fact in voice.inputs["facts"]:
                held.add(str(voice.inputs["facts"][fact]), voice, fact)
        if len(held.places) > 1:
            yield Divergence("penalty" if fact == PENALTY else "fact", fact, held.standing(*held.places))


def _offences(voices: Sequence[Voice]) -> Iterator[Divergence]:
    """The classification of the offence, as typed."""
    held = _Found()
    plain: dict[str, str] = {}
    for voice in voices:
        for place, text in _texts(voice):
            if place.endswith("classification_blank"):
                said = plain.setdefault(" ".join(words(text)), text)
                held.add(said, voice, place)
    if len(held.places) > 1:
        yield Divergence("offence", "", held.standing(*held.places))


def _named(voices: Sequence[Voice]) -> Iterator[Divergence]:
    held = _Found()
    known: dict[str, Name] = {}
    for voice in voices:
        for place, text in _texts(voice):
            for name in names(text):
                known.setdefault(name.text, name)
                held.add(name.text, voice, place)
    for first, second in combinations(known.values(), 2):
        if variants(first, second):
            same = not first.form and written_out(first.text) == written_out(second.text)
            yield Divergence("spelling" if same else "name", "", held.standing(first.text, second.text))


def _numbers(voices: Sequence[Voice]) -> Iterator[Divergence]:
    """Identifiers and amounts that differ by a slip and never stand in one text together."""
    texts = [(voice, place, text) for voice in voices for place, text in _texts(voice)]
    yield from _slips("identifier", texts, _identified)
    yield from _slips("amount", texts, _paid)


def _identified(text: str) -> dict[str, str]:
    return {f"{item.kind}:{item.bare}": item.value for item in identifiers(text)}


def _paid(text: str) -> dict[str, str]:
    listed = amounts(text)
    return {
        f"{currency}:{digits}": f"{currency} {int(digits):,}"
        for currency, digits in listed
        if len(digits) >= SHORTEST_AMOUNT
    }


def _slips(kind: Kind, texts: Sequence[tuple[Voice, str, str]], read: Any) -> Iterator[Divergence]:
    held = _Found()
    shown: dict[str, str] = {}
    together: set[frozenset[str]] = set()
    for voice, place, text in texts:
        found = read(text)
        together |= {frozenset(pair) for pair in combinations(found, 2)}
        for key, value in found.items():
            held.add(shown.setdefault(key, value), voice, place)
    for first, second in combinations(shown, 2):
        if first.partition(":")[0] == second.partition(":")[0] and frozenset((first, second)) not in together:
            one, other = first.partition(":")[2], second.partition(":")[2]
            alike = len(one) == len(other) if kind == "amount" else min(len(one), len(other)) >= 5
            if alike and near(one, other) and shown[first] != shown[second]:
                yield Divergence(kind, "", held.standing(shown[first], shown[second]))


def _dated(voices: Sequence[Voice]) -> Iterator[Divergence]:
    """Days of one event: sentences that share words, and days that differ by a slip."""
    told = [
        (voice, place, set(words(said)), event)
        for voice in voices
        for place, text in _texts(voice)
        for said in sentences(text)
        for event in events_of(said)
    ]
    for (first, mine, own, one), (second, theirs, others, other) in combinations(told, 2):
        if first is second and mine == theirs:
            continue
        shared = {word for word in own & others if len(word) >= SHORTEST_AMOUNT}
        if slipped(one, other) and len(shared) >= SAME_SENTENCE:
            held = _Found()
            held.add(one.day.isoformat(), first, mine)
            held.add(other.day.isoformat(), second, theirs)
            yield Divergence("date", " ".join(one.key), held.standing(one.day.isoformat(), other.day.isoformat()))


def changed_parts(frozen: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts in which inputs of now differ from frozen ones: 'case.title', 'facts.<name>', 'typed', 'things', ...;
    which route and edition they came from does not count."""
    found: list[str] = []
    for part in ("case", "need", "facts"):
        old, new = frozen.get(part) or {}, now.get(part) or {}
        found += [f"{part}.{name}" for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    for part in ("typed", "nexus", "things", "exhibits", "contacts", "letterhead", "reason", "option"):
        if (frozen.get(part) or None) != (now.get(part) or None):
            found.append(part)
    return tuple(found)


def names_of(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Every name that occurs, once, for whoever checks spellings."""
    return tuple(dict.fromkeys(name.text for voice in voices for _, text in _texts(voice) for name in names(text)))
