"""Advice without a case file in the office: a document comes in, an answer goes out, nothing is stored.

Reads the published edition that the caller hands over; writes nothing. The command line and the API share it, so the
same document, edition and day give the same bytes from both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.intake.from_file import CaseFile, faults_explained
from advisor.intake.to_facts import case_facts
from instruments.editions import CurrentEdition
from routing.codec import route_to_document
from routing.engine import route
from routing.errors import CaseFaults


def advice_give(*, case: CaseFile, edition: CurrentEdition, on: date) -> dict[str, Any]:
    """The contract's answer to a case document by the law of the day `on`. Raises CaseFaults with every fault."""
    book = edition.rulebook
    try:
        return route_to_document(route(case_facts(case.document, book), book, on=on))
    except CaseFaults as error:
        raise CaseFaults(faults_explained(error.faults, case.spellings)) from None


def advice_line(answer: Mapping[str, Any]) -> str:
    """The answer as one line of JSON, its key order kept."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


__all__ = ["CaseFaults", "advice_give", "advice_line"]
