"""The pages of the intake in English and in French, with nothing, with everything, with faults, with hostile text.

axe finds nothing and judges every contrast, nothing sticks out from 320 to 1440 px, and no script complains.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.exercises import exercises
from advisor.cases.services import case_from_document, case_from_file, case_route
from advisor.cases.services.practice import exercise_start
from advisor.web.urls import urlpatterns
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCENARIOS = Path(__file__).resolve().parents[2] / "fixtures" / "scenarios"
LONG = "شركة الأدوية " * 20 + "שלום \u200f עולם " + "🚢" * 30 + " <script>alert(1)</script> " + "x" * 300
LANGUAGES = ("en", "fr")


def pages(case: Any) -> Iterator[str]:
    """Every page of a case that asks or shows the intake, and the pages around it."""
    for pattern in urlpatterns:
        name, parameters = getattr(pattern, "name", None) or "", set(pattern.pattern.converters)
        if not name.startswith(("case", "practice")) or name.startswith(("case-dossiers", "case-route-new")):
            continue
        if not parameters or parameters == {"case_id"}:
            yield reverse(name, args=[case.pk] if parameters else [])


def walked(walk: Any, addresses: Iterator[str] | list[str]) -> int:
    """Look at each page that answers with one; returns how many did."""
    seen = 0
    for address in addresses:
        answer = walk.context.request.get(walk.base + address, max_redirects=0, fail_on_status_code=False)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        walk.open(address)
        walk.checked()
        seen += 1
    return seen


def speaking(walker: Callable[..., Any], user: Any, language: str) -> Any:
    """A walker whose account speaks a language."""
    user.language = language
    user.save(update_fields=["language"])
    walk = walker(user)
    walk.open(reverse("case-list"))
    assert walk.page.evaluate("document.documentElement.lang") == language
    return walk


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_case(walker: Callable[..., Any], edition: Any, prosecutor: Any, language: str) -> None:
    file = SCENARIOS / "mock-medicines.yaml"
    case = case_from_file(user=prosecutor, content=file.read_bytes(), name=file.name, now=NOW)
    case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    walk = speaking(walker, prosecutor, language)
    of_need = [
        reverse("case-need", args=[case.pk, "n13"]),
        reverse("case-need-questions", args=[case.pk, "n13"]) + "?further",
        reverse("case-questions", args=[case.pk]) + "?further",
        reverse("case-questions-page", args=[case.pk, "offence"]),
        reverse("case-question", args=[case.pk, "requester.kind"]),
        reverse("case-route-need", args=[case.pk, 1, "n13"]),
    ]
    assert walked(walk, [*pages(case), *of_need]) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_practice_case(walker: Callable[..., Any], edition: Any, prosecutor: Any, language: str) -> None:
    case = exercise_start(exercise=exercises()[0], user=prosecutor, now=NOW)
    walk = speaking(walker, prosecutor, language)
    assert walked(walk, pages(case)) > 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_and_hostile_text(walker: Callable[..., Any], edition: Any, prosecutor: Any, language: str) -> None:
    walk = speaking(walker, prosecutor, language)
    walk.open(reverse("case-new"))
    walk.page.fill("[name=title]", LONG)
    walk.page.fill("[name=requesting_state]", LONG)
    walk.page.fill("[name=summary]", LONG)
    walk.page.click("main form#page-form button >> nth=-1")
    assert walk.page.locator(".govuk-error-summary").count()
    walk.checked()
    walk.page.fill("[name=title]", LONG[:190])
    walk.page.fill("[name=reference]", LONG[:70])
    walk.page.fill("[name=requesting_state]", "FR")
    walk.page.click("main form#page-form button >> nth=-1")
    walk.page.wait_for_url("**/needs/add")
    walk.page.fill("[name=line-0-measure]", LONG)
    walk.page.fill("[name=line-0-states]", LONG)
    walk.page.fill("[name=line-0-subject]", LONG)
    walk.page.click("main button[value=save]")
    assert walk.page.locator(".govuk-error-summary").count()
    walk.checked()
    walk.page.fill("[name=line-0-measure]", "criminal.jit")
    walk.page.fill("[name=line-0-states]", "NL")
    walk.page.click("main button[value=save]")
    walk.page.wait_for_url("**/needs/")
    walk.checked()
    assert ("Pays-Bas" if language == "fr" else "Netherlands") in walk.page.inner_text("main")
    assert walk.page.locator("script:has-text('alert(1)')").count() == 0


def test_the_language_changes_and_the_text_stays(walker: Callable[..., Any], edition: Any, prosecutor: Any) -> None:
    for scripts in (True, False):
        walk = walker(prosecutor, scripts=scripts)
        asked: list[str] = []
        walk.page.on("dialog", lambda dialog, asked=asked: asked.append(dialog.type))
        walk.open(reverse("case-new"))
        walk.page.fill("[name=title]", "Étals & <Co>")
        walk.page.fill("[name=summary]", "Line one\nline two")
        walk.page.check("[name=stage][value=trial]")
        there = "fr" if walk.page.locator("html[lang=en]").count() else "en"
        walk.page.click(f".rg-languages button[value={there}]")
        walk.page.wait_for_selector(f"html[lang={there}]")
        assert walk.page.input_value("[name=title]") == "Étals & <Co>"
        assert walk.page.input_value("[name=summary]") == "Line one\nline two"
        assert walk.page.is_checked("[name=stage][value=trial]")
        assert asked == []


def test_the_captions_of_a_comparison_keep_their_width(
    walker: Callable[..., Any], edition: Any, prosecutor: Any
) -> None:
    """In a table laid out as blocks a caption that is not one shrinks to a letter a line."""
    key = exercises()[0].key
    facts = {**key["facts"], "measure.available_in_requesting_state": False}
    document = {**key, "facts": facts, "reference": "PRACTICE-IPTV-1", "stage": "trial"}
    case = case_from_document(user=prosecutor, document=document, now=NOW)
    page = walker(prosecutor).open(reverse("practice-compare", args=[case.pk]))
    page.set_viewport_size({"width": 320, "height": 900})
    script = "all => all.map(one => one.getBoundingClientRect().width)"
    widths = page.eval_on_selector_all(".rg-table--cards caption", script)
    assert widths
    assert min(widths) > 200
