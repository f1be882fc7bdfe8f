"""The draft page and the nexus matrix: every place is asked, what is typed stands in the document, nothing is lost."""

import html
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from advisor.cases.models import CaseMember
from advisor.dossiers.build import document_from
from advisor.dossiers.document import texts
from advisor.dossiers.drafting import nexus_save, texts_save
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import DraftText
from advisor.dossiers.places import places_of
from advisor.walk.models import Step
from tests.advisor.dossiers.rows import step_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
OBJECT = "box-4.object-of-the-measure"
HOSTILE = "<script>alert(1)</script> {braces} 🚢 שלום"


@pytest.fixture
def step(routed_case: Any, prosecutor: Any) -> Step:
    """The EIO search of a small case."""
    _, route = routed_case(
        prosecutor, title="Counterfeit shoes", summary="Shoes.", needs=[("criminal.search_and_seizure", "ES")]
    )
    need = route.document["answer"]["needs"][0]
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    return step_of(route, need, option)


@pytest.fixture
def page(step: Step, desk: Any) -> Any:
    """Opens a page of the step: page('case-draft', {...})."""

    def go(name: str, data: Any = None, **headers: Any) -> Any:
        address = reverse(name, args=[step.case_id, step.pk])
        return desk.get(address) if data is None else desk.post(address, data, headers=headers)

    return go


def _fields(answer: Any) -> dict[str, str]:
    """The hidden fields and set ticks of a page that a browser sends back."""
    said = answer.content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', said) for name in ("version", "was")}
    boxes = re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', said)
    return {name: html.unescape(match[1]) for name, match in found.items() if match} | dict.fromkeys(boxes, "on")


def _document(step: Step) -> str:
    return " ".join(texts(document_from(dossier_inputs(step=step, language="en"), 1)))


def test_every_place_has_a_field_with_what_belongs_there(page: Any, step: Step) -> None:
    said = page("case-draft").content.decode()
    for place in places_of(document_from(dossier_inputs(step=step, language="en"), 1)):
        assert f'name="{place.place}"' in said, place
        assert html.escape(place.wants, quote=True) in said or place.kind == "box"


def test_what_is_typed_stands_in_the_document_and_the_page_again(page: Any, step: Step) -> None:
    answer = page("case-draft", _fields(page("case-draft")) | {OBJECT: HOSTILE})
    assert answer.status_code == 302
    assert HOSTILE in _document(step)
    shown = page("case-draft").content.decode()
    assert html.escape(HOSTILE) in shown
    assert "<script>alert" not in page("case-draft-preview").content.decode()


def test_a_tick_is_kept_only_where_it_differs_from_the_case(page: Any, step: Step) -> None:
    places = places_of(document_from(dossier_inputs(step=step, language="en"), 1))
    ticks = [place for place in places if place.kind == "tick"]
    extra = next(place for place in ticks if place.given == "no")
    page("case-draft", _fields(page("case-draft")) | {extra.place: "on"})
    assert DraftText.objects.get().texts == {extra.place: "yes"}


