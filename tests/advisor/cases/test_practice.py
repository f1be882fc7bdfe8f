"""Practice: the exercises have keys, practice is marked and counts nowhere, and the comparison says what decides."""

import pytest

from advisor.cases.errors import FieldFaults
from advisor.cases.exercises import exercise_of, exercises, practice_cases_for, real_cases_for
from advisor.cases.practice_mark import is_practice
from advisor.cases.services import answers_save, case_from_document, case_open, case_update, needs_add
from advisor.cases.services.practice import exercise_compare, exercise_start
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
IPTV, MEDICINES = exercises()


def test_both_mock_cases_are_exercises():
    assert [(e.code, len(e.key["needs"]), e.today) for e in exercises()] == [
        ("iptv", 28, TODAY),
        ("medicines", 23, TODAY),
    ]
    assert all(len(e.story) >= 5 and e.note for e in exercises())


def test_a_practice_case_says_so_and_is_not_counted(investigator, edition):
    real = case_open(user=investigator, now=NOW, reference="R-1", **IPTV.header)
    first = exercise_start(exercise=IPTV, user=investigator, now=NOW)
    second = exercise_start(exercise=IPTV, user=investigator, now=NOW)
    assert [first.reference, second.reference] == ["PRACTICE-IPTV-1", "PRACTICE-IPTV-2"]
    assert exercise_of(first) == IPTV
    assert exercise_of(real) is None
    assert list(real_cases_for(investigator)) == [real]
    assert set(practice_cases_for(investigator)) == {first, second}


def test_the_mark_cannot_be_taken_or_dropped(investigator, edition):
    with pytest.raises(FieldFaults, match="kept for practice"):
        case_open(user=investigator, now=NOW, reference="practice-iptv-7", **IPTV.header)
    case = exercise_start(exercise=IPTV, user=investigator, now=NOW)
    with pytest.raises(FieldFaults, match="keeps its mark"):
        case_update(case=case, user=investigator, version=1, changes={"reference": "R-2"}, now=NOW)
    assert case_update(case=case, user=investigator, version=1, changes={"title": "T"}, now=NOW).title == "T"


@pytest.mark.parametrize("exercise", exercises(), ids=lambda e: e.code)
def test_the_key_itself_differs_in_nothing(investigator, edition, exercise):
    document = {**exercise.key, "reference": f"PRACTICE-{exercise.code.upper()}-9"}
    case = case_from_document(user=investigator, document=document, now=NOW)
    found = exercise_compare(exercise=exercise, case=case, user=investigator)
    assert all(item.own and not item.other_state and not item.facts and not item.idle for item in found.needs)
    assert (found.extra, found.header) == ((), ())


def test_what_differs_is_said_with_what_it_decides(investigator, edition):
    case = exercise_start(exercise=IPTV, user=investigator, now=NOW)
    wanted = [
        ("criminal.search_and_seizure", "BG"),
        ("civil.account_preservation", "GR"),
        ("criminal.depositions", "ES"),
    ]
    for measure, state in wanted:
        needs_add(case=case, user=investigator, measure=measure, requested_states=[state], now=NOW)
    expert = {
        k: v for k, v in IPTV.key["facts"].items() if k not in ("measure.available_in_requesting_state", "right.kind")
    }
    case.refresh_from_db()
    answers_save(
        case=case,
        user=investigator,
        version=case.version,
        values={**expert, "measure.available_in_requesting_state": False, "measure.purpose": "evidence"},
        now=NOW,
    )
    found = exercise_compare(exercise=IPTV, case=case, user=investigator)
    met = {item.need["id"]: item for item in found.needs if item.own}
    assert set(met) == {"n12", "n18"}
    [authority] = [f for f in met["n12"].facts if f.fact == "measure.available_in_requesting_state"]
    assert (authority.expert, authority.own) == (True, False)
    assert ("eio", "open", "closed") in {(t.instrument, t.expert, t.own) for t in authority.turns}
    assert met["n18"].other_state
    assert [need["measure"] for need in found.extra] == ["criminal.depositions"]


def test_an_empty_try_lacks_everything(investigator, edition):
    case = exercise_start(exercise=MEDICINES, user=investigator, now=NOW)
    found = exercise_compare(exercise=MEDICINES, case=case, user=investigator)
    assert [item.own for item in found.needs] == [None] * 23
    assert found.extra == ()


def test_the_mark_is_in_the_reference():
    assert is_practice("PRACTICE-IPTV-1")
    assert not is_practice("IPTV-2026-014")
