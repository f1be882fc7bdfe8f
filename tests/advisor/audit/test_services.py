"""The audit: no event, no change; and nothing of a case's text in an event."""

from datetime import timedelta

import pytest

from advisor.audit import services
from advisor.audit.models import AuditEvent
from advisor.cases.models import Answer, Case, CaseRoute, Need
from advisor.cases.services import (
    answers_save,
    case_from_document,
    case_open,
    case_route,
    case_to_document,
    case_update,
    need_remove,
    need_update,
    needs_add,
)
from advisor.walk.models import Step
from advisor.walk.services import Choice, steps_choose
from tests.conftest import NOW, TODAY

CANARY = "zebra4417"


def attempts(case, route, user):
    """Every service that changes a case, ready to run."""
    need = Need.objects.get(case=case)
    formal = next(o for o in route.document["answer"]["needs"][0]["options"] if o["verdict"] == "open")
    document = {**case_to_document(case=case, user=user), "reference": "copy", "title": CANARY}
    header = {"title": CANARY, "summary": CANARY, "requesting_state": "FR", "track": "civil", "stage": "trial"}
    version = {"user": user, "version": case.version, "now": NOW}
    wanted = {"measure": "criminal.jit", "requested_states": ["BG"], "subject": CANARY}
    return {
        "case.opened": lambda: case_open(user=user, reference="new", opened_on=TODAY, now=NOW, **header),
        "case.read_from_file": lambda: case_from_document(user=user, document=document, now=NOW),
        "case.changed": lambda: case_update(case=case, changes={"title": CANARY}, **version),
        "need.added": lambda: needs_add(case=case, user=user, now=NOW, **wanted),
        "need.changed": lambda: need_update(need=need, changes={"subject": CANARY}, **version),
        "need.removed": lambda: need_remove(need=need, **version),
        "answers.saved": lambda: answers_save(case=case, values={"right.kind": "patent"}, **version),
        "case.routed": lambda: case_route(case=case, user=user, on=TODAY - timedelta(days=1), now=NOW),
        "step.chosen": lambda: steps_choose(
            route=route, user=user, choices=[Choice("n1", formal["provision"], CANARY)], now=NOW
        ),
    }


ACTIONS = [
    "case.opened",
    "case.read_from_file",
    "case.changed",
    "need.added",
    "need.changed",
    "need.removed",
    "answers.saved",
    "case.routed",
    "step.chosen",
]


def rows():
    return {model: sorted(map(str, model.objects.values_list())) for model in (Case, Need, Answer, CaseRoute, Step)}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_change_leaves_its_event_without_text(routed_case, investigator, action):
    case, route = routed_case(investigator)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    attempts(case, route, investigator)[action]()
    events = AuditEvent.objects.exclude(pk__in=before)
    event = events.get(action=action)
    assert (event.actor_id, event.agency_id, event.actor_role) == (
        investigator.pk,
        investigator.agency_id,
        "investigator",
    )
    assert event.at == NOW
    assert event.case_id is not None
    assert event.object_id is not None
    assert CANARY not in str(list(events.values()))


@pytest.mark.parametrize("action", ACTIONS)
def test_no_event_no_change(routed_case, investigator, action, monkeypatch):
    case, route = routed_case(investigator)
    attempt = attempts(case, route, investigator)[action]
    before = rows()

    class Down(Exception):
        """The audit cannot write."""

    def down(**kwargs):
        raise Down

    monkeypatch.setattr(services.AuditEvent.objects, "create", down)
    with pytest.raises(Down):
        attempt()
    assert rows() == before