def test_too_long_a_text_is_one_message_at_its_field_and_stays_in_it(page: Any) -> None:
    answer = page("case-draft", _fields(page("case-draft")) | {OBJECT: "x" * 20_001, "time.wanted_blank": "soon"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert said.count("20,001 characters; 20,000 is the most") == 2  # the summary, and the field
    assert "x" * 20_001 in said
    assert "soon" in said
    assert not DraftText.objects.exists()


def test_all_texts_together_have_a_limit(page: Any, step: Step, prosecutor: Any) -> None:
    held = {f"elsewhere-{number}": "é" * 10_000 for number in range(20)}
    texts_save(step=step, user=prosecutor, version=0, texts=held, now=NOW)
    answer = page("case-draft", _fields(page("case-draft")) | {OBJECT: "one more"})
    assert answer.status_code == 422
    assert "400,008 bytes; a dossier takes 400,000" in answer.content.decode()
    assert "one more" in answer.content.decode()


def test_autosave_saves_and_says_when(page: Any, step: Step) -> None:
    sent = _fields(page("case-draft")) | {OBJECT: "by itself", "action": "autosave"}
    answer = page("case-draft", sent, HX_Request="true")
    assert "Saved at" in answer.content.decode()
    assert DraftText.objects.get().texts[OBJECT] == "by itself"


def test_two_people_at_the_same_place_see_both_versions(page: Any, step: Step, prosecutor: Any) -> None:
    opened = _fields(page("case-draft"))
    texts_save(step=step, user=prosecutor, version=0, texts={OBJECT: "theirs"}, now=NOW)
    answer = page("case-draft", opened | {OBJECT: "mine"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert ">theirs<" in said
    assert ">mine<" in said
    again = page("case-draft", _fields(answer) | {OBJECT: "mine", f"keep-{OBJECT}": "mine"})
    assert again.status_code == 302
    assert DraftText.objects.get().texts[OBJECT] == "mine"


def test_two_people_at_different_places_lose_nothing(page: Any, step: Step, prosecutor: Any) -> None:
    opened = _fields(page("case-draft"))
    texts_save(step=step, user=prosecutor, version=0, texts={"time.wanted_blank": "1 December"}, now=NOW)
    assert page("case-draft", opened | {OBJECT: "mine"}).status_code == 302
    assert DraftText.objects.get().texts == {"time.wanted_blank": "1 December", OBJECT: "mine"}


def test_a_text_whose_place_is_gone_is_shown_and_kept(page: Any, step: Step, prosecutor: Any) -> None:
    texts_save(step=step, user=prosecutor, version=0, texts={"box-99.gone": "typed long ago"}, now=NOW)
    assert "typed long ago" in page("case-draft").content.decode()
    page("case-draft", _fields(page("case-draft")) | {OBJECT: "x"})
    assert DraftText.objects.get().texts["box-99.gone"] == "typed long ago"


def test_a_column_of_the_matrix_is_said_printed_and_suggested_by_nobody(page: Any, step: Step) -> None:
    shown = page("case-nexus-step").content.decode()
    assert "checked" not in shown.partition("<main")[2]
    fact = "measure.necessary_and_proportionate"
    sent = _fields(page("case-nexus-step")) | {f"mark-{fact}": "on", fact: "The stock is kept there alone."}
    assert page("case-nexus-step", sent).status_code == 302
    inputs = dossier_inputs(step=step, language="en")
    assert inputs["nexus"] == [{"fact": fact, "need": step.need_key, "sentence": "The stock is kept there alone."}]
    annex = next(part for part in document_from(inputs, 1).annexes if part.anchor == "nexus")
    assert "The stock is kept there alone." in list(texts(annex))


def test_the_matrix_names_empty_columns_and_orphans(page: Any, desk: Any, step: Step, prosecutor: Any) -> None:
    address = reverse("case-nexus", args=[step.case_id])
    assert "No sentence yet" in desk.get(address).content.decode()
    fact = "measure.necessary_and_proportionate"
    nexus_save(step=step, user=prosecutor, version=0, links=[{"fact": fact, "sentence": "Because."}], now=NOW)
    said = desk.get(address).content.decode()
    assert "No sentence yet" not in said
    assert "Used by no step" in said


def test_a_draft_of_another_agency_is_not_there(signed_in: Any, stranger: Any, step: Step) -> None:
    for name in ("case-draft", "case-draft-preview", "case-nexus-step"):
        answer = signed_in(stranger).get(reverse(name, args=[step.case_id, step.pk]))
        assert answer.status_code == 404


def test_who_may_only_read_the_case_writes_no_draft(step: Step, person: Any) -> None:
    reader = person("investigator", step.agency.code)
    CaseMember.objects.create(
        case=step.case, agency=step.agency, user=reader, role="reader", added_by=step.chosen_by, added_at=NOW
    )
    with pytest.raises(PermissionDenied):
        texts_save(step=step, user=reader, version=0, texts={OBJECT: "x"}, now=NOW)
    assert not DraftText.objects.exists()
