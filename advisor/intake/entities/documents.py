"""Things of a case file: `entities` of the contract's case document, both ways, with every fault at once.

Shape of one: id, kind, value; optional state and certainty (certain or believed, together), at, zone, port, number,
note, needs (ids of needs). Without a state the place is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.intake.entities.check import Checked, entity_checked
from advisor.intake.entities.faults import EntityFaults, quoted
from advisor.intake.entities.kinds import DETAILS, KINDS
from routing.errors import Fault

CERTAINTIES = ("certain", "believed")
MOST_ENTITIES = 500
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
ID_ADVICE = "1 to 20 letters, digits, hyphens or underscores, no sign first"
KEYS = frozenset(("id", "kind", "value", "state", "certainty", "note", "needs", *DETAILS))


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing with its place and the needs it belongs to. `state` '' is unknown; `certainty` '' then."""

    key: str
    checked: Checked
    state: str = ""
    certainty: str = ""
    needs: tuple[str, ...] = ()


def entity_document(entity: Entity) -> dict[str, Any]:
    """One thing as a case file has it."""
    document: dict[str, Any] = {"id": entity.key, "kind": entity.checked.kind, "value": entity.checked.value}
    document |= {name: entity.checked.details[name] for name in DETAILS if entity.checked.details.get(name)}
    if entity.state:
        document |= {"state": entity.state, "certainty": entity.certainty or "believed"}
    if entity.checked.note:
        document["note"] = entity.checked.note
    if entity.needs:
        document["needs"] = list(entity.needs)
    return document


def entities_read(raw: Any, *, states: Collection[str], needs: Collection[str]) -> tuple[list[Entity], list[Fault]]:
    """(things, faults) of a case document's `entities`. `states`: known codes; `needs`: ids of the case's needs."""
    if raw is None:
        return [], []
    if not isinstance(raw, list):
        return [], [Fault("entities", read_as(raw), "a list of things, each with id, kind and value")]
    if len(raw) > MOST_ENTITIES:
        return [], [Fault("entities", f"{len(raw)} things", f"at most {MOST_ENTITIES} things in a case")]
    found: list[Entity] = []
    faults: list[Fault] = []
    keys: set[str] = set()
    for number, item in enumerate(raw):
        where = f"entities[{number}]"
        if not isinstance(item, Mapping):
            faults.append(Fault(where, read_as(item), "a mapping with id, kind and value"))
            continue
        own = [
            *unknown_keys(item, KEYS, where),
            *id_faults(item, keys, where),
            *_place_faults(item, states, where),
            *ids_faults(item.get("needs"), needs, f"{where}.needs", "the id of a need of this case"),
        ]
        entity = None if own else _entity(item, where, own)
        faults += own
        if entity:
            found.append(entity)
    return found, faults


def _entity(item: Mapping[str, Any], where: str, faults: list[Fault]) -> Entity | None:
    """The thing of one item; its faults are added to `faults`."""
    if not isinstance(item.get("kind"), str) or item["kind"] not in KINDS:
        faults.append(Fault(f"{where}.kind", read_as(item.get("kind")), f"one of: {', '.join(KINDS)}"))
        return None
    texts = {name: item[name] for name in ("value", "note", *DETAILS) if item.get(name) is not None}
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    faults += [Fault(f"{where}.{name}", read_as(texts[name]), "a text: put it in quotation marks") for name in wrong]
    if wrong:
        return None
    try:
        checked = entity_checked(item["kind"], texts)
    except EntityFaults as error:
        faults += [Fault(f"{where}.{name}", read_as(texts.get(name)), said) for name, said in error.faults.items()]
        return None
    certainty = item.get("certainty") or ("believed" if item.get("state") else "")
    return Entity(str(item["id"]), checked, item.get("state") or "", certainty, tuple(item.get("needs") or ()))


def _place_faults(item: Mapping[str, Any], states: Collection[str], where: str) -> list[Fault]:
    faults = []
    state, certainty = item.get("state"), item.get("certainty")
    if state is not None and (not isinstance(state, str) or state not in states):
        faults.append(Fault(f"{where}.state", read_as(state), "a State's ISO code, or no state where it is unknown"))
    if certainty is not None and certainty not in CERTAINTIES:
        faults.append(Fault(f"{where}.certainty", read_as(certainty), "certain or believed"))
    elif certainty is not None and state is None:
        faults.append(Fault(f"{where}.certainty", read_as(certainty), "no certainty where there is no state"))
    return faults


def unknown_keys(item: Mapping[Any, Any], known: Collection[str], where: str) -> list[Fault]:
    """A fault for each key that nobody knows."""
    return [
        Fault(f"{where}.{str(key)[:60]}", read_as(key), f"one of these keys: {', '.join(sorted(known))}")
        for key in item
        if key not in known
    ]


def id_faults(item: Mapping[str, Any], taken: set[str], where: str) -> list[Fault]:
    """What is wrong with an item's id; a good one is added to `taken`."""
    own = item.get("id")
    if not isinstance(own, str) or not ID.fullmatch(own):
        return [Fault(f"{where}.id", read_as(own), ID_ADVICE)]
    if own in taken:
        return [Fault(f"{where}.id", read_as(own), "an id that no other item of the list has")]
    taken.add(own)
    return []


def ids_faults(raw: Any, known: Collection[str], where: str, what: str) -> list[Fault]:
    """What is wrong with a list of ids."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        return [Fault(where, read_as(raw), f"a list; each is {what}")]
    return [
        Fault(f"{where}[{n}]", read_as(key), what)
        for n, key in enumerate(raw)
        if not isinstance(key, str) or key not in known
    ]


def read_as(value: Any) -> str:
    """A value as a message quotes it."""
    if isinstance(value, str):
        return quoted(value)
    return "nothing" if value is None else quoted(str(value))


def all_needs(entities: Iterable[Entity]) -> set[str]:
    """The needs that any thing belongs to."""
    return {key for entity in entities for key in entity.needs}
