"""Facts that are worked out: from dates, participation, declarations and other facts.

Where the computation is silent, a value stated in the case counts; where both speak, the computation wins and the
contradiction is reported. Where law/README names instruments in such a fact, they stand in one table below, each with
its legal source; nothing else in the engine names an instrument.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from routing.binding import bound_alone, bound_pair
from routing.conditions import FAILS, HOLDS, FactValue, Verdict
from routing.periods import Period
from routing.rules import Condition, Declaration, Provision
from routing.scenes import INSTITUTED, Contradiction, Finding, Scene, deciding

# Instruments that are a mutual assistance treaty for `pair.has_mla_treaty` (CETS 224 arts 11-12 ask for one).
MLA_TREATIES = (
    "coe-mla-1959",
    "eu-mla-2000",
    "eio",
    "eu-us-mla",
    "eu-japan-mla",
    "eu-no-is-mla",
    "eu-uk-tca",
)
# Bases of a joint team for `pair.jit_basis_exists` (JIT Framework Decision 1; MLA Convention 2000 art. 13; CETS 182
# art. 20; agreements with NO/IS, US and the United Kingdom).
JIT_BASES = (
    "jit-fd-2002-465",
    "eu-mla-2000",
    "coe-mla-1959-ap2",
    "eu-no-is-mla",
    "eu-us-mla",
    "eu-uk-tca",
)
# The Schengen Convention for `pair.applies_cisa_article`.
SCHENGEN_CONVENTION = ("cisa-1990",)
# `pair.in_effect_at_start`: the start of proceedings decides alone (Hague Judgments art. 16), or can only deny, because
# the day of the agreement counts (Hague Choice of Court art. 16).
START_DECIDES = frozenset({"hague-judgments-2019"})
START_DENIES = frozenset({"hague-choice-of-court-2005"})
# Days on which Union law still applied to a State that had left: Withdrawal Agreement arts 126-127.
TRANSITION_END: Mapping[str, date] = {"GB": date(2020, 12, 31)}
# Reg. 2023/1543 art. 5(4)(a): maximum custodial sentence of at least three years.
EPO_THRESHOLD_MONTHS = 36

Computed = tuple[FactValue | None, str]
"""A value and how it was found; None where the computation is silent."""

Rule = Callable[[Scene, Provision, Condition], Computed]
SILENT: Computed = (None, "")


def _value(verdict: Verdict) -> bool | None:
    """A verdict as a fact."""
    return None if verdict not in (HOLDS, FAILS) else verdict is HOLDS


def _member_on(scene: Scene, state: str, day: date) -> bool:
    """Membership of the Union, the transition period of a State that left included."""
    period = scene.rulebook.states[state].member
    if period is None:
        return False
    if state in TRANSITION_END:
        period = Period.inclusive(period.start, TRANSITION_END[state])
    return period.contains(day)


def _both_eu_members(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """`eu_member_since`/`_until` of both on the deciding day."""
    day = deciding(scene, scene.rulebook.instruments[provision.instrument]).day
    outside = [state for state in (scene.requesting, scene.requested) if state and not _member_on(scene, state, day)]
    if outside:
        return False, f"{' and '.join(outside)} no Member State on {day}"
    if scene.requested is None:
        return SILENT
    return True, f"{scene.requesting} and {scene.requested} Member States on {day}"


def _any_binds(scene: Scene, codes: tuple[str, ...]) -> tuple[Verdict, str]:
    """Whether one of the instruments binds the pair, with the words of the first that does, else of all."""
    found = bound_pair(scene, codes)
    return found.verdict, found.reason


def _has_mla_treaty(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when one of the treaties binds, or a bilateral one is stated; else ask."""
    verdict, reason = _any_binds(scene, MLA_TREATIES)
    if verdict is HOLDS:
        return True, reason
    if scene.facts.get("pair.has_bilateral_mla_treaty") is True:
        return True, "a bilateral treaty is stated"
    return SILENT


