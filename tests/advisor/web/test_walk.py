"""The pages of a step, its moves, refusals, and the tracks of a case."""

import io
from datetime import timedelta

import docx
import pytest
from django.urls import reverse

from advisor.dossiers.models import DossierJob
from advisor.dossiers.services import dossier_request
from advisor.walk.accepting import collision_accept
from advisor.walk.models import CollisionAcceptance, RefusalPoint, Step
from advisor.walk.moves import step_move, step_record
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW, ROUTED_ANSWERS, TODAY

DAY = TODAY - timedelta(days=20)
TYPED = {"happened_on_0": DAY.day, "happened_on_1": DAY.month, "happened_on_2": DAY.year}


def chosen(route, user, need="n1", tier="formal"):
    options = needs_of(route)[need]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == tier)
    return steps_choose(route=route, user=user, choices=[Choice(need, provision, "asked in vain")], now=NOW)[0]


@pytest.fixture
def case(routed_case, prosecutor):
    return routed_case(prosecutor)[0]


@pytest.fixture
def step(case, prosecutor):
    return chosen(case.caseroutes.get(), prosecutor)


@pytest.fixture
def moved(step, prosecutor):
    def move(*path, **said):
        for to in path:
            step_move(step=step, to=to, user=prosecutor, now=NOW, **({"happened_on": DAY, "note": "noted"} | said))
        return Step.objects.get(pk=step.pk)

    return move


def at(name, step, *more):
    return reverse(name, args=[step.case_id, step.pk, *more])


def test_a_step_says_where_it_stands_and_what_comes_next(desk, step):
    page = desk.get(at("case-step", step)).content.decode()
    assert 'aria-current="step"><span class="rg-track__word">Planned' in page
    assert "Approve this step" in page
    assert "Record that it was sent" not in page
    assert "asked in vain" in page
    assert "A simpler step was passed over" in page


def test_the_steps_page_says_state_and_rung(desk, step, moved):
    moved("approved", "sent", "refused")
    page = desk.get(reverse("case-steps", args=[step.case_id])).content.decode()
    assert "rg-state--refused" in page
    assert "Every step that was taken has ended without the result." in page or "was refused on" in page


def test_a_move_through_the_page(desk, step):
    version = 1
    for to, state in (("approved", "approved"), ("sent", "sent"), ("received", "received")):
        answer = desk.post(at("case-step-move", step, to), TYPED | {"version": version, "note": ""})
        assert answer.status_code == 302, answer.content.decode()
        version += 1
        assert Step.objects.get(pk=step.pk).state == state
    page = desk.get(at("case-step", step)).content.decode()
    assert "2 November 2026" in page


def test_what_is_wrong_with_a_move_is_said_at_its_field(desk, step, moved):
    moved("approved", "sent")
    answer = desk.post(at("case-step-move", step, "refused"), TYPED | {"version": 3, "note": ""})
    assert answer.status_code == 422
    assert "Choose at least one ground" in answer.content.decode()
    late = TODAY + timedelta(days=400)
    sent = {"happened_on_0": late.day, "happened_on_1": late.month, "happened_on_2": late.year, "version": 3}
    answer = desk.post(at("case-step-move", step, "received"), sent)
    assert answer.status_code == 422
    assert "up to today" in answer.content.decode()


def test_a_stale_page_saves_nothing(desk, step, moved):
    moved("approved")
    answer = desk.post(at("case-step-move", step, "sent"), TYPED | {"version": 1})
    assert answer.status_code == 422
    assert "after you opened the page" in answer.content.decode()
    assert Step.objects.get(pk=step.pk).state == "approved"


def test_a_move_that_is_no_move_leads_back_or_nowhere(desk, step):
    assert desk.get(at("case-step-move", step, "received")).status_code == 302
    assert desk.get(at("case-step-move", step, "nonsense")).status_code == 404


def test_an_investigator_is_offered_what_is_theirs(signed_in, investigator, step, moved):
    page = signed_in(investigator).get(at("case-step", step)).content.decode()
    assert "Approve this step" not in page
    moved("approved")
    assert "Record that it was sent" in signed_in(investigator).get(at("case-step", step)).content.decode()


