"""The check of one draft and the report over all dossiers of a case, on pages; one change updates all drafts."""

from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.models import Case
from advisor.cases.services import case_route, case_update
from advisor.dossiers.drafting import texts_save
from advisor.dossiers.models import DossierJob
from advisor.dossiers.services import dossier_request
from advisor.dossiers.updating import case_divergences, newest_jobs
from advisor.walk.models import Step
from tests.advisor.dossiers.rows import step_of
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' day is that of the tests."""
    monkeypatch.setattr("advisor.web.views.lint.today", lambda: TODAY)


@pytest.fixture
def steps(routed_case: Any, prosecutor: Any, bells: list[str]) -> list[Step]:
    """Two steps of one case: a search and a hearing."""
    _, route = routed_case(
        prosecutor,
        title="Counterfeit shoes",
        summary="Shoes.",
        needs=[("criminal.search_and_seizure", "ES"), ("criminal.depositions", "ES")],
    )
    found = []
    for need, provision in zip(
        route.document["answer"]["needs"], ("eio/search-and-seizure", "eio/depositions"), strict=True
    ):
        option = next(option for option in need["options"] if option["provision"] == provision)
        found.append(step_of(route, need, option))
    return found


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was sent to the queue, instead of sending it."""
    sent: list[str] = []
    monkeypatch.setattr("advisor.dossiers.services.app.send_task", lambda name, args, **_: sent.append(args[0]))
    return sent


def _page(desk: Any, name: str, *args: Any) -> str:
    answer = desk.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_findings_stand_by_severity_with_a_link_to_their_place(desk: Any, steps: list[Step]) -> None:
    said = _page(desk, "case-lint", steps[0].case_id, steps[0].pk)
    assert "Stops a final" in said
    assert "No place is named where the measure is to be carried out." in said
    assert f"{reverse('case-draft', args=[steps[0].case_id, steps[0].pk])}#id_box-" in said


def test_a_mended_draft_has_one_finding_less(desk: Any, steps: list[Step], prosecutor: Any) -> None:
    place = "box-8.why-this-measure-is-needed-at-this-place.link_blank"
    sentence = "Nothing links the facts to the measure."
    before = _page(desk, "case-lint", steps[0].case_id, steps[0].pk)
    text = "The parcels came from Unit 14, Calle Fundidores 27, 28906 Getafe, so the stock is there."
    texts_save(step=steps[0], user=prosecutor, version=0, texts={place: text}, now=NOW)
    after = _page(desk, "case-lint", steps[0].case_id, steps[0].pk)
    assert sentence in before
    assert sentence not in after


def test_the_report_counts_findings_and_names_what_differs(desk: Any, steps: list[Step], prosecutor: Any) -> None:
    for step, firm in zip(steps, ("ACME Ltd", "Acme Limited"), strict=True):
        texts_save(
            step=step, user=prosecutor, version=0, texts={"time.wanted_blank": f"15 March 2027, for {firm}"}, now=NOW
        )
        dossier_request(step=step, language="en", user=prosecutor, now=NOW)
    said = _page(desk, "case-consistency", steps[0].case_id)
    assert "A name that may be one, written in two ways" in said
    assert "ACME Ltd" in said
    assert "Acme Limited" in said
    assert "stop a final" in said
    assert said.count("Says what the case says.") == 2


def test_a_case_without_dossiers(desk: Any, steps: list[Step]) -> None:
    assert "No dossier was made yet." in _page(desk, "case-consistency", steps[0].case_id)


def test_one_change_updates_all_drafts(desk: Any, steps: list[Step], prosecutor: Any) -> None:
    for step in steps:
        dossier_request(step=step, language="en", user=prosecutor, now=NOW)
    final = DossierJob.objects.get(step=steps[1])
    copied = {name: getattr(final, name) for name in ("agency_id", "case_id", "step", "language", "inputs")}
    DossierJob.objects.create(
        **copied,
        version=2,
        inputs_sha256="1" * 64,
        requested_by=prosecutor,
        created_at=NOW,
        final_of=final,
        approved_by=prosecutor,
        approved_at=NOW,
    )
    case = Case.objects.get(pk=steps[0].case_id)
    case_update(case=case, user=prosecutor, version=case.version, changes={"title": "Counterfeit boots"}, now=NOW)
    said = _page(desk, "case-consistency", case.pk)
    assert "To be updated." in said
    assert "Final: it stays as it is." in said
    answer = desk.post(reverse("case-consistency-update", args=[case.pk]))
    assert answer.status_code == 302
    versions = DossierJob.objects.filter(step=steps[0]).order_by("version")
    assert [job.inputs["case"]["title"] for job in versions] == ["Counterfeit shoes", "Counterfeit boots"]
    assert DossierJob.objects.filter(step=steps[1]).count() == 2
    assert "Says what the case says." in _page(desk, "case-consistency", case.pk)


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines"])
def test_the_mock_cases_raise_no_false_alarm(scenario_case: Any, prosecutor: Any, bells: list[str], name: str) -> None:
    """Every need's first option that is not closed as a dossier: nothing typed differs, so nothing is named."""
    case = scenario_case(prosecutor, name)
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    labels = {}
    for need in route.document["answer"]["needs"]:
        option = next((option for option in need["options"] if option["verdict"] != "closed"), None)
        if option is not None:
            step = step_of(route, need, option)
            dossier_request(step=step, language="en", user=prosecutor, now=NOW)
            labels[step.pk] = f"{need['id']} {option['instrument']}"
    jobs = newest_jobs(prosecutor, case)
    assert len(jobs) == len(labels) > 10
    assert case_divergences(jobs, labels) == ()
