"""Reads of the published catalogue for pages and API: search, instruments, participation on a day, States, networks.

*Reads* a `CurrentEdition`, never the rows: a curator's unpublished work is nobody's law, and a past edition can be
browsed the same way. *Writes* nothing. Whether a State is bound is asked of the engine (`routing.participation`), so
that a page and an answer never disagree.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from instruments.editions import CurrentEdition
from instruments.search_index import Hit, catalogue_search
from routing.conditions import FAILS, HOLDS
from routing.memberships import NEVER_USABLE, NOT_YET
from routing.participation import pair_binding, state_binding
from routing.rulebook import Rulebook
from routing.rules import Instrument, Row

__all__ = [
    "Hit",
    "InstrumentDetail",
    "Standing",
    "StateOverview",
    "catalogue_search",
    "instrument_applies",
    "instrument_detail",
    "instrument_list",
    "pair_instruments",
    "participation_on",
    "state_overview",
]


@dataclass(frozen=True)
class Standing:
    """One State's position under one instrument on a day.

    `verdict` is bound, not_bound or unknown; `reason` says it in words. The row's own fields follow, empty where the
    book has no row.
    """

    instrument: str
    iso2: str
    name: str
    verdict: str
    reason: str
    applies: bool
    status: str
    since: date | None
    until: date | None
    partial: str
    note: str
    source: str
    provisional: bool


@dataclass(frozen=True)
class InstrumentDetail:
    """Everything a page about an instrument shows; `record` is the record as published, with its provisions."""

    record: dict[str, Any]
    applies: bool
    participation: list[Standing]
    bound: int
    predecessors: list[dict[str, Any]]
    successors: list[dict[str, Any]]
    declarations: list[dict[str, str]]
    authorities: list[dict[str, str]]
    network: dict[str, Any] | None
    provisional: int


@dataclass(frozen=True)
class StateOverview:
    """Everything a page about a State shows on a day.

    `row` is its record; `bound` what binds it and applies, `others` what ended, is signed only, or is not known.
    """

    row: dict[str, str]
    bound: list[Standing]
    others: list[Standing]
    declarations: list[dict[str, str]]
    authorities: list[dict[str, str]]
    networks: list[dict[str, Any]]


def instrument_applies(rulebook: Rulebook, code: str, *, on: date) -> bool:
    """Whether an instrument applies on a day: its period holds the day, and its status says that it is law at all."""
    instrument = rulebook.instruments[code]
    return instrument.period.contains(on) and not _asleep(instrument)


def _asleep(instrument: Instrument) -> bool:
    """Signed or talked about, and in force nowhere; a status that only waits for its day is told by the period."""
    status = instrument.status or ""
    return status in NEVER_USABLE or (status == NOT_YET and instrument.period.start is None)


def instrument_list(
    edition: CurrentEdition, *, track: str = "", tier: str = "", kind: str = "", measure: str = ""
) -> list[dict[str, Any]]:
    """The instrument records that fit every given filter, by short title."""
    found = [
        record
        for record in edition.document["instruments"]
        if (not track or track in record["track"])
        and (not tier or record["tier"] == tier)
        and (not kind or record["kind"] == kind)
        and (not measure or any(provision["measure"] == measure for provision in record["provisions"]))
    ]
    return sorted(found, key=lambda record: record["short_title"].lower())


def instrument_detail(edition: CurrentEdition, code: str, *, on: date) -> InstrumentDetail | None:
    """One instrument as of a day, or None when the edition does not hold it.

    An alias leads to its instrument, in capitals or not.
    """
    record = _record(edition, code)
    if record is None:
        return None
    code = record["code"]
    participation = participation_on(edition, code, on=on)
    return InstrumentDetail(
        record=record,
        applies=instrument_applies(edition.rulebook, code, on=on),
        participation=participation,
        bound=sum(standing.verdict == "bound" for standing in participation),
        predecessors=_neighbours(edition, code, "supersedes", "superseded_by"),
        successors=_neighbours(edition, code, "superseded_by", "supersedes"),
        declarations=[row for row in edition.document["declarations"] if row["instrument"] == code],
        authorities=[row for row in edition.document["authorities"] if row["instrument"] == code],
        network=next((row for row in edition.document["networks"] if row["code"] == code), None),
        provisional=_provisional(record),
    )


def _record(edition: CurrentEdition, code: str) -> dict[str, Any] | None:
    records: list[dict[str, Any]] = edition.document["instruments"]
    exact = (record for record in records if record["code"] == code)
    low = code.lower()
    by_name = (
        record for record in records if low in {name.lower() for name in (record["code"], *record.get("aliases", []))}
    )
    return next(exact, None) or next(by_name, None)


def _neighbours(edition: CurrentEdition, code: str, own: str, theirs: str) -> list[dict[str, Any]]:
    """Records before or after in the line of succession, told by either side, by the day from which they apply."""
    found = [
        record
        for record in edition.document["instruments"]
        if code in record[theirs] or record["code"] in (_record(edition, code) or {}).get(own, [])
    ]
    return sorted(found, key=lambda record: record["applies_from"] or "9999")


def _provisional(record: dict[str, Any]) -> int:
    """How many lines of its provisions rest on memory."""
    return sum(
        line["basis"] == "memory"
        for provision in record["provisions"]
        for line in (*provision["conditions"], *provision["time_limits"], *provision["refusal_grounds"])
    )


def participation_on(edition: CurrentEdition, code: str, *, on: date) -> list[Standing]:
    """Every State that has a row under an instrument, or may be bound by it, on a day; by name."""
    rulebook = edition.rulebook
    instrument = rulebook.instruments[code]
    states = {iso2 for held, iso2 in rulebook.participation if held == code}
    if instrument.pairing is not None:
        states |= instrument.pairing.unknown_for
    standings = [_standing(edition, code, iso2, on) for iso2 in states if iso2 in rulebook.states]
    return sorted(standings, key=lambda standing: standing.name)


def _standing(edition: CurrentEdition, code: str, iso2: str, on: date) -> Standing:
    rulebook = edition.rulebook
    binding = state_binding(rulebook, code, iso2, on)
    row = _row_on(rulebook.participation.get((code, iso2), ()), on)
    return Standing(
        instrument=code,
        iso2=iso2,
        name=rulebook.states[iso2].name,
        verdict="bound" if binding.verdict is HOLDS else "not_bound" if binding.verdict is FAILS else "unknown",
        reason=binding.reason,
        applies=instrument_applies(rulebook, code, on=on),
        status=row.status if row else "",
        since=row.since if row else None,
        until=row.until if row else None,
        partial=row.partial if row else "",
        note=row.note if row else "",
        source=row.source if row else "",
        provisional=row is None or row.confidence != "verified",
    )


def _row_on(rows: tuple[Row, ...], on: date) -> Row | None:
    """The row that holds the day, else the nearest one before it, else the first."""
    ordered = sorted(rows, key=lambda row: row.since or date.min)
    for row in ordered:
        if (row.since or date.min) <= on <= (row.until or date.max):
            return row
    before = [row for row in ordered if (row.since or date.min) <= on]
    return before[-1] if before else ordered[0] if ordered else None


def state_overview(edition: CurrentEdition, iso2: str, *, on: date) -> StateOverview | None:
    """One State as of a day, or None when the edition does not hold it."""
    row = next((row for row in edition.document["jurisdictions"] if row["iso2"] == iso2), None)
    if row is None:
        return None
    rulebook = edition.rulebook
    codes = sorted({code for code, state in rulebook.participation if state == iso2})
    standings = [_standing(edition, code, iso2, on) for code in codes if code in rulebook.instruments]
    return StateOverview(
        row=row,
        bound=[standing for standing in standings if standing.verdict == "bound" and standing.applies],
        others=[standing for standing in standings if standing.verdict != "bound" or not standing.applies],
        declarations=[item for item in edition.document["declarations"] if item["iso2"] == iso2],
        authorities=[item for item in edition.document["authorities"] if item["iso2"] == iso2],
        networks=[network for network in edition.document["networks"] if iso2 in network.get("states", [])],
    )


def pair_instruments(edition: CurrentEdition, one: str, other: str, *, on: date) -> list[tuple[str, str, str]]:
    """(instrument, bound or unknown, reason) of what binds two States towards each other on a day, the certain first.

    Every instrument with participation rows is asked; its own period of application counts too.
    """
    found = []
    for code in sorted({held for held, _ in edition.rulebook.participation}):
        instrument = edition.rulebook.instruments.get(code)
        if instrument is None or not instrument_applies(edition.rulebook, code, on=on):
            continue
        binding = pair_binding(edition.rulebook, code, one, other, on)
        if binding.verdict is not FAILS:
            found.append((code, "bound" if binding.verdict is HOLDS else "unknown", binding.reason))
    return sorted(found, key=lambda item: (item[1] != "bound", item[0]))
