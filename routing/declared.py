"""Facts read from the declarations of the requested State under the provision's instrument.

No row means unknown, never "no": a marker that something is on file says nothing about its content.
"""

from __future__ import annotations

from routing.findings import SILENT, Computed
from routing.rules import Condition, Declaration, Provision
from routing.scenes import Scene


def declarations(scene: Scene, provision: Provision, topic: str) -> tuple[Declaration, ...]:
    """Declarations of the requested State under the provision's instrument on one topic."""
    rows = scene.rulebook.declarations.get((provision.instrument, scene.requested or ""), ())
    return tuple(row for row in rows if row.topic == topic)


def article_numbers(text: str) -> frozenset[str]:
    """Leading numbers of the articles named: `7(9)(a)` is 7, `8,10` is 8 and 10, `15-22` is 15 to 22."""
    found: set[str] = set()
    for part in text.replace(";", ",").split(","):
        head = part.strip().split("(")[0]
        first, _, last = head.partition("-")
        if first.isdigit() and last.isdigit() and int(first) <= int(last) < int(first) + 200:
            found.update(str(number) for number in range(int(first), int(last) + 1))
        elif head[:1].isdigit():
            found.add(head)
    return frozenset(found)


def reserved_provision(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether the requested State reserved this article; no row, or one for another article: unknown."""
    wanted = article_numbers(condition.article)
    for row in declarations(scene, provision, "reservation"):
        if wanted & article_numbers(row.article):
            return Computed(True, f"{scene.requested}: {row.value}")
    return SILENT


def summons_lead_time(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """Whether a lead time for summonses is declared; no row: unknown."""
    for row in declarations(scene, provision, "summons_lead_time"):
        return Computed(row.value != "none", f"{scene.requested}: {row.value}")
    return SILENT


def pretrial_discovery(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """True for a full or qualified declaration, false for `none`, else unknown."""
    for row in declarations(scene, provision, "art23_pretrial_discovery"):
        return Computed(not row.value.startswith("none"), f"{scene.requested}: {row.value}")
    return SILENT


def channel_objections(scene: Scene, provision: Provision, condition: Condition) -> Computed:
    """The ways of service objected to. Silent about a way that no row mentions: never "no objection" from that."""
    rows = declarations(scene, provision, "channel_objection")
    codes = frozenset(code.strip() for row in rows for code in row.value.split(";"))
    wanted = condition.test.value if isinstance(condition.test.value, frozenset) else frozenset()
    if codes & wanted or (wanted and all(f"none-to-{code}" in codes for code in wanted)):
        return Computed(codes, f"{scene.requested}: {', '.join(sorted(codes))}")
    return SILENT
