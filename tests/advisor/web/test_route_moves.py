"""Why, what if, then and now: the trace in sentences, a change tried and kept or dropped, a person's decision."""

import copy
import json
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from advisor.audit.models import AuditEvent
from advisor.cases.models import CaseRoute, RouteBrief, RouteDecision
from advisor.cases.route_brief import brief_of
from advisor.cases.selectors import answers_for, cases_for, needs_for, route_decisions_for, routes_for
from advisor.cases.services import answers_save, case_from_file, case_route, case_what_if, route_compare
from advisor.cases.services.what_if import Change, change_whole, changed_document, days_moved
from advisor.web.compared import compared
from instruments import records
from instruments.models import Edition
from tests.conftest import NOW, TODAY, edition_bytes

EIO = "eio/search-and-seizure"


def text_of(response):
    return response.content.decode()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def routed(routed_case, prosecutor):
    return routed_case(prosecutor)


def publish_changed(change):
    """A second edition, with `change(document)` made to it."""
    document = json.loads(edition_bytes()[0])
    change(document)
    data, sha256 = records.canonical_bytes(document), records.sha256_of(document)
    previous = Edition.objects.order_by("-id").first()
    return Edition.objects.create(
        label="2026-11-23.1", sha256=sha256, document=data, published_at=NOW, published_by="x", previous=previous
    )


def without_eio(document):
    """The directive ends before the day of the advice."""
    for record in document["instruments"]:
        if record["code"] == "eio":
            record["applies_until"] = "2026-01-01"


# --- the brief ---


def test_a_stored_route_has_the_brief_of_its_document(routed):
    _case, route = routed
    assert RouteBrief.objects.get(route=route).document == brief_of(route.document)


def test_a_route_without_a_brief_is_read_as_a_whole(desk, routed):
    case, route = routed
    twin = copy.copy(route)
    twin.pk, twin.number, twin._state.adding = None, 2, True
    twin.id = uuid.uuid4()
    twin.save(force_insert=True)
    one = text_of(desk.get(reverse("case-route", args=[case.pk, 1])))
    other = text_of(desk.get(reverse("case-route", args=[case.pk, 2])))
    assert one.count("rg-needcard ") == other.count("rg-needcard ") == 1
    assert one.count("<tspan") == other.count("<tspan")


# --- why ---


def test_every_condition_is_a_sentence_with_fact_finding_article_and_source(desk, routed):
    case, route = routed
    option = next(o for o in route.document["answer"]["needs"][0]["options"] if o["provision"] == EIO)
    shown = text_of(desk.get(reverse("case-route-option", args=[case.pk, 1, "n1", EIO])))
    assert shown.count('class="rg-said__from"') >= len(option["because"])
    for words in ("Found:", "Without it this way is closed.", "Source:", "The trace as JSON"):
        assert words in shown
    assert "checked on" in shown or "no day of checking on record" in shown
    unread = [line for line in option["because"] if line.get("basis") != "verified" and not line.get("window")]
    assert shown.count("<strong>provisional: nobody has read it again") == len(unread)


def test_the_raw_trace_is_what_is_stored(desk, routed):
    case, route = routed
    answer = desk.get(reverse("case-route-trace", args=[case.pk, 1, "n1", EIO]))
    document = json.loads(answer.content)
    assert document["option"] == next(
        o for o in route.document["answer"]["needs"][0]["options"] if o["provision"] == EIO
    )
    assert document["route_sha256"] == route.sha256
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("key", "provision"), [("n1", "nothing/at-all"), ("n9", EIO)])
def test_an_option_that_is_not_there_is_not_found(desk, routed, key, provision):
    case, _ = routed
    for name in ("case-route-option", "case-route-trace"):
        assert desk.get(reverse(name, args=[case.pk, 1, key, provision])).status_code == 404


# --- what if ---


def test_a_change_is_made_in_a_copy():
    document = {"facts": {"a": 1}, "needs": [{"id": "n1", "requested_state": "ES", "facts": {"b": 2}}]}
    tried = changed_document(document, Change({"": {"a": None}, "n1": {"c": 3}, "n9": {"d": 4}}, {"n1": "FR"}))
    assert tried == {"facts": {}, "needs": [{"id": "n1", "requested_state": "FR", "facts": {"b": 2, "c": 3}}]}
    assert document["facts"] == {"a": 1}
    assert not Change()


