"""Routes of a case: stored once and for ever, or only looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from advisor.audit.models import AuditEvent
from advisor.cases.errors import CaseBusy
from advisor.cases.models import Case, CaseRoute, Need
from advisor.cases.services import (
    answers_save,
    case_from_document,
    case_preview,
    case_route,
    routes,
)
from advisor.cases.services.routes import canonical_sha256
from routing import ENGINE_VERSION
from routing.engine import route
from routing.errors import CaseFaults
from tests.advisor.cases.scenarios import scenario
from tests.conftest import NOW, TODAY


def actions() -> list[str]:
    return list(AuditEvent.objects.values_list("action", flat=True))


def test_route_is_stored_numbered_and_hashed(routed_case, investigator):
    case, route = routed_case(investigator)
    assert (route.number, route.status, route.case_version) == (1, "routed", case.version)
    assert list(route.document) == ["case", "on", "engine_version", "edition", "answer"]
    assert route.document["engine_version"] == route.engine_version == ENGINE_VERSION
    assert route.document["on"] == "2026-11-22"
    assert route.document["edition"] == {"label": route.edition_label, "sha256": route.edition_sha256}
    stored = CaseRoute.objects.get(pk=route.pk)
    assert canonical_sha256(stored.document) == stored.sha256


def test_an_unchanged_case_gets_its_newest_route_back(routed_case, investigator, prosecutor, monkeypatch):
    case, first = routed_case(investigator)
    monkeypatch.setattr(routes, "routed", None)  # nor is the engine asked
    again = case_route(case=case, user=prosecutor, on=TODAY, now=NOW + timedelta(hours=1))
    assert (again.pk, again.created_at, again.document) == (first.pk, first.created_at, first.document)
    assert actions().count("case.routed") == CaseRoute.objects.count() == 1


def test_whatever_differs_gets_a_route_of_its_own(routed_case, investigator, monkeypatch):
    """Another day, version of the case, engine, edition; back to the first day, whose route is the newest no more."""
    case, _ = routed_case(investigator)

    def number(on=TODAY):
        return case_route(case=case, user=investigator, on=on, now=NOW).number

    assert [number(TODAY - timedelta(days=1)), number(), number()] == [2, 3, 3]
    answers_save(case=case, user=investigator, version=case.version, values={"right.kind": "patent"}, now=NOW)
    assert [number(), number()] == [4, 4]
    monkeypatch.setattr(routes, "ENGINE_VERSION", "99")
    assert [number(), number()] == [5, 5]
    current = routes.edition_current()
    monkeypatch.setattr(routes, "edition_current", lambda: replace(current, label="another", sha256="1" * 64))
    assert [number(), number()] == [6, 6]
    Need.objects.filter(case=case).update(subject="written past the services")
    assert [number(), number()] == [7, 7]


def test_a_case_that_changes_while_it_is_routed_is_asked_again(open_case, investigator, monkeypatch):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    kinds = iter(["patent", "design"])
    evaluate = routes.routed

    def disturbed(*args):
        if kind := next(kinds, None):
            version = Case.objects.get(pk=case.pk).version
            answers_save(case=case, user=investigator, version=version, values={"right.kind": kind}, now=NOW)
        return evaluate(*args)

    monkeypatch.setattr(routes, "routed", disturbed)
    stored = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert stored.document["case"]["facts"]["right.kind"] == "design"
    assert stored.case_version == Case.objects.get(pk=case.pk).version
    assert CaseRoute.objects.count() == 1


def test_a_case_that_never_rests_is_refused(open_case, investigator, monkeypatch):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    monkeypatch.setattr(routes, "_stored", lambda *args: None)
    with pytest.raises(CaseBusy, match="changing this case right now"):
        case_route(case=case, user=investigator, on=TODAY, now=NOW)


def test_case_without_needs_is_not_routed_but_previewed_with_the_fault(open_case, investigator):
    case = open_case(investigator)
    preview = case_preview(case=case, user=investigator, on=TODAY)
    assert preview.answer is None
    assert [fault.where for fault in preview.faults] == ["needs"]
    with pytest.raises(CaseFaults):
        case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert not CaseRoute.objects.exists()


def test_preview_says_what_a_route_would_and_stores_nothing(routed_case, investigator):
    case, route = routed_case(investigator)
    preview = case_preview(case=case, user=investigator, on=TODAY)
    assert preview.answer == route.document["answer"]
    assert CaseRoute.objects.count() == 1


def test_the_same_question_is_evaluated_once(open_case, investigator, monkeypatch):
    """Turning a page asks the engine nothing; every change, another day and another edition do."""
    asked = []
    monkeypatch.setattr(routes, "route", lambda *args, **kwargs: asked.append(1) or route(*args, **kwargs))
    monkeypatch.setattr(routes, "answers", routes.Answers())
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])

    def preview(on=TODAY):
        return case_preview(case=case, user=investigator, on=on).answer

    first = preview()
    assert preview() is first
    assert len(asked) == 1
    preview(on=date(2020, 1, 1))
    answers_save(case=case, user=investigator, version=case.version, values={"measure.purpose": "evidence"}, now=NOW)
    assert preview() != first
    assert len(asked) == 3
    stored = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert len(asked) == 3
    assert canonical_sha256(CaseRoute.objects.get().document) == stored.sha256


def test_the_engine_works_outside_of_the_transaction(open_case, investigator, monkeypatch):
    """Nobody else waits for it: on SQLite a transaction locks the whole database."""
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    depth, evaluate = len(connection.savepoint_ids), routes.routed
    seen = []
    monkeypatch.setattr(routes, "routed", lambda *a: seen.append(len(connection.savepoint_ids)) or evaluate(*a))
    monkeypatch.setattr(routes, "answers", routes.Answers())
    case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert seen == [depth]


def test_kept_answers_are_few_and_small(edition, monkeypatch):
    kept = routes.Answers()
    monkeypatch.setattr(kept, "BYTES", 1000)
    size = {"value": 300}
    monkeypatch.setattr(routes, "routed", lambda *args: {"text": "x" * size["value"]})

    def ask(number):
        return kept.of({"reference": number}, edition, TODAY)

    first = [ask(number) for number in range(5)]
    assert len(kept._kept) == 3
    assert ask(4) is first[4]
    assert ask(0) is not first[0]
    size["value"] = 2000
    assert ask(5) is ask(5)
    assert len(kept._kept) == 1
    size["value"] = 1
    for number in range(6, 20):
        ask(number)
    assert len(kept._kept) == kept.KEPT
    assert kept._making == {}


def test_a_fault_leaves_no_lock_behind(edition):
    kept = routes.Answers()
    for _ in range(2):
        with pytest.raises(CaseFaults):
            kept.of({}, edition, TODAY)
    assert kept._making == {}


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines", "hidden-service"])
def test_stored_document_keeps_its_hash_through_the_database(edition, investigator, name):
    case = case_from_document(user=investigator, document=scenario(name), now=NOW)
    stored = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert canonical_sha256(CaseRoute.objects.get().document) == stored.sha256
