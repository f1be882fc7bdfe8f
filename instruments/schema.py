"""What a record of the source book may hold: the fields of each kind, their order, type and vocabulary.

One declarative table a kind. The strict reader (`from_fixtures`) checks against it, the writer (`to_fixtures`) takes
its order of keys from it, and the README of `fixtures/catalogue` says the same in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instruments import codes


@dataclass(frozen=True)
class Field:
    """One key of a record.

    `type` is text, bool, int, date, value (of a condition), texts, ints, words (a mapping of texts), record, records or
    map (a mapping of records). `allowed` closes the vocabulary by hand, `ref` by what the book itself holds
    (fact, measure, ground, instrument, state, provision). `loose` takes a bare number as text (article: 32).
    """

    name: str
    type: str = "text"
    required: bool = True
    null: bool = False
    allowed: Mapping[str, str] | None = None
    ref: str = ""
    pattern: str = ""
    loose: bool = False
    empty: bool = True
    schema: "Schema | None" = None
    derived: bool = False


@dataclass(frozen=True)
class Schema:
    """The keys of one kind of record, in the order in which they are written."""

    name: str
    fields: tuple[Field, ...]

    def names(self) -> list[str]:
        """The keys in writing order."""
        return [field.name for field in self.fields]

    def get(self, name: str) -> Field | None:
        """The field of that name, or nothing."""
        return next((field for field in self.fields if field.name == name), None)


def _may(name: str, type: str = "text", **more: Any) -> Field:
    """A key that may be absent."""
    return Field(name, type, required=False, **more)


CODE = r"[a-z0-9]+(-[a-z0-9]+)*"
FACT_NAME = r"[a-z][a-z0-9_]*\.[a-z0-9_]+"
ONLY_FOR = r"(variant|channel)\.[a-z0-9_]+"

EXCEPTION = Schema(
    "exception",
    (
        Field("states", "texts", ref="state", empty=False),
        Field("mode", allowed=codes.MODES),
        Field("article", loose=True),
    ),
)
TRANSITION = Schema(
    "transition",
    (Field("mode", allowed=codes.MODES), _may("exceptions", "records", schema=EXCEPTION), Field("note")),
)
PAIRING = Schema(
    "pairing",
    (
        Field("rule", allowed=codes.PAIR_RULES),
        _may("hub", ref="state"),
        _may("side", "texts", ref="state"),
        Field("missing_row_means", allowed=codes.MISSING_ROW),
        _may("unknown_for", "texts", ref="state"),
        _may("note"),
    ),
)
STATUS_NOTE = Schema("status note", (Field("status", allowed=codes.STATUSES), Field("as_of", "date"), Field("text")))
CONDITION = Schema(
    "condition",
    (
        Field("fact", ref="fact"),
        Field("op", allowed=codes.OPS),
        Field("value", "value"),
        Field("effect", allowed=codes.EFFECTS),
        _may("or_group"),
        _may("only_for", pattern=ONLY_FOR),
        Field("article", loose=True),
        Field("text"),
        Field("basis", allowed=codes.BASES),
        _may("source"),
    ),
)
DUAL_CRIMINALITY = Schema("dual criminality", (Field("rule"), Field("article", null=True, loose=True), Field("text")))
TIME_LIMIT = Schema(
    "time limit",
    (
        Field("event"),
        Field("duration", "int", null=True),
        _may("unit"),
        Field("article", loose=True),
        _may("note"),
        Field("basis", allowed=codes.BASES),
        _may("source"),
    ),
)
GROUND_USE = Schema(
    "ground of refusal in a provision",
    (
        Field("code", ref="ground"),
        Field("article", loose=True),
        Field("mandatory", "bool"),
        Field("text"),
        Field("basis", allowed=codes.BASES),
        _may("source"),
    ),
)
OPTIONS = Schema(
    "options",
    tuple(_may(name, "bool") for name in ("videoconference", "telephone_conference", "temporary_transfer")),
)
PROVISION = Schema(
    "provision",
    (
        Field("id", pattern=CODE + "/" + CODE),
        Field("measure", ref="measure"),
        _may("role", allowed=codes.ROLES),
        _may("variant"),
        _may("tier", allowed=codes.TIERS),
        _may("status", allowed=codes.STATUSES),
        _may("applies_from", "date"),
        _may("applies_until", "date"),
        _may("adjunct", "bool"),
        _may("last_resort", "bool"),
        Field("articles", "texts", empty=False),
        Field("form"),
        Field("channel"),
        _may("issuing_authority"),
        _may("who_may_ask", "texts"),
        Field("conditions", "records", schema=CONDITION),
        Field("dual_criminality", "record", schema=DUAL_CRIMINALITY),
        Field("time_limits", "records", schema=TIME_LIMIT),
        Field("languages"),
        Field("refusal_grounds", "records", schema=GROUND_USE),
        Field("costs"),
        _may("options", "record", schema=OPTIONS),
        _may("typical_days", "ints"),
        _may("next_step_on_failure"),
        _may("notes"),
        Field("confidence", allowed=codes.CONFIDENCES),
        _may("reliability", allowed=codes.RELIABILITIES),
        Field("sources", "texts", empty=False),
    ),
)
INSTRUMENT = Schema(
    "instrument",
    (
        Field("code", pattern=CODE),
        Field("title"),
        Field("short_title"),
        Field("kind", allowed=codes.KINDS),
        Field("track", "texts", allowed=codes.TRACKS, empty=False),
        Field("tier", allowed=codes.TIERS),
        _may("identifiers", "words"),
        Field("url", null=True),
        Field("adopted", "date", null=True),
        Field("in_force", "date", null=True),
        Field("applies_from", "date", null=True),
        Field("applies_until", "date", null=True),
        Field("transition", "record", schema=TRANSITION),
        Field("supersedes", "texts", ref="instrument"),
        Field("superseded_by", "texts", ref="instrument"),
        _may("replacement_note"),
        _may("status_note", "record", schema=STATUS_NOTE),
        Field("in_seed", "bool"),
        Field("underused", "bool"),
        Field("adjunct", "bool"),
        Field("last_resort", "bool"),
        Field("placeholder", "bool"),
        Field("ip_scope"),
        Field("bound_states"),
        _may("pairing", "record", schema=PAIRING),
        _may("amended_by", "texts"),
        Field("notes"),
        _may("aliases", "texts"),
        Field("sources", "texts", empty=False),
        Field("provisions", "records", schema=PROVISION),
    ),
)
FACT = Schema(
    "fact",
    (
        Field("name", pattern=FACT_NAME),
        Field("type", allowed=codes.FACT_TYPES),
        _may("values", "texts", empty=False),
        _may("unit"),
        Field("scope", allowed=codes.FACT_SCOPES),
        Field("source", allowed=codes.FACT_SOURCES),
        Field("question"),
        Field("help"),
        Field("used_by", "int", derived=True),
    ),
)
REFUSAL_GROUND = Schema(
    "ground of refusal",
    (
        Field("code", pattern=CODE),
        Field("text"),
        Field("used_by", "int", derived=True),
        Field("earlier_codes", "texts"),
    ),
)
NETWORK = Schema(
    "network",
    (
        Field("code", ref="instrument"),
        Field("name"),
        _may("states", "texts", ref="state"),
        _may("closed", "bool"),
        Field("areas", "texts", allowed=codes.TRACKS, empty=False),
        Field("members"),
        Field("who_may_use"),
        Field("can_do"),
        Field("limits"),
        Field("sources", "texts", empty=False),
        Field("provisions", "texts", ref="provision"),
        Field("url"),
    ),
)
LIST_USE = Schema("use of an offence list", (Field("instrument", ref="instrument"), Field("where")))
OFFENCE_LIST = Schema(
    "offence list",
    (
        Field("text"),
        _may("instrument", ref="instrument"),
        _may("used_by", "records", schema=LIST_USE),
        _may("ip_entry", null=True),
        _may("threshold_months", "int"),
        _may("threshold"),
        _may("also_relevant", "texts"),
        _may("absolute", "texts", ref="state"),
        _may("with_consent", "texts", ref="state"),
        _may("note"),
        Field("basis"),
        _may("source"),
    ),
)
IP_MAPPING = Schema(
    "how a right fits the lists",
    (
        Field("right"),
        Field("list_32", "value"),
        Field("trips61_min", "value"),
        Field("budapest_art10", "value"),
    ),
)
MEASURE = Schema("measure", (Field("name"), _may("seed", "bool")))
LADDER = Schema(
    "ladder entry",
    (
        _may("secure", "texts", ref="measure"),
        Field("voluntary", "texts", ref="measure"),
        Field("single_jurisdiction", "texts", ref="measure"),
        _may("instead", "texts", ref="measure"),
    ),
)
PRECEDENCE = Schema(
    "precedence rule",
    (
        Field("id", pattern=r"[a-z]+[0-9]+"),
        Field("kind", allowed=codes.PRECEDENCE_KINDS),
        Field("between"),
        Field("prefer", "texts", empty=False),
        Field("over", "texts", empty=False),
        _may("detail"),
        Field("condition"),
        Field("article", loose=True),
        _may("valid_from", "date"),
        _may("valid_until", "date"),
        Field("basis", allowed=codes.BASES),
        _may("note"),
        _may("sources", "texts"),
        _may("measures", "texts", ref="measure"),
        _may("use", allowed=codes.PRECEDENCE_USES),
    ),
)

SOURCE = Schema(
    "source",
    (
        Field("citation"),
        Field("kind", allowed=codes.SOURCE_KINDS),
        _may("url"),
        _may("checked_on", "date"),
        _may("note"),
    ),
)

# Tables: every cell is text, an empty cell is "".
JURISDICTION = Schema(
    "jurisdiction",
    (
        Field("iso2", pattern=r"[A-Z]{2}"),
        Field("iso3", pattern=r"[A-Z]{3}"),
        Field("name", empty=False),
        Field("official_languages"),
        Field("eu_member_since", "date"),
        Field("eu_member_until", "date"),
        Field("schengen", allowed=codes.YES_NO, empty=False),
        Field("council_of_europe", allowed=codes.YES_NO, empty=False),
        Field("legal_tradition", allowed=codes.TRADITIONS, empty=False),
        Field("wto_member", allowed=codes.YES_NO, empty=False),
        Field("notes"),
    ),
)
PARTICIPATION = Schema(
    "participation row",
    (
        Field("instrument", ref="instrument", empty=False),
        Field("iso2", ref="state", empty=False),
        Field("status", allowed=codes.PARTICIPATION, empty=False),
        Field("since", "date"),
        Field("until", "date"),
        Field("partial"),
        Field("note"),
        Field("source"),
        Field("confidence", allowed=codes.BASES, empty=False),
    ),
)
DECLARATION = Schema(
    "declaration",
    (
        Field("instrument", ref="instrument", empty=False),
        Field("iso2", ref="state", empty=False),
        Field("topic", empty=False),
        Field("value", empty=False),
        Field("article"),
        Field("source"),
        Field("confidence", allowed=codes.BASES, empty=False),
    ),
)
AUTHORITY = Schema(
    "authority",
    (
        Field("instrument", ref="instrument", empty=False),
        Field("iso2", ref="state", empty=False),
        Field("role", empty=False),
        Field("name", empty=False),
        Field("city"),
        Field("public_url"),
        Field("source"),
        Field("confidence", allowed=codes.BASES, empty=False),
    ),
)
TABLES = {
    "jurisdictions": JURISDICTION,
    "participation": PARTICIPATION,
    "declarations": DECLARATION,
    "authorities": AUTHORITY,
}
FORMAT = 1
