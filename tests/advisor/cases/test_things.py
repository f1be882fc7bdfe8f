"""Things and rights of a case: added, changed, collided, taken out, audited, and carried by the case file both ways."""

from datetime import date
from typing import Any

import pytest
import yaml

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Answer, Entity, EntityNeed
from advisor.cases.selectors import cases_for, entities_for, needs_for, rights_for
from advisor.cases.services import (
    answers_save,
    case_from_document,
    case_from_file,
    case_to_document,
    entities_add,
    entity_remove,
    entity_update,
    need_entities_set,
    need_remove,
    right_add,
    right_remove,
    right_update,
)
from advisor.cases.services.entities import Given
from routing.errors import CaseFaults
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

ENTITIES = [
    {"id": "e1", "kind": "domain", "value": "example.com", "state": "US", "certainty": "certain", "needs": ["n1"]},
    {"id": "e2", "kind": "ip", "value": "8.8.8.8", "at": "2026-11-03T21:14:05", "zone": "Europe/Rome", "port": "443"},
    {"id": "e3", "kind": "bank_account", "value": "LT121000011101001000", "state": "LT", "certainty": "believed"},
    {"id": "x-9", "kind": "person", "value": "Jane Doe", "note": "=HYPERLINK(1)\nsecond line"},
]
RIGHTS = [
    {"id": "r1", "kind": "eu_trade_mark", "name": "ACME", "number": "018123456", "holder": "Acme GmbH",
     "territory": ["EU"], "registered_on": "2019-05-31", "expires_on": "2029-05-31", "conduct": ["medicines"],
     "offence": "art. 274 Código Penal"},
    {"id": "r2", "kind": "copyright", "name": "Film"},
]  # fmt: skip


def document(**extra: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "reference": "T-1",
        "title": "t",
        "requesting_state": "ES",
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-10-05",
        "facts": {},
        "needs": [{"id": "n1", "measure": "criminal.search_and_seizure", "requested_state": "RO"}],
        **extra,
    }


def given(kind: str, value: str, **more: Any) -> Given:
    texts = {"value": value, **{k: v for k, v in more.items() if k not in ("state", "certainty", "needs")}}
    return Given(kind, texts, more.get("state", ""), more.get("certainty", ""), more.get("needs", ()))


def actions(case: Any) -> list[str]:
    return list(AuditEvent.objects.filter(case_id=case.pk).order_by("pk").values_list("action", flat=True))


def fresh(user: Any, case: Any) -> Any:
    return cases_for(user).get(pk=case.pk)


def test_a_file_with_things_and_rights_comes_back_as_it_was(edition, investigator):
    asked = document(entities=ENTITIES, rights=RIGHTS)
    case = case_from_document(user=investigator, document=asked, now=NOW)
    back = case_to_document(case=case, user=investigator)
    assert back["entities"] == ENTITIES
    assert back["rights"] == RIGHTS
    again = yaml.safe_dump(back | {"reference": "T-2"}, sort_keys=False, allow_unicode=True).encode()
    second = case_from_file(user=investigator, content=again, name="a.yaml", now=NOW)
    assert case_to_document(case=second, user=investigator) == back | {"reference": "T-2"}


@pytest.mark.parametrize(
    ("extra", "where", "said"),
    [
        ({"entities": {"id": "e1"}}, "entities", "a list"),
        ({"entities": [7]}, "entities[0]", "a mapping"),
        ({"entities": [{"kind": "ip", "value": "8.8.8.8"}]}, "entities[0].id", "1 to 20 letters"),
        ({"entities": [ENTITIES[0], ENTITIES[0]]}, "entities[1].id", "no other item"),
        ({"entities": [ENTITIES[0] | {"kind": "ufo"}]}, "entities[0].kind", "one of: domain"),
        ({"entities": [ENTITIES[0] | {"value": 7}]}, "entities[0].value", "quotation marks"),
        ({"entities": [ENTITIES[0] | {"value": "no name"}]}, "entities[0].value", "dot"),
        ({"entities": [ENTITIES[0] | {"state": "UK"}]}, "entities[0].state", "ISO code"),
        ({"entities": [ENTITIES[0] | {"state": None}]}, "entities[0].certainty", "no certainty"),
        ({"entities": [ENTITIES[0] | {"certainty": "sure"}]}, "entities[0].certainty", "certain or believed"),
        ({"entities": [ENTITIES[0] | {"needs": ["n7"]}]}, "entities[0].needs[0]", "need of this case"),
        ({"entities": [ENTITIES[0] | {"port": "1"}]}, "entities[0].port", "another kind"),
        ({"entities": [ENTITIES[0] | {"<script>": 1}]}, "entities[0].<script>", "one of these keys"),
        ({"entities": [ENTITIES[2] | {"value": "LT121000011101001001"}]}, "entities[0].value", "check digits"),
        ({"rights": [RIGHTS[0] | {"kind": "mark"}]}, "rights[0].kind", ""),
        ({"rights": [RIGHTS[0] | {"territory": ["UK"]}]}, "rights[0].territory[0]", "ISO code, or EU"),
        ({"rights": [RIGHTS[0] | {"expires_on": "31/5/2029"}]}, "rights[0].expires_on", "year-month-day"),
        ({"rights": [RIGHTS[0] | {"expires_on": "2019-05-31"}]}, "rights[0].expires_on", "end before it begins"),
        ({"rights": [RIGHTS[0] | {"conduct": ["theft"]}]}, "rights[0].conduct[0]", "counterfeit_goods"),
        ({"rights": "x"}, "rights", "a list"),
    ],
)
def test_a_file_with_a_fault_is_refused_with_one_message(edition, investigator, extra, where, said):
    with pytest.raises(CaseFaults) as refused:
        case_from_document(user=investigator, document=document(**extra), now=NOW)
    assert [fault.where for fault in refused.value.faults] == [where]
    assert said in refused.value.faults[0].allowed
    assert not cases_for(investigator).exists()


