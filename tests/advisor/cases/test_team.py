"""Members and their parts: who sees, who changes, who leads; hand-over, closing, notes with mentions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import CaseDecision, CaseMember, CaseMention
from advisor.cases.roles import may_approve, may_manage, may_write
from advisor.cases.selectors import cases_for, draft_cases_for, entities_for, members_for, mentions_for, needs_for
from advisor.cases.services import case_update, needs_add
from advisor.cases.services.closing import case_close, case_reopen
from advisor.cases.services.copies import case_copy
from advisor.cases.services.notes import mentions_seen, named_in, note_add, note_withdraw
from advisor.cases.services.team import case_hand_over, case_restrict, member_add, member_change, member_remove
from advisor.web.case_filters import cases_concerning
from tests.conftest import NOW


def joined(case, by, person, role):
    return member_add(case=case, user=by, who=person.email, role=role, now=NOW)


@pytest.fixture
def team(open_case, person):
    """A case with one member of each part; by part."""
    people = {role: person("investigator", name=f"{role.title()} Dupont") for role in ("lead", "investigator")}
    people |= {role: person("investigator", name=f"{role.title()} Martin") for role in ("translator", "reader")}
    people["prosecutor"] = person("prosecutor", name="Paul Procureur")
    case = open_case(people["lead"], needs=[("criminal.search_and_seizure", "ES")])
    for role, user in people.items():
        joined(case, people["lead"], user, role)
    return case, people


def test_without_members_a_case_is_everybodys_in_the_agency(open_case, investigator, prosecutor, stranger):
    case = open_case(investigator)
    assert may_write(prosecutor, case)
    assert may_manage(prosecutor, case)
    assert may_approve(prosecutor, case)
    assert not may_approve(investigator, case)
    assert not any(asked(stranger, case) for asked in (may_write, may_manage, may_approve))


def test_each_part_may_what_it_may(team, person):
    case, people = team
    writes = {role for role, user in people.items() if may_write(user, case)}
    assert writes == {"lead", "investigator", "prosecutor"}
    assert {role for role, user in people.items() if may_manage(user, case)} == {"lead"}
    assert {role for role, user in people.items() if may_approve(user, case)} == {"prosecutor"}
    assert may_write(person("investigator"), case), "a colleague outside works on it while it is not restricted"


def test_a_reader_changes_nothing_by_any_door(team, signed_in):
    case, people = team
    reader = people["reader"]
    assert cases_for(reader).get(pk=case.pk) == case
    fresh = cases_for(reader).get(pk=case.pk)
    with pytest.raises(PermissionDenied):
        case_update(case=fresh, user=reader, version=fresh.version, changes={"title": "Mine"}, now=NOW)
    with pytest.raises(PermissionDenied):
        needs_add(case=fresh, user=reader, measure="criminal.jit", requested_states=["ES"], now=NOW)
    assert cases_for(reader).get(pk=case.pk).version == fresh.version, "the refusal takes the new version back"
    client = signed_in(reader)
    assert client.get(reverse("case-about", args=[case.pk])).status_code == 200
    refused = client.post(reverse("case-route-new", args=[case.pk]))
    assert refused.status_code == 403
    assert "Your part in this case is to read" in refused.content.decode()


def test_a_translator_sees_the_drafts_and_nothing_else(team, signed_in):
    case, people = team
    translator = people["translator"]
    assert not cases_for(translator).filter(pk=case.pk).exists()
    assert not needs_for(translator).exists()
    assert not entities_for(translator).exists()
    assert draft_cases_for(translator).get().pk == case.pk
    client = signed_in(translator)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert client.get(reverse("case-dossiers", args=[case.pk])).status_code == 200
    assert "You translate in this case" in client.get(reverse("desk")).content.decode()


def test_a_restricted_case_does_not_exist_for_others(team, person, signed_in):
    case, people = team
    colleague = person("prosecutor")
    case = case_restrict(case=case, user=people["lead"], restricted=True, now=NOW)
    assert not cases_for(colleague).exists()
    assert not members_for(colleague).exists()
    assert not may_write(colleague, case)
    assert not may_approve(colleague, case)
    assert cases_for(people["reader"]).exists()
    assert signed_in(colleague).get(reverse("case", args=[case.pk])).status_code == 404
    case_restrict(case=case, user=people["lead"], restricted=False, now=NOW)
    assert cases_for(colleague).exists()


def test_who_restricts_a_case_without_a_lead_leads_it(open_case, investigator, prosecutor):
    case = open_case(investigator)
    case_restrict(case=case, user=prosecutor, restricted=True, now=NOW)
    assert CaseMember.objects.get(case=case).role == "lead"
    assert not cases_for(investigator).exists()


def test_shown_again_a_case_is_back_on_every_desk(open_case, investigator, prosecutor):
    case = open_case(investigator)
    assert cases_concerning(investigator, cases_for(investigator)).exists()
    case = case_restrict(case=case, user=prosecutor, restricted=True, now=NOW)
    assert not cases_concerning(investigator, cases_for(investigator)).exists()
    case_restrict(case=case, user=prosecutor, restricted=False, now=NOW + timedelta(hours=1))
    assert not CaseMember.objects.filter(case=case).exists()
    assert cases_concerning(investigator, cases_for(investigator)).exists()


def test_members_whom_somebody_chose_stay_and_the_page_says_so(open_case, investigator, prosecutor, person, signed_in):
    case = open_case(investigator)
    case = case_restrict(case=case, user=prosecutor, restricted=True, now=NOW)
    joined(case, prosecutor, person("investigator", name="Ines Enquete"), "investigator")
    browser = signed_in(prosecutor)
    said = browser.post(reverse("case-restrict", args=[case.pk]), {"restricted": "no"}, follow=True).content.decode()
    assert "on the desks of its members alone" in said
    assert "Ines Enquete" in said
    assert CaseMember.objects.filter(case=case).count() == 2
    assert not cases_concerning(investigator, cases_for(investigator)).exists()


def test_a_lead_whom_somebody_chose_stays(open_case, investigator, prosecutor):
    case = open_case(investigator)
    joined(case, prosecutor, prosecutor, "lead")
    later = NOW + timedelta(hours=1)
    case = case_restrict(case=case, user=prosecutor, restricted=True, now=later)
    case_restrict(case=case, user=prosecutor, restricted=False, now=later)
    assert CaseMember.objects.get(case=case).user == prosecutor


@pytest.mark.parametrize("role", ["reader", "translator"])
def test_who_only_reads_along_takes_the_case_off_no_desk(open_case, investigator, prosecutor, person, role):
    case = open_case(investigator)
    joined(case, prosecutor, person("investigator"), role)
    assert cases_concerning(investigator, cases_for(investigator)).exists()


def test_a_case_whose_only_worker_left_the_agency_is_everybodys(open_case, investigator, prosecutor, person):
    case, gone = open_case(investigator), person("investigator")
    joined(case, prosecutor, gone, "investigator")
    assert not cases_concerning(investigator, cases_for(investigator)).exists()
    gone.is_active = False
    gone.save()
    assert cases_concerning(investigator, cases_for(investigator)).exists()


def test_a_copy_of_a_restricted_case_is_restricted(team, person):
    case, people = team
    case_restrict(case=case, user=people["lead"], restricted=True, now=NOW)
    fresh = case_copy(case=case, user=people["investigator"], now=NOW)
    assert cases_for(people["investigator"]).get(pk=fresh.pk).restricted
    assert not cases_for(person("investigator")).exists()


def test_the_last_lead_is_not_lost_silently(team):
    case, people = team
    lead = CaseMember.objects.get(case=case, role="lead")
    common = {"member": lead, "user": people["lead"], "version": lead.version, "now": NOW}
    with pytest.raises(FieldFaults, match="only lead"):
        member_change(role="reader", **common)
    with pytest.raises(FieldFaults, match="only lead"):
        member_remove(**common)
    case_restrict(case=case, user=people["lead"], restricted=True, now=NOW)
    with pytest.raises(FieldFaults, match="only its members see"):
        member_remove(without_lead=True, **common)
    case_restrict(case=case, user=people["lead"], restricted=False, now=NOW)
    member_remove(without_lead=True, **common)
    assert may_manage(people["investigator"], case), "without a lead, who works on it chooses the members"
    assert not may_manage(people["reader"], case)


def test_a_part_changes_once_for_who_saw_it(team):
    case, people = team
    reader = CaseMember.objects.get(case=case, role="reader")
    common = {"member": reader, "user": people["lead"], "version": reader.version, "now": NOW}
    member_change(role="investigator", **common)
    with pytest.raises(StaleCase):
        member_change(role="translator", **common)
    with pytest.raises(StaleCase):
        member_remove(**common)
    assert CaseMember.objects.get(pk=reader.pk).role == "investigator"


@pytest.mark.parametrize("part", ["investigator", "reader", "prosecutor"])
def test_only_the_lead_chooses_members(team, person, part):
    case, people = team
    with pytest.raises(PermissionDenied):
        joined(case, people[part], person("investigator"), "reader")


def test_members_are_colleagues_once_and_of_a_part_they_can_have(team, person, stranger, curator):
    case, people = team
    for who in (stranger.email, curator.email, "nobody@nowhere.example", "", str(stranger.pk)):
        with pytest.raises(FieldFaults) as fault:
            member_add(case=case, user=people["lead"], who=who, role="reader", now=NOW)
        assert set(fault.value.faults) == {"who"}
    with pytest.raises(FieldFaults, match="member already"):
        joined(case, people["lead"], people["reader"], "investigator")
    with pytest.raises(FieldFaults, match="no prosecutor by account"):
        joined(case, people["lead"], person("investigator"), "prosecutor")
    with pytest.raises(FieldFaults, match="Choose what they do"):
        joined(case, people["lead"], person("investigator"), "owner")


def test_a_case_is_handed_over_with_a_note_on_the_desk(team, person):
    case, people = team
    heir = person("prosecutor", name="Hélène Héritière")
    with pytest.raises(FieldFaults, match="must know"):
        case_hand_over(case=case, user=people["lead"], to=heir.email, text=" ", now=NOW)
    case_hand_over(case=case, user=people["lead"], to=heir.email, text="Madrid waits for us.", now=NOW)
    parts = dict(CaseMember.objects.filter(case=case).values_list("user_id", "role"))
    assert (parts[heir.pk], parts[people["lead"].pk]) == ("lead", "investigator")
    [mention] = mentions_for(heir).filter(user=heir, seen_at=None)
    assert "Madrid waits for us." in mention.note.text
    assert CaseDecision.objects.get(kind="handed_over").to == heir
    with pytest.raises(PermissionDenied):
        case_hand_over(case=case, user=people["lead"], to=heir.email, text="again", now=NOW)


def test_a_closed_case_changes_no_more_until_it_is_opened_with_a_reason(open_case, investigator, signed_in):
    case = open_case(investigator)
    with pytest.raises(FieldFaults):
        case_close(case=case, user=investigator, reason="bored", text="", now=NOW)
    case_close(case=case, user=investigator, reason="done", text="All came.", now=NOW)
    case_close(case=case, user=investigator, reason="ended", text="twice", now=NOW)
    assert CaseDecision.objects.count() == 1, "the second one found it closed"
    fresh = cases_for(investigator).get(pk=case.pk)
    with pytest.raises(PermissionDenied, match="closed"):
        case_update(case=fresh, user=investigator, version=fresh.version, changes={"title": "New"}, now=NOW)
    client = signed_in(investigator)
    page = client.post(reverse("case-notes", args=[case.pk]), {"text": "late"})
    assert page.status_code == 403
    assert "Reopen it first" in page.content.decode()
    with pytest.raises(FieldFaults, match="Say why"):
        case_reopen(case=case, user=investigator, text="", now=NOW)
    case_reopen(case=case, user=investigator, text="A late answer.", now=NOW)
    case_update(case=fresh, user=investigator, version=fresh.version, changes={"title": "New"}, now=NOW)
    kinds = list(CaseDecision.objects.order_by("at", "kind").values_list("kind", "text"))
    assert sorted(kinds) == [("closed", "All came."), ("reopened", "A late answer.")]


class Person:
    def __init__(self, email, name=""):
        self.email, self.name, self.pk = email, name, email


ANNA, ANN, JO = Person("anna@lyon.example", "Anna Berg"), Person("ann@lyon.example", "Ann"), Person("jo@lyon.example")


@pytest.mark.parametrize(
    ("text", "people", "unknown"),
    [
        ("@anna@lyon.example please", [ANNA], []),
        ("See @Anna Berg, and @ann.", [ANNA, ANN], []),
        ("@ANNA BERG", [ANNA], []),
        ("@Anna Bergmann", [], ["Anna"]),
        ("write to anna@lyon.example", [], []),
        ("@jo@lyon.example @jo@lyon.example", [JO], []),
        ("cost @ 5 or @nobody!", [], ["nobody"]),
        ("(@Ann)", [ANN], []),
        ("@<script>", [], []),
    ],
)
def test_who_is_named(text, people, unknown):
    found = named_in(text, [ANNA, ANN, JO])
    assert (list(found.people), list(found.unknown)) == (people, unknown)


def test_a_name_of_two_people_names_nobody():
    twins = [Person("a@lyon.example", "Jean Petit"), Person("b@lyon.example", "Jean Petit")]
    with pytest.raises(FieldFaults, match="more than one colleague"):
        named_in("@Jean Petit", twins)
    assert list(named_in("@b@lyon.example", twins).people) == [twins[1]]


def test_a_note_stands_on_the_desk_of_who_is_named_until_it_is_seen(team, signed_in, stranger):
    case, people = team
    reader = people["reader"]
    text = f"See @{reader.email} <b>now</b> http://evil.example/x @{stranger.email}"
    note, unknown = note_add(case=case, user=people["lead"], text=text, now=NOW)
    assert unknown == (stranger.email,)
    assert CaseMention.objects.get().user == reader
    client = signed_in(reader)
    shown = client.get(reverse("desk")).content.decode()
    assert "named you in a note" in shown
    page = client.get(reverse("case-notes", args=[case.pk])).content.decode()
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert "http://evil.example" not in page + shown
    assert "hxxp://evil[.]example" in page
    client.post(reverse("case-notes-seen", args=[case.pk]))
    assert "named you in a note" not in client.get(reverse("desk")).content.decode()
    assert mentions_seen(case=case, user=reader, now=NOW) == 0
    assert AuditEvent.objects.get(action="note.added").detail == {"number": 1, "named": [str(reader.pk)]}
    assert note.text == text


def test_who_cannot_read_the_note_is_not_named_in_it(team, person):
    case, people = team
    outsider = person("investigator", name="Olga Outside")
    case_restrict(case=case, user=people["lead"], restricted=True, now=NOW)
    for who in (outsider, people["translator"]):
        with pytest.raises(FieldFaults, match="cannot see this case's notes"):
            note_add(case=case, user=people["lead"], text=f"@{who.email}", now=NOW)


def test_a_note_is_taken_back_by_its_writer_or_the_lead(team):
    case, people = team
    note, _ = note_add(case=case, user=people["investigator"], text=f"@{people['reader'].email} wrong", now=NOW)
    with pytest.raises(PermissionDenied):
        note_withdraw(note=note, user=people["prosecutor"], now=NOW)
    note_withdraw(note=note, user=people["lead"], now=NOW)
    note_withdraw(note=note, user=people["investigator"], now=NOW)
    assert AuditEvent.objects.filter(action="note.withdrawn").count() == 1
