"""Drafts in a real browser: typed, saved by itself, seen in the document; matrix and reply; also without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.dossiers.drafting import nexus_save, texts_save
from advisor.dossiers.models import DraftText
from advisor.walk.models import Step
from tests.advisor.dossiers.rows import step_of
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OBJECT = "box-4.object-of-the-measure"
FACT = "measure.necessary_and_proportionate"
HOSTILE = "<script>alert(1)</script> שלום עולם مرحبا 🚢 " + "Donaudampfschifffahrtsgesellschaft" * 8


@pytest.fixture
def step(routed_case: Any, prosecutor: Any) -> Step:
    """An EIO search with awkward texts."""
    _, route = routed_case(
        prosecutor, title="Counterfeit shoes", summary=HOSTILE, needs=[("criminal.search_and_seizure", "ES")]
    )
    need = route.document["answer"]["needs"][0]
    option = next(option for option in need["options"] if option["provision"] == "eio/search-and-seizure")
    step = step_of(route, need, option)
    Step.objects.filter(pk=step.pk).update(state="sent")
    return step


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_place_to_the_document(walker: Callable[..., Any], step: Step, prosecutor: Any, scripts: bool) -> None:
    walk = walker(prosecutor, scripts=scripts)
    page = walk.open(reverse("case-draft", args=[step.case_id, step.pk]))
    page.fill(f"[name='{OBJECT}']", "The flat on the second floor.")
    page.click("button:has-text('Save')")
    assert "Saved." in page.inner_text("body")
    page.click("text=See the document as it stands")
    assert "The flat on the second floor." in page.inner_text("main")
    page.click("text=Back to the draft")
    page.click("text=Say why the facts need this measure")
    page.fill(f"[name='{FACT}']", "The stock is kept there alone.")
    page.click("button:has-text('Save')")
    assert "Used by no step" in page.inner_text("main")
    assert DraftText.objects.get().nexus[0]["sentence"] == "The stock is kept there alone."


def test_what_is_typed_is_saved_by_itself(walker: Callable[..., Any], step: Step, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    page = walk.open(reverse("case-draft", args=[step.case_id, step.pk]))
    page.fill(f"[name='{OBJECT}']", "By itself.")
    page.wait_for_selector("#autosave:has-text('Saved at')")
    assert DraftText.objects.get().texts[OBJECT] == "By itself."


def test_every_page_is_accessible_and_fits(walker: Callable[..., Any], step: Step, prosecutor: Any) -> None:
    row = texts_save(step=step, user=prosecutor, version=0, texts={OBJECT: HOSTILE, "box-99.x": HOSTILE}, now=NOW)
    nexus_save(step=step, user=prosecutor, version=row.version, links=[{"fact": FACT, "sentence": HOSTILE}], now=NOW)
    walk = walker(prosecutor)
    for name in ("case-draft", "case-draft-preview", "case-nexus-step", "case-reply"):
        walk.open(reverse(name, args=[step.case_id, step.pk]))
        walk.checked()
    walk.open(reverse("case-nexus", args=[step.case_id]))
    walk.checked()
