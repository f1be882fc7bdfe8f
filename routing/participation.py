"""Which State is bound by what, on which day, and when two bound States are a pair.

Answers are three-valued: a State without a row, or with a row whose first day was never established, may be unknown.
Each answer carries the words for the user and the row it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from routing.conditions import FAILS, HOLDS, UNKNOWN, Verdict, conjunction
from routing.rulebook import Rulebook
from routing.rules import Instrument, Row


@dataclass(frozen=True, slots=True)
class Binding:
    """Whether a State, or a pair, is bound; why, in words; the sources of the rows that say so."""

    verdict: Verdict
    reason: str
    sources: tuple[str, ...] = ()
    verified: bool = False
    note: str = ""


_BEST_FIRST = (HOLDS, UNKNOWN, FAILS)


def _row_verdict(row: Row, day: date, as_of: date) -> Verdict:
    """One row on one day. A bound one without a first day counts for days of the edition's year or later."""
    if row.status != "bound":
        return FAILS
    if row.until is not None and day > row.until:
        return FAILS
    if row.since is None:
        return HOLDS if day.year >= as_of.year else UNKNOWN
    return HOLDS if day >= row.since else FAILS


def _most_telling(verdict: Verdict, row: Row, day: date) -> tuple[int, int, int]:
    """Which of several rows of one State answers: the best verdict; of those that fail the last to end, else the first
    to begin."""
    if verdict is FAILS and row.status == "bound":
        if row.until is not None and day > row.until:
            return _BEST_FIRST.index(verdict), 0, -row.until.toordinal()
        return _BEST_FIRST.index(verdict), 1, (row.since or day).toordinal()
    return _BEST_FIRST.index(verdict), 2, 0


def _row_reason(state: str, row: Row, verdict: Verdict, day: date) -> str:
    """The row in words."""
    if row.status != "bound":
        return f"{state} has only signed" if row.status == "signatory" else f"{state} is not bound"
    if verdict is UNKNOWN:
        return f"{state} is bound, but since when is not established (asked for {day})"
    if row.until is not None and day > row.until:
        return f"{state} was bound until {row.until}"
    if row.since is not None and day < row.since:
        return f"{state} is bound only from {row.since}"
    words = f"{state} is bound since {row.since}" if row.since else f"{state} is bound, first day not recorded"
    if row.until:
        words += f" until {row.until}"
    return words + (f" ({row.partial})" if row.partial else "")


def state_binding(rulebook: Rulebook, code: str, state: str, day: date) -> Binding:
    """Whether the instrument binds the State alone on the day.

    A State without a row: unknown if the record lists it under `unknown_for`, else what `missing_row_means` says;
    unknown as well where the instrument has no pairing.
    """
    rows = rulebook.participation.get((code, state), ())
    if not rows:
        return _without_row(rulebook.instruments.get(code), code, state)
    judged = [(_row_verdict(row, day, rulebook.as_of), row) for row in rows]
    verdict, row = judged[0] if len(judged) == 1 else min(judged, key=lambda item: _most_telling(item[0], item[1], day))
    return Binding(
        verdict,
        _row_reason(state, row, verdict, day),
        (row.source,) if row.source else (),
        row.confidence == "verified",
    )


def _without_row(instrument: Instrument | None, code: str, state: str) -> Binding:
    """What a missing row means."""
    pairing = instrument.pairing if instrument else None
    if pairing is None:
        return Binding(UNKNOWN, f"who is bound by {code} is not recorded ({state})")
    if state in pairing.unknown_for:
        return Binding(UNKNOWN, f"{state} may be bound: its row is missing")
    if pairing.missing_row_means == "not_bound":
        return Binding(FAILS, f"{state} has no row: not bound")
    return Binding(UNKNOWN, f"{state} has no row: not known")


def pair_binding(rulebook: Rulebook, code: str, one: str, other: str, day: date) -> Binding:
    """Whether the instrument binds the two States towards each other on the day, under its pairing rule."""
    sides = [state_binding(rulebook, code, state, day) for state in dict.fromkeys((one, other))]
    instrument = rulebook.instruments.get(code)
    refusal = pair_refusal(instrument, one, other) if instrument else None
    reason = "; ".join(side.reason for side in sides)
    sources = tuple(dict.fromkeys(source for side in sides for source in side.sources))
    if refusal:
        return Binding(FAILS, f"{refusal}; {reason}", sources)
    verdict = conjunction(side.verdict for side in sides)
    note = _pair_note(instrument) if verdict is HOLDS else ""
    return Binding(verdict, reason, sources, all(side.verified for side in sides), note)


def pair_refusal(instrument: Instrument, one: str, other: str) -> str | None:
    """Why the pairing rule keeps the two apart whatever binds each of them; None where it does not."""
    pairing = instrument.pairing
    if pairing is None:
        return None
    if pairing.rule == "hub":
        hubs = (one == pairing.hub) + (other == pairing.hub)
        return None if hubs == 1 else f"{instrument.short_title} binds only pairs with {pairing.hub}"
    if pairing.rule == "two_sided":
        inside = (one in pairing.side) + (other in pairing.side)
        side = ", ".join(sorted(pairing.side))
        return None if inside == 1 else f"{instrument.short_title} binds only one of {side} with another State"
    return None


def _pair_note(instrument: Instrument | None) -> str:
    """What still has to be checked by hand although both States are bound."""
    pairing = instrument.pairing if instrument else None
    if pairing is None:
        return ""
    if pairing.rule == "multilateral_with_acceptance":
        return "check the acceptance: an accession binds only towards States that accepted it"
    if pairing.rule == "multilateral_with_objections":
        return "check the objections: an accession does not bind towards a State that objected"
    return ""