def test_all_faults_of_a_file_at_once(edition, investigator):
    bad = document(entities=[{"id": "e1", "kind": "ip", "value": "999.1.1.1", "at": "5"}], facts={"no.such": 1})
    with pytest.raises(CaseFaults) as refused:
        case_from_document(user=investigator, document=bad, now=NOW)
    assert {fault.where for fault in refused.value.faults} == {"facts", "entities[0].value", "entities[0].at"}


def test_things_are_added_once_and_audited(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    added = entities_add(
        case=case,
        user=investigator,
        given=[
            given("domain", "Shop[.]Example[.]com", state="US", needs=["n1", "n9"]),
            given("domain", "shop.example.com"),
            given("person", "Jane", certainty="certain"),
        ],
        now=NOW,
    )
    assert [(row.key, row.value, row.state, row.certainty) for row in added] == [
        ("e1", "shop.example.com", "US", "believed"),
        ("e2", "Jane", "", ""),
    ]
    assert [link.need.key for link in EntityNeed.objects.filter(entity=added[0])] == ["n1"]
    assert actions(case)[-2:] == ["entity.added", "entity.added"]
    assert entities_add(case=case, user=investigator, given=[given("person", "JANE")], now=NOW) == []


def test_all_things_or_none(open_case, investigator):
    case = open_case(investigator)
    with pytest.raises(FieldFaults) as refused:
        entities_add(
            case=case,
            user=investigator,
            given=[given("domain", "example.com"), given("ip", "1.2.3"), given("ip", "8.8.8.8", state="XX")],
            now=NOW,
        )
    assert set(refused.value.faults) == {"1.value", "2.state"}
    assert not entities_for(investigator).exists()
    assert fresh(investigator, case).version == case.version


def test_a_thing_is_changed_by_compare_and_set(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "ES")])
    [thing] = entities_add(case=case, user=investigator, given=[given("ip", "8.8.8.8", needs=["n1"])], now=NOW)
    version = fresh(investigator, case).version
    changed = entity_update(
        entity=thing,
        user=investigator,
        version=version,
        given=given("domain", "8.8.4.4", state="US", certainty="certain", needs=["n2"]),
        now=NOW,
    )
    assert (changed.kind, changed.value, changed.certainty) == ("ip", "8.8.4.4", "certain")
    assert [link.need.key for link in changed.links.all()] == ["n2"]
    with pytest.raises(StaleCase) as stale:
        entity_update(entity=thing, user=investigator, version=version, given=given("ip", "1.1.1.1"), now=NOW)
    assert stale.value.mine["value"] == "1.1.1.1"
    assert stale.value.theirs["value"] == "8.8.4.4"
    assert "value" in stale.value.differing
    with pytest.raises(StaleCase):
        entity_remove(entity=thing, user=investigator, version=version, now=NOW)
    entity_remove(entity=thing, user=investigator, version=version + 1, now=NOW)
    assert not Entity.objects.exists()
    assert actions(case)[-2:] == ["entity.changed", "entity.removed"]


def test_a_thing_cannot_become_another_one_of_the_case(open_case, investigator):
    case = open_case(investigator)
    one, _two = entities_add(
        case=case, user=investigator, given=[given("ip", "8.8.8.8"), given("ip", "8.8.4.4")], now=NOW
    )
    version = fresh(investigator, case).version
    with pytest.raises(FieldFaults) as refused:
        entity_update(entity=one, user=investigator, version=version, given=given("ip", "8.8.4.4"), now=NOW)
    assert "e2" in refused.value.faults["value"]