def test_a_refusal_with_its_grounds_goes_into_the_letter(desk, step, moved, prosecutor):
    dossier_request(step=step, language="en", user=prosecutor, now=NOW)
    DossierJob.objects.update(state="done")
    moved("approved", "sent")
    page = desk.get(at("case-step-move", step, "refused")).content.decode()
    assert "Immunity or privilege" in page
    sent = TYPED | {"version": 3, "grounds": ["immunity-or-privilege|11(1)(a)"], "note": "Denied by the court."}
    assert desk.post(at("case-step-move", step, "refused"), sent).status_code == 302
    number = step.events.latest("number").number
    form = desk.get(at("case-step-grounds", step, number)).content.decode()
    assert 'name="place"' in form
    where = next(part.split('"')[0] for part in form.split('<option value="')[2:] if "/" in part.split('"')[0])
    answer = desk.post(
        at("case-step-grounds", step, number),
        {"ground": "immunity-or-privilege|11(1)(a)", "place": where, "note": "The hosting firm is no newspaper."},
    )
    assert answer.status_code == 302, answer.content.decode()
    point = RefusalPoint.objects.latest("number")
    assert (point.number, point.place["where"], bool(point.sentence)) == (2, where, True)
    letter = desk.get(at("case-step-letter", step)).content.decode()
    for text in ("Denied by the court.", "The hosting firm is no newspaper.", "art. 11(1)(a)", "2 November 2026"):
        assert text in letter
    assert point.sentence[:40].split("&")[0] in letter
    french = desk.get(at("case-step-letter", step) + "?language=fr").content.decode()
    assert "Les motifs invoqués" in french
    file = desk.get(at("case-step-letter-file", step))
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "The hosting firm is no newspaper." in words


def test_words_of_the_law_are_marked_as_english_on_a_french_page(desk, step, moved):
    moved("approved", "sent")
    sent = TYPED | {"version": 3, "grounds": ["immunity-or-privilege|11(1)(a)"], "note": "Refusé."}
    assert desk.post(at("case-step-move", step, "refused"), sent).status_code == 302
    type(step).objects.filter(pk=step.pk).update(authority="The competent court")
    english = desk.get(at("case-step", step)).content.decode()
    assert '<span class="rg-typed" dir="auto">The competent court' in english
    desk.cookies["rogatory_language"] = "fr"
    french = desk.get(at("case-step", step)).content.decode()
    assert '<span class="rg-typed" dir="auto" lang="en">The competent court' in french
    assert "Immunity or privilege" not in french or '<span lang="en">Immunity or privilege' in french


def test_there_is_no_letter_before_an_end(desk, step):
    assert desk.get(at("case-step-letter", step)).status_code == 404
    assert desk.get(at("case-step-letter-file", step)).status_code == 404


def test_same_authority_same_ground(desk, routed_case, prosecutor, stranger, signed_in, step, moved):
    moved("approved", "sent", "refused", detail={"grounds": ["immunity-or-privilege"]})
    other, route = routed_case(prosecutor)
    granted = chosen(route, prosecutor)
    for to in ("approved", "sent", "executed"):
        step_move(step=granted, to=to, user=prosecutor, happened_on=DAY, now=NOW)
    page = desk.get(reverse("refusals") + "?ground=immunity-or-privilege").content.decode()
    assert step.case.reference in page
    assert other.reference in page
    assert "Carried out by the same authority" in page
    assert step.case.reference not in signed_in(stranger).get(reverse("refusals")).content.decode()
    assert desk.get(reverse("refusals") + "?ground=age").content.decode().count("rg-timeline") == 0


def test_a_refusal_taken_back_is_no_knowledge(desk, step, moved, prosecutor):
    moved("approved", "sent", "refused", detail={"grounds": ["immunity-or-privilege"]})
    number = step.events.latest("number").number
    answer = desk.post(at("case-step-correct", step, number), {"note": "Another case.", "version": 4})
    assert answer.status_code == 302
    assert "No ground of refusal is recorded" in desk.get(reverse("refusals")).content.decode()
    assert "taken back" in desk.get(at("case-step", step)).content.decode()


