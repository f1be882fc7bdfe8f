"""Who is bound when: rows that cannot stand together, that come too early, or that are missing."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from instruments import codes
from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]
Row = dict[str, str]
# The first day on which a State could bind itself, for States younger than the oldest instruments here. A State that
# continues or restores an older one (EE, LV, LT, RU, RS for Yugoslavia) is not listed: it may keep older dates.
FIRST_DAYS = {
    "AM": "1991-09-21",
    "AZ": "1991-08-30",
    "BA": "1992-03-01",
    "BY": "1991-07-27",
    "CZ": "1993-01-01",
    "ER": "1993-05-24",
    "GE": "1991-04-09",
    "HR": "1991-06-25",
    "KG": "1991-08-31",
    "KZ": "1991-12-16",
    "MD": "1991-08-27",
    "ME": "2006-06-03",
    "MK": "1991-09-08",
    "NA": "1990-03-21",
    "PW": "1994-10-01",
    "SI": "1991-06-25",
    "SK": "1993-01-01",
    "SS": "2011-07-09",
    "TJ": "1991-09-09",
    "TL": "2002-05-20",
    "TM": "1991-10-27",
    "UA": "1991-08-24",
    "UZ": "1991-08-31",
    "XK": "2008-02-17",
}


def _key(row: Row) -> str:
    return f"participation:{row['instrument']}/{row['iso2']}/{row['since']}"


class OverlappingParticipation(Rule):
    """Two rows of one instrument and State have no day in common."""

    def found(self, view: View) -> Found:
        spans: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in view.book["participation"]:
            spans[row["instrument"], row["iso2"]].append(row)
        for rows in spans.values():
            rows.sort(key=lambda row: row["since"])
            for first, second in pairwise(rows):
                if (second["since"] or "0000") <= (first["until"] or "9999"):
                    yield _key(second), f"the row that begins {first['since'] or 'on an unknown day'} lasts longer"


class ParticipationRowContradictsItself(Rule):
    """Days stand on bound rows only, the last not before the first, and `verified` names its source."""

    def found(self, view: View) -> Found:
        for row in view.book["participation"]:
            if row["status"] not in codes.PARTICIPATION:
                yield _key(row), f"status {row['status']}"
            if row["status"] != "bound" and (row["since"] or row["until"]):
                yield _key(row), f"a day on a row that is {row['status']}"
            if row["since"] and row["until"] and row["since"] > row["until"]:
                yield _key(row), f"{row['since']} to {row['until']}"
            if row["confidence"] == "verified" and not row["source"]:
                yield _key(row), "verified without a source"


class ParticipationBeforeState(Rule):
    """No State was bound before it existed; a succession to older treaties begins with independence."""

    def found(self, view: View) -> Found:
        for row in view.book["participation"]:
            first = FIRST_DAYS.get(row["iso2"], "")
            if row["since"] and row["since"] < first:
                yield _key(row), f"{row['iso2']} exists since {first}"


class ParticipationBeforeInstrument(Rule):
    """No State was bound before the instrument was adopted and first applied."""

    def found(self, view: View) -> Found:
        for row in view.book["participation"]:
            record = view.instruments.get(row["instrument"]) or {}
            first, why = _first_day(record)
            if row["since"] and row["since"] < first:
                yield _key(row), f"{row['since']}, but {why} on {first}"
            if row["until"] and row["until"] < first:
                yield _key(row), f"until {row['until']}, but {why} on {first}"


def _first_day(record: Row) -> tuple[str, str]:
    """The first day on which the instrument can bind anybody, and what happened then; ("", "") where no day is known.

    An agreement can be applied provisionally before it enters into force: the earlier of the two days counts.
    """
    begun = min((record[name] for name in ("in_force", "applies_from") if record.get(name)), default="")
    adopted = record.get("adopted") or ""
    return (adopted, "it was adopted") if adopted > begun else (begun, "it first applied")


class SignatureFromMemoryCloses(Rule):
    """A signature that was not read in a table does not close a verdict: the State may have ratified since.

    Leave such a row out, so that the pair is asked about: under `pairing.missing_row_means: unknown`, or with the
    State in `pairing.unknown_for`.
    """

    def found(self, view: View) -> Found:
        for row in view.book["participation"]:
            status = ((view.instruments.get(row["instrument"]) or {}).get("status_note") or {}).get("status")
            if row["status"] == "signatory" and row["confidence"] != "verified" and status != "not_in_force":
                yield _key(row), "signatory, from memory"


class RowsWithoutPairing(Rule):
    """An instrument with bound rows has a pairing rule, and the rule has its hub or its side."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            pairing = record.get("pairing")
            if any(row["status"] == "bound" for row in view.rows[code]) and not pairing:
                yield f"instrument:{code}", "bound rows, no pairing"
            if pairing and pairing["rule"] == "hub" and not pairing.get("hub"):
                yield f"instrument:{code}", "rule hub, no hub"
            if pairing and pairing["rule"] == "two_sided" and not pairing.get("side"):
                yield f"instrument:{code}", "rule two_sided, no side"


class MemberStateWithoutRow(Rule):
    """An act of the Union has a row for every Member State, or for none."""

    def found(self, view: View) -> Found:
        members = {code for code, row in view.states.items() if row["eu_member_since"] and not row["eu_member_until"]}
        for code, record in view.instruments.items():
            rows = {row["iso2"] for row in view.rows[code]}
            missing = sorted(members - rows)
            if record["kind"] in codes.EU_KINDS and rows & members and missing:
                yield f"instrument:{code}", f"no row for {' '.join(missing)}"


class UnionActWithoutRows(Rule):
    """An act of the Union on which conditions of binding rest has participation rows."""

    is_error = False

    def found(self, view: View) -> Found:
        tested = {
            code
            for _, _, condition in view.lines
            if isinstance(condition["value"], list) and condition["fact"].endswith("bound_instruments")
            for code in condition["value"]
        }
        for code, record in view.instruments.items():
            if record["kind"] in codes.EU_KINDS and code in tested and not view.rows[code]:
                yield f"instrument:{code}", "no rows"


class BoundByUnionAfterLeaving(Rule):
    """A State that left the Union is not bound by its acts after the transition period (31 December 2020)."""

    is_error = False

    def found(self, view: View) -> Found:
        left = {code for code, row in view.states.items() if row["eu_member_until"]}
        for code, record in view.instruments.items():
            if record["kind"] not in codes.EU_KINDS:
                continue
            for row in view.rows[code]:
                if row["iso2"] in left and row["status"] == "bound" and (row["until"] or "9999") > "2020-12-31":
                    yield _key(row), f"bound until {row['until'] or 'today'}"


class SeedMeasureLeadsNowhere(Rule):
    """Every measure that the study names has a formal provision or a rung."""

    def found(self, view: View) -> Found:
        formal = {provision["measure"] for _, provision in view.provisions.values()}
        for track, group in view.book["measures"].items():
            for name, entry in group.items():
                code = f"{track}.{name}"
                ladder = view.book["ladder"].get(code, {})
                if entry.get("seed") and code not in formal and not any(ladder.values()):
                    yield f"measure:{code}", "no provision, no rung, no pointer"
