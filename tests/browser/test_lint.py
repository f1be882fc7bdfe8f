"""The check of a draft and the report over a case's dossiers in a real browser: accessible, narrow, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.dossiers.drafting import texts_save
from advisor.dossiers.services import dossier_request
from advisor.walk.models import Step
from tests.advisor.dossiers.rows import step_of
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "XXX <b>שלום</b> 🚢 ACME Ltd " + "Donaudampfschifffahrtsgesellschaft" * 6


@pytest.fixture
def step(routed_case: Any, prosecutor: Any) -> Step:
    """An EIO search with an awkward text and one dossier."""
    _, route = routed_case(prosecutor, title="Counterfeit shoes", needs=[("criminal.search_and_seizure", "ES")])
    need = route.document["answer"]["needs"][0]
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    step = step_of(route, need, option)
    texts = {"box-4.object-of-the-measure": f"{LONG}. The books of Acme Limited."}
    texts_save(step=step, user=prosecutor, version=0, texts=texts, now=NOW)
    dossier_request(step=step, language="en", user=prosecutor, now=NOW)
    return step


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_finding_to_its_place(walker: Callable[..., Any], step: Step, prosecutor: Any, scripts: bool) -> None:
    walk = walker(prosecutor, scripts=scripts)
    page = walk.open(reverse("case-steps", args=[step.case_id]))
    page.click("a:has-text('Do the dossiers agree?')")
    assert "A name that may be one, written in two ways" in page.inner_text("main")
    page.click("a:has-text('stop a final')")
    assert "A placeholder or a note to oneself is left in the text." in page.inner_text("main")
    page.click("li:has-text('The maximum') a, li:has-text('Nothing links the facts') a")
    assert page.url.partition("#")[0].endswith("/draft")


def test_both_pages_are_accessible_and_fit(walker: Callable[..., Any], step: Step, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    walk.open(reverse("case-lint", args=[step.case_id, step.pk]))
    walk.checked()
    walk.open(reverse("case-consistency", args=[step.case_id]))
    walk.checked()
