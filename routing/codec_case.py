"""From a case document to `CaseFacts`, or to all its faults at once.

Reads: the contract's case, as JSON or YAML gave it. Writes: the frozen case, typed by the vocabulary of the rulebook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from routing.conditions import FactValue
from routing.errors import CaseFaults
from routing.facts import STAGES, TRACKS, CaseFacts, Need
from routing.reading import (
    MAX_ITEMS,
    MISSING,
    Faults,
    read_choice,
    read_day,
    read_fact,
    read_known,
    read_state,
    read_text,
)
from routing.rulebook import Rulebook
from routing.scenes import RIGHT

FORMAT = 1
MAX_NEEDS = 200
# Provisions looked at for one case: 28 needs of the measure with the most (113) stay below; about 11 MB of answer.
MAX_OPTIONS = 3_200
REQUIRED = ("format", "reference", "title", "requesting_state", "track", "stage", "opened_on", "needs")
OPTIONAL = ("summary", "subject", "variant", "facts", "entities", "rights", "exhibits", "declined")
IGNORED = ("on", "expect", "note")
NEED_REQUIRED = ("id", "measure", "requested_state")
NEED_OPTIONAL = ("variant", "subject", "facts")
# Two different States are what these are about; the others may stay inside one.
BETWEEN_STATES = ("criminal.", "civil.")


def case_from_document(doc: object, rulebook: Rulebook) -> CaseFacts:
    """The case of a document.

    Raises `CaseFaults` with one message per fault (where, what was read, what is allowed), all at once. Never raises
    anything else, whatever the document holds.
    """
    faults = Faults()
    if not isinstance(doc, Mapping):
        faults.note("case", doc, "a case is a mapping of keys to values; see the format of a case")
        raise CaseFaults(faults.all())
    known = dict(_keys(doc, "", (*REQUIRED, *OPTIONAL, *IGNORED), REQUIRED, faults))
    _read_format(known.get("format", MISSING), faults)
    requesting = _if_there(known, "requesting_state", lambda raw, at: read_state(raw, at, faults, rulebook))
    opened_on = _if_there(known, "opened_on", lambda raw, at: read_day(raw, at, faults))
    track = _if_there(known, "track", lambda raw, at: read_choice(raw, at, faults, TRACKS))
    stage = _if_there(known, "stage", lambda raw, at: read_choice(raw, at, faults, STAGES))
    reference = _if_there(known, "reference", lambda raw, at: read_text(raw, at, faults, limit=200))
    title = _if_there(known, "title", lambda raw, at: read_text(raw, at, faults, limit=500))
    summary = _if_there(known, "summary", lambda raw, at: read_text(raw, at, faults, empty=True))
    facts = _facts(known.get("facts"), "facts", faults, rulebook)
    rights = _rights(known.get("rights"), faults, rulebook)
    declined = _declined(known.get("declined"), faults, rulebook)
    needs = _needs(known.get("needs", MISSING), requesting, faults, rulebook)
    if faults.found or not (requesting and opened_on and track and stage and reference and title):
        raise CaseFaults(faults.all())
    return CaseFacts(
        reference=reference,
        title=title,
        requesting_state=requesting,
        track=track,
        stage=stage,
        opened_on=opened_on,
        facts=facts,
        needs=needs,
        summary=summary or "",
        rights=rights,
        declined=declined,
    )


def _if_there(known: Mapping[str, Any], key: str, reader: Any) -> Any:
    """Read a key that is there; a missing required one was reported already."""
    return reader(known[key], key) if key in known else None


def _read_format(raw: object, faults: Faults) -> None:
    """The format number; a missing one was reported already."""
    if raw is MISSING:
        return
    if isinstance(raw, bool) or raw != FORMAT or not isinstance(raw, int):
        faults.note("format", raw, f"only {FORMAT} is allowed: this program reads no other format")


def _keys(
    doc: Mapping[Any, Any], where: str, allowed: Iterable[str], required: Iterable[str], faults: Faults
) -> list[tuple[str, Any]]:
    """The known keys of a mapping; unknown and missing ones are reported. A bare `on` of YAML 1.1 arrives as true."""
    options = tuple(allowed)
    found = []
    for key, value in doc.items():
        name = "on" if key is True and "on" in options else key
        if isinstance(name, str) and name in options:
            found.append((name, value))
        else:
            hint = faults.hint(name, options)
            faults.note(where or "case", name, f"this key is not known{hint}; allowed: {', '.join(options)}")
    names = {name for name, _ in found}
    for name in required:
        if name not in names:
            faults.note(f"{where}.{name}" if where else name, MISSING, "this key is required")
    return found


def _facts(raw: object, where: str, faults: Faults, rulebook: Rulebook) -> Mapping[str, FactValue]:
    """The stated facts of a case or a need."""
    if raw is None:
        return MappingProxyType({})
    if not isinstance(raw, Mapping):
        faults.note(where, raw, "a mapping of fact names to values is allowed")
        return MappingProxyType({})
    if len(raw) > MAX_ITEMS:
        faults.note(where, raw, f"at most {MAX_ITEMS} facts are allowed")
        return MappingProxyType({})
    found: dict[str, FactValue] = {}
    for name, value in raw.items():
        fact = rulebook.facts.get(name) if isinstance(name, str) else None
        if fact is None:
            faults.note(where, name, f"this fact is not in the vocabulary{faults.hint(name, rulebook.facts)}")
            continue
        typed = read_fact(value, f"{where}.{name}", faults, fact, rulebook)
        if typed is not None:
            found[name] = typed
    return MappingProxyType(found)


def _rights(raw: object, faults: Faults, rulebook: Rulebook) -> tuple[str, ...]:
    """The kinds of right among the case's rights; all else about them is the office's business."""
    fact = rulebook.facts.get(RIGHT)
    if fact is None or not isinstance(raw, list):
        return ()
    if len(raw) > MAX_ITEMS:
        faults.note("rights", raw, f"at most {MAX_ITEMS} rights are allowed")
        return ()
    found: list[str] = []
    for number, item in enumerate(raw):
        kind = item.get("kind", MISSING) if isinstance(item, Mapping) else MISSING
        if kind is not MISSING:
            known = read_choice(kind, f"rights[{number}].kind", faults, fact.values)
            found += [known] if known else []
    return tuple(dict.fromkeys(found))


def _declined(raw: object, faults: Faults, rulebook: Rulebook) -> frozenset[str]:
    """The facts that the user was asked for and does not know."""
    if raw is None:
        return frozenset()
    if not isinstance(raw, list) or len(raw) > MAX_ITEMS:
        faults.note("declined", raw, f"a list of at most {MAX_ITEMS} fact names is allowed")
        return frozenset()
    found = [
        read_known(item, f"declined[{number}]", faults, rulebook.facts, "a fact of the vocabulary")
        for number, item in enumerate(raw)
    ]
    return frozenset(item for item in found if item)


def _needs(raw: object, requesting: str | None, faults: Faults, rulebook: Rulebook) -> tuple[Need, ...]:
    """All needs; a missing list was reported already."""
    if raw is MISSING:
        return ()
    if not isinstance(raw, list) or not raw:
        faults.note("needs", raw, "a list with at least one need is allowed")
        return ()
    if len(raw) > MAX_NEEDS:
        faults.note("needs", raw, f"at most {MAX_NEEDS} needs are allowed")
        return ()
    needs: list[Need] = []
    seen: dict[str, int] = {}
    for number, item in enumerate(raw):
        where = f"needs[{number}]"
        need = _need(item, where, requesting, faults, rulebook)
        if need is None:
            continue
        if need.id and need.id in seen:
            faults.note(f"{where}.id", need.id, f"this id is already that of needs[{seen[need.id]}]; ids are unique")
        seen.setdefault(need.id, number)
        needs.append(need)
    asked = options_asked((need.measure for need in needs), rulebook)
    if asked > MAX_OPTIONS:
        faults.note("needs", raw, too_much(asked))
    return tuple(needs)


def options_asked(measures: Iterable[str], rulebook: Rulebook) -> int:
    """How many provisions needs of these measures have looked at, at most: what an answer costs in time and size."""
    return sum(count * rulebook.looked_at(measure) for measure, count in Counter(measures).items())


def too_much(asked: int) -> str:
    """What to tell whoever asks for more than MAX_OPTIONS."""
    return (
        f"this case asks for too much at once: {asked} legal provisions to weigh for its needs, where {MAX_OPTIONS} "
        "are allowed; split it into several cases, for instance one for each group of States"
    )


def _need(raw: object, where: str, requesting: str | None, faults: Faults, rulebook: Rulebook) -> Need | None:
    """One need; None when it is no mapping at all."""
    if not isinstance(raw, Mapping):
        faults.note(where, raw, "a need is a mapping with id, measure and requested_state")
        return None
    known = dict(_keys(raw, where, (*NEED_REQUIRED, *NEED_OPTIONAL, "note"), NEED_REQUIRED, faults))
    identity = read_text(known["id"], f"{where}.id", faults, limit=100) if "id" in known else ""
    if not identity.isprintable():
        faults.note(f"{where}.id", identity, "an id is one line of visible signs, for example n1")
    measure = None
    if "measure" in known:
        measure = read_known(
            known["measure"], f"{where}.measure", faults, rulebook.measures, "a measure code of the contract"
        )
    state = None
    if known.get("requested_state") is not None:
        state = read_state(known["requested_state"], f"{where}.requested_state", faults, rulebook)
    if measure and state and state == requesting and measure.startswith(BETWEEN_STATES):
        faults.note(
            f"{where}.requested_state",
            state,
            f"{measure} is asked of another State than the requesting State; for measures at home use domestic.*",
        )
    variant = known.get("variant")
    subject = known.get("subject")
    return Need(
        id=identity,
        measure=measure or "",
        variant=None if variant is None else read_text(variant, f"{where}.variant", faults, limit=100) or None,
        requested_state=state,
        subject="" if subject is None else read_text(subject, f"{where}.subject", faults, empty=True),
        facts=_facts(known.get("facts"), f"{where}.facts", faults, rulebook),
    )
