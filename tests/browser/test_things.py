"""Things and rights in a real browser: found in a text, added, turned into needs; every page, also without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.selectors import cases_for, entities_for, needs_for
from advisor.cases.services import entities_add, right_add
from advisor.cases.services.entities import Given
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
HOSTILE = "<script>alert(1)</script> שלום עולם مرحبا 🚢 " + "Donaudampfschifffahrtsgesellschaft" * 8
PASTE = f"""Shop hxxps://shop[.]example[.]com/item/1 and 2026-11-03 21:14:05 UTC 8.8.8.8
Pay to LT12 1000 0111 0100 1000, hidden at {ONION}
person;=HYPERLINK("http://evil.example") <b>x</b>;RO;{HOSTILE}
ip;999.1.1.1
"""


@pytest.fixture
def case(open_case: Any, prosecutor: Any) -> Any:
    return open_case(prosecutor, needs=[("criminal.search_and_seizure", "ES")])


@pytest.fixture
def full(case: Any, prosecutor: Any) -> Any:
    """A case with awkward things and rights."""
    entities_add(
        case=case,
        user=prosecutor,
        given=[
            Given("person", {"value": HOSTILE[:480], "note": HOSTILE * 4}, "ES", "believed", ["n1"]),
            Given("domain", {"value": "xn--80ak6aa92e.com"}),
            Given("url", {"value": "https://example.com/" + "a" * 1_500}),
            Given("ip", {"value": "10.0.0.1", "at": "2026-11-03 21:14", "zone": "Europe/Rome"}, "FR", "certain"),
            Given("bank_account", {"value": "LT121000011101001000"}),
        ],
        now=NOW,
    )
    values = {"kind": "eu_trade_mark", "name": HOSTILE[:300], "number": "ACME", "conduct": ["medicines"]}
    right_add(case=case, user=prosecutor, values=values, now=NOW)
    return cases_for(prosecutor).get(pk=case.pk)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_pasted_text_to_needs(walker: Callable[..., Any], case: Any, prosecutor: Any, scripts: bool) -> None:
    walk = walker(prosecutor, scripts=scripts)
    page = walk.open(reverse("case", args=[case.pk]))
    page.click("text=Things in the case")
    page.click("text=Find them in a text")
    page.fill("[name=text]", PASTE)
    page.click("button:has-text('Find things')")
    main = page.inner_text("main")
    assert "8[.]8[.]8[.]8" in main
    assert "Line 4:" in main
    assert not page.locator("[name=tick]:checked").count()
    assert not entities_for(prosecutor).exists()
    for words in ("8[.]8[.]8[.]8", "LT12 1000", ONION.replace(".", "[.]")):
        page.check(f"label:has-text('{words}')")
    page.fill("li:has-text('8[.]8[.]8[.]8') [name^=state-]", "Atlantis")
    page.click("text=Add what is ticked")
    assert "is not one State" in page.inner_text("main")
    page.fill("li:has-text('8[.]8[.]8[.]8') [name^=state-]", "Ireland")
    page.click("text=Add what is ticked")
    assert "3 things were added" in page.inner_text("body")
    page.click("text=See which needs they call for")
    page.check("label:has-text('Expedited preservation'):has-text('Ireland')")
    page.check("label:has-text('State not known yet')")
    page.click("text=Add what is ticked")
    shown = page.inner_text("main")
    assert "8[.]8[.]8[.]8" in shown
    assert "Not known yet" in shown
    assert {need.requested_state for need in needs_for(prosecutor)} == {"ES", "IE", ""}


def test_every_page_of_things_and_rights(walker: Callable[..., Any], full: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    for name, *parts in (
        ("case",),
        ("case-entities",),
        ("case-entities-find",),
        ("case-entity-kind",),
        ("case-entity-add", "ip"),
        ("case-entity-add", "company"),
        ("case-entity", "e1"),
        ("case-entity", "e2"),
        ("case-entity-remove", "e1"),
        ("case-rights",),
        ("case-right-kind",),
        ("case-right-add", "eu_design"),
        ("case-right-add", "trade_secret"),
        ("case-right", "r1"),
        ("case-right-remove", "r1"),
        ("case-offence",),
        ("case-needs",),
        ("case-needs-suggested",),
        ("case-need-about", "n1"),
    ):
        walk.open(reverse(name, args=[full.pk, *parts]))
        walk.checked()


def test_pages_with_faults_and_nothing(walker: Callable[..., Any], full: Any, open_case: Any, prosecutor: Any) -> None:
    walk = walker(prosecutor)
    walk.open(reverse("case-entities-find", args=[full.pk]))
    walk.page.fill("[name=text]", PASTE)
    walk.page.click("button:has-text('Find things')")
    walk.checked()
    walk.page.click("text=Add what is ticked")
    assert walk.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    walk.checked()
    walk.open(reverse("case-entity-add", args=[full.pk, "ip"]))
    walk.page.fill("[name=value]", HOSTILE)
    walk.page.fill("[name=at]", "3/11/2026 10:00")
    walk.page.fill("[name=state]", "Atlantis")
    walk.page.click("text=Add it")
    assert walk.page.input_value("[name=value]") == HOSTILE
    walk.checked()
    walk.open(reverse("case-right-add", args=[full.pk, "patent"]))
    walk.page.fill("[name=territory]", HOSTILE)
    walk.page.click("text=Add it")
    walk.checked()
    walk.open(reverse("case-needs-suggested", args=[full.pk]))
    walk.page.click("text=Add what is ticked")
    walk.checked()
    walk.open(reverse("case-offence", args=[full.pk]))
    walk.page.fill("[name='offence.max_penalty_months_requesting']", "five years")
    walk.page.click("main form button:has-text('Save')")
    walk.checked()
    empty = open_case(prosecutor)
    for name in ("case-entities", "case-rights", "case-needs-suggested"):
        walk.open(reverse(name, args=[empty.pk]))
        walk.checked()
    walk.open(reverse("case-entity-kind", args=[empty.pk]))
    walk.page.click("text=Go on")
    assert "Choose one of the kinds" in walk.page.inner_text("main")
    walk.checked()