def test_statistics_hide_the_few(desk, step, moved, routed_case, prosecutor):
    moved("approved", "sent", "refused")
    assert "No group has enough" in desk.get(reverse("refusal-statistics")).content.decode()
    for _n in range(5):
        one = chosen(routed_case(prosecutor)[1], prosecutor)
        for to in ("approved", "sent", "executed"):
            step_move(step=one, to=to, user=prosecutor, happened_on=DAY, now=NOW)
    page = desk.get(reverse("refusal-statistics")).content.decode()
    assert page.count("hidden</span>") == 5
    assert ">6</td>" in page


@pytest.fixture
def colliding(open_case, prosecutor):
    from advisor.cases.services import case_route

    answers = ROUTED_ANSWERS | {"proceedings.criminal_file_open_or_planned": True}
    needs = [("criminal.search_and_seizure", "ES"), ("civil.service_of_documents", "ES")]
    case = open_case(prosecutor, needs=needs, answers=answers)
    return case, case_route(case=case, user=prosecutor, on=TODAY, now=NOW)


def test_a_collision_holds_a_step_until_it_is_accepted(desk, colliding, prosecutor, signed_in, investigator):
    case, route = colliding
    step = chosen(route, prosecutor, need="n2")
    page = desk.get(reverse("case-tracks", args=[case.pk])).content.decode()
    assert "1 step waits for this" in page
    answer = desk.post(at("case-step-move", step, "approved"), TYPED | {"version": 1})
    assert answer.status_code == 422
    assert "collides with others" in answer.content.decode()
    address = reverse("case-collision", args=[case.pk, route.number, "criminal-and-civil"])
    assert desk.post(address, {"reason": " "}).status_code == 422
    assert signed_in(investigator).get(address).status_code == 403
    assert desk.post(address, {"reason": "Agreed with the civil chamber."}).status_code == 302
    assert CollisionAcceptance.objects.get().reason == "Agreed with the civil chamber."
    assert desk.post(at("case-step-move", step, "approved"), TYPED | {"version": 1}).status_code in {302, 422}
    for row in ("use-limits",):
        collision_accept(route=route, code=row, user=prosecutor, reason="Consent is asked.", now=NOW)
    if Step.objects.get(pk=step.pk).state == "planned":
        assert desk.post(at("case-step-move", step, "approved"), TYPED | {"version": 1}).status_code == 302
    assert "Agreed with the civil chamber." in desk.get(reverse("case-tracks", args=[case.pk])).content.decode()
    again = collision_accept(route=route, code="criminal-and-civil", user=prosecutor, reason="Other.", now=NOW)
    assert again.reason == "Agreed with the civil chamber."


def test_tracks_side_by_side(desk, colliding, prosecutor):
    case, route = colliding
    chosen(route, prosecutor, need="n1")
    chosen(route, prosecutor, need="n2")
    page = desk.get(reverse("case-tracks", args=[case.pk])).content.decode()
    assert page.count('class="rg-tracks__list"') == 2
    assert "0 of 2 needs are met." in page


def test_a_remark_stands_in_the_log_and_moves_nothing(desk, step):
    address = at("case-step-remark", step)
    assert desk.get(address).status_code == 200
    step.refresh_from_db()
    empty = desk.post(address, TYPED | {"note": "", "version": step.version})
    assert empty.status_code == 422
    answer = desk.post(
        address, TYPED | {"note": "Their clerk called: the file is with the judge.", "version": step.version}
    )
    assert answer.status_code == 302
    page = desk.get(at("case-step", step)).content.decode()
    assert "Their clerk called: the file is with the judge." in page
    before = step.state
    step.refresh_from_db()
    assert step.state == before


def test_the_log_says_which_limit_a_row_is_about(desk, step, moved, prosecutor):
    sent = moved("approved", "sent")
    added = {"limit": "acknowledge-receipt", "duration": 30, "unit": "calendar_days"}
    step_record(step=sent, kind="extension", user=prosecutor, happened_on=DAY, note="granted", now=NOW, detail=added)
    page = desk.get(at("case-step", step)).content.decode()
    assert "Extension: acknowledgement of receipt, 30 calendar days" in page
