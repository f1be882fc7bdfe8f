"""Every page in every state: axe, 320 to 1440 px, no console error."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.services import case_from_file, case_route, needs_add
from advisor.dossiers.models import Dossier, DossierJob
from advisor.dossiers.services import dossier_request
from advisor.walk.services import Choice, steps_choose
from tests.conftest import NOW, PASSWORD, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCENARIOS = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios"
HOSTILE = "<script>alert(1)</script> שלום עולם مرحبا 🚢 " + "Donaudampfschifffahrtsgesellschaft" * 8


@pytest.fixture
def iptv(edition: Any, prosecutor: Any) -> Any:
    """The study's mock case with its route, steps and dossiers in every state of work."""
    file = SCENARIOS / "mock-iptv.yaml"
    case = case_from_file(user=prosecutor, content=file.read_bytes(), name=file.name, now=NOW)
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    need = next(n for n in route.document["answer"]["needs"] if n["id"] == "n12")
    option = next(o for o in need["options"] if o["verdict"] == "open" and o["tier"] == "formal")
    other = route.document["answer"]["needs"][2]["plan"][0]
    choices = [Choice("n12", option["provision"], "nobody answers"), Choice("n3", other["provision"])]
    steps = steps_choose(route=route, user=prosecutor, choices=choices, now=NOW)
    jobs = [dossier_request(step=step, language="en", user=prosecutor, now=NOW) for step in steps]
    DossierJob.objects.filter(pk=jobs[0].pk).update(state="done", progress="")
    Dossier.objects.create(
        case=case,
        agency=case.agency,
        job=jobs[0],
        content=b"%PDF-1.7",
        sha256="0" * 64,
        size=8,
        pages=3,
        created_at=NOW,
    )
    DossierJob.objects.filter(pk=jobs[1].pk).update(state="failed", progress="", error="It took longer than 60 s.")
    return case


