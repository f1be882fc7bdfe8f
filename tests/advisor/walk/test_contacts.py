"""Informal contacts: noted in one go, confidential by default, corrected and withdrawn by later rows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.cases.services import need_remove
from advisor.cases.services.team import member_add
from advisor.walk.contacts import (
    ContactReplaced,
    contact_add,
    contact_correct,
    contact_withdraw,
    contacts_citable,
    standing,
)
from advisor.walk.models import Contact
from advisor.walk.selectors import contacts_for
from tests.conftest import NOW, TODAY

SAID = {"who": "Desk of Madrid", "asked": "Is the server yours?", "told": "Yes.", "happened_on": TODAY}


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "PT")])


def test_a_contact_is_confidential_unless_somebody_says_otherwise(case, investigator):
    row = contact_add(case=case, user=investigator, values=SAID, now=NOW)
    assert (row.number, row.citable, row.need_key) == (1, False, "")
    assert AuditEvent.objects.get(action="contact.added").detail == {"number": 1, "citable": False}
    assert not contacts_citable(case, "").exists()


def test_one_that_may_be_cited_belongs_to_a_need_and_is_cited_there_alone(case, investigator):
    with pytest.raises(FieldFaults) as fault:
        contact_add(case=case, user=investigator, values={**SAID, "citable": True}, now=NOW)
    assert set(fault.value.faults) == {"need_key"}
    row = contact_add(case=case, user=investigator, values={**SAID, "citable": True, "need_key": "n1"}, now=NOW)
    assert list(contacts_citable(case, "n1")) == [row]
    assert list(contacts_citable(case.pk, "n2")) == []


def test_every_fault_is_said_at_once(case, investigator):
    bad = {"who": "", "asked": "", "told": "", "happened_on": TODAY + timedelta(days=1), "need_key": "n9"}
    with pytest.raises(FieldFaults) as fault:
        contact_add(case=case, user=investigator, values=bad, now=NOW)
    assert set(fault.value.faults) == {"who", "asked", "happened_on", "need_key"}
    assert not Contact.objects.exists()


def test_a_correction_takes_the_place_and_leaves_what_was_said(case, investigator):
    first = contact_add(case=case, user=investigator, values={**SAID, "citable": True, "need_key": "n1"}, now=NOW)
    second = contact_correct(contact=first, user=investigator, values={**SAID, "told": "No."}, now=NOW)
    assert list(standing(contacts_for(investigator))) == [second]
    assert not contacts_citable(case, "n1").exists()
    assert Contact.objects.get(pk=first.pk).told == "Yes."
    with pytest.raises(ContactReplaced):
        contact_correct(contact=first, user=investigator, values=SAID, now=NOW)
    with pytest.raises(ContactReplaced):
        contact_withdraw(contact=first, user=investigator, why="late", now=NOW)


def test_a_withdrawn_one_counts_no_more_and_keeps_its_reason(case, investigator):
    row = contact_add(case=case, user=investigator, values={**SAID, "citable": True, "need_key": "n1"}, now=NOW)
    with pytest.raises(FieldFaults):
        contact_withdraw(contact=row, user=investigator, why=" ", now=NOW)
    ended = contact_withdraw(contact=row, user=investigator, why="Wrong case.", now=NOW)
    assert (ended.kind, ended.why, ended.who, ended.citable) == ("withdrawal", "Wrong case.", "", False)
    assert not standing(contacts_for(investigator)).exists()
    assert not contacts_citable(case, "n1").exists()
    with pytest.raises(ContactReplaced):
        contact_correct(contact=ended, user=investigator, values=SAID, now=NOW)


def test_a_contact_outlives_its_need(case, investigator):
    row = contact_add(case=case, user=investigator, values={**SAID, "need_key": "n1"}, now=NOW)
    need = case.needs.get(key="n1")
    case.refresh_from_db()
    need_remove(need=need, user=investigator, version=case.version, now=NOW)
    assert list(standing(contacts_for(investigator))) == [row]


def test_strangers_see_none_and_readers_note_none(case, investigator, stranger, person):
    contact_add(case=case, user=investigator, values=SAID, now=NOW)
    assert not contacts_for(stranger).exists()
    reader, lead = person("investigator"), investigator
    member_add(case=case, user=lead, who=lead.email, role="lead", now=NOW)
    member_add(case=case, user=lead, who=reader.email, role="reader", now=NOW)
    assert contacts_for(reader).exists()
    with pytest.raises(PermissionDenied):
        contact_add(case=case, user=reader, values=SAID, now=NOW)
