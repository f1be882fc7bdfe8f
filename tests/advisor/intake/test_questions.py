"""Which questions are asked: what matters, once, in the engine's order, on short pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.intake.from_file import case_file_read
from advisor.intake.questions import (
    ALWAYS,
    MOST_ON_A_PAGE,
    Page,
    Progress,
    case_pages,
    need_pages,
)
from advisor.intake.relevance import NEVER_ASKED, declined_of, matters_of
from advisor.intake.saying import NOT_KNOWN, say_value
from advisor.intake.to_facts import known
from routing.codec import case_from_document, route_to_document
from routing.engine import route

SCENARIOS = Path(__file__).parents[3] / "fixtures" / "scenarios"
ON = date(2026, 11, 22)


def document(name: str) -> dict[str, Any]:
    path = SCENARIOS / f"{name}.yaml"
    return dict(case_file_read(path.read_bytes(), name=path.name).document)


def answer_to(rulebook: Any, doc: dict[str, Any]) -> dict[str, Any]:
    return route_to_document(route(case_from_document(doc, rulebook), rulebook, on=ON))


def bare(name: str) -> dict[str, Any]:
    """The case with its needs and no facts."""
    doc = document(name)
    return {**doc, "facts": {}, "needs": [{k: v for k, v in n.items() if k != "facts"} for n in doc["needs"]]}


def facts_of(pages: tuple[Page, ...]) -> list[str]:
    return [question.fact for page in pages for question in page.questions]


@pytest.fixture(
    scope="module", params=["mock-iptv", "mock-medicines", "crim-04-spain-warehouse", "civ-01-counterfeit-shoes"]
)
def asked(request, rulebook):
    """(document, answer, case's pages, pages by need) of a case without facts."""
    doc = bare(request.param)
    answer = answer_to(rulebook, doc)
    needs = {n["id"]: need_pages(rulebook, answer, n["id"], {}, {}) for n in doc["needs"]}
    return doc, answer, case_pages(rulebook, answer, {}), needs


def test_pages_are_short_named_and_have_an_address(asked):
    _, _, pages, needs = asked
    for level in (pages, *needs.values()):
        assert len({page.slug for page in level}) == len(level)
        for page in level:
            assert 1 <= len(page.questions) <= MOST_ON_A_PAGE
            assert page.title
            assert page.slug.replace("-", "").replace("_", "").isalnum()


def test_nothing_is_asked_twice(asked):
    _, _, pages, needs = asked
    of_case = facts_of(pages)
    assert len(of_case) == len(set(of_case))
    for level in needs.values():
        facts = facts_of(level)
        assert len(facts) == len(set(facts))
        assert not set(facts) & set(of_case)


def test_only_what_matters_is_asked(asked, rulebook):
    _, answer, pages, needs = asked
    matters = set(matters_of(answer, frozenset()))
    everything = set(facts_of(pages)).union(*(facts_of(level) for level in needs.values()))
    assert everything - set(ALWAYS) <= matters
    assert not everything & NEVER_ASKED


def test_every_question_can_be_understood(asked, rulebook):
    _, _, pages, needs = asked
    for level in (pages, *needs.values()):
        for page in level:
            for question in page.questions:
                assert question.text.endswith("?")
                assert question.progress is Progress.OPEN
                if question.type in ("enum", "state", "state_list"):
                    assert question.choices
                    assert all(choice.label[0].isupper() or choice.label[0] == "." for choice in question.choices)
                if question.essential:
                    assert question.why.startswith("It counts for: ")
                    assert question.decides > 0


def test_the_most_decisive_question_comes_first(rulebook):
    answer = answer_to(rulebook, bare("crim-04-spain-warehouse"))
    pages = case_pages(rulebook, answer, {})
    assert facts_of(pages)[0] == "requester.kind"


def told(need):
    """A need with what is known of it."""
    return {**need, "facts": known(need.get("facts", {}))}


def answered_once(rulebook, doc, truth):
    """Answer every page that is shown now as the finished file does, with 'I don't know yet' where it says nothing;
    returns how many answers that gave."""
    answer = answer_to(rulebook, {**doc, "facts": known(doc["facts"]), "needs": [told(need) for need in doc["needs"]]})
    declined = declined_of(
        [n["id"] for n in doc["needs"]], doc["facts"], {n["id"]: n.get("facts", {}) for n in doc["needs"]}
    )
    given = 0
    for need, finished in zip(doc["needs"], truth["needs"], strict=True):
        own = need.setdefault("facts", {})
        said = {**truth["facts"], **finished.get("facts", {})}
        asked = facts_of(need_pages(rulebook, answer, need["id"], own, doc["facts"], declined=declined))
        fresh = {fact: said.get(fact) for fact in asked if fact not in own}
        own |= fresh
        given += len(fresh)
    by_need = {need["id"]: {**truth["facts"], **need.get("facts", {})} for need in truth["needs"]}
    for page in case_pages(rulebook, answer, doc["facts"], declined=declined):
        for question in page.questions:
            fact, waiting = question.fact, question.needs or tuple(by_need)
            values = {str(by_need[need][fact]): by_need[need][fact] for need in waiting if fact in by_need[need]}
            said = truth["facts"].get(fact, values.popitem()[1] if len(values) == 1 else None)
            if fact not in doc["facts"]:
                doc["facts"][fact] = said
                given += 1
    return given


@pytest.mark.parametrize("name", ["crim-04-spain-warehouse", "civ-01-counterfeit-shoes", "mock-iptv", "mock-medicines"])
def test_answering_what_is_asked_leads_to_the_finished_case(rulebook, name):
    """Page after page as a person would: the questions run out, and every need stands as in the finished file."""
    doc, truth = bare(name), document(name)
    rounds = 0
    while answered_once(rulebook, doc, truth):
        rounds += 1
        assert rounds < 20
    doc = {**doc, "facts": known(doc["facts"]), "needs": [told(need) for need in doc["needs"]]}
    found = {need["id"]: need["status"] for need in answer_to(rulebook, doc)["needs"]}
    wanted = {need["id"]: need["status"] for need in answer_to(rulebook, truth)["needs"]}
    worse = {key: (found[key], wanted[key]) for key in wanted if found[key] not in (wanted[key], "routed")}
    assert worse == {}


def test_answered_stays_and_unused_is_marked(rulebook):
    doc = document("crim-04-spain-warehouse")
    values = {**doc["facts"], "agreement.arbitration": True, "offence.transnational": None}
    pages = case_pages(rulebook, answer_to(rulebook, doc), values)
    stands = {q.fact: q.progress for p in pages for q in p.questions}
    assert stands["agreement.arbitration"] is Progress.UNUSED
    assert stands["offence.max_penalty_months_requesting"] is Progress.ANSWERED
    assert set(values) <= set(stands)


def test_need_inherits_what_the_case_says(rulebook):
    doc = document("mock-iptv")
    answer = answer_to(rulebook, doc)
    pages = need_pages(rulebook, answer, "n7", {"requester.kind": "rights_holder"}, doc["facts"])
    question = next(q for p in pages for q in p.questions if q.fact == "requester.kind")
    assert (question.value, question.inherited) == ("rights_holder", "prosecutor")


def test_before_there_is_a_need_only_the_first_questions_are_asked(rulebook):
    assert facts_of(case_pages(rulebook, None, {})) == list(ALWAYS)
    assert need_pages(rulebook, None, "n1", {}, {}) == ()


def test_what_nobody_knows_spares_the_other_questions_of_its_way(rulebook):
    """A way that waits for a declined fact is not asked about further; on request it is."""
    doc = bare("mock-iptv")
    answer = answer_to(rulebook, doc)
    asked = set(facts_of(need_pages(rulebook, answer, "n11", {}, {})))
    own = {sorted(asked)[0]: None}
    declined = declined_of(["n11"], {}, {"n11": own})
    after = set(facts_of(need_pages(rulebook, answer, "n11", own, {}, declined=declined))) - set(own)
    further = set(facts_of(need_pages(rulebook, answer, "n11", own, {}, declined=declined, further=True)))
    assert after != asked - set(own)
    assert asked <= further


def test_an_answer_for_a_need_stands_over_not_known_for_the_case():
    whole, single = {"a": None, "b": 1, "c": None}, {"n1": {"a": True, "d": None}, "n2": {}}
    assert declined_of(["n1", "n2"], whole, single) == {"n1": {"c", "d"}, "n2": {"a", "c"}}


def test_further_asks_more(rulebook):
    answer = answer_to(rulebook, bare("crim-04-spain-warehouse"))
    short = facts_of(need_pages(rulebook, answer, "n1", {}, {}))
    long = facts_of(need_pages(rulebook, answer, "n1", {}, {}, further=True))
    assert set(short) < set(long)


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("offence.transnational", None, NOT_KNOWN),
        ("offence.transnational", True, "Yes"),
        ("offence.max_penalty_months_requesting", 48, "48 months"),
        ("claim.value_eur", 4800.5, "4,800.5 EUR"),
        ("request.sent_on", "2026-10-05", "5 October 2026"),
        ("requester.kind", "ip_office", "Intellectual property office"),
        ("forum.state", "ES", "Spain"),
        ("pair.states", ["ES", "FR"], "Spain, France"),
        ("gone.from_the_book", "x", "x"),
    ],
)
def test_answers_are_said_in_words(rulebook, fact, value, words):
    assert say_value(rulebook, fact, value) == words
