"""Routes of a case: stored once and for ever, or only looked at."""

from datetime import date

import pytest

from advisor.audit.models import AuditEvent
from advisor.cases.models import CaseRoute
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
    second = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert second.number == 2
    assert second.document == stored.document
    assert actions().count("case.routed") == 2


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
    monkeypatch.setattr(routes, "answers", routes._Answers())
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


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines", "hidden-service"])
def test_stored_document_keeps_its_hash_through_the_database(edition, investigator, name):
    case = case_from_document(user=investigator, document=scenario(name), now=NOW)
    stored = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    assert canonical_sha256(CaseRoute.objects.get().document) == stored.sha256