def test_pages_of_a_full_case(walker: Callable[..., Any], iptv: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    case = iptv.pk
    step = iptv.steps.first().pk
    for path in (
        "/cases/",
        reverse("case", args=[case]),
        reverse("case-about", args=[case]),
        reverse("case-needs", args=[case]),
        reverse("case-needs-add", args=[case]),
        reverse("case-need", args=[case, "n11"]),
        reverse("case-need-remove", args=[case, "n11"]),
        reverse("case-questions", args=[case]) + "?further",
        reverse("case-need-questions", args=[case, "n11"]) + "?further",
        reverse("case-question", args=[case, "requester.kind"]),
        reverse("case-check", args=[case]),
        reverse("case-route", args=[case, 1]),
        reverse("case-steps-choose", args=[case, 1]),
        reverse("case-steps", args=[case]),
        reverse("case-step-withdraw", args=[case, step]),
        reverse("case-dossiers", args=[case]),
    ):
        walk.open(path)
        walk.checked()


def test_a_need_of_the_route_with_every_fold_open(walker: Callable[..., Any], iptv: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    walk.open(reverse("case-route-need", args=[iptv.pk, 1, "n11"]))
    walk.checked()
    walk.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    walk.checked()


def test_every_kind_of_question(walker: Callable[..., Any], edition: Any, open_case: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    case = open_case(prosecutor, needs=[("criminal.electronic_evidence", "IE"), ("civil.small_claim", "ES")])
    kinds = {fact.type: fact.name for fact in edition.rulebook.facts.values() if fact.source != "derived"}
    for name in (*kinds.values(), "measure.purpose", "infringement.live"):
        walk.open(reverse("case-question", args=[case.pk, name]))
        walk.page.click("text=Why we ask") if walk.page.locator("text=Why we ask").count() else None
        walk.checked()


def test_pages_with_faults(walker: Callable[..., Any], open_case: Any, prosecutor: Any, edition: Any) -> None:
    walk = walker(prosecutor)
    case = open_case(prosecutor, needs=[("criminal.jit", "GR")])
    walk.open("/cases/new")
    walk.page.fill("[name=requesting_state]", HOSTILE)
    walk.page.fill("[name=summary]", HOSTILE)
    walk.page.click("text=Save and say what you need")
    walk.page.wait_for_selector(".govuk-error-summary:focus")
    assert walk.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    walk.checked()
    walk.open(reverse("case-needs-add", args=[case.pk]))
    walk.page.fill("[name=line-0-measure]", HOSTILE)
    walk.page.fill("[name=line-0-states]", "Atlantis")
    walk.page.click("text=Save the needs")
    walk.checked()
    walk.open(reverse("case-question", args=[case.pk, "request.sent_on"]))
    walk.page.fill("[name='request.sent_on-day']", "31")
    walk.page.fill("[name='request.sent_on-month']", "2")
    walk.page.fill("[name='request.sent_on-year']", "2026")
    walk.page.click("main button:has-text('Save')")
    walk.checked()
    walk.open("/cases/upload")
    walk.page.set_input_files("[name=file]", {"name": "a.yaml", "mimeType": "text/plain", "buffer": b"format: 2"})
    walk.page.click("text=Read the file")
    assert "The file was not taken" in walk.page.inner_text("main")
    walk.checked()


def test_a_stale_page(walker: Callable[..., Any], open_case: Any, prosecutor: Any) -> None:
    case = open_case(prosecutor, needs=[("criminal.jit", "GR")])
    one, two = walker(prosecutor), walker(prosecutor)
    address = reverse("case-about", args=[case.pk])
    one.open(address)
    two.open(address)
    one.page.fill("[name=title]", "Title of the first")
    one.page.click("main button:has-text('Save')")
    two.page.fill("[name=title]", HOSTILE[:150])
    two.page.click("main button:has-text('Save')")
    shown = two.page.inner_text("main")
    assert "Title of the first" in shown
    assert HOSTILE[:150] in shown
    two.checked()


def test_empty_and_hostile_pages(walker: Callable[..., Any], edition: Any, open_case: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    walk.open("/cases/")
    walk.checked()
    walk.open("/cases/upload")
    walk.checked()
    case = open_case(prosecutor, title=HOSTILE[:200], reference=HOSTILE[:80], summary=HOSTILE * 20)
    for name in ("case", "case-needs", "case-questions", "case-steps", "case-dossiers", "case-check"):
        walk.open(reverse(name, args=[case.pk]))
        walk.checked()
    needs_add(
        case=case,
        user=prosecutor,
        measure="criminal.jit",
        requested_states=["GR"],
        subject=HOSTILE * 5,
        now=NOW,
    )
    case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    for name, more in (
        ("case-list", []),
        ("case-needs", [case.pk]),
        ("case-check", [case.pk]),
        ("case-route", [case.pk, 1]),
        ("case-route-need", [case.pk, 1, "n1"]),
        ("case-steps-choose", [case.pk, 1]),
    ):
        walk.open(reverse(name, args=more))
        assert "<script>alert(1)</script>" in walk.page.inner_text("main")
        walk.checked()


def test_catalogue_and_account(walker: Callable[..., Any], edition: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    for path in (
        "/catalogue/",
        "/catalogue/?q=budapest+29&tier=formal",
        "/catalogue/?q=zzz",
        "/catalogue/instruments/budapest-convention/",
        "/catalogue/instruments/e-evidence-regulation/?on=yesterday",
        "/catalogue/states/CY/",
        "/account/2fa/",
        "/account/logout/",
        "/account/password/change/",
    ):
        walk.open(path)
        walk.checked()


def test_pages_of_strangers_and_refusals(walker: Callable[..., Any], curator: Any, prosecutor: Any) -> None:
    walk = walker()
    walk.open("/account/login/")
    walk.checked()
    walk.page.fill("[name=login]", "nobody@milan.example")
    walk.page.fill("[name=password]", "wrong-password-1")
    walk.page.click("main form button:has-text('Sign in')")
    walk.page.wait_for_selector(".govuk-error-summary")
    walk.checked()
    walk.open("/account/password/reset/")
    walk.checked()
    walk.open("/account/login/")
    walk.page.fill("[name=login]", prosecutor.email)
    walk.page.fill("[name=password]", PASSWORD)
    walk.page.click("main form button:has-text('Sign in')")
    walk.page.wait_for_url("**/desk")
    walk.open("/account/2fa/totp/activate/")
    if "reauthenticate" in walk.page.url:
        walk.checked()
        walk.page.fill("[name=password]", PASSWORD)
        walk.page.click("main form button[type=submit]")
    assert walk.page.locator(".rg-qr svg").count() == 1
    walk.checked()
    walk.open("/nowhere", status=404)
    walk.checked()
    refused = walker(curator)
    refused.open("/cases/", status=403)
    refused.checked()
    without = walker(prosecutor)
    without.open("/cases/new", status=503)
    without.checked()
