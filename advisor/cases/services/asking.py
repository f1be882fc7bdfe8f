"""What to ask next, for the pages that ask: the engine's answer as far as they look at it.

Reads the case's rows, which the page has loaded through the gate already, and the published edition; writes nothing.
Entities and exhibits are left out, because no condition looks at them: a page asks again with the same facts, and gets
the same answer from this process without an evaluation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.cases.models import Case, Need
from advisor.cases.selectors import rights_for
from advisor.cases.services.edits import FIELDS
from advisor.cases.services.rights import right_of
from advisor.cases.services.routes import Answers, Preview
from advisor.intake.asking import asking_answer
from advisor.intake.rights.check import right_document
from advisor.intake.to_facts import case_document, case_facts
from instruments.editions import CurrentEdition, edition_current
from routing.engine import route
from routing.errors import CaseFaults


def asked(document: Mapping[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
    """The small answer to a case document. Raises CaseFaults."""
    return asking_answer(route(case_facts(document, edition.rulebook), edition.rulebook, on=on))


answers = Answers(asked)


def case_asking(
    *,
    case: Case,
    user: Any,
    needs: Mapping[str, Need],
    whole: Mapping[str, Any],
    single: Mapping[str, Mapping[str, Any]],
    on: date,
) -> Preview:
    """The engine's small answer as the case stands. A case without needs answers with that fault.

    `needs` by key, `whole` the answers for the whole case, `single` those of each need by key. Raises NoEdition.
    """
    edition = edition_current()
    header = {field: getattr(case, field) for field in FIELDS}
    rights = [right_document(row.key, right_of(row)) for row in rights_for(user).filter(case=case)]
    rows = [
        (
            {
                "id": need.key,
                "measure": need.measure,
                "variant": need.variant,
                "requested_state": need.requested_state,
                "subject": "",
            },
            single.get(key, {}),
        )
        for key, need in needs.items()
    ]
    document = case_document(header, whole, rows, {"rights": rights})
    try:
        return Preview(answers.of(document, edition, on), (), edition)
    except CaseFaults as faults:
        return Preview(None, faults.faults, edition)
