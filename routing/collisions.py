"""Where tracks collide: steps of one case that spoil each other."""

from __future__ import annotations

from collections.abc import Sequence

from routing.facts import CaseFacts
from routing.ladder import WARNING_STEPS, protects
from routing.routes import NeedRoute, Step, Warning
from routing.rulebook import Rulebook
from routing.rules import FORMAL, VOLUNTARY
from routing.scenes import RIGHT, Scene

RISK, SURPRISE = "case.tipping_off_risk", "case.surprise_needed"
CRIMINAL_FILE, PARALLEL = "proceedings.criminal_file_open_or_planned", "proceedings.parallel_same_facts"
EVIDENCE_USE = "data.use_as_evidence"
PAYMENT_STOP = "voluntary.payment_termination"
FREEZES = frozenset(
    {"criminal.asset_freezing", "civil.account_preservation", "civil.proceeds_seizure", "domestic.seizure"}
)
# Voluntary measures that bring data, not a changed situation.
VOLUNTARY_DATA = frozenset({"voluntary.subscriber_data", "voluntary.registrant_data", "voluntary.authority_exchange"})
# Rules of dual criminality under which it is not examined, or not in criminal law.
NOT_EXAMINED = frozenset({"none", "not_applicable", "not_required", "n/a"})
# TRIPS art. 61 obliges its members to punish wilful counterfeiting and piracy on a commercial scale of these rights
# alone: elsewhere that the conduct is an offence in both States is open.
TRIPS_RIGHTS = frozenset({"trade_mark", "eu_trade_mark", "copyright", "related_right"})


def collisions(
    case: CaseFacts, rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]
) -> list[Warning]:
    """All collisions of a case."""
    return (
        _tipping_off(rulebook, needs, scenes)
        + _payment_before_freeze(needs)
        + _voluntary_evidence(needs, scenes)
        + _use_limits(needs)
        + _double_proceedings(case, needs)
        + _dual_criminality(rulebook, needs, scenes)
    )


def _own(need: NeedRoute, measures: frozenset[str]) -> bool:
    """Whether the need itself asks for one of the measures."""
    return need.need.measure in measures


def _said(scenes: Sequence[Sequence[Scene]], fact: str) -> set[object]:
    """The values a fact has over the needs."""
    return {views[0].facts.get(fact) for views in scenes}


