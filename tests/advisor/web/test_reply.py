"""The page of an answer: typed in or read from a slip, kept in the log of the step all or none."""

import io
import re
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.dossiers.beside import inputs_beside
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import DossierJob
from advisor.dossiers.pairing import document_of
from advisor.dossiers.replies import Given, read_reply, reply_code
from advisor.walk.models import Step
from advisor.walk.services import step_move
from tests.advisor.dossiers.rows import step_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = {"received_on_0": "20", "received_on_1": "11", "received_on_2": "2026"}


@pytest.fixture
def step(routed_case: Any, prosecutor: Any) -> Step:
    """An EIO search that was sent."""
    _, route = routed_case(prosecutor, title="Counterfeit shoes", needs=[("criminal.search_and_seizure", "ES")])
    need = route.document["answer"]["needs"][0]
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    step = step_of(route, need, option)
    for state in ("approved", "sent"):
        step = step_move(step=step, to=state, user=prosecutor, happened_on=date(2026, 11, 18), now=NOW)
    return step


@pytest.fixture
def page(step: Step, desk: Any) -> Any:
    """Opens the page, or sends it."""

    def go(data: Any = None) -> Any:
        address = reverse("case-reply", args=[step.case_id, step.pk])
        return desk.get(address) if data is None else desk.post(address, DAY | {"version": step.version} | data)

    return go


def _slip(step: Step, lines: str, *, digest: str = "", step_id: str = "") -> dict[str, Any]:
    code = reply_code(step=step_id or step.pk.hex, version=1, digest=digest or "ab" * 32)
    return {"action": "read", "file": SimpleUploadedFile("slip.txt", f"{code}\n{lines}".encode())}


def test_typed_answers_move_the_step(page: Any, step: Step) -> None:
    answer = page({"R1": "on", "R3": "on", "R3-on_0": "1", "R3-on_1": "2", "R3-on_2": "2027"})
    assert answer.status_code == 302, answer.content.decode()
    step.refresh_from_db()
    assert step.state == "recognised"
    events = list(step.events.order_by("number"))[-2:]
    assert [event.to_state for event in events] == ["received", "recognised"]
    assert "1 February 2027" in events[1].note


def test_a_refusal_keeps_its_grounds(page: Any, step: Step) -> None:
    assert page({"R8": "on", "grounds": ["G1", "G3"]}).status_code == 302
    step.refresh_from_db()
    assert step.state == "refused"
    assert len(step.events.latest("number").detail["grounds"]) == 2


def test_a_slip_only_fills_the_form_in(page: Any, step: Step) -> None:
    said = page(_slip(step, "R1 18.11.2026\nR8 19.11.2026 G2 see letter")).content.decode()
    assert "The slip was read" in said
    assert "see letter" in said
    assert 'name="R8" class="govuk-checkboxes__input" id="id_R8" checked' in said or said.count(" checked") >= 3
    step.refresh_from_db()
    assert step.state == "sent"


def test_a_slip_of_a_version_that_was_made_here_gives_no_warning(page: Any, step: Step) -> None:
    inputs = dossier_inputs(step=step, language="en")
    digest = canonical_sha256(inputs)
    assert "not to a version" in page(_slip(step, "R1", digest=digest)).content.decode()
    DossierJob.objects.create(
        step=step, case_id=step.case_id, agency_id=step.agency_id, version=1, language="en", inputs=inputs,
        inputs_sha256=digest, requested_by=step.chosen_by, created_at=NOW,
    )  # fmt: skip
    assert "not to a version" not in page(_slip(step, "R1", digest=digest)).content.decode()


def test_a_slip_of_another_request_is_refused(page: Any, step: Step) -> None:
    answer = page(_slip(step, "R1", step_id="0f" * 16))
    assert answer.status_code == 422
    assert "answers another request" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Mark at least one answer"),
        ({"R1-text": "came by post"}, "Mark this answer, or take out"),
        ({"R8": "on"}, "Choose at least one ground, or write"),
        ({"R1": "on", "version": "0"}, "Somebody wrote into the log"),
        ({"R1": "on", "R1-on_0": "1", "R1-on_1": "1", "R1-on_2": "2030"}, "give a day from 1 January 2000 up to today"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(page: Any, step: Step, data: dict[str, str], said: str) -> None:
    answer = page(data | {"R2": "on", "R2-text": "Court of Lugo"} if data.get("R1") else data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    for value in data.values():
        assert value in answer.content.decode()
    step.refresh_from_db()
    assert step.state == "sent"
    assert not step.events.filter(kind="remark").exists()


def test_the_slip_to_fill_in_comes_back_as_it_was_filled_in(page: Any, desk: Any, step: Step) -> None:
    address = reverse("case-slip", args=[step.case_id, step.pk])
    assert desk.get(address).status_code == 404
    inputs = dossier_inputs(step=step, language="en")
    DossierJob.objects.create(
        step=step, case_id=step.case_id, agency_id=step.agency_id, version=2, language="en", inputs=inputs,
        inputs_sha256=canonical_sha256(inputs), requested_by=step.chosen_by, created_at=NOW,
    )  # fmt: skip
    slip = desk.get(address)
    assert slip["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(slip.content)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert {f"R{number}" for number in range(1, 9)} <= set(fields)
        for name in ("R8", "G2"):
            fields[name].V = fields[name].AS = pikepdf.Name.Yes
        fields["R8_on"].V, fields["R8_text"].V = pikepdf.String("19.11.2026"), pikepdf.String("see letter")
        written = io.BytesIO()
        pdf.save(written)
    reply = read_reply(written.getvalue())
    assert reply.answers == (Given("R8", "2026-11-19", "see letter", ("G2",)),)
    assert (reply.step, reply.version) == (step.pk.hex, 2)
    said = page({"action": "read", "file": SimpleUploadedFile("slip.pdf", written.getvalue())}).content.decode()
    assert "The slip was read" in said
    assert "not to a version" not in said


def test_the_slip_of_a_dossier_in_two_languages_is_the_receivers_and_leads_back(step: Step, desk: Any) -> None:
    """Both languages of the page and the slip carry one code, and the code is the job's."""
    frozen = dossier_inputs(step=step, language="en")
    inputs = inputs_beside(inputs=frozen, step=step, beside="es")
    digest = canonical_sha256(inputs)
    DossierJob.objects.create(
        step=step, case_id=step.case_id, agency_id=step.agency_id, version=1, language="en", beside="es",
        inputs=inputs, inputs_sha256=digest, requested_by=step.chosen_by, created_at=NOW,
    )  # fmt: skip
    code = reply_code(step=step.pk.hex, version=1, digest=digest)
    answer = desk.get(reverse("case-slip", args=[step.case_id, step.pk]))
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.content)) as slip:
        fields = {str(field.T): str(field.get("/V", "")) for field in slip.Root.AcroForm.Fields}
        assert fields["code"] == code
        assert str(slip.Root.Lang) == "es"
    codes = set(re.findall(r"RGY-[0-9a-f-]+", repr(document_of(inputs, 1))))
    assert codes == {code}
    assert digest in repr(document_of(inputs, 1))