def test_what_if_shows_what_moves_and_stores_nothing(desk, routed):
    case, _ = routed
    where = reverse("case-route-what-if", args=[case.pk, 1])
    counted = CaseRoute.objects.count(), AuditEvent.objects.count()
    shown = text_of(
        desk.get(where, {"fact": "measure.necessary_and_proportionate", "measure.necessary_and_proportionate": "no"})
    )
    assert "If this were so:" in shown
    assert "Least route that suffices" in shown
    assert "Keep it" in shown
    assert (CaseRoute.objects.count(), AuditEvent.objects.count()) == counted
    case.refresh_from_db()
    assert case.version == cases_for(case.created_by).get(pk=case.pk).version


def test_what_if_of_another_day_moves_the_last_days(desk, routed):
    case, _ = routed
    shown = text_of(desk.get(reverse("case-route-what-if", args=[case.pk, 1]), {"on": "1 3 2027"}))
    assert "Law of 1 March 2027" in shown
    assert "First limits by law" in shown
    assert "March 2027</strong>" in shown


def test_the_day_tried_takes_the_place_of_a_stated_day_of_sending():
    stated = {"facts": {"request.sent_on": "2026-11-22"}, "needs": [{"id": "n1"}, {"id": "n2", "facts": {}}]}
    tried = changed_document(stated, change_whole(stated, Change(on=date(2019, 1, 1))))
    assert tried["facts"]["request.sent_on"] == "2019-01-01"
    assert "facts" not in tried["needs"][0]
    typed = Change({"": {"request.sent_on": "2020-02-02"}}, on=date(2019, 1, 1))
    assert change_whole(stated, typed).facts[""]["request.sent_on"] == "2020-02-02"
    assert change_whole({"facts": {}}, Change(on=date(2019, 1, 1))).facts == {}


@pytest.fixture
def iptv(edition, prosecutor):
    """The mock case as the demo has it: it says itself on which day everything is sent."""
    content = (settings.BASE_DIR / "fixtures" / "demo" / "cases" / "mock-iptv.yaml").read_bytes()
    case = case_from_file(user=prosecutor, content=content, name="mock-iptv.yaml", now=NOW)
    return case, case_route(case=case, user=prosecutor, on=TODAY, now=NOW)


def verdict_of(answer, need, provision):
    options = next(row for row in answer["needs"] if row["id"] == need)["options"]
    return next(option["verdict"] for option in options if option["provision"] == provision)


def test_another_day_is_another_day_of_sending_too(iptv, prosecutor):
    case, route = iptv
    assert route.document["case"]["facts"]["request.sent_on"] == TODAY.isoformat()
    found = case_what_if(case=case, user=prosecutor, change=Change(on=date(2016, 3, 1)), on=TODAY)
    assert verdict_of(found.before, "n12", EIO) == "open"
    assert verdict_of(found.after, "n12", EIO) == "closed"
    assert found.tried["facts"]["request.sent_on"] == "2016-03-01"
    later = case_what_if(case=case, user=prosecutor, change=Change(on=date(2027, 2, 1)), on=TODAY)
    assert verdict_of(later.after, "n12", EIO) == "open"
    assert later.tried["facts"]["request.sent_on"] == "2027-02-01"
    own = Change(facts={"": {"request.sent_on": "2020-01-01"}}, on=date(2016, 3, 1))
    assert days_moved(found.asked, own) == []


def test_the_panel_says_which_day_it_took_the_place_of_and_keeping_writes_both(desk, iptv, prosecutor):
    case, _ = iptv
    where = reverse("case-route-what-if", args=[case.pk, 1])
    shown = text_of(desk.get(where, {"on": "1 3 2016"}))
    assert "As if sent on 1 March 2016: the case says 22 November 2026" in shown
    assert "Nothing moves" not in shown
    assert "As if sent on" not in text_of(desk.get(where, {"on": "22 11 2026"}))
    kept = desk.post(where, {"on": "1 2 2027", "version": cases_for(prosecutor).get(pk=case.pk).version})
    assert kept.url == reverse("case-route", args=[case.pk, 2])
    route = routes_for(prosecutor).get(case=case, number=2)
    assert str(route.on) == "2027-02-01"
    assert route.document["case"]["facts"]["request.sent_on"] == "2027-02-01"


