"""Mutations of clean dossiers read by the lint: recall of each code, false findings of a clean one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from advisor.dossiers.lint import findings_of
from tests.advisor.dossiers.lint.clean import Clean
from tests.advisor.dossiers.lint.freezing import made
from tests.advisor.dossiers.lint.measured_drafts import OF_THE_CATALOGUE
from tests.advisor.dossiers.lint.mutations import ALL


@dataclass
class Measured:
    """Counts over clean dossiers and their mutations."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    types: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)
    clean: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Over all codes, every mutation counted once."""
        return sum(self.found.values()) / max(1, sum(self.wanted.values()))

    @property
    def false_per_clean(self) -> float:
        """False findings of one clean dossier."""
        return sum(self.false.values()) / max(1, self.clean)


def mutations_measured(dossiers: Iterable[tuple[str, Clean]], *, every: int = 1) -> Measured:
    """Each clean dossier as it is, then with every `every`-th defect that its document has room for."""
    seen = Measured()
    for name, one in dossiers:
        _clean(seen, name, one)
        for place, mutation in enumerate(ALL):
            if (one.number + place) % every:
                continue
            changed = mutation.change(one)
            if changed is None:
                continue
            seen.wanted[mutation.code] += 1
            if any(found.code == mutation.code for found in findings_of(changed, made(changed))):
                seen.found[mutation.code] += 1
            else:
                seen.lines.append(
                    f"{name} {one.provision} {one.states} #{one.number}: {mutation.name} misses {mutation.code}"
                )
    return seen


def _clean(seen: Measured, name: str, one: Clean) -> None:
    seen.clean += 1
    seen.types.add(name)
    seen.pairs.add(one.states)
    for found in findings_of(one.inputs, made(one.inputs)):
        if found.code not in OF_THE_CATALOGUE:
            seen.false[found.code] += 1
            seen.lines.append(
                f"{name} {one.provision} {one.states}: clean, false {found.code} {found.where}: {found.found[:60]}"
            )
