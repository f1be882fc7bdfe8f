"""The exercises: the study's mock cases told as stories, each with an expert's case file as its key.

Reads: fixtures/demo/exercises and the scenarios they name. A practice case is an ordinary case of the trainee's agency
whose reference says so: every reference that begins with PRACTICE- is one, and no other case may take such a reference.
So the mark stands wherever the reference does: in lists, files, exports, and on every page of a dossier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import QuerySet

from advisor.cases.models import Case
from advisor.cases.practice_mark import MARK
from advisor.cases.selectors import cases_for
from advisor.intake.from_file import case_file_read

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
FOLDER = FIXTURES / "demo" / "exercises"
REFERENCE = re.compile(rf"{MARK}-([A-Z]+)-([0-9]+)")
CHECKER_ALONE = ("expect", "note", "on")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. `key` is the expert's case document, `note` what the expert adds, `today` the day of the story."""

    code: str
    title: str
    story: tuple[str, ...]
    header: Mapping[str, Any]
    today: date
    key: Mapping[str, Any]
    note: str


@cache
def exercises() -> tuple[Exercise, ...]:
    """All of them, by code."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.yaml")))


def _read(path: Path) -> Exercise:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    file = FIXTURES / "scenarios" / f"{told['key']}.yaml"
    document = case_file_read(file.read_bytes(), name=file.name).document
    return Exercise(
        code=told["code"],
        title=told["title"],
        story=tuple(told["story"]),
        header=told["header"],
        today=told["today"],
        key={key: value for key, value in document.items() if key not in CHECKER_ALONE},
        note=" ".join(str(document.get("note", "")).split()),
    )


def exercise_of(case: Case) -> Exercise | None:
    """The exercise that a case practises; None for every other case."""
    match = REFERENCE.fullmatch(case.reference)
    return next((e for e in exercises() if match and e.code.upper() == match[1]), None)


def real_cases_for(user: Any) -> QuerySet[Case]:
    """The cases that count: statistics start from these, practice is in none."""
    return cases_for(user).exclude(reference__istartswith=f"{MARK}-")


def practice_cases_for(user: Any) -> QuerySet[Case]:
    """The practice of the user's agency, the last touched first."""
    return cases_for(user).filter(reference__istartswith=f"{MARK}-").order_by("-updated_at")
