"""Facts that are worked out: from dates, participation, declarations and other facts.

Where the computation is silent, a value stated in the case counts; where both speak, the computation wins and the
contradiction is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from routing import declared, memberships
from routing.findings import Computed, Contradiction, Finding, shown
from routing.rules import Condition, Provision
from routing.scenes import Scene

# Reg. 2023/1543 art. 5(4)(a): maximum custodial sentence of at least three years.
EPO_THRESHOLD_MONTHS = 36
EPO_FACT, MONTHS = "offence.epo_threshold_met", "offence.max_penalty_months_requesting"
NATIONAL_FACT, NATIONAL = "person.protected_national", "person.national_of_requested_state"

Rule = Callable[[Scene, Provision, Condition], Computed]


def epo_threshold(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes from 36 months; below no, unless the case says yes (an offence of art. 5(4)(b)-(d)): there the case wins."""
    months = scene.facts.get(MONTHS)
    rests = scene.origin(MONTHS)
    if not isinstance(months, int | float):
        return Computed(None, "", rests)
    if months >= EPO_THRESHOLD_MONTHS:
        return Computed(True, f"maximum of {months} months", rests)
    rests += scene.origin(EPO_FACT)
    if scene.facts.get(EPO_FACT) is True:
        return Computed(True, f"maximum of {months} months, but stated to be an offence of art. 5(4)(b)-(d)", rests)
    return Computed(False, f"maximum of {months} months, below {EPO_THRESHOLD_MONTHS}", rests)


def protected_national(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """No for a person who is no national; for a listed instrument by the list of nationality bars; else ask."""
    national = scene.facts.get(NATIONAL)
    rests = scene.origin(NATIONAL)
    if national is False:
        return Computed(False, "no national of the requested State", rests)
    for bars in scene.rulebook.nationality_bars:
        if bars.instrument != provision.instrument or scene.requested is None:
            continue
        if scene.requested not in bars.absolute | bars.with_consent:
            return Computed(False, f"{scene.requested} has notified no such bar", rests)
        if national is True and scene.requested in bars.absolute:
            return Computed(True, f"{scene.requested} does not surrender its own nationals", rests)
    return Computed(None, "", rests)


RULES: Mapping[str, Rule] = {
    "account.cross_border": memberships.cross_border_account,
    "forum.in_bound_state": memberships.forum_in_bound_state,
    "forum.state": memberships.forum_state,
    "instrument.in_force": memberships.instrument_in_force,
    EPO_FACT: epo_threshold,
    "pair.applies_cisa_article": memberships.applies_cisa_article,
    "pair.both_eu_members": memberships.both_eu_members,
    "pair.both_in_network": memberships.both_in_network,
    "pair.has_mla_treaty": memberships.has_mla_treaty,
    "pair.in_effect_at_start": memberships.in_effect_at_start,
    "pair.jit_basis_exists": memberships.jit_basis_exists,
    "pair.states": memberships.pair_states,
    NATIONAL_FACT: protected_national,
    "requested_state.channel_objections": declared.channel_objections,
    "requested_state.code": memberships.requested_code,
    "requested_state.limits_pretrial_discovery": declared.pretrial_discovery,
    "requested_state.reserved_provision": declared.reserved_provision,
    "requested_state.summons_lead_time_declared": declared.summons_lead_time,
    "requester.in_registrar_state": memberships.in_registrar_state,
    "requesting_state.code": memberships.requesting_code,
}

# Facts that name a State of the scene: at home they differ from what the case states about the State abroad.
STATE_CODES = frozenset({"forum.state", "requested_state.code", "requesting_state.code"})
# Facts whose computation looks at the provision; the others are the same for every provision of a scene.
PER_PROVISION = frozenset(
    {
        "forum.in_bound_state",
        "instrument.in_force",
        "pair.both_eu_members",
        "pair.both_in_network",
        "pair.in_effect_at_start",
        NATIONAL_FACT,
        "requested_state.channel_objections",
        "requested_state.limits_pretrial_discovery",
        "requested_state.reserved_provision",
        "requested_state.summons_lead_time_declared",
    }
)


def derived(scene: Scene, provision: Provision, condition: Condition) -> Finding:
    """The finding of a computed fact (one of `RULES`)."""
    name = condition.test.fact
    value, how, rests = RULES[name](scene, provision, condition)
    stated = scene.facts.get(name)
    if value is None:
        return Finding(stated, shown(stated), note=how, rests_on=rests + scene.origin(name))
    if stated is not None and stated != value and not (scene.at_home and name in STATE_CODES):
        about = provision.instrument if name in PER_PROVISION else "the need"
        scene.contradictions[name, about] = Contradiction(name, stated, value, about)
    return Finding(value, shown(value), computed=True, note=how, rests_on=rests)
