"""advisor.intake.asking: the small answer asks exactly what the contract's answer would."""

from pathlib import Path

import pytest

from advisor.intake.asking import asking_answer
from advisor.intake.from_file import case_document_from_file
from advisor.intake.questions import Level, case_pages, need_pages
from advisor.intake.relevance import closed_by, reasons_of, used_facts
from advisor.intake.to_facts import case_facts
from routing.codec import route_to_document
from routing.engine import route
from tests.conftest import TODAY

SCENARIOS = sorted((Path(__file__).resolve().parents[3] / "fixtures" / "scenarios").rglob("*.yaml"))


def halved(facts):
    """Every second fact, so that much is unknown."""
    return {name: facts[name] for n, name in enumerate(sorted(facts)) if n % 2}


@pytest.mark.parametrize("path", SCENARIOS[::3], ids=lambda path: path.stem)
@pytest.mark.parametrize("part", [dict, halved, lambda facts: {}], ids=["all", "half", "none"])
def test_the_small_answer_asks_the_same(rulebook, path, part):
    document = case_document_from_file(path.read_bytes(), rulebook, name=path.name)
    document["facts"] = part(document.get("facts") or {})
    for need in document["needs"]:
        need["facts"] = part(need.get("facts") or {})
    found = route(case_facts(document, rulebook), rulebook, on=TODAY)
    small, full = asking_answer(found), route_to_document(found)
    whole = document["facts"]
    for further in (False, True):
        assert case_pages(rulebook, small, whole, further=further) == case_pages(rulebook, full, whole, further=further)
    assert used_facts(small) == used_facts(full)
    for need in document["needs"]:
        key, own = need["id"], need["facts"]
        for further in (False, True):
            pages = [need_pages(rulebook, answer, key, own, whole, further=further) for answer in (small, full)]
            assert pages[0] == pages[1]
        assert used_facts(small, key) == used_facts(full, key)
        assert closed_by(small, key) == closed_by(full, key)
        for fact in used_facts(full, key):
            assert reasons_of(small, fact, key) == reasons_of(full, fact, key)
        assert Level.of(small, key, own, whole).used == Level.of(full, key, own, whole).used
