"""The route's pages, the steps taken from it, the dossiers asked for."""

import html
import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.errors import CaseBusy
from advisor.cases.selectors import routes_for
from advisor.cases.services import case_route
from advisor.dossiers.models import Dossier, DossierJob
from advisor.dossiers.selectors import jobs_for
from advisor.walk.selectors import steps_for
from advisor.web import route_view
from tests.conftest import NOW, TODAY


def text_of(response):
    return response.content.decode()


@pytest.fixture
def routed(routed_case, investigator):
    return routed_case(investigator)


@pytest.fixture
def iptv(scenario_case, investigator):
    case = scenario_case(investigator, "mock-iptv")
    return case, case_route(case=case, user=investigator, on=TODAY, now=NOW)


def first_open(route, tier="formal"):
    need = route.document["answer"]["needs"][0]
    option = next(o for o in need["options"] if o["verdict"] == "open" and o["tier"] == tier)
    return f"{need['id']}|{option['provision']}"


def test_asking_stores_a_route_and_shows_it(desk, open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    response = desk.post(reverse("case-route-new", args=[case.pk]))
    assert response.url == reverse("case-route", args=[case.pk, 1])
    assert desk.get(reverse("case-route-new", args=[case.pk])).status_code == 405
    assert routes_for(investigator).get(case=case).number == 1


def test_asking_again_shows_the_same_route_and_says_so(signed_in, routed, investigator):
    case, _ = routed
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        shown = signed_in(investigator).post(reverse("case-route-new", args=[case.pk]), follow=True)
    assert shown.redirect_chain == [(reverse("case-route", args=[case.pk, 1]), 302)]
    assert "Nothing has changed since this route was made" in text_of(shown)
    assert routes_for(investigator).count() == 1


def test_a_case_that_never_rests_says_so(desk, routed):
    case, _ = routed
    with mock.patch("advisor.web.views.routes.case_route", side_effect=CaseBusy):
        shown = desk.post(reverse("case-route-new", args=[case.pk]), follow=True)
    assert shown.redirect_chain == [(reverse("case-check", args=[case.pk]), 302)]
    assert "Somebody is changing this case right now" in text_of(shown)


@pytest.mark.parametrize("said", ["database is locked", "canceling statement due to lock timeout"])
def test_who_waits_in_vain_is_told_to_send_it_again(desk, routed, said):
    case, _ = routed
    with mock.patch("advisor.web.views.routes.case_route", side_effect=OperationalError(said)):
        shown = desk.post(reverse("case-route-new", args=[case.pk]))
    assert shown.status_code == 503
    assert shown.headers["Retry-After"] == "10"
    assert "What you sent was not saved" in text_of(shown)


def test_a_database_that_is_gone_is_not_called_busy(desk, routed):
    case, _ = routed
    with (
        mock.patch("advisor.web.views.routes.case_route", side_effect=OperationalError("no such table")),
        pytest.raises(OperationalError),
    ):
        desk.post(reverse("case-route-new", args=[case.pk]))


def test_a_case_without_needs_says_why_it_cannot_be_routed(desk, open_case, investigator):
    case = open_case(investigator)
    response = desk.post(reverse("case-route-new", args=[case.pk]), follow=True)
    assert "The case cannot be routed" in text_of(response)
    assert not routes_for(investigator).exists()


def test_the_overview_tells_tiers_needs_and_figures(desk, iptv):
    case, route = iptv
    shown = text_of(desk.get(reverse("case-route", args=[case.pk, route.number])))
    for words in ("Secure first", "Voluntary", "One jurisdiction", "Formal cooperation", "of 28", "Need by need"):
        assert words in shown
    assert shown.count('class="rg-needcard ') == 28
    assert shown.count('scope="row"') == 28 + 28 + 9, "needs on the ladder, needs in time, States"
    assert shown.count('role="img"') == 3
    for words in ("Piracy Shield", "Least route that suffices", "If that is not enough:", "(estimate)", "not known"):
        assert words in shown


def test_route_pages_stay_within_six_queries(desk, iptv):
    case, route = iptv
    for address in (
        reverse("case-route", args=[case.pk, route.number]),
        reverse("case-route-need", args=[case.pk, route.number, "n11"]),
    ):
        desk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        assert len(queries) <= 6, [query["sql"][:120] for query in queries]


def test_a_need_shows_every_option_with_its_reasons(desk, iptv):
    case, route = iptv
    shown = text_of(desk.get(reverse("case-route-need", args=[case.pk, route.number, "n11"])))
    need = next(n for n in route.document["answer"]["needs"] if n["id"] == "n11")
    for option in need["options"]:
        assert option["provision"].split("/")[0] in shown
    for words in ("Would open if", "First to try", "10 calendar days", "conditions in sentences", "Provisional"):
        assert words in shown
    assert desk.get(reverse("case-route-need", args=[case.pk, route.number, "n99"])).status_code == 404
    assert desk.get(reverse("case-route", args=[case.pk, 99])).status_code == 404


def need_with_a_fallback(verdict="needs_facts"):
    """A need whose plan waits for facts while another way of the same tier is open."""
    option = {"measure": "criminal.jit", "tier": "formal", "rank": 1, "because": [], "articles": [], "missing": []}
    option |= {"time_limits": [], "short_title": "x"}
    options = [
        option | {"provision": "a", "instrument": "eio", "verdict": verdict},
        option | {"provision": "b", "instrument": "untoc", "verdict": "open", "rank": 3},
        option | {"provision": "c", "instrument": "cets-182", "verdict": "needs_facts", "rank": 2},
    ]
    step = {"provision": "a", "instrument": "eio", "verdict": verdict, "tier": "formal", "measure": "criminal.jit"}
    plan = [step | {"purpose": "obtain"}]
    return {"id": "n1", "measure": "criminal.jit", "requested_state": "GR", "status": "routed"} | {
        "plan": plan,
        "options": options,
    }


def test_an_open_way_is_shown_where_the_first_of_the_plan_waits(edition):
    book = edition.rulebook
    row = route_view.need_rows({"needs": [need_with_a_fallback()]}, book)[0]
    names = [step["name"] for step in row["cells"][3]["first"]]
    assert names == [route_view.instrument_name(book, "eio"), f"open now: {route_view.instrument_name(book, 'untoc')}"]
    lane = route_view.lanes(need_with_a_fallback(), book)[3]
    assert [card["o"]["provision"] for card in lane["first"]] == ["a", "b"]
    assert [card["o"]["provision"] for card in lane["more"]] == ["c"]
    plain = route_view.need_rows({"needs": [need_with_a_fallback("open")]}, book)[0]
    assert len(plain["cells"][3]["first"]) == 1
    assert [c["o"]["provision"] for c in route_view.lanes(need_with_a_fallback("open"), book)[3]["first"]] == ["a"]


@pytest.mark.parametrize(
    ("effect", "verdict", "look", "said"),
    [
        ("bar", "fails", "holds", "does not stand in the way"),
        ("bar", "holds", "fails", "stands in the way"),
        ("discretionary_refusal", "fails", "holds", "not raised"),
        ("warning", "holds", "unknown", "to be noted"),
        ("required", "fails", "fails", ""),
        ("bar", "unknown", "unknown", ""),
    ],
)
def test_a_line_is_worded_by_its_effect(effect, verdict, look, said):
    words = route_view.line_look({"effect": effect, "verdict": verdict})
    assert (words["look"], words["said"]) == (look, said)


def test_the_trace_calls_a_bar_that_is_not_met_no_obstacle(desk, routed):
    case, _route = routed
    shown = text_of(desk.get(reverse("case-route-option", args=[case.pk, 1, "n1", "eio/search-and-seizure"])))
    assert "<strong>does not stand in the way</strong>" in shown


def test_the_stored_route_is_a_file(desk, iptv):
    case, route = iptv
    response = desk.get(reverse("case-route-file", args=[case.pk, route.number]))
    assert response.json() == route.document
    assert "attachment" in response.headers["Content-Disposition"]


def test_steps_are_chosen(desk, routed, investigator):
    case, route = routed
    where = reverse("case-steps-choose", args=[case.pk, route.number])
    assert "Choose steps" in text_of(desk.get(where))
    sent = {"option": [first_open(route)], "reason-n1": "no colleague answers"}
    response = desk.post(where, sent)
    assert response.url == reverse("case-steps", args=[case.pk])
    step = steps_for(investigator).get()
    assert step.reason == "no colleague answers"
    assert "1 step is planned." in text_of(desk.get(response.url))


def test_a_skipped_simpler_way_asks_why_and_keeps_the_ticks(desk, iptv, investigator):
    case, route = iptv
    where = reverse("case-steps-choose", args=[case.pk, route.number])
    need = next(n for n in route.document["answer"]["needs"] if n["id"] == "n16")
    formal = next(o for o in need["options"] if o["tier"] == "formal" and o["verdict"] == "open")
    value = f"n16|{formal['provision']}"
    response = desk.post(where, {"option": [value], "reason-n16": " "})
    shown = text_of(response)
    assert response.status_code == 422
    assert "a simpler way is open and was not chosen" in shown
    assert f'value="{value}" id="first-16-' in shown
    assert not steps_for(investigator).exists()
    assert desk.post(where, {"option": [value], "reason-n16": "tried, no answer"}).status_code == 302


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines"])
def test_the_default_of_choosing_passes_its_own_rule(desk, scenario_case, investigator, name):
    case = scenario_case(investigator, name)
    route = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    where = reverse("case-steps-choose", args=[case.pk, route.number])
    ticked = re.findall(r'name="option" value="([^"]+)" id="([^"]+)" checked', text_of(desk.get(where)))
    assert ticked
    assert all(place.startswith("first-") for _, place in ticked)
    assert desk.post(where, {"option": [html.unescape(value) for value, _ in ticked]}).status_code == 302
    assert steps_for(investigator).count() == len(ticked)


def test_a_reason_without_a_tick_is_not_dropped(desk, iptv, investigator):
    case, route = iptv
    where = reverse("case-steps-choose", args=[case.pk, route.number])
    need = next(n for n in route.document["answer"]["needs"] if n["id"] == "n11")
    value = next(f"n11|{o['provision']}" for o in need["options"] if o["verdict"] == "open")
    response = desk.post(where, {"option": [value], "reason-n11": "x", "reason-n16": "Not <needed> now"})
    shown = text_of(response)
    assert response.status_code == 422
    assert "n16: a reason is typed, but nothing is ticked" in shown
    assert "Not &lt;needed&gt; now</textarea>" in shown
    assert not steps_for(investigator).exists()


def test_steps_stand_in_the_lane_of_the_route(desk, iptv, investigator):
    case, route = iptv
    securing = [
        f"{need['id']}|{step['provision']}"
        for need in route.document["answer"]["needs"]
        for step in need["plan"]
        if step["purpose"] == "secure" and step["verdict"] == "open" and step["tier"] == "voluntary"
    ]
    where = reverse("case-steps-choose", args=[case.pk, route.number])
    assert desk.post(where, {"option": securing[:1]}).status_code == 302
    shown = text_of(desk.get(reverse("case-steps", args=[case.pk])))
    assert "rg-tier--secure" in shown
    assert "rg-tier--voluntary" not in shown


@pytest.mark.parametrize("option", ["n1|nothing", "n9|eio", "", "n1"])
def test_an_option_that_is_not_there_is_refused(desk, routed, investigator, option):
    case, route = routed
    response = desk.post(reverse("case-steps-choose", args=[case.pk, route.number]), {"option": [option]})
    assert response.status_code == 422
    assert "Nothing was saved yet" in text_of(response)
    assert not steps_for(investigator).exists()


@pytest.fixture
def planned(desk, routed, investigator):
    case, route = routed
    data = {"option": [first_open(route)], "reason-n1": "urgent"}
    desk.post(reverse("case-steps-choose", args=[case.pk, route.number]), data)
    return case, steps_for(investigator).get()


def test_a_step_is_taken_back_with_a_reason(desk, planned):
    case, step = planned
    where = reverse("case-step-withdraw", args=[case.pk, step.pk])
    assert desk.get(where).status_code == 200
    assert text_of(desk.post(where, {"reason": ""})).count("Say why this step is taken back.") == 2
    assert desk.post(where, {"reason": "the owner came forward"}).status_code == 302
    assert "the owner came forward" in text_of(desk.get(reverse("case-steps", args=[case.pk])))


def test_dossiers_are_asked_for_followed_and_downloaded(
    desk, planned, investigator, django_capture_on_commit_callbacks
):
    case, step = planned
    where = reverse("case-dossiers-request", args=[case.pk])
    assert "Choose at least one step" in text_of(desk.post(where, {"language": "en"}))
    assert "Choose the language" in text_of(desk.post(where, {"step": [step.pk], "language": "xx"}))
    rung = mock.patch("advisor.dossiers.services.app.send_task")
    with rung as bell, django_capture_on_commit_callbacks(execute=True):
        response = desk.post(where, {"step": [step.pk], "language": "en"})
    assert response.url == reverse("case-dossiers", args=[case.pk])
    assert bell.called
    job = jobs_for(investigator).get()

    progress = reverse("case-dossiers", args=[case.pk])
    waiting = desk.get(progress, headers={"HX-Request": "true"})
    assert waiting.status_code == 200
    assert "0 of 1 dossiers are ready." in text_of(waiting)
    assert "<html" not in text_of(waiting)
    full = text_of(desk.get(progress))
    assert 'hx-trigger="every 2s"' in full
    assert 'aria-live="polite"' in full

    DossierJob.objects.filter(pk=job.pk).update(state="done", progress="")
    file = Dossier.objects.create(
        case_id=case.pk, agency_id=case.agency_id, job=job, content=b"%PDF-1.7", sha256="0" * 64, size=8, pages=4,
        created_at=NOW,
    )  # fmt: skip
    ready = desk.get(progress, headers={"HX-Request": "true"})
    assert ready.status_code == 286
    assert "The dossier is ready." in text_of(ready)
    download = desk.get(reverse("case-dossier", args=[case.pk, file.pk]))
    assert download.content == b"%PDF-1.7"
    assert download.headers["Content-Type"] == "application/pdf"
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in download.headers["Cache-Control"]


def test_a_failed_dossier_says_why(desk, planned, investigator):
    case, step = planned
    with mock.patch("advisor.dossiers.services.app.send_task"):
        desk.post(reverse("case-dossiers-request", args=[case.pk]), {"step": [step.pk], "language": "en"})
    jobs_for(investigator).update(state="failed", error="Laying out took longer than 60 s. <b>")
    shown = text_of(desk.get(reverse("case-dossiers", args=[case.pk])))
    assert "Laying out took longer than 60 s. &lt;b&gt;" in shown
    assert "0 dossiers are ready, 1 could not be made." in shown


def test_queries_of_steps_and_dossiers_do_not_grow(desk, iptv, investigator):
    case, route = iptv
    values = []
    for need in route.document["answer"]["needs"]:
        values += [f"{need['id']}|{o['provision']}" for o in need["options"] if o["verdict"] == "open"]
    where = reverse("case-steps-choose", args=[case.pk, route.number])

    def count(name):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(name, args=[case.pk])).status_code == 200
        return len(queries)

    def ask(steps):
        with mock.patch("advisor.dossiers.services.app.send_task"):
            sent = {"step": [step.pk for step in steps], "language": "en"}
            desk.post(reverse("case-dossiers-request", args=[case.pk]), sent)

    desk.post(where, {"option": values[:1]})
    ask(steps_for(investigator))
    few = count("case-steps"), count("case-dossiers")
    assert desk.post(where, {"option": values}).status_code == 302
    ask(steps_for(investigator)[:8])
    assert (count("case-steps"), count("case-dossiers")) <= few
    assert jobs_for(investigator).count() == 8
