"""What needs me today, the filtered list with its exports, and everything that happened: pages and their queries."""

import csv
import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.audit.models import AuditEvent
from advisor.cases.models import Case, CaseMember
from advisor.cases.selectors import cases_for
from advisor.cases.services.closing import case_close
from advisor.cases.services.notes import note_add
from advisor.cases.services.team import case_restrict, member_add
from advisor.dossiers.models import DossierJob
from advisor.walk.contacts import contact_add
from advisor.walk.models import CollisionAcceptance
from advisor.walk.services import Choice, step_move, step_record, steps_choose
from advisor.web.marks import OF_A_CASE
from advisor.web.sheets import csv_of, xlsx_of
from instruments.formulas import shielded
from tests.conftest import NOW, TODAY

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", '=HYPERLINK("http://x")')


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def queries_of(client, address):
    client.get(address)  # what a first request reads once for all
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def stepped(case, route, user):
    option = next(o for o in route.document["answer"]["needs"][0]["options"] if o["verdict"] == "open")
    [step] = steps_choose(route=route, user=user, choices=[Choice("n1", option["provision"], "r")], now=NOW)
    return step


def drafted(step, user):
    return DossierJob.objects.create(
        case_id=step.case_id, agency_id=step.agency_id, step=step, version=1, language="en", inputs={}, state="done",
        requested_by=user, created_at=NOW, finished_at=NOW,
    )  # fmt: skip


def test_the_day_begins_at_the_desk(desk):
    assert desk.get("/").url == reverse("desk")
    assert "Nothing needs you today." in text_of(desk.get(reverse("desk")))


def test_a_ready_draft_waits_for_a_prosecutor_and_for_no_one_else(
    desk, routed_case, prosecutor, investigator, signed_in
):
    case, route = routed_case(investigator)
    step = stepped(case, route, prosecutor)
    draft = drafted(step, prosecutor)
    assert "Drafts to approve" in text_of(desk.get(reverse("desk")))
    assert "Drafts to approve" not in text_of(signed_in(investigator).get(reverse("desk")))
    DossierJob.objects.create(
        case_id=step.case_id, agency_id=step.agency_id, step=step, version=2, language="en", inputs={}, state="done",
        requested_by=prosecutor, created_at=NOW, final_of=draft,
    )  # fmt: skip
    assert "Drafts to approve" not in text_of(desk.get(reverse("desk")))


def test_a_new_edition_is_told_and_leads_to_the_cases_it_concerns(
    desk, routed_case, investigator, open_case, edition, monkeypatch
):
    routed_case(investigator, title="Old law")
    open_case(investigator, title="No route")
    assert "The law changed since the route" not in text_of(desk.get(reverse("desk")))
    later = replace(edition, sha256="0" * 64, label="2027-01-01.1")
    for view in ("today", "case_list"):
        monkeypatch.setattr(f"advisor.web.views.{view}.edition_current", lambda: later)
    page = text_of(desk.get(reverse("desk")))
    assert "The law changed since the route" in page
    assert "Edition 2027-01-01.1 is in use now" in page
    listed = text_of(desk.get(reverse("case-list"), {"law": "changed"}))
    assert "Old law" in listed
    assert "No route" not in listed


def test_what_concerns_the_members_alone_is_on_no_other_desk(
    desk, open_case, routed_case, investigator, person, signed_in
):
    case, _route = routed_case(investigator, answers={})
    assert "Questions still open" in text_of(desk.get(reverse("desk"))), "a case without members concerns everybody"
    member_add(case=case, user=investigator, who=investigator.email, role="lead", now=NOW)
    assert "Questions still open" not in text_of(desk.get(reverse("desk")))
    assert "Questions still open" in text_of(signed_in(investigator).get(reverse("desk")))
    case_close(case=case, user=investigator, reason="done", text="", now=NOW)
    assert "Questions still open" not in text_of(signed_in(investigator).get(reverse("desk")))