def test_a_need_taken_out_leaves_its_things(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    entities_add(case=case, user=investigator, given=[given("ip", "8.8.8.8", needs=["n1"])], now=NOW)
    need_remove(
        need=needs_for(investigator).get(), user=investigator, version=fresh(investigator, case).version, now=NOW
    )
    assert entities_for(investigator).count() == 1
    assert not EntityNeed.objects.exists()


def test_the_things_of_a_need_are_set(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    entities_add(case=case, user=investigator, given=[given("ip", "8.8.8.8"), given("ip", "8.8.4.4")], now=NOW)
    need = needs_for(investigator).get()
    for keys in (["e1", "e2"], ["e2", "e7"], ["e2"]):
        need_entities_set(need=need, user=investigator, keys=keys, now=NOW)
    assert case_to_document(case=case, user=investigator)["entities"][1]["needs"] == ["n1"]
    assert "needs" not in case_to_document(case=case, user=investigator)["entities"][0]
    assert actions(case).count("need.things_set") == 2


def test_nobody_reaches_what_is_not_theirs(open_case, investigator, stranger, curator):
    case = open_case(investigator)
    [thing] = entities_add(case=case, user=investigator, given=[given("ip", "8.8.8.8")], now=NOW)
    right = right_add(case=case, user=investigator, values={"kind": "patent", "name": "Pump"}, now=NOW)
    assert not entities_for(stranger).exists()
    assert not rights_for(stranger).exists()
    assert not entities_for(curator).exists()
    with pytest.raises(Entity.DoesNotExist):
        entity_remove(entity=thing, user=stranger, version=1, now=NOW)
    with pytest.raises(type(case).DoesNotExist):
        entities_add(case=case, user=stranger, given=[given("ip", "8.8.8.8")], now=NOW)
    with pytest.raises(type(right).DoesNotExist):
        right_remove(right=right, user=stranger, version=1, now=NOW)
    with pytest.raises(type(case).DoesNotExist):
        right_add(case=case, user=stranger, values={"kind": "patent", "name": "x"}, now=NOW)


def test_a_right_takes_back_the_answer_that_would_hide_it(open_case, investigator):
    case = open_case(investigator, needs=[("criminal.jit", "ES")], answers={"right.kind": "patent"})
    right = right_add(
        case=case,
        user=investigator,
        values={"kind": "eu_trade_mark", "name": "ACME", "number": "18 123 456", "conduct": ["medicines", "junk"]},
        now=NOW,
    )
    assert (right.number, right.conduct) == ("018123456", ["medicines"])
    assert not Answer.objects.filter(fact="right.kind").exists()
    event = AuditEvent.objects.get(action="right.added")
    assert event.detail["answer_taken_back"] == "right.kind"


def test_a_right_is_changed_and_taken_out_by_compare_and_set(open_case, investigator):
    case = open_case(investigator)
    right = right_add(case=case, user=investigator, values={"kind": "patent", "name": "Pump"}, now=NOW)
    version = fresh(investigator, case).version
    values = {"kind": "copyright", "name": "Valve", "registered_on": date(2020, 1, 1)}
    changed = right_update(right=right, user=investigator, version=version, values=values, now=NOW)
    assert (changed.kind, changed.name, changed.registered_on) == ("patent", "Valve", date(2020, 1, 1))
    with pytest.raises(StaleCase) as stale:
        right_update(right=right, user=investigator, version=version, values=values | {"name": "Z"}, now=NOW)
    assert stale.value.differing == ["name"]
    with pytest.raises(FieldFaults) as refused:
        right_update(right=right, user=investigator, version=version + 1, values={"name": ""}, now=NOW)
    assert list(refused.value.faults) == ["name"]
    right_remove(right=changed, user=investigator, version=version + 1, now=NOW)
    assert actions(case)[-3:] == ["right.added", "right.changed", "right.removed"]


def test_the_engine_looks_at_every_right_of_the_list(open_case, investigator):
    from advisor.cases.services import case_preview
    from tests.conftest import TODAY

    case = open_case(investigator, needs=[("civil.injunction", "ES")], track="civil")
    for kind in ("copyright", "eu_trade_mark"):
        right_add(case=case, user=investigator, values={"kind": kind, "name": "x"}, now=NOW)
    case = fresh(investigator, case)
    case = answers_save(case=case, user=investigator, version=case.version, values={}, now=NOW)
    answer = case_preview(case=case, user=investigator, on=TODAY).answer
    verdicts = {option["instrument"]: option["verdict"] for option in answer["needs"][0]["options"]}
    assert verdicts["infosoc-directive"] != "closed"
    assert verdicts["eutmr"] != "closed"
    assert verdicts["eu-design-regulation"] == "closed"


def test_a_use_that_is_still_to_come_is_refused(open_case, investigator):
    case = open_case(investigator)
    given = Given("ip", {"value": "203.0.113.7", "at": "2031-11-03 21:14:05", "zone": "CET"})
    with pytest.raises(FieldFaults) as refused:
        entities_add(case=case, user=investigator, given=[given], now=NOW)
    assert "still to come" in refused.value.faults["at"]
