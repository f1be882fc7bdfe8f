"""Rows -> book document, field by field: the inverse of `to_rows`.

*Reads* every table of the catalogue, one query each. *Writes* nothing. `book_from_rows` gives the same document that
`from_fixtures.book_read` gives for the files those rows came from.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Model

from instruments import models, records
from instruments.to_fixtures import book_sorted

_HEADER_TEXTS = ("title", "short_title", "kind", "track", "tier")
_HEADER_FLAGS = ("in_seed", "underused", "adjunct", "last_resort", "placeholder", "ip_scope", "bound_states")
_PROVISION_OVERRIDES = ("role", "variant", "tier", "status")
_CHILD = ("article", "text", "basis")


def book_from_rows() -> dict[str, Any]:
    """The whole catalogue as one document; records in canonical order, `used_by` counted."""
    book = {
        "format": records.FORMAT,
        "instruments": _instruments(),
        "facts": [_fact(row) for row in _values(models.Fact)],
        "refusal_grounds": [
            {"code": row["code"], "text": row["text"], "earlier_codes": row["earlier_codes"]}
            for row in _values(models.RefusalGround)
        ],
        "offence_lists": {row.name: row.entry for row in models.OffenceList.objects.all()},
        "networks": [_network(row) for row in _values(models.Network)],
        "measures": _measures(),
        "ladder": _ladder(),
        "jurisdictions": [_jurisdiction(row) for row in _values(models.Jurisdiction)],
        "participation": [_participation(row) for row in _values(models.ParticipationRow)],
        "declarations": _cells(models.Declaration, "topic", "value", "article"),
        "authorities": _cells(models.Authority, "role", "name", "city", "public_url"),
        "precedence": [_precedence(row) for row in _values(models.PrecedenceRule)],
        "sources": [_source(row) for row in _values(models.Source)],
    }
    return book_sorted(records.uses_counted(book))


def _values(model: type[Model], *order: str) -> list[dict[str, Any]]:
    """Every row of a table as a dict of columns."""
    return list(model._default_manager.order_by(*order).values())


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _put(record: dict[str, Any], name: str, value: Any) -> None:
    """A key that stands only where the book gives it."""
    if value is not None:
        record[name] = value


def _instruments() -> list[dict[str, Any]]:
    provisions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    children = _children()
    for row in _values(models.Provision, "instrument_id", "position", "id"):
        provisions[row["instrument_id"]].append(_provision(row, *(lines[row["id"]] for lines in children)))
    return [{**_header(row), "provisions": provisions[row["code"]]} for row in _values(models.Instrument)]


def _header(row: dict[str, Any]) -> dict[str, Any]:
    record = {"code": row["code"], **{name: row[name] for name in _HEADER_TEXTS}}
    _put(record, "identifiers", row["identifiers"])
    record["url"] = row["url"]
    for name in ("adopted", "in_force", "applies_from", "applies_until"):
        record[name] = _day(row[name])
    record["transition"] = {"mode": row["transition_mode"]}
    _put(record["transition"], "exceptions", row["transition_exceptions"])
    record["transition"]["note"] = row["transition_note"]
    record |= {"supersedes": row["supersedes"], "superseded_by": row["superseded_by"]}
    _put(record, "replacement_note", row["replacement_note"])
    if row["status"] is not None:
        record["status_note"] = {
            "status": row["status"],
            "as_of": _day(row["status_as_of"]),
            "text": row["status_text"],
        }
    record |= {name: row[name] for name in _HEADER_FLAGS}
    if row["pairing_rule"] is not None:
        record["pairing"] = _pairing(row)
    _put(record, "amended_by", row["amended_by"])
    record["notes"] = row["notes"]
    _put(record, "aliases", row["aliases"])
    record["sources"] = row["sources"]
    return record


def _pairing(row: dict[str, Any]) -> dict[str, Any]:
    record = {"rule": row["pairing_rule"]}
    _put(record, "hub", row["pairing_hub"])
    _put(record, "side", row["pairing_side"])
    record["missing_row_means"] = row["pairing_missing_row"]
    _put(record, "unknown_for", row["pairing_unknown_for"])
    _put(record, "note", row["pairing_note"])
    return record


Lines = dict[str, list[dict[str, Any]]]


def _children() -> tuple[Lines, Lines, Lines]:
    """Conditions, time limits and grounds of refusal, each by provision and in order."""
    conditions: Lines = defaultdict(list)
    limits: Lines = defaultdict(list)
    grounds: Lines = defaultdict(list)
    order = ("provision_id", "position", "id")
    for row in _values(models.Condition, *order):
        record = {"fact": row["fact_id"], **{name: row[name] for name in ("op", "value", "effect", *_CHILD)}}
        for name in ("or_group", "only_for", "source"):
            _put(record, name, row[name])
        conditions[row["provision_id"]].append(record)
    for row in _values(models.TimeLimit, *order):
        record = {name: row[name] for name in ("event", "duration", "article", "basis")}
        for name in ("unit", "note", "source"):
            _put(record, name, row[name])
        limits[row["provision_id"]].append(record)
    for row in _values(models.RefusalGroundUse, *order):
        record = {"code": row["ground_id"], "mandatory": row["mandatory"], **{name: row[name] for name in _CHILD}}
        _put(record, "source", row["source"])
        grounds[row["provision_id"]].append(record)
    return conditions, limits, grounds


def _provision(
    row: dict[str, Any],
    conditions: list[dict[str, Any]],
    limits: list[dict[str, Any]],
    grounds: list[dict[str, Any]],
) -> dict[str, Any]:
    record = {"id": row["id"], "measure": row["measure_id"]}
    for name in _PROVISION_OVERRIDES:
        _put(record, name, row[name])
    for name in ("applies_from", "applies_until"):
        _put(record, name, _day(row[name]))
    for name in ("adjunct", "last_resort"):
        _put(record, name, row[name])
    record |= {name: row[name] for name in ("articles", "form", "channel")}
    for name in ("issuing_authority", "who_may_ask"):
        _put(record, name, row[name])
    record["conditions"] = conditions
    record["dual_criminality"] = {
        "rule": row["dual_criminality_rule"],
        "article": row["dual_criminality_article"],
        "text": row["dual_criminality_text"],
    }
    record |= {"time_limits": limits, "languages": row["languages"], "refusal_grounds": grounds}
    record["costs"] = row["costs"]
    for name in ("options", "typical_days", "next_step_on_failure", "notes"):
        _put(record, name, row[name])
    record["confidence"] = row["confidence"]
    _put(record, "reliability", row["reliability"])
    record["sources"] = row["sources"]
    return record


def _fact(row: dict[str, Any]) -> dict[str, Any]:
    record = {name: row[name] for name in ("name", "type", "scope", "source", "question", "help")}
    _put(record, "values", row["values"])
    _put(record, "unit", row["unit"])
    return record


def _network(row: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "areas", "members", "who_may_use", "can_do", "limits", "sources", "provisions", "url")
    record = {"code": row["instrument_id"], **{name: row[name] for name in names}}
    _put(record, "states", row["states"])
    _put(record, "closed", row["closed"])
    return record


def _measures() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for measure in models.Measure.objects.order_by("position", "code"):
        entry = {"name": measure.name}
        _put(entry, "seed", measure.seed)
        found.setdefault(measure.track, {})[measure.short] = entry
    return found


def _ladder() -> dict[str, dict[str, Any]]:
    found = {}
    for row in models.LadderEntry.objects.order_by("measure__position", "measure_id"):
        entry: dict[str, Any] = {"voluntary": row.voluntary, "single_jurisdiction": row.single_jurisdiction}
        _put(entry, "secure", row.secure)
        _put(entry, "instead", row.instead)
        found[row.measure_id] = entry
    return found


def _jurisdiction(row: dict[str, Any]) -> dict[str, str]:
    record = {name: row[name] for name in ("iso2", "iso3", "name", "official_languages", "legal_tradition", "notes")}
    for name in ("eu_member_since", "eu_member_until"):
        record[name] = _day(row[name]) or ""
    for name in ("schengen", "council_of_europe", "wto_member"):
        record[name] = "yes" if row[name] else "no"
    return record


def _participation(row: dict[str, Any]) -> dict[str, str]:
    return {
        "instrument": row["instrument_id"],
        "iso2": row["jurisdiction_id"],
        "status": row["status"],
        "since": _day(row["since"]) or "",
        "until": _day(row["until"]) or "",
        **{name: row[name] for name in ("partial", "note", "source", "confidence")},
    }


def _cells(model: type[Model], *names: str) -> list[dict[str, str]]:
    return [
        {
            "instrument": row["instrument_id"],
            "iso2": row["jurisdiction_id"],
            **{name: row[name] for name in (*names, "source", "confidence")},
        }
        for row in _values(model)
    ]


def _precedence(row: dict[str, Any]) -> dict[str, Any]:
    record = {name: row[name] for name in ("id", "kind", "between", "prefer", "over", "condition", "article", "basis")}
    for name in ("valid_from", "valid_until"):
        _put(record, name, _day(row[name]))
    for name in ("detail", "note", "sources", "measures", "use"):
        _put(record, name, row[name])
    return record


def _source(row: dict[str, Any]) -> dict[str, Any]:
    record = {"citation": row["citation"], "kind": row["kind"]}
    _put(record, "url", row["url"])
    _put(record, "checked_on", _day(row["checked_on"]))
    _put(record, "note", row["note"])
    return record
