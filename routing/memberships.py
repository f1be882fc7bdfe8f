"""Facts about the two States: membership, treaties that bind them, networks, the court.

Where law/README names instruments in such a fact, they stand in the tables at the top, each with its legal source;
nothing else in the engine names an instrument.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from routing.binding import bound_alone, bound_pair, day_facts
from routing.conditions import FAILS, HOLDS, UNKNOWN
from routing.findings import SILENT, Computed
from routing.periods import Period
from routing.rulebook import Rulebook
from routing.rules import Condition, Provision
from routing.scenes import INSTITUTED, Scene, deciding

# Mutual assistance treaties for `pair.has_mla_treaty` (CETS 224 arts 11-12 ask whether there is one).
MLA_TREATIES = (
    "coe-mla-1959",
    "eu-mla-2000",
    "eio",
    "eu-us-mla",
    "eu-japan-mla",
    "eu-no-is-mla",
    "eu-uk-tca",
)
# Bases of a joint team for `pair.jit_basis_exists` (JIT Framework Decision art. 1; MLA Convention 2000 art. 13;
# CETS 182 art. 20; EU-NO/IS agreement; EU-US agreement art. 5; TCA art. 642).
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
# `pair.in_effect_at_start`: the start of the proceedings decides alone (Hague Judgments Convention art. 16), or can
# only deny, because the day of the agreement counts (Hague Choice of Court Convention art. 16).
START_DECIDES = frozenset({"hague-judgments-2019"})
START_DENIES = frozenset({"hague-choice-of-court-2005"})
# Last day on which Union law still applied to a State that had left (Withdrawal Agreement arts 126-127).
TRANSITION_END: Mapping[str, date] = {"GB": date(2020, 12, 31)}

# Statuses of a record that close it on every day.
NEVER_USABLE = frozenset({"not_in_force", "under_negotiation"})
NOT_YET = "not_yet_applicable"
BILATERAL = "pair.has_bilateral_mla_treaty"


def member_on(rulebook: Rulebook, state: str, day: date) -> bool:
    """Membership of the Union, the transition period of a State that left included."""
    period = rulebook.states[state].member
    if period is None:
        return False
    if state in TRANSITION_END:
        period = Period.inclusive(period.start, TRANSITION_END[state])
    return period.contains(day)


def _known_states(scene: Scene) -> list[str]:
    """The States of the pair that are known."""
    return [state for state in (scene.requesting, scene.requested) if state]


def both_eu_members(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """`eu_member_since`/`_until` of both on the deciding day of the instrument."""
    when = deciding(scene, scene.rulebook.instruments[provision.instrument])
    rests = scene.origin(when.fact)
    outside = [state for state in _known_states(scene) if not member_on(scene.rulebook, state, when.day)]
    if outside:
        return Computed(False, f"{' and '.join(outside)}: no Member State on {when.day}", rests)
    if scene.requested is None:
        return SILENT
    return Computed(True, f"{scene.requesting} and {scene.requested}: Member States on {when.day}", rests)


def has_mla_treaty(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when one of the treaties binds, or a bilateral one is stated; else ask."""
    found = bound_pair(scene, MLA_TREATIES)
    rests = (*day_facts(scene, MLA_TREATIES), *scene.origin(BILATERAL))
    if found.verdict is HOLDS:
        return Computed(True, found.reason, rests)
    if scene.facts.get(BILATERAL) is True:
        return Computed(True, "a bilateral treaty is stated", rests)
    if found.verdict is FAILS:
        return Computed(None, "no assistance treaty of the book binds both States", rests)
    return Computed(None, "not known whether an assistance treaty of the book binds both States", rests)


def jit_basis_exists(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when one of the bases binds the pair; else ask."""
    found = bound_pair(scene, JIT_BASES)
    rests = day_facts(scene, JIT_BASES)
    return Computed(True if found.verdict is HOLDS else None, found.reason, rests)


def applies_cisa_article(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the Schengen Convention binds the pair; articles that a State leaves out are bars of their own."""
    found = bound_pair(scene, SCHENGEN_CONVENTION)
    value = None if found.verdict is UNKNOWN else found.verdict is HOLDS
    return Computed(value, found.reason, day_facts(scene, SCHENGEN_CONVENTION))


def in_effect_at_start(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether both States were bound on the day the proceedings were started."""
    code, day = provision.instrument, scene.date_of(INSTITUTED)
    if day is None or scene.requested is None or code not in START_DECIDES | START_DENIES:
        return SILENT
    found = bound_pair(scene, (code,), day)
    rests = scene.origin(INSTITUTED)
    how = f"{found.reason} (proceedings of {day})"
    if found.verdict is FAILS:
        return Computed(False, how, rests)
    decided = found.verdict is HOLDS and code in START_DECIDES
    return Computed(True if decided else None, how, rests)


def both_in_network(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when both States are on the network's list, no when one is missing from a closed list, else ask."""
    network = scene.rulebook.networks.get(provision.instrument)
    if network is None or network.states is None:
        return SILENT
    missing = [state for state in _known_states(scene) if state not in network.states]
    if missing and network.closed:
        return Computed(False, f"{' and '.join(missing)}: not on the closed list of members")
    if missing or scene.requested is None:
        return SILENT
    return Computed(True, "both States are on the list of members")


def cross_border_account(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Yes when the court is not in the State of the account; else ask for the home of the creditor."""
    court = scene.court or scene.requesting
    rests = () if scene.at_home else scene.origin("forum.state")
    if scene.requested is None or court == scene.requested:
        return Computed(None, "", rests)
    return Computed(True, f"court in {court}, account in {scene.requested}", rests)


def forum_in_bound_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """No when the State of the court is not bound; else ask for its competence."""
    found = bound_alone(scene, scene.court or scene.requesting, (provision.instrument,))
    rests = day_facts(scene, (provision.instrument,))
    if not scene.at_home:
        rests += scene.origin("forum.state")
    return Computed(False if found.verdict is FAILS else None, found.reason, rests)


def in_registrar_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the authority is of the State where the registrar is."""
    if scene.requested is None:
        return SILENT
    return Computed(scene.requesting == scene.requested, f"{scene.requesting} asks in {scene.requested}")


def instrument_in_force(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Status of the record on the deciding day."""
    instrument = scene.rulebook.instruments[provision.instrument]
    status = provision.status or instrument.status
    when = deciding(scene, instrument)
    rests = scene.origin(when.fact)
    if status in NEVER_USABLE:
        return Computed(False, f"status of the record: {(status or '').replace('_', ' ')}")
    start = provision.period.start
    if status == NOT_YET and (start is None or when.day < start):
        return Computed(False, "status of the record: not yet applicable", rests)
    if instrument.in_force is not None and when.day < instrument.in_force:
        return Computed(False, f"in force from {instrument.in_force}", rests)
    return Computed(provision.period.contains(when.day), f"status of the record on {when.day}", rests)


def pair_states(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The two States; silent while the one that is not known could be one of those asked for."""
    known = frozenset(_known_states(scene))
    wanted = condition.test.value
    if scene.requested is None and isinstance(wanted, frozenset) and known.isdisjoint(wanted):
        return SILENT
    return Computed(known)


def requesting_code(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The requesting State."""
    return Computed(scene.requesting)


def requested_code(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The requested State, silent while it is not known."""
    return Computed(scene.requested)


def forum_state(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The State whose court or authority is to act: the one stated, else the requested State."""
    return Computed(scene.forum, "", () if scene.at_home else scene.origin("forum.state"))