def test_filters(desk, open_case, investigator, prosecutor):
    open_case(investigator, title="Search in Spain", needs=[("criminal.search_and_seizure", "ES")])
    civil = open_case(prosecutor, title="Civil one", track="civil", stage="trial", requesting_state="DE")
    closed = open_case(investigator, title="Old one")
    case_close(case=closed, user=investigator, reason="done", text="", now=NOW)
    member_add(case=civil, user=prosecutor, who=prosecutor.email, role="lead", now=NOW)
    titles = {"Search in Spain", "Civil one", "Old one"}

    def found(**given):
        page = text_of(desk.get(reverse("case-list"), given))
        return {title for title in titles if title in page}

    assert found() == {"Search in Spain", "Civil one"}
    assert found(state="all") == titles
    assert found(state="closed") == {"Old one"}
    assert found(q="one") == {"Civil one", "Old one"}
    assert found(track="civil") == {"Civil one"}
    assert found(stage="trial") == {"Civil one"}
    assert found(country="ES") == {"Search in Spain"}
    assert found(country="DE") == {"Civil one"}
    assert found(measure="criminal.search_and_seizure") == {"Search in Spain"}
    assert found(mine="yes") == {"Civil one"}
    assert found(only="drafts", track="civil") == {"Civil one"}
    assert found(track="nonsense", country="XX", state="?", page="999") == {"Search in Spain", "Civil one"}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula(text):
    assert shielded(text).startswith("'")
    [_, cells] = csv.reader(io.StringIO(csv_of(["a"], [[text]]).decode("utf-8-sig"), newline=""))
    assert cells == [f"'{text}"]
    with zipfile.ZipFile(io.BytesIO(xlsx_of(["a"], [[text]], name="x", made=NOW))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()


def test_plain_cells_stay_as_they_are():
    row = ["a=b", "", None, 3, TODAY, NOW]
    assert csv_of(["h"], [row]).decode("utf-8-sig") == '"h"\r\n"a=b","","",3,"2026-11-22","2026-11-22 10:00"\r\n'
    assert xlsx_of(["h"], [row], name="x", made=NOW) == xlsx_of(["h"], [row], name="x", made=NOW)


def test_an_export_holds_what_was_asked_for_and_is_told_to_the_audit(desk, open_case, investigator, stranger):
    one = open_case(investigator, title="=cmd()", needs=[("criminal.search_and_seizure", "ES")])
    open_case(investigator, title="Another")
    foreign = open_case(stranger, title="Foreign")
    asked = {"action": "csv", "which": "ticked", "case": [str(one.pk), str(foreign.pk), "nonsense"]}
    answer = desk.post(reverse("case-bulk"), asked)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [(row["Title"], row["Requested States"], row["Needs"]) for row in rows] == [("'=cmd()", "ES", "1")]
    assert answer["Content-Disposition"].endswith('.csv"')
    every = desk.post(reverse("case-bulk"), {"action": "csv", "which": "all", "q": "another"}).content.decode()
    assert "Another" in every
    assert "cmd" not in every
    assert AuditEvent.objects.filter(action="cases.exported").count() == 2


def test_many_cases_at_once_and_each_by_itself(desk, open_case, investigator, prosecutor, person):
    cases = [open_case(investigator, title=f"Case {n}") for n in range(3)]
    member_add(case=cases[2], user=investigator, who=investigator.email, role="lead", now=NOW)
    helper = person("investigator")
    ticked = [str(case.pk) for case in cases]
    sent = {"action": "member", "case": ticked, "who": helper.email, "role": "reader"}
    page = text_of(desk.post(reverse("case-bulk"), sent, follow=True))
    assert "Done for 2 cases." in page
    assert "chooses who works on it" in page
    assert CaseMember.objects.filter(user=helper).count() == 2
    page = text_of(
        desk.post(reverse("case-bulk"), {"action": "close", "case": ticked[:1], "reason": "done"}, follow=True)
    )
    assert "Done for 1 case." in page
    assert cases_for(investigator).get(pk=cases[0].pk).state == "closed"
    assert "No case was ticked" in text_of(desk.post(reverse("case-bulk"), {"action": "close"}, follow=True))


def test_everything_that_happened_in_words(desk, routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    stepped(case, route, prosecutor)
    note_add(case=case, user=prosecutor, text="Look at http://evil.example", now=NOW)
    told = {"who": "Secret colleague", "asked": "a", "told": "t", "happened_on": TODAY}
    contact_add(case=case, user=prosecutor, values=told, now=NOW)
    case_restrict(case=case, user=prosecutor, restricted=True, now=NOW)
    page = text_of(desk.get(reverse("case-timeline", args=[case.pk])))
    for words in (
        "The case was opened",
        "A need was added",
        "Answers were saved",
        "A route was asked for",
        "A note was added",
        "An informal contact was noted",
        "The case was shown to its members only",
        "A member was added",
        ": Planned",
    ):
        assert words in page, words
    assert "hxxp://evil[.]example" in page
    assert "Secret colleague" not in page
    assert "confidential: its text" in page
    people = text_of(desk.get(reverse("case-timeline", args=[case.pk]), {"group": "people"}))
    assert "A note was added" in people
    assert "A route was asked for" not in people
    assert "Planned" in text_of(desk.get(reverse("case-timeline", args=[case.pk]), {"group": "steps", "all": "yes"}))


def test_every_action_that_is_written_down_has_words_or_reads_as_words(desk, routed_case, prosecutor):
    case, _route = routed_case(prosecutor)
    AuditEvent.objects.create(at=NOW, agency_id=case.agency_id, action="curious.new_thing", case_id=case.pk)
    assert "curious: new thing" in text_of(desk.get(reverse("case-timeline", args=[case.pk])))


@pytest.mark.parametrize("route", ["desk", "case-list"])
def test_queries_do_not_grow_with_cases(desk, routed_case, prosecutor, investigator, route):
    def more(count):
        for _ in range(count):
            case, made = routed_case(investigator)
            step = stepped(case, made, prosecutor)
            drafted(step, prosecutor)
            note_add(case=case, user=investigator, text=f"@{prosecutor.email}", now=NOW)
        return len(queries_of(desk, reverse(route)))

    assert more(2) == more(6)


def test_queries_of_the_pages_of_one_case_do_not_grow_with_its_rows(desk, open_case, investigator, prosecutor, person):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    people = [person("investigator") for _ in range(3)]

    def more(count):
        for number in range(count):
            named = " ".join(f"@{one.email}" for one in people)
            note_add(case=case, user=investigator, text=f"{number} {named}", now=NOW + timedelta(seconds=number))
            told = {
                "who": "w",
                "asked": f"{number}",
                "told": "",
                "happened_on": TODAY,
                "need_key": "n1",
                "citable": True,
            }
            contact_add(case=case, user=investigator, values=told, now=NOW)
        routes = ("case-notes", "case-contacts", "case-timeline", "case-team")
        return {route: len(queries_of(desk, reverse(route, args=[case.pk]))) for route in routes}

    assert more(17) == more(153)


def test_a_long_list_is_searched_in_the_same_queries(desk, investigator):
    def more(count, mark):
        Case.objects.bulk_create(
            Case(
                agency=investigator.agency, created_by=investigator, created_at=NOW, updated_at=NOW, opened_on=TODAY,
                reference=f"{mark}-{number}", title="needle", requesting_state="FR", track="criminal", stage="trial",
            )
            for number in range(count)
        )  # fmt: skip
        return len(queries_of(desk, f"{reverse('case-list')}?q=needle&state=all"))

    assert more(17, "a") == more(153, "b")


def test_the_history_speaks_in_names_not_in_codes(desk, routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    step = stepped(case, route, prosecutor)
    for to in ("approved", "sent", "received"):
        step = step_move(step=step, to=to, user=prosecutor, happened_on=TODAY, now=NOW)
    for kind, detail in (
        ("extension", {"limit": "acknowledge-receipt", "duration": 1, "unit": "weeks"}),
        ("suspension", {"limit": "acknowledge-receipt", "why": "w", "waits_for": "us"}),
        ("remark", {"limit": "acknowledge-receipt", "mark": "met"}),
    ):
        said = {"happened_on": TODAY, "now": NOW, "note": "n", "detail": detail}
        step_record(step=step, kind=kind, user=prosecutor, **said)
    accepted = {"case": case, "agency_id": case.agency_id, "route": route, "by": prosecutor, "at": NOW}
    CollisionAcceptance.objects.create(**accepted, code="c", text="The warning's words", reason="Arranged")
    AuditEvent.objects.create(
        at=NOW, agency_id=case.agency_id, actor_id=prosecutor.pk, action="collision.accepted", case_id=case.pk,
        object_type="caseroute", object_id=route.pk, detail={"code": "c", "route": 1},
    )  # fmt: skip
    page = html.unescape(text_of(desk.get(reverse("case-timeline", args=[case.pk]), {"all": "yes"})))
    for words in (
        "Search and seizure (Spain): Received",
        "Extension: acknowledgement of receipt, 1 week",
        "Suspension: acknowledgement of receipt, awaited: our own move",
        "Done: acknowledgement of receipt",
        "The warning's words · Arranged",
        "Search and seizure (Spain)",
    ):
        assert words in page, words
    assert "n1" not in page.split("<main")[1]
    assert step.instrument not in re.sub(r"<[^>]+>", "", page)
    shown = text_of(desk.get(reverse("case-step", args=[case.pk, step.pk])))
    assert "Extension: acknowledgement of receipt, 1 week" in shown


def test_an_export_says_the_route_in_words(desk, routed_case, prosecutor):
    _case, route = routed_case(prosecutor)
    answer = desk.post(reverse("case-bulk"), {"action": "csv", "which": "all"})
    table = answer.content.decode()
    assert route.status not in table
    assert f"1: {OF_A_CASE[route.status]}" in table
