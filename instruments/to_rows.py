"""Records -> unsaved rows: the inverse of `to_rulebook`, field by field.

*Reads* one record of a book (see `records.records_of`). *Writes* nothing; `loading` saves. An absent key becomes NULL.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from instruments import models
from instruments.records import name_of
from instruments.searching import (
    instrument_search_text,
    network_search_text,
    provision_search_text,
    state_search_text,
)

Record = dict[str, Any]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def row_of(kind: str, key: str, record: Record) -> Model:
    """The row of one record; a provision comes without its lines (see `lines_of`)."""
    return _ROWS[kind](key, record)


def _jurisdiction(key: str, record: Record) -> Model:
    texts = {name: record[name] for name in ("iso2", "iso3", "name", "official_languages", "legal_tradition", "notes")}
    flags = {name: record[name] == "yes" for name in ("schengen", "council_of_europe", "wto_member")}
    return models.Jurisdiction(
        **texts,
        **flags,
        eu_member_since=_day(record["eu_member_since"]),
        eu_member_until=_day(record["eu_member_until"]),
        search_text=state_search_text(record),
    )


def _measure(key: str, record: Record) -> Model:
    return models.Measure(code=name_of(key), name=record["name"], seed=record.get("seed"), position=record["_position"])


def _ladder(key: str, record: Record) -> Model:
    return models.LadderEntry(
        measure_id=name_of(key),
        secure=record.get("secure"),
        voluntary=record["voluntary"],
        single_jurisdiction=record["single_jurisdiction"],
        instead=record.get("instead"),
    )


def _fact(key: str, record: Record) -> Model:
    names = ("name", "type", "scope", "source", "question", "help")
    return models.Fact(**{name: record[name] for name in names}, values=record.get("values"), unit=record.get("unit"))


def _ground(key: str, record: Record) -> Model:
    return models.RefusalGround(code=record["code"], text=record["text"], earlier_codes=record["earlier_codes"])


def _offence_list(key: str, record: Record) -> Model:
    return models.OffenceList(name=name_of(key), entry=record["entry"])


def _source(key: str, record: Record) -> Model:
    return models.Source(
        citation=record["citation"],
        kind=record["kind"],
        url=record.get("url"),
        checked_on=_day(record.get("checked_on")),
        note=record.get("note"),
    )


def _instrument(key: str, record: Record) -> Model:
    plain = (
        *("code", "title", "short_title", "kind", "track", "tier", "url", "supersedes", "superseded_by", "in_seed"),
        *("underused", "adjunct", "last_resort", "placeholder", "ip_scope", "bound_states", "notes", "sources"),
    )
    status = record.get("status_note") or {}
    pairing = record.get("pairing") or {}
    return models.Instrument(
        **{name: record[name] for name in plain},
        **{name: record.get(name) for name in ("identifiers", "replacement_note", "amended_by", "aliases")},
        **{name: _day(record[name]) for name in ("adopted", "in_force", "applies_from", "applies_until")},
        transition_mode=record["transition"]["mode"],
        transition_exceptions=record["transition"].get("exceptions"),
        transition_note=record["transition"]["note"],
        status=status.get("status"),
        status_as_of=_day(status.get("as_of")),
        status_text=status.get("text"),
        pairing_rule=pairing.get("rule"),
        pairing_hub=pairing.get("hub"),
        pairing_side=pairing.get("side"),
        pairing_missing_row=pairing.get("missing_row_means"),
        pairing_unknown_for=pairing.get("unknown_for"),
        pairing_note=pairing.get("note"),
        search_text=instrument_search_text(record),
    )


def _provision(key: str, record: Record) -> Model:
    plain = ("id", "articles", "form", "channel", "languages", "costs", "confidence", "sources")
    optional = (
        *("role", "variant", "tier", "status", "adjunct", "last_resort", "issuing_authority", "who_may_ask"),
        *("options", "typical_days", "next_step_on_failure", "notes", "reliability"),
    )
    return models.Provision(
        **{name: record[name] for name in plain},
        **{name: record.get(name) for name in optional},
        **{name: _day(record.get(name)) for name in ("applies_from", "applies_until")},
        instrument_id=record["_instrument"],
        position=record["_position"],
        measure_id=record["measure"],
        dual_criminality_rule=record["dual_criminality"]["rule"],
        dual_criminality_article=record["dual_criminality"]["article"],
        dual_criminality_text=record["dual_criminality"]["text"],
        search_text=provision_search_text(record),
    )


def lines_of(record: Record) -> list[Model]:
    """The conditions, time limits and grounds of refusal of a provision record, in order."""
    provision = record["id"]
    return [
        *(_condition(provision, place, line) for place, line in enumerate(record["conditions"])),
        *(_limit(provision, place, line) for place, line in enumerate(record["time_limits"])),
        *(_ground_use(provision, place, line) for place, line in enumerate(record["refusal_grounds"])),
    ]


def _condition(provision: str, place: int, record: Record) -> Model:
    return models.Condition(
        provision_id=provision,
        position=place,
        fact_id=record["fact"],
        **{name: record[name] for name in ("op", "value", "effect", "article", "text", "basis")},
        **{name: record.get(name) for name in ("or_group", "only_for", "source")},
    )


def _limit(provision: str, place: int, record: Record) -> Model:
    return models.TimeLimit(
        provision_id=provision,
        position=place,
        **{name: record[name] for name in ("event", "duration", "article", "basis")},
        **{name: record.get(name) for name in ("unit", "note", "source")},
    )


def _ground_use(provision: str, place: int, record: Record) -> Model:
    return models.RefusalGroundUse(
        provision_id=provision,
        position=place,
        ground_id=record["code"],
        **{name: record[name] for name in ("article", "mandatory", "text", "basis")},
        source=record.get("source"),
    )


def _network(key: str, record: Record) -> Model:
    names = ("name", "areas", "members", "who_may_use", "can_do", "limits", "sources", "provisions", "url")
    return models.Network(
        instrument_id=record["code"],
        **{name: record[name] for name in names},
        states=record.get("states"),
        closed=record.get("closed"),
        search_text=network_search_text(record),
    )


def _participation(key: str, record: Record) -> Model:
    return models.ParticipationRow(
        instrument_id=record["instrument"],
        jurisdiction_id=record["iso2"],
        since=_day(record["since"]),
        until=_day(record["until"]),
        **{name: record[name] for name in ("status", "partial", "note", "source", "confidence")},
    )


def _declaration(key: str, record: Record) -> Model:
    return models.Declaration(
        instrument_id=record["instrument"],
        jurisdiction_id=record["iso2"],
        **{name: record[name] for name in ("topic", "value", "article", "source", "confidence")},
    )


def _authority(key: str, record: Record) -> Model:
    return models.Authority(
        instrument_id=record["instrument"],
        jurisdiction_id=record["iso2"],
        **{name: record[name] for name in ("role", "name", "city", "public_url", "source", "confidence")},
    )


def _precedence(key: str, record: Record) -> Model:
    names = ("id", "kind", "between", "prefer", "over", "condition", "article", "basis")
    return models.PrecedenceRule(
        **{name: record[name] for name in names},
        **{name: record.get(name) for name in ("detail", "note", "sources", "measures", "use")},
        **{name: _day(record.get(name)) for name in ("valid_from", "valid_until")},
    )


_ROWS: dict[str, Callable[[str, Record], Model]] = {
    "jurisdiction": _jurisdiction,
    "measure": _measure,
    "ladder": _ladder,
    "fact": _fact,
    "ground": _ground,
    "offence_list": _offence_list,
    "source": _source,
    "instrument": _instrument,
    "provision": _provision,
    "network": _network,
    "participation": _participation,
    "declaration": _declaration,
    "authority": _authority,
    "precedence": _precedence,
}
MODELS: dict[str, type[Model]] = {
    "jurisdiction": models.Jurisdiction,
    "measure": models.Measure,
    "ladder": models.LadderEntry,
    "fact": models.Fact,
    "ground": models.RefusalGround,
    "offence_list": models.OffenceList,
    "source": models.Source,
    "instrument": models.Instrument,
    "provision": models.Provision,
    "network": models.Network,
    "participation": models.ParticipationRow,
    "declaration": models.Declaration,
    "authority": models.Authority,
    "precedence": models.PrecedenceRule,
}
