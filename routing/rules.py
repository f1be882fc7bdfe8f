"""The law as the engine holds it: instruments, their provisions and conditions, who is bound, what goes first.

Frozen values only; `routing.codec_rulebook` builds them from an edition document. Field names follow the source book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from routing.conditions import FactValue, Test
from routing.periods import Period

VOLUNTARY, SINGLE, FORMAL = "voluntary", "single_jurisdiction", "formal"
TIERS = (VOLUNTARY, SINGLE, FORMAL)

REQUIRED, BAR = "required", "bar"
EFFECTS = (REQUIRED, BAR, "discretionary_refusal", "warning")
ROLES = ("main", "predecessor", "transitional", "carrier", "supporting", "applicable_law")
MODES = ("by_request", "by_transmission", "by_receipt", "by_arrest", "by_proceedings_instituted")
PAIRINGS = ("multilateral", "multilateral_with_acceptance", "multilateral_with_objections", "hub", "two_sided")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a provision.

    `required` must hold and `bar` must not; the two other effects never close. `only_for` limits it to one channel or
    variant of the provision, so that it never closes the whole. Conditions with one `or_group` are one condition.
    """

    test: Test
    effect: str
    article: str
    text: str
    basis: str
    source: str | None
    only_for: str | None
    or_group: str | None
    value_document: Any
    judgement: bool

    @property
    def decides(self) -> bool:
        """Whether the verdict of the provision rests on it."""
        return self.only_for is None and (self.effect == REQUIRED or self.effect == BAR)


@dataclass(frozen=True, slots=True)
class Provision:
    """What one instrument offers for one measure, with what a user must know to use it.

    `period` is the window in which its deciding day must lie (the provision's own days, else the instrument's);
    `status` its legal status; `document` the record as published, for all that is only shown. `uses_treaty`,
    `uses_right` and `has_groups` say what its conditions need beside facts.
    """

    id: str
    instrument: str
    measure: str
    variant: str | None
    tier: str
    role: str
    period: Period
    status: str | None
    adjunct: bool
    last_resort: bool
    placeholder: bool
    underused: bool
    conditions: tuple[Condition, ...]
    uses_treaty: bool
    uses_right: bool
    has_groups: bool
    document: Json

    @property
    def typical_days(self) -> tuple[int, int] | None:
        """The estimate from practice, shortest and longest in days; never a legal limit; None where there is none."""
        found = self.document.get("typical_days")
        return (int(found[0]), int(found[1])) if isinstance(found, list) and len(found) == 2 else None

    @property
    def stands_alone(self) -> bool:
        """Whether it counts for the status of a need: networks, supporting and choice-of-law records do not."""
        return not (self.adjunct or self.role in ("supporting", "applicable_law"))


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two bound States become a pair under an instrument."""

    rule: str
    missing_row_means: str
    unknown_for: frozenset[str]
    hub: str | None
    side: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class DateException:
    """Another deciding date for pairs with one of the named States."""

    states: frozenset[str]
    mode: str
    article: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument, network or practice. `pairing` None means that who is bound is not recorded."""

    code: str
    short_title: str
    title: str
    kind: str
    tier: str
    mode: str
    exceptions: tuple[DateException, ...]
    period: Period
    in_force: date | None
    status: str | None
    status_text: str
    pairing: Pairing | None
    underused: bool
    document: Json


@dataclass(frozen=True, slots=True)
class Row:
    """One row of participation: a State's position under an instrument. `since` None: bound, day not established."""

    status: str
    since: date | None
    until: date | None
    partial: str
    note: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a State declared under an instrument."""

    topic: str
    value: str
    article: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class State:
    """A State or territory. `member` is its membership of the European Union, None for a State that never was one."""

    iso2: str
    iso3: str
    name: str
    official_languages: tuple[str, ...]
    member: Period | None
    document: Json


@dataclass(frozen=True, slots=True)
class Precedence:
    """One rule of precedence. Only rules of kind `instrument` without `explain` order anything."""

    id: str
    kind: str
    prefer: tuple[str, ...]
    over: tuple[str, ...]
    measures: frozenset[str]
    period: Period
    explain: bool
    condition: str
    article: str
    note: str
    basis: str


@dataclass(frozen=True, slots=True)
class Network:
    """Members of a network of practitioners; `states` None where the list is not recorded."""

    code: str
    states: frozenset[str] | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure a case can ask for. `seed`: named by the study of 2021."""

    code: str
    name: str
    track: str
    seed: bool


@dataclass(frozen=True, slots=True)
class Rungs:
    """Which measures of a lower tier can meet the same need, and which secure it, in the order to try them."""

    secure: tuple[str, ...] = ()
    voluntary: tuple[str, ...] = ()
    single_jurisdiction: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """All rungs in the order of the plan, each once."""
        return tuple(dict.fromkeys((*self.secure, *self.voluntary, *self.single_jurisdiction)))


@dataclass(frozen=True, slots=True)
class NationalityBars:
    """States that do not hand over their own nationals under one instrument."""

    instrument: str
    absolute: frozenset[str]
    with_consent: frozenset[str]


def spoken(value: FactValue) -> str:
    """A fact value as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "none"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