def _jit_basis(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when one of the bases binds the pair; else ask."""
    verdict, reason = _any_binds(scene, JIT_BASES)
    return (True, reason) if verdict is HOLDS else SILENT


def _cisa_article(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the Schengen Convention binds the pair."""
    verdict, reason = _any_binds(scene, SCHENGEN_CONVENTION)
    return _value(verdict), reason


def _epo_threshold(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes from 36 months; below no, unless the case says yes (an offence of art. 5(4)(b)-(d)): there the case wins."""
    months = scene.facts.get("offence.max_penalty_months_requesting")
    if not isinstance(months, int | float):
        return SILENT
    if months >= EPO_THRESHOLD_MONTHS:
        return True, f"maximum of {months} months"
    if scene.facts.get("offence.epo_threshold_met") is True:
        return True, f"maximum of {months} months, but stated as an offence of art. 5(4)(b)-(d)"
    return False, f"maximum of {months} months, below {EPO_THRESHOLD_MONTHS}"


def _protected_national(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """No for a person who is no national; for a listed instrument by the list of nationality bars; else ask."""
    national = scene.facts.get("person.national_of_requested_state")
    if national is False:
        return False, "no national of the requested State"
    for bars in scene.rulebook.nationality_bars:
        if bars.instrument != provision.instrument or scene.requested is None:
            continue
        if scene.requested not in bars.absolute | bars.with_consent:
            return False, f"{scene.requested} has notified no such bar"
        if national is True and scene.requested in bars.absolute:
            return True, f"{scene.requested} does not surrender its own nationals"
    return SILENT


def declared(scene: Scene, provision: Provision, topic: str) -> tuple[Declaration, ...]:
    """Declarations of the requested State under the provision's instrument on one topic."""
    rows = scene.rulebook.declarations.get((provision.instrument, scene.requested or ""), ())
    return tuple(row for row in rows if row.topic == topic)


def _article_numbers(text: str) -> set[str]:
    """Leading numbers of the articles named: `7(9)(a)` is 7, `8,10` is 8 and 10."""
    heads = (part.strip().split("(")[0] for part in text.replace(";", ",").split(","))
    return {head for head in heads if head[:1].isdigit()}


def _reserved(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the requested State reserved this article; no row, or one for another article: unknown."""
    wanted = _article_numbers(condition.article)
    for row in declared(scene, provision, "reservation"):
        if wanted & _article_numbers(row.article):
            return True, f"{scene.requested}: {row.value}"
    return SILENT


def _summons_lead_time(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether a lead time for summonses is declared; no row: unknown."""
    for row in declared(scene, provision, "summons_lead_time"):
        return row.value != "none", f"{scene.requested}: {row.value}"
    return SILENT


def _channel_objections(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The ways of service objected to. Silent about a way that no row mentions: never "no objection" from that."""
    codes = {code.strip() for row in declared(scene, provision, "channel_objection") for code in row.value.split(";")}
    wanted = condition.test.value if isinstance(condition.test.value, frozenset) else frozenset()
    if codes & wanted or (wanted and all(f"none-to-{code}" in codes for code in wanted)):
        return frozenset(codes), f"{scene.requested}: {', '.join(sorted(codes))}"
    return SILENT


def _pretrial_discovery(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """True for a full or qualified declaration, false for `none`, else unknown."""
    for row in declared(scene, provision, "art23_pretrial_discovery"):
        return not row.value.startswith("none"), f"{scene.requested}: {row.value}"
    return SILENT


def _in_effect_at_start(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether both States were bound on the day the proceedings were started."""
    code = provision.instrument
    if scene.requested is None or code not in START_DECIDES | START_DENIES:
        return SILENT
    day = scene.date_of(INSTITUTED)
    if day is None:
        return SILENT
    found = bound_pair(scene, (code,), day)
    value = _value(found.verdict)
    if code in START_DENIES and value is not False:
        return SILENT
    return value, f"{found.reason} (proceedings of {day})"


def _both_in_network(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when both States are on the network's list, no when one is missing from a closed list, else ask."""
    network = scene.rulebook.networks.get(provision.instrument)
    if network is None or network.states is None:
        return SILENT
    missing = [state for state in (scene.requesting, scene.requested) if state and state not in network.states]
    if missing and network.closed:
        return False, f"{' and '.join(missing)} not on the list of members"
    if missing or scene.requested is None:
        return SILENT
    return True, "both States are on the list of members"


def _cross_border_account(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when the court is not in the State of the account; else ask for the home of the creditor."""
    court = scene.court or scene.requesting
    if scene.requested is None or court == scene.requested:
        return SILENT
    return True, f"court in {court}, account in {scene.requested}"


def _forum_in_bound_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """No when the State of the court is not bound; else ask for its competence."""
    court = scene.court or scene.requesting
    found = bound_alone(scene, court, (provision.instrument,))
    return (False, found.reason) if found.verdict is FAILS else SILENT


def _in_registrar_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the authority is of the State where the registrar is."""
    if scene.requested is None:
        return SILENT
    return scene.requesting == scene.requested, f"{scene.requesting} asks in {scene.requested}"


def _instrument_in_force(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Status of the record on the deciding day."""
    instrument = scene.rulebook.instruments[provision.instrument]
    status = provision.status or instrument.status
    day = deciding(scene, instrument).day
    if status in ("not_in_force", "under_negotiation"):
        return False, f"status of the record: {status.replace('_', ' ')}"
    if status == "not_yet_applicable" and (provision.period.start is None or day < provision.period.start):
        return False, "status of the record: not yet applicable"
    if instrument.in_force is not None and day < instrument.in_force:
        return False, f"in force from {instrument.in_force}"
    return provision.period.contains(day), f"status of the record on {day}"


def _pair_states(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The two States."""
    known = frozenset(state for state in (scene.requesting, scene.requested) if state)
    wanted = condition.test.value
    if scene.requested is None and isinstance(wanted, frozenset) and known.isdisjoint(wanted):
        return SILENT
    return known, ", ".join(sorted(known))


def _requesting_code(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    return scene.requesting, scene.requesting


def _requested_code(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    return scene.requested, scene.requested or ""


def _forum_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    return scene.forum, scene.forum or ""


RULES: Mapping[str, Rule] = {
    "account.cross_border": _cross_border_account,
    "forum.in_bound_state": _forum_in_bound_state,
    "forum.state": _forum_state,
    "instrument.in_force": _instrument_in_force,
    "offence.epo_threshold_met": _epo_threshold,
    "pair.applies_cisa_article": _cisa_article,
    "pair.both_eu_members": _both_eu_members,
    "pair.both_in_network": _both_in_network,
    "pair.has_mla_treaty": _has_mla_treaty,
    "pair.in_effect_at_start": _in_effect_at_start,
    "pair.jit_basis_exists": _jit_basis,
    "pair.states": _pair_states,
    "person.protected_national": _protected_national,
    "requested_state.channel_objections": _channel_objections,
    "requested_state.code": _requested_code,
    "requested_state.limits_pretrial_discovery": _pretrial_discovery,
    "requested_state.reserved_provision": _reserved,
    "requested_state.summons_lead_time_declared": _summons_lead_time,
    "requester.in_registrar_state": _in_registrar_state,
    "requesting_state.code": _requesting_code,
}

# Facts whose computation looks at the provision: their findings are not shared between provisions.
STATE_CODES = frozenset({"forum.state", "requested_state.code", "requesting_state.code"})
PER_PROVISION = frozenset(RULES) - STATE_CODES


def derived(scene: Scene, provision: Provision, condition: Condition) -> Finding | None:
    """The finding of a computed fact; None for a fact that is only stated."""
    rule = RULES.get(condition.test.fact)
    if rule is None:
        return None
    value, how = rule(scene, provision, condition)
    name = condition.test.fact
    stated = scene.facts.get(name)
    if value is None:
        if stated is None:
            return Finding(None, how or None)
        return Finding(stated, shown(stated))
    if stated is not None and stated != value and not (scene.at_home and name in STATE_CODES):
        about = provision.instrument if name in PER_PROVISION else f"{scene.requesting}, {scene.requested}"
        scene.contradictions[name, about] = Contradiction(name, stated, value, about)
    return Finding(value, shown(value), computed=True, note=how)


def shown(value: FactValue | None) -> object:
    """A value as it stands in the answer (JSON-ready)."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