def test_what_if_of_another_state(desk, routed):
    case, _ = routed
    shown = text_of(desk.get(reverse("case-route-what-if", args=[case.pk, 1]), {"need": "n1", "state": "Denmark"}))
    assert "Denmark" in shown
    assert "EIO Directive" in shown


def test_what_if_that_changes_nothing_says_so(desk, routed):
    case, _ = routed
    shown = text_of(desk.get(reverse("case-route-what-if", args=[case.pk, 1]), {"need": "n1", "state": "Spain"}))
    assert "Nothing moves" in shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"need": "n1", "state": "Atlantis"}, "Type the name of one State"),
        ({"state": "Spain"}, "Choose the need whose State is to change"),
        ({"on": "31 2 2027"}, "The calendar has no such day"),
        ({"on": "tomorrow"}, "The date is not complete"),
        ({"fact": "right.kind", "right.kind": "patent", "level": "n99"}, "The case has no need n99"),
        ({"fact": "right.kind", "right.kind": "nonsense"}, "Please check what you entered"),
    ],
)
def test_what_cannot_be_tried_is_told_beside_its_field(desk, routed, asked, said):
    case, _ = routed
    answer = desk.get(reverse("case-route-what-if", args=[case.pk, 1]), asked)
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_an_unknown_fact_is_no_question(desk, routed):
    case, _ = routed
    assert desk.get(reverse("case-route-what-if", args=[case.pk, 1]), {"fact": "no.such"}).status_code == 200


def test_a_change_is_kept_with_compare_and_set_and_makes_a_new_route(desk, routed, prosecutor):
    case, route = routed
    where = reverse("case-route-what-if", args=[case.pk, 1])
    fields = {
        "fact": "measure.purpose",
        "measure.purpose": "evidence",
        "level": "n1",
        "need": "n1",
        "state": "Portugal",
    }
    stale = desk.post(where, {**fields, "version": case.version - 1})
    assert stale.status_code == 409
    assert "Nothing was kept" in text_of(stale)
    assert needs_for(prosecutor).get(case=case).requested_state == "ES"
    kept = desk.post(where, {**fields, "version": case.version})
    assert kept.url == reverse("case-route", args=[case.pk, 2])
    assert needs_for(prosecutor).get(case=case).requested_state == "PT"
    assert answers_for(prosecutor).get(case=case, need__key="n1").value == "evidence"
    assert routes_for(prosecutor).get(case=case, number=1).sha256 == route.sha256
    assert routes_for(prosecutor).get(case=case, number=2).document["case"]["needs"][0]["requested_state"] == "PT"


def test_a_change_that_cannot_be_kept_leaves_the_case_as_it_was(desk, routed, prosecutor):
    case, _ = routed
    fields = {"fact": "measure.purpose", "measure.purpose": "evidence", "level": "n1", "need": "n1", "state": "France"}
    answer = desk.post(reverse("case-route-what-if", args=[case.pk, 1]), {**fields, "version": case.version})
    assert answer.status_code == 409
    assert not answers_for(prosecutor).filter(case=case, need__key="n1").exists()
    assert cases_for(prosecutor).get(pk=case.pk).version == case.version
    assert routes_for(prosecutor).filter(case=case).count() == 1


def test_what_if_asks_the_same_engine_as_the_route(routed, prosecutor):
    case, route = routed
    found = case_what_if(case=case, user=prosecutor, change=Change(on=TODAY), on=TODAY)
    assert found.before == found.after == route.document["answer"]


# --- then and now ---


def test_nothing_is_marked_while_nothing_has_changed(desk, routed):
    case, _ = routed
    assert "Law or facts have changed" not in text_of(desk.get(reverse("case-route", args=[case.pk, 1])))


def test_a_changed_fact_marks_the_route_and_leaves_it(desk, routed, prosecutor):
    case, route = routed
    answers_save(
        case=case, user=prosecutor, version=case.version, values={"measure.necessary_and_proportionate": False}, now=NOW
    )
    shown = text_of(desk.get(reverse("case-route", args=[case.pk, 1])))
    assert "The case was changed." in shown
    assert reverse("case-route-again", args=[case.pk, 1]) in shown
    page = text_of(desk.get(reverse("case-route-again", args=[case.pk, 1])))
    assert "In the stored route" in page
    assert "Least route that suffices" in page
    assert routes_for(prosecutor).get(pk=route.pk).sha256 == route.sha256


