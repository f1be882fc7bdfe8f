"""Bad input: one message per fault, all at once, and never a traceback."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing import reading
from routing.codec import case_from_document
from routing.codec_case import MAX_NEEDS, MAX_OPTIONS, options_asked
from routing.errors import CaseFaults
from routing.facts import CaseFacts
from routing.reading import LONGEST_NAME, MAX_FAULTS
from routing.rulebook import Rulebook
from tests import strategies
from tests.routing.conftest import answer, make_case, read_scenario, scenario_paths, shipped_rulebook

BOOK = shipped_rulebook()
GOOD = make_case("criminal.electronic_evidence", "IE", facts={"offence.max_penalty_months_requesting": 60})


def faults_of(case: Any) -> list[str]:
    """The messages of a document; empty when it is good."""
    try:
        case_from_document(case, BOOK)
    except CaseFaults as error:
        return [str(fault) for fault in error.faults]
    return []


def changed(**changes: Any) -> dict[str, Any]:
    """The good case with other top-level keys."""
    return {**copy.deepcopy(GOOD), **changes}


def with_need(**changes: Any) -> dict[str, Any]:
    """The good case with another need."""
    case = copy.deepcopy(GOOD)
    case["needs"][0].update(changes)
    return case


def test_a_good_case_becomes_facts() -> None:
    case = case_from_document(GOOD, BOOK)

    assert isinstance(case, CaseFacts)
    assert case.opened_on == date(2026, 10, 5)
    assert case.facts["offence.max_penalty_months_requesting"] == 60
    assert case.needs[0].requested_state == "IE"
    assert case.needs[0].subject == ""


def test_days_may_be_yaml_dates() -> None:
    assert faults_of(changed(opened_on=date(2026, 10, 5), facts={"request.sent_on": date(2026, 1, 1)})) == []


def test_on_expect_and_note_are_ignored_even_as_yaml_reads_a_bare_on() -> None:
    assert faults_of(changed(**{"expect": {}, "note": 3}) | {True: date(2026, 11, 22)}) == []


def test_all_faults_at_once() -> None:
    case = changed(format=2, requesting_state="UK", track="penal", opened_on="2026-02-30", nonsense=1)
    case["needs"].append(copy.deepcopy(case["needs"][0]))
    del case["title"]

    places = [message.split(":")[0] for message in faults_of(case)]

    assert places == ["case", "title", "format", "requesting_state", "opened_on", "track", "needs[1].id"]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (changed(requesting_state="UK"), "write GB, not UK"),
        (changed(requesting_state="EL"), "write GR, not EL"),
        (changed(requesting_state=False), 'write "NO" in quotation marks for Norway'),
        (changed(requesting_state="Germany"), ": DE for Germany"),
        (changed(requesting_state="DEU"), ": DE for Germany"),
        (changed(requesting_state="de"), "in capital letters: DE"),
        (changed(requesting_state="Germny"), "did you mean DE, Germany?"),
        (changed(requesting_state=12), "read 12; an ISO 3166-1 alpha-2 code of a State is allowed"),
        (changed(format=True), "only 1 is allowed"),
        (changed(format="1"), "only 1 is allowed"),
        (changed(reference=" "), "must not be empty"),
        (changed(reference="x" * 201), "at most 200 characters"),
        (changed(title=3), "put it in quotation marks"),
        (changed(title="a\x00b"), "control characters"),
        (changed(title="\ud800"), "broken Unicode"),
        (changed(track="crimnal"), "did you mean criminal?"),
        (changed(stage=None), "read null; one of pre_action"),
        (changed(opened_on="2026-13-01"), "no such day in the calendar"),
        (changed(opened_on="22.11.2026"), "YYYY-MM-DD"),
        (changed(opened_on=datetime(2026, 1, 1, tzinfo=UTC)), "without a time of day"),
        (changed(opened_on="0999-01-01"), "a day between 1850 and 2199"),
        (changed(facts=[]), "a mapping of fact names"),
        (changed(facts={f"f{i}": 1 for i in range(501)}), "at most 500 facts"),
        (changed(facts={"ofence.transnational": True}), "did you mean offence.transnational?"),
        (changed(facts={3: True}), "this fact is not in the vocabulary"),
        (changed(facts={"offence.transnational": "true"}), "true or false is allowed without quotation marks"),
        (changed(facts={"offence.transnational": 1}), "true or false is allowed"),
        (changed(facts={"offence.transnational": None}), "leave the fact out"),
        (changed(facts={"offence.max_penalty_months_requesting": True}), "a whole number"),
        (changed(facts={"offence.max_penalty_months_requesting": 3.5}), "a whole number"),
        (changed(facts={"claim.value_eur": float("nan")}), "a number of EUR from 0"),
        (changed(facts={"claim.value_eur": -1}), "a number of EUR from 0"),
        (changed(facts={"claim.value_eur": 10**400}), "read a very large number"),
        (changed(facts={"request.sent_on": "yesterday"}), "YYYY-MM-DD"),
        (changed(facts={"forum.state": "UK"}), "write GB, not UK"),
        (changed(facts={"right.kind": "trademark"}), "did you mean trade_mark?"),
        (changed(facts={"right.kind": []}), "a list of 1 to 500 values"),
        (changed(facts={"right.kind": ["copyright", "song"]}), "facts.right.kind[1]"),
        (changed(facts={"pair.bound_instruments": ["eoi"]}), "an instrument of the catalogue is allowed"),
        (changed(facts={"pair.states": ["IT", False]}), "facts.pair.states[1]"),
        (changed(facts={"requested_state.channel_objections": [1]}), "a text is allowed"),
        (changed(facts={"pair.states": ["IT"] * 501}), "at most 500 codes"),
        (changed(facts={"requested_state.channel_objections": ["a"] * 51}), "at most 50 codes"),
        (changed(needs=[]), "a list with at least one need"),
        (changed(needs={}), "a list with at least one need"),
        (changed(needs=[1]), "a need is a mapping"),
        (changed(needs=[{"id": "a"}] * 201), "at most 200 needs"),
        (with_need(measure="criminal.telephonedata"), "did you mean criminal.telephone_data?"),
        (with_need(measure=None), "a measure code of the contract is allowed"),
        (with_need(requested_state="IT"), "asked of another State than the requesting State"),
        (with_need(id=7), "a text is allowed"),
        (with_need(id="n\n1"), "one line of visible signs"),
        (with_need(id="n\u202e1"), "one line of visible signs"),
        (with_need(mesure="x"), "did you mean measure?"),
        (with_need(variant=5), "a text is allowed"),
        (with_need(subject=5), "a text is allowed"),
        (changed(rights=[{"kind": "song"}]), "rights[0].kind"),
        (changed(rights=[1] * 501), "at most 500 rights"),
        (changed(declared=1), "this key is not known (did you mean declined?)"),
        (changed(declined=["offence.transnationl"]), "did you mean offence.transnational?"),
        (changed(declined=3), "a list of at most 500 fact names"),
        ([], "a case is a mapping"),
        (None, "read null; a case is a mapping"),
    ],
)
def test_one_clear_message(case: Any, message: str) -> None:
    found = faults_of(case)

    assert len(found) == 1, found
    assert message in found[0]


@pytest.mark.parametrize(
    "case",
    [
        changed(reference="x" * 200),
        changed(title="x" * 500),
        changed(facts={"pair.states": ["IT"] * 500}),
        changed(facts={"requested_state.channel_objections": ["a"] * 50}),
        changed(facts={"requested_state.channel_objections": ["a" * 100]}),
        changed(facts={"right.kind": ["patent"] * 500}),
        changed(facts={"claim.value_eur": 10**12, "offence.max_penalty_months_requesting": 0}),
        changed(facts={"request.sent_on": "1850-01-01", "person.arrested_on": "2199-12-31"}),
        changed(rights=[{"kind": "patent"}] * 500),
        changed(declined=["offence.transnational"] * 500),
        changed(summary="", facts=None, rights=None, declined=None),
        with_need(id="x" * 100, variant="y" * 100, subject="", facts=None),
        with_need(variant=None, subject=None, requested_state=None),
    ],
)
def test_the_limits_themselves_are_allowed(case: Any) -> None:
    assert faults_of(case) == []


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (
            with_need(id="x" * 101),
            f'needs[0].id: read "{"x" * 57}..."; a text of at most 100 characters is allowed; this has 101',
        ),
        (
            with_need(variant="y" * 101),
            f'needs[0].variant: read "{"y" * 57}..."; a text of at most 100 characters is allowed; this has 101',
        ),
        (
            with_need(subject="s" * 20_001),
            f'needs[0].subject: read "{"s" * 57}..."; a text of at most 20000 characters is allowed; this has 20001',
        ),
    ],
)
def test_just_past_a_limit(case: Any, message: str) -> None:
    assert faults_of(case) == [message]


def test_a_missing_key_is_named() -> None:
    case = copy.deepcopy(GOOD)
    del case["needs"][0]["requested_state"], case["stage"]

    assert faults_of(case) == [
        "stage: read nothing; this key is required",
        "needs[0].requested_state: read nothing; this key is required",
    ]


@pytest.mark.parametrize("measure", ["voluntary.preservation", "domestic.seizure", "administrative.blocking_order"])
def test_the_same_state_twice_is_allowed_outside_criminal_and_civil_needs(measure: str) -> None:
    assert faults_of(make_case(measure, "IT")) == []


def test_the_state_may_be_unknown() -> None:
    assert case_from_document(make_case("criminal.jit", None), BOOK).needs[0].requested_state is None


def test_very_many_faults_are_counted() -> None:
    case = changed(facts={f"no.fact{i}": i for i in range(300)})

    found = faults_of(case)

    assert len(found) == MAX_FAULTS + 1
    assert found[-1] == "case: read 200 more fault(s); mend the ones above and try again"


def test_names_are_compared_only_for_faults_that_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for a near name costs a millisecond; a file may hold tens of thousands of unknown ones."""
    compared = []
    monkeypatch.setattr(reading, "nearest", lambda word, known: compared.append(word) or "")
    need = {**GOOD["needs"][0], "facts": {f"no.fact{i}": True for i in range(400)}}
    faults_of(changed(needs=[{**need, "id": f"n{i}"} for i in range(100)], **{f"key{i}": 1 for i in range(1000)}))

    assert len(compared) == MAX_FAULTS


