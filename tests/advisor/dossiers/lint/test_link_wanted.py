"""No final without a sentence that ties its measure to a fact, whether or not its form has a box for one."""

from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.lint import Finding, link_wanted
from tests.advisor.dossiers.samples import sample

SENTENCE = "The name was registered on 3 March 2026 by the person who rents the server, so its holder leads to him."


def wanted(name: str, nexus: list[dict[str, Any]]) -> Finding | None:
    inputs = sample(name) | {"nexus": nexus, "typed": {}}
    return link_wanted(inputs, document_from(inputs, 1))


@pytest.mark.parametrize("name", ["order-epoc", "request-eio", "letter-registrant"])
def test_an_empty_column_hinders_and_a_sentence_frees(name: str) -> None:
    found = wanted(name, [])
    assert found is not None
    assert (found.code, found.severity) == ("link-missing", "blocker")
    assert wanted(name, [{"fact": "offence.summary", "sentence": "  "}]) is not None
    assert wanted(name, [{"fact": "offence.summary", "sentence": SENTENCE}]) is None


def test_service_of_documents_needs_none() -> None:
    assert wanted("request-hague", []) is None