def test_a_new_edition_tells_which_needs_would_differ(desk, routed, prosecutor):
    case, route = routed
    publish_changed(without_eio)
    shown = text_of(desk.get(reverse("case-route", args=[case.pk, 1])))
    assert "Edition 2026-11-23.1 of the law is in use now." in shown
    page = text_of(desk.get(reverse("case-route-again", args=[case.pk, 1])))
    assert "EIO Directive" in page
    assert route_compare(route=route, user=prosecutor, on=TODAY).moved == 1


def mark_on(response):
    return response.context["mark"]


def test_a_route_is_kept_with_a_reason(desk, routed, prosecutor):
    case, route = routed
    publish_changed(without_eio)
    where = reverse("case-route-again", args=[case.pk, 1])
    mark = mark_on(desk.get(where))
    refused = desk.post(where, {"decision": "keep", "mark": mark, "reason": " "})
    assert refused.status_code == 422
    assert "Say why the route stays as it is." in text_of(refused)
    kept = desk.post(where, {"decision": "keep", "mark": mark, "reason": "already executed"})
    assert kept.url == reverse("case-route", args=[case.pk, 1])
    decision = route_decisions_for(prosecutor).get()
    assert (decision.kind, decision.reason, decision.successor, decision.moved) == ("kept", "already executed", None, 1)
    shown = text_of(desk.get(kept.url))
    assert "already executed" in shown
    assert AuditEvent.objects.filter(action="route.kept", case_id=case.pk).count() == 1
    assert routes_for(prosecutor).get(pk=route.pk).sha256 == route.sha256


def test_a_new_route_is_made_and_both_stay(desk, routed, prosecutor):
    case, _ = routed
    publish_changed(without_eio)
    where = reverse("case-route-again", args=[case.pk, 1])
    made = desk.post(where, {"decision": "renew", "mark": mark_on(desk.get(where))})
    assert made.url == reverse("case-route", args=[case.pk, 2])
    decision = route_decisions_for(prosecutor).get()
    assert (decision.kind, decision.successor.number) == ("renewed", 2)
    assert "A new route was made" in text_of(desk.get(where))
    assert routes_for(prosecutor).filter(case=case).count() == 2


def test_a_decision_on_another_comparison_is_none(desk, routed, prosecutor):
    case, _ = routed
    where = reverse("case-route-again", args=[case.pk, 1])
    mark = mark_on(desk.get(where))
    publish_changed(without_eio)
    refused = desk.post(where, {"decision": "keep", "mark": mark, "reason": "seen before"})
    assert refused.status_code == 422
    assert "was changed again after you opened this page" in text_of(refused)
    assert not route_decisions_for(prosecutor).exists()


def test_where_nothing_has_changed_no_second_route_is_made(desk, routed, prosecutor):
    case, _ = routed
    where = reverse("case-route-again", args=[case.pk, 1])
    page = desk.get(where)
    assert "Nothing moves" in text_of(page)
    shown = desk.post(where, {"decision": "renew", "mark": mark_on(page)}, follow=True)
    assert "Nothing has changed since this route was made" in text_of(shown)
    assert not RouteDecision.objects.exists()


def test_a_need_that_came_or_went_is_told(routed, edition):
    _case, route = routed
    document = route.document
    fewer = copy.deepcopy(document)
    fewer["answer"]["needs"] = []
    fewer["case"]["needs"] = []
    for before, after, words in ((document, fewer, "no longer asked for"), (fewer, document, "asked for")):
        found = compared(before, after, edition.rulebook, {})
        assert found.moved[0].rows[0][2] == words
    assert not compared(document, document, edition.rulebook, {})


def test_strangers_see_none_of_it(signed_in, routed, stranger):
    case, _ = routed
    client = signed_in(stranger)
    for name, more in (
        ("case-route-again", ()),
        ("case-route-what-if", ()),
        ("case-route-print", ()),
        ("case-route-option", ("n1", EIO)),
        ("case-route-trace", ("n1", EIO)),
    ):
        assert client.get(reverse(name, args=[case.pk, 1, *more])).status_code == 404
