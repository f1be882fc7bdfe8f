"""Cases as files, out of the office and into it."""

import pytest

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, Need
from advisor.cases.services import (
    case_from_document,
    case_from_file,
    case_to_document,
)
from routing.errors import CaseFaults
from tests.advisor.cases.scenarios import NAMES, SCENARIOS, scenario
from tests.conftest import NOW


@pytest.mark.parametrize("name", NAMES)
def test_case_file_round_trip(edition, investigator, name):
    document = scenario(name)
    case = case_from_document(user=investigator, document=document, now=NOW)
    back = case_to_document(case=case, user=investigator)
    for need in document["needs"]:
        need.setdefault("requested_state", None)
    document.setdefault("facts", {})
    assert back == document


def test_case_from_file_reads_yaml_and_json(edition, investigator):
    text = (SCENARIOS / "mock-iptv.yaml").read_bytes()
    case = case_from_file(user=investigator, content=text, name="mock.yaml", now=NOW)
    assert (case.reference, Need.objects.filter(case=case).count()) == ("IPTV-2026-014", 28)
    with pytest.raises(FieldFaults, match="already has a case"):
        case_from_file(user=investigator, content=text, name="mock.yaml", now=NOW)


def test_case_from_file_leaves_nothing_behind_when_it_is_refused(edition, investigator):
    document = scenario("mock-iptv") | {"reference": "r" * 150}
    with pytest.raises(FieldFaults):
        case_from_document(user=investigator, document=document, now=NOW)
    document = scenario("mock-iptv") | {"track": "x", "surprise": 1}
    with pytest.raises(CaseFaults) as refused:
        case_from_document(user=investigator, document=document, now=NOW)
    assert len(refused.value.faults) == 2
    assert not Case.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "key", ["an-id-that-is-far-too-long", "a/b", ".", "..", "a b", "a|b", "a\n", "-a", "é", "\u202ea"]
)
def test_case_from_file_takes_no_id_that_an_address_cannot_carry(edition, investigator, key):
    document = scenario("mock-iptv")
    document["needs"][3]["id"] = key
    with pytest.raises((FieldFaults, CaseFaults)):
        case_from_document(user=investigator, document=document, now=NOW)
    assert not Case.objects.exists()