def test_a_name_longer_than_any_resembles_none() -> None:
    names = [*BOOK.facts, *BOOK.instruments, *BOOK.measures, *BOOK.provisions]

    assert max(map(len, names)) < LONGEST_NAME
    assert reading.nearest("offence.transnationa" + "l" * LONGEST_NAME, BOOK.facts) == ""


def many(measure: str, count: int) -> dict[str, Any]:
    """The good case with one need so many times."""
    return changed(needs=[{**GOOD["needs"][0], "id": f"n{i}", "measure": measure} for i in range(count)])


def test_a_case_that_asks_for_too_much_at_once_is_told_to_split() -> None:
    [message] = faults_of(many("criminal.electronic_evidence", MAX_NEEDS))

    assert message.startswith("needs: read a list of 200; this case asks for too much at once: 22600 legal provisions")
    assert "3200 are allowed; split it into several cases" in message


def test_28_needs_of_any_measure_are_taken() -> None:
    for measure in BOOK.measures:
        assert 28 * BOOK.looked_at(measure) <= MAX_OPTIONS, measure


def test_the_scenarios_stay_far_below_what_is_taken() -> None:
    for path in scenario_paths():
        asked = options_asked([need["measure"] for need in read_scenario(path)[0]["needs"]], BOOK)
        assert asked < MAX_OPTIONS / 4, path.name