def _tipping_off(rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Needs that warn the operator beside needs that need surprise; silent only where the risk is denied."""
    warning = [need.need.id for need in needs if _own(need, WARNING_STEPS)]
    surprise = [need.need.id for need in needs if protects(rulebook, need.need.measure)]
    risk = _said(scenes, RISK) | _said(scenes, SURPRISE)
    if not warning or not surprise or (True not in risk and risk == {False}):
        return []
    sure = "" if True in risk else f" {rulebook.asked(RISK)} is not stated: yes was taken as possible."
    text = (
        f"{', '.join(warning)} can warn the operator: not before {', '.join(surprise)} are carried out "
        f"(capture, preserve, search and freeze, then notify).{sure}"
    )
    return [Warning("tipping-off", text, facts=(RISK,))]


def _payment_before_freeze(needs: Sequence[NeedRoute]) -> list[Warning]:
    """A payment stop makes money move: freeze first."""
    stops = [need.need.id for need in needs if _own(need, frozenset({PAYMENT_STOP}))]
    freezes = [need.need.id for need in needs if _own(need, FREEZES)]
    if not stops or not freezes:
        return []
    text = f"{', '.join(stops)} stops payments and makes the money move: get the account data and freeze first "
    return [Warning("payment-stop-before-freeze", f"{text}({', '.join(freezes)})")]


def _live_steps(need: NeedRoute) -> tuple[Step, ...]:
    """The steps of a plan that obtain something."""
    return tuple(step for step in need.plan if step.purpose != "secure")


def _voluntary_evidence(needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]) -> list[Warning]:
    """Data obtained voluntarily in a criminal matter: intelligence until a formal request or the own law says more."""
    found = [
        need.need.id
        for need, views in zip(needs, scenes, strict=True)
        if views[0].facts.get(EVIDENCE_USE) is not False
        and (need.need.measure.startswith("criminal.") or views[0].facts.get(CRIMINAL_FILE) is True)
        and any(step.tier == VOLUNTARY and step.measure in VOLUNTARY_DATA for step in _live_steps(need))
    ]
    if not found:
        return []
    text = (
        f"What is obtained voluntarily ({', '.join(found)}) is intelligence: whether it can be used as evidence is for "
        "the law of the court; plan a formal request, or the holder's consent to its use, for what the case rests on"
    )
    return [Warning("voluntary-evidence", text, facts=(EVIDENCE_USE,))]


def _use_limits(needs: Sequence[NeedRoute]) -> list[Warning]:
    """Material from criminal assistance beside civil needs: it may be used for the purpose of the request only."""
    criminal = [
        need.need.id
        for need in needs
        if need.need.measure.startswith("criminal.") and any(step.tier == FORMAL for step in _live_steps(need))
    ]
    civil = [need.need.id for need in needs if need.need.measure.startswith("civil.")]
    if not criminal or not civil:
        return []
    text = (
        f"Material that comes by criminal assistance ({', '.join(criminal)}) may as a rule be used only for the "
        f"purpose it was asked for: ask the executing authority's consent before using it in {', '.join(civil)}"
    )
    return [Warning("use-limits", text)]


def _double_proceedings(case: CaseFacts, needs: Sequence[NeedRoute]) -> list[Warning]:
    """Proceedings for the same facts in two States, or a civil claim beside a criminal file."""
    answer = []
    stated = [need.need.id for need in needs if need.need.facts.get(PARALLEL, case.facts.get(PARALLEL)) is True]
    if stated:
        text = (
            f"The other State is said to investigate the same facts ({', '.join(stated)}): agree who prosecutes before "
            "coercive steps; a final decision there bars a second one (ne bis in idem)"
        )
        answer.append(Warning("double-proceedings", text, facts=(PARALLEL,)))
    civil = [need.need.id for need in needs if need.need.measure.startswith("civil.")]
    if civil and case.facts.get(CRIMINAL_FILE) is True:
        text = (
            f"A criminal file is open or planned beside the civil needs {', '.join(civil)}: agree with the prosecutor "
            "who acts first; the civil court may stay its proceedings, and providers may stop answering civil requests"
        )
        answer.append(Warning("criminal-and-civil", text, facts=(CRIMINAL_FILE,)))
    return answer


def _dual_criminality(
    rulebook: Rulebook, needs: Sequence[NeedRoute], scenes: Sequence[Sequence[Scene]]
) -> list[Warning]:
    """First formal options that may examine dual criminality, by how likely it is."""
    found: dict[bool, list[str]] = {}
    for need, views in zip(needs, scenes, strict=True):
        facts = views[0].facts
        for step in need.plan:
            record = step.option.outcome.provision.document.get("dual_criminality") or {}
            if step.tier != FORMAL or not step.option.own or record.get("rule") in NOT_EXAMINED | {None}:
                continue
            rights = {scene.facts.get(RIGHT) for scene in views}
            likely = bool(rights & TRIPS_RIGHTS) and facts.get("infringement.commercial_scale") is True
            found.setdefault(likely, []).append(
                f"{need.need.id} ({rulebook.title(step.option.outcome.provision.instrument)})"
            )
    answer = []
    if True in found:
        text = (
            f"Dual criminality is likely, not certain, for {', '.join(found[True])}: TRIPS art. 61 obliges to punish "
            "wilful counterfeiting and piracy on a commercial scale, no more"
        )
        answer.append(Warning("dual-criminality-likely", text))
    if False in found:
        text = (
            f"Dual criminality is open for {', '.join(found[False])}: nothing in the facts shows that the conduct "
            "is an offence in both States; see each option's own rule"
        )
        answer.append(Warning("dual-criminality-open", text))
    return answer
