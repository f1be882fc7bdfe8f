"""Provisions: complete, reachable, and as sure as their marks say."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from instruments import codes
from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]


class ProvisionOutsideItsInstrument(Rule):
    """The id of a provision begins with the code of its instrument."""

    def found(self, view: View) -> Found:
        for identity, (record, _) in view.provisions.items():
            if not identity.startswith(f"{record['code']}/"):
                yield f"provision:{identity}", f"it stands in {record['code']}"


class ProvisionWithoutArticle(Rule):
    """A provision names its article, or the practice that it rests on."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            if not provision["articles"] or not all(article.strip() for article in provision["articles"]):
                yield f"provision:{identity}", "no article"


class ProvisionWithoutCondition(Rule):
    """A provision has at least one condition: nothing is open to everybody always."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            if not provision["conditions"]:
                yield f"provision:{identity}", "no condition"


class NobodyMayAsk(Rule):
    """A provision says who may ask: `issuing_authority` or `who_may_ask`."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            if not provision.get("issuing_authority") and not provision.get("who_may_ask"):
                yield f"provision:{identity}", "neither is given"


class AskerIsNoRequester(Rule):
    """`who_may_ask` holds values of the fact requester.kind."""

    def found(self, view: View) -> Found:
        known = set((view.facts.get("requester.kind") or {}).get("values") or [])
        for identity, (_, provision) in view.provisions.items():
            for asker in provision.get("who_may_ask", []):
                if known and asker not in known:
                    yield f"provision:{identity}", asker


class MeasureWithoutProvision(Rule):
    """Every measure of the contract leads to at least one provision."""

    def found(self, view: View) -> Found:
        used = {provision["measure"] for _, provision in view.provisions.values()}
        for code in view.measures:
            if code not in used:
                yield f"measure:{code}", "no provision"


class LimitWithoutUnit(Rule):
    """A time limit with a duration has one of the known units; without one it is told in words."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            for limit in provision["time_limits"]:
                if limit["duration"] is not None and limit.get("unit") not in codes.UNITS:
                    yield f"provision:{identity}", f"{limit['duration']} {limit.get('unit')}"
                if limit["duration"] is not None and limit["duration"] < 0:
                    yield f"provision:{identity}", f"{limit['duration']} {limit.get('unit')}"


class EstimateIsNoRange(Rule):
    """`typical_days` is [least, most], both positive."""

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            days = provision.get("typical_days")
            if days is not None and (len(days) != 2 or not 0 <= days[0] <= days[1]):
                yield f"provision:{identity}", str(days)


class ConfidenceDoesNotMatchMarks(Rule):
    """A provision is `verified` when all its marks are, `memory` when none is, `partly-verified` between."""

    is_error = False

    def found(self, view: View) -> Found:
        for identity, (_, provision) in view.provisions.items():
            marks = _marks(provision)
            if not marks:
                continue
            wanted = "verified" if marks == {"verified"} else "memory" if marks == {"memory"} else "partly-verified"
            if provision["confidence"] != wanted:
                yield f"provision:{identity}", f"{provision['confidence']}, the marks say {wanted}"


def _marks(provision: dict[str, Any]) -> set[str]:
    lines = [*provision["conditions"], *provision["time_limits"], *provision["refusal_grounds"]]
    return {line["basis"] for line in lines}


class OpenVerdictOnMemory(Rule):
    """An open verdict hangs on a condition that nobody has read again; the answer says provisional."""

    is_error = False

    def found(self, view: View) -> Found:
        facts: dict[str, list[str]] = defaultdict(list)
        for where, _, condition in view.lines:
            if (
                condition["basis"] == "memory"
                and condition["effect"] in {"required", "bar"}
                and not condition.get("only_for")
            ):
                facts[where].append(condition["fact"])
        for where, names in facts.items():
            yield where, f"{len(names)} deciding: {', '.join(sorted(set(names)))}"


class OnlyForWithoutChannel(Rule):
    """`only_for` limits a condition to one channel or variant of a provision that stays open by another way."""

    def found(self, view: View) -> Found:
        for where, _, condition in view.lines:
            only = condition.get("only_for")
            if only is not None and not only.startswith(("channel.", "variant.")):
                yield where, only