def test_what_is_looked_at_is_never_less_than_what_is_answered() -> None:
    for path in scenario_paths()[:20]:
        case, on = read_scenario(path)
        for need in answer(case, on)["needs"]:
            if need["requested_state"]:
                assert len(need["options"]) <= BOOK.looked_at(need["measure"]), (path.name, need["id"])


def test_the_longest_answer_that_is_given() -> None:
    measure = max(BOOK.measures, key=BOOK.looked_at)
    case = many(measure, MAX_OPTIONS // BOOK.looked_at(measure))

    text = json.dumps(answer(case), ensure_ascii=False, separators=(",", ":"))

    assert 5_000_000 < len(text.encode()) < 13_000_000


def test_a_document_that_contains_itself_is_no_danger() -> None:
    case = copy.deepcopy(GOOD)
    case["entities"] = case
    case["facts"] = {"right.kind": [case]}

    assert len(faults_of(case)) == 1


def test_messages_are_printable_and_short() -> None:
    message = faults_of(changed(track="\n\x1b[31m" + "x" * 500))[0]

    assert message.isprintable()
    assert len(message) < 250


def check(doc: Any, book: Rulebook) -> None:
    """Faults with three filled parts, or a case: nothing else comes out."""
    try:
        case: Any = case_from_document(doc, book)
    except CaseFaults as error:
        faults = error.faults
    else:
        assert isinstance(case, CaseFacts)
        return
    assert faults
    assert all(fault.where and fault.read and fault.allowed for fault in faults)
    "".join(map(str, faults)).encode("utf-8")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(doc=strategies.odd_documents)
def test_no_input_whatever_makes_a_traceback(doc: Any) -> None:
    check(doc, BOOK)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_damage_to_a_good_case_makes_a_traceback(data: st.DataObject) -> None:
    case: Any = copy.deepcopy(GOOD)
    need = case["needs"][0]
    place = data.draw(st.sampled_from([case, need, case["facts"]]))
    key = data.draw(st.sampled_from([*place, "facts", "rights", "declined", "variant", "right.kind", True]))
    place[key] = data.draw(strategies.odd_documents)

    check(case, BOOK)
