"""The drafts against the lint: what was found, what was not, what was found too much."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.dossiers.lint import findings_of
from tests.advisor.dossiers.lint.freezing import made
from tests.advisor.dossiers.lint.reading_drafts import drafts, inputs_of

OF_THE_CATALOGUE = {"law-provisional", "authority-unconfirmed"}


@dataclass
class Score:
    """Counts over many drafts: codes that had to be found, those that were, false ones, and how many were clean."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    false_on_clean: int = 0
    clean: int = 0
    many: int = 0
    lines: list[str] = field(default_factory=list)

    def take(self, name: str, wanted: set[str], got: dict[str, str]) -> None:
        """One draft: codes that it must get, and those it got, each with what was read."""
        self.many += 1
        self.clean += not wanted
        self.wanted.update(wanted)
        self.found.update(wanted & set(got))
        self.false.update(set(got) - wanted)
        self.false_on_clean += 0 if wanted else len(got)
        self.lines += [f"{name}: misses {code}" for code in sorted(wanted - set(got))]
        self.lines += [f"{name}: false {code} ({got[code]})" for code in sorted(set(got) - wanted)]

    @property
    def recall(self) -> float:
        """Over all codes."""
        return sum(self.found.values()) / max(1, sum(self.wanted.values()))

    @property
    def false_per_clean(self) -> float:
        """False findings of one clean draft."""
        return self.false_on_clean / max(1, self.clean)


def drafts_measured(*folders: str) -> Score:
    """Every draft of the folders (the first set where none is named) read by the lint."""
    score = Score()
    for draft in drafts(*folders):
        take_draft(score, draft)
    return score


def take_draft(score: Score, draft: Mapping[str, Any]) -> None:
    """One draft read by the lint, and what came out put into the score."""
    inputs = inputs_of(draft)
    found = findings_of(inputs, made(inputs))
    got = {one.code: f"{one.where}: {one.found[:70]}" for one in reversed(found) if one.code not in OF_THE_CATALOGUE}
    score.take(draft["name"], set(draft["expect"]), got)
