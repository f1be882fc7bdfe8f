"""The closed lists of the catalogue: every code that a field may hold, with the word a reader sees.

The codes come from the field reference in `fixtures/catalogue/README.md`. Models, the loader and the integrity rules
all read them here, so that a new code is added in one place.
"""

KINDS = {
    "convention": "Convention",
    "protocol": "Protocol",
    "eu-regulation": "EU regulation",
    "eu-directive": "EU directive",
    "eu-framework-decision": "EU framework decision",
    "bilateral-agreement": "Bilateral agreement",
    "domestic-act": "National act",
    "policy": "Policy",
    "memorandum": "Memorandum of understanding",
    "practice": "Practice",
    "network": "Network",
}
EU_KINDS = frozenset({"eu-regulation", "eu-directive", "eu-framework-decision"})
TRACKS = {"criminal": "Criminal", "civil": "Civil", "administrative": "Administrative"}
MEASURE_GROUPS = {**TRACKS, "voluntary": "Voluntary", "domestic": "At home"}
TIERS = {"voluntary": "Voluntary", "single_jurisdiction": "Single jurisdiction", "formal": "Formal"}
MODES = {
    "by_request": "The day the request is sent",
    "by_transmission": "The day the order or certificate is transmitted",
    "by_receipt": "The day the other side receives it",
    "by_arrest": "The day of the arrest",
    "by_proceedings_instituted": "The day the proceedings were started",
}
STATUSES = {
    "not_in_force": "Not in force",
    "not_yet_applicable": "Not yet applicable",
    "under_negotiation": "Under negotiation",
    "transposition_due": "Transposition due",
    "partly_replaced": "Partly replaced",
    "pilot": "Pilot",
    "in_application": "In application",
}
PAIR_RULES = {
    "multilateral": "Both States are bound",
    "multilateral_with_acceptance": "Both are bound and the accession was accepted",
    "multilateral_with_objections": "Both are bound and neither objected to the other",
    "hub": "Both are bound and exactly one of them is the hub",
    "two_sided": "Both are bound and exactly one of them is on the named side",
}
MISSING_ROW = {"not_bound": "Not bound", "unknown": "Unknown"}
ROLES = {
    "main": "Main",
    "supporting": "Supporting",
    "carrier": "Carrier",
    "applicable_law": "Applicable law",
    "predecessor": "Predecessor",
    "transitional": "Transitional",
}
OPS = {
    "eq": "is",
    "ne": "is not",
    "in": "is one of",
    "not_in": "is none of",
    "any_in": "holds one of",
    "gte": "is at least",
    "lte": "is at most",
    "gt": "is more than",
    "lt": "is less than",
    "on_or_after": "is on or after",
    "before": "is before",
    "both_bound_by": "both States are bound by one of",
    "not_both_bound_by": "both States are bound by none of",
}
LIST_OPS = frozenset({"in", "not_in", "any_in", "both_bound_by", "not_both_bound_by"})
BINDING_OPS = frozenset({"both_bound_by", "not_both_bound_by"})
OPS_FOR_TYPE = {
    "bool": frozenset({"eq", "ne"}),
    "int": frozenset({"eq", "ne", "gte", "lte", "gt", "lt"}),
    "decimal": frozenset({"eq", "ne", "gte", "lte", "gt", "lt"}),
    "date": frozenset({"on_or_after", "before", "eq"}),
    "enum": frozenset({"eq", "ne", "in", "not_in"}),
    "state": frozenset({"eq", "ne", "in", "not_in"}),
    "state_list": frozenset({"any_in"}),
    "text": frozenset({"any_in", "both_bound_by", "not_both_bound_by", "eq", "in"}),
}
FACT_TYPES = {
    "bool": "Yes or no",
    "int": "Whole number",
    "decimal": "Number",
    "date": "Day",
    "enum": "One of a list",
    "state": "State",
    "state_list": "Several States",
    "text": "Set of codes",
}
FACT_SCOPES = {"case": "Case", "need": "Need", "pair": "Pair of States", "instrument": "Instrument"}
FACT_SOURCES = {"asked": "The user is asked", "derived": "Computed", "judgement": "A lawyer decides"}
EFFECTS = {
    "required": "Must hold, else not offered",
    "bar": "If it holds, not offered",
    "discretionary_refusal": "If it holds, the other side may refuse",
    "warning": "If it holds, a warning is shown",
}
UNITS = {
    "minutes": "minutes",
    "hours": "hours",
    "calendar_days": "calendar days",
    "working_days": "working days",
    "weeks": "weeks",
    "months": "months",
    "years": "years",
}
BASES = {"verified": "Verified", "memory": "From memory, provisional"}
CONFIDENCES = {
    "verified": "Verified",
    "partly-verified": "Partly verified",
    "memory": "From memory, provisional",
}
RELIABILITIES = {"high": "High", "medium": "Medium", "low": "Low"}
PARTICIPATION = {"bound": "Bound", "signatory": "Signed only", "not_bound": "Not bound"}
PRECEDENCE_KINDS = {
    "instrument": "Instrument before instrument",
    "tier": "Tier before tier",
    "order_of_steps": "Order of steps",
    "in_force_first": "In force first",
    "adjunct": "Adjunct records",
}
PRECEDENCE_USES = {"explain": "Shown, never computed"}
SOURCE_KINDS = {
    "table": "Status table or chart",
    "text": "Text of the law or an official page",
    "other": "Secondary source",
    "memory": "Legal knowledge that was not read again",
}
YES_NO = {"yes": "Yes", "no": "No"}
TRADITIONS = {"civil": "Civil law", "common": "Common law", "mixed": "Mixed", "other": "Other"}


def choices(codes: dict[str, str]) -> list[tuple[str, str]]:
    """A code list as Django wants it: pairs of code and word."""
    return list(codes.items())
