"""Codes that point somewhere: each must lead to a record of the book."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from instruments import codes
from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]
# Facts that the engine reads without a condition: what may vanish first is secured first (routing.scenes).
READ_BY_ENGINE = frozenset({"data.retention_until"})


class UnknownInstrument(Rule):
    """Only instruments of the book may be named."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            for name in ("supersedes", "superseded_by"):
                yield from self._missing(view, f"instrument:{code}", name, record[name])
        for name, entry in view.book["offence_lists"].items():
            uses = [use["instrument"] for use in entry.get("used_by", [])] if isinstance(entry, dict) else []
            yield from self._missing(view, f"offence_list:{name}", "used_by", uses)
        for table, word in (
            ("participation", "participation"),
            ("declarations", "declaration"),
            ("authorities", "authority"),
        ):
            for row in view.book[table]:
                yield from self._missing(
                    view, f"{word}:{row['instrument']}/{row['iso2']}", "instrument", [row["instrument"]]
                )

    @staticmethod
    def _missing(view: View, where: str, field: str, named: list[str]) -> Found:
        for code in named:
            if code not in view.instruments:
                yield where, f"{field} names {code}"


class UnknownMeasure(Rule):
    """Only measures of the contract may be named."""

    def found(self, view: View) -> Found:
        known = set(view.measures)
        for identity, (_, provision) in view.provisions.items():
            if provision["measure"] not in known:
                yield f"provision:{identity}", provision["measure"]
        for code, entry in view.book["ladder"].items():
            named = [code, *(item for items in entry.values() for item in items)]
            for item in named:
                if item not in known:
                    yield f"ladder:{code}", item
        for rule in view.book["precedence"]:
            for item in rule.get("measures", []):
                if item not in known:
                    yield f"precedence:{rule['id']}", item


class UnknownState(Rule):
    """Only States of the book may be named, by their ISO 3166-1 code (GB and GR)."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            pairing = record.get("pairing") or {}
            named = [*pairing.get("side", []), *pairing.get("unknown_for", [])]
            named += [pairing["hub"]] if "hub" in pairing else []
            named += [state for item in record["transition"].get("exceptions", []) for state in item["states"]]
            yield from self._missing(view, f"instrument:{code}", named)
        for network in view.book["networks"]:
            yield from self._missing(view, f"network:{network['code']}", network.get("states", []))
        for name, entry in view.book["offence_lists"].items():
            if isinstance(entry, dict):
                named = [*entry.get("absolute", []), *entry.get("with_consent", [])]
                yield from self._missing(view, f"offence_list:{name}", named)
        for row in view.book["participation"]:
            yield from self._missing(
                view, f"participation:{row['instrument']}/{row['iso2']}/{row['since']}", [row["iso2"]]
            )

    @staticmethod
    def _missing(view: View, where: str, named: list[str]) -> Found:
        for code in named:
            if code not in view.states:
                yield where, code


class UnknownProvision(Rule):
    """A network names provisions of the book, and each is its own."""

    def found(self, view: View) -> Found:
        for network in view.book["networks"]:
            for identity in network["provisions"]:
                if identity not in view.provisions:
                    yield f"network:{network['code']}", f"{identity} is unknown"
                elif not identity.startswith(f"{network['code']}/"):
                    yield f"network:{network['code']}", f"{identity} belongs to another record"


class UnknownGround(Rule):
    """A ground of refusal is one of the vocabulary."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            for use in provision["refusal_grounds"]:
                if use["code"] not in view.grounds:
                    yield f"provision:{identity}", use["code"]


class UnknownPrecedenceCode(Rule):
    """A precedence rule orders instruments, tiers or measures of the book, as its kind says."""

    def found(self, view: View) -> Found:
        extra: dict[str, set[str]] = {
            "tier": set(codes.TIERS),
            "order_of_steps": set(view.measures),
            "in_force_first": {"any"},
            "adjunct": {"any"},
        }
        for rule in view.book["precedence"]:
            for side in ("prefer", "over"):
                if not rule[side]:
                    yield f"precedence:{rule['id']}", f"{side} is empty"
                for item in rule[side]:
                    if item not in view.instruments and item not in extra.get(rule["kind"], set()):
                        yield f"precedence:{rule['id']}", f"{side} names {item}"


class AliasTaken(Rule):
    """An alias belongs to one instrument and is no other's code: search and import rely on it."""

    def found(self, view: View) -> Found:
        taken: dict[str, str] = {}
        for code, record in view.instruments.items():
            for alias in record.get("aliases", []):
                if alias in view.instruments and alias != code:
                    yield f"instrument:{code}", f"{alias} is the code of another instrument"
                if taken.get(alias, code) != code:
                    yield f"instrument:{code}", f"{alias} is an alias of {taken[alias]} too"
                taken.setdefault(alias, code)


class UnknownChoice(Rule):
    """A coded field holds one of its codes."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            yield from _wrong(f"instrument:{code}", record, kind=codes.KINDS, tier=codes.TIERS)
            for track in record["track"]:
                if track not in codes.TRACKS:
                    yield f"instrument:{code}", f"track {track}"
            if not record["track"]:
                yield f"instrument:{code}", "no track"
            mode = record["transition"]["mode"]
            if mode not in codes.MODES:
                yield f"instrument:{code}", f"transition mode {mode}"
        for identity, (_, provision) in view.provisions.items():
            where = f"provision:{identity}"
            yield from _wrong(where, provision, role=codes.ROLES, tier=codes.TIERS, confidence=codes.CONFIDENCES)
            yield from _wrong(where, provision, status=codes.STATUSES, reliability=codes.RELIABILITIES)


def _wrong(where: str, record: dict[str, Any], **allowed: dict[str, str]) -> Found:
    for name, choices in allowed.items():
        if name in record and record[name] not in choices:
            yield where, f"{name} is {record[name]!r}"


class LadderRungOfWrongTier(Rule):
    """A rung of the ladder is a measure of its tier: voluntary.* below voluntary, domestic.* below single
    jurisdiction."""

    def found(self, view: View) -> Found:
        for code, entry in view.book["ladder"].items():
            for tier, prefix in (("voluntary", "voluntary."), ("single_jurisdiction", "domestic.")):
                for item in entry[tier]:
                    if not item.startswith(prefix):
                        yield f"ladder:{code}", f"{item} under {tier}"


class FactNeverUsed(Rule):
    """A fact that no condition tests is asked for nothing, unless the engine itself reads it."""

    is_error = False

    def found(self, view: View) -> Found:
        used = Counter(condition["fact"] for _, _, condition in view.lines)
        for name in view.facts:
            if not used[name] and name not in READ_BY_ENGINE:
                yield f"fact:{name}", "no condition tests it"


class QuestionWithoutMark(Rule):
    """The question of a fact ends with a question mark and comes with help."""

    def found(self, view: View) -> Found:
        for name, record in view.facts.items():
            if not record["question"].strip().endswith("?"):
                yield f"fact:{name}", record["question"]
            if not record["help"].strip():
                yield f"fact:{name}", "no help"


class EnumWithoutValues(Rule):
    """A fact has values exactly when it is an enum."""

    def found(self, view: View) -> Found:
        for name, record in view.facts.items():
            if (record["type"] == "enum") != bool(record.get("values")):
                yield f"fact:{name}", f"type {record['type']}, values {record.get('values')}"
