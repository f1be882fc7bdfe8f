"""The desk, the list and a case's people in a browser: every width, without scripts, by keyboard, in ten seconds."""

from collections.abc import Callable
from typing import Any

import pytest

from advisor.cases.models import CaseMember
from advisor.cases.services.closing import case_close
from advisor.cases.services.notes import note_add
from advisor.cases.services.team import member_add
from advisor.walk.contacts import contact_add, contact_withdraw
from advisor.walk.models import Contact
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Versicherungsgesellschaftenverzeichnis" * 4


@pytest.fixture
def case(routed_case: Callable[..., Any], investigator: Any, prosecutor: Any, person: Callable[..., Any]) -> Any:
    """A routed case with members, notes, contacts and a step that waits."""
    found, _route = routed_case(investigator, title=f"Shoes {LONG}", answers={})
    member_add(case=found, user=investigator, who=investigator.email, role="lead", now=NOW)
    for user, role in ((prosecutor, "prosecutor"), (person("investigator", name=LONG), "reader")):
        member_add(case=found, user=investigator, who=user.email, role=role, now=NOW)
    note_add(case=found, user=investigator, text=f"@{prosecutor.email} look at http://evil.example {LONG}", now=NOW)
    told = {"who": f"Desk {LONG}", "asked": "asked", "told": LONG, "happened_on": TODAY, "need_key": "n1"}
    contact_add(case=found, user=investigator, values=told, now=NOW)
    contact_add(case=found, user=investigator, values={**told, "citable": True}, now=NOW)
    ended = contact_add(case=found, user=investigator, values=told, now=NOW)
    contact_withdraw(contact=ended, user=investigator, why="wrong", now=NOW)
    return found


def pages_of(case: Any) -> list[str]:
    """Every page of the desk and of a case's people."""
    own = f"/cases/{case.pk}"
    contact = Contact.objects.filter(case=case, kind="contact").order_by("number").first()
    assert contact is not None
    return [
        "/desk",
        "/cases/",
        "/cases/?state=all&track=criminal&q=shoes",
        f"{own}/",
        f"{own}/team",
        f"{own}/team/hand-over",
        f"{own}/state",
        f"{own}/notes/",
        f"{own}/contacts/",
        f"{own}/contacts/?need=n1",
        f"{own}/contacts/{contact.pk}/",
        f"{own}/contacts/{contact.pk}/withdraw",
        f"{own}/history",
        f"{own}/history?group=people&all=yes",
    ]


def test_every_page_is_accessible_and_fits(walker, case, investigator):
    found = walker(investigator)
    for path in pages_of(case):
        page = found.open(path)
        page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")
        found.checked()


def test_a_prosecutor_finds_the_note_on_the_desk_and_takes_it_off(walker, case, prosecutor):
    page = walker(prosecutor).open("/desk")
    assert page.locator("#g-mentions").count() == 1
    assert "evil[.]example" in page.content()
    page.locator("section[aria-labelledby=g-mentions] a").first.click()
    page.get_by_role("button", name="I have seen them").click()
    page.goto(page.url.partition("/cases/")[0] + "/desk")
    assert page.locator("#g-mentions").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_contact_is_noted_with_three_fields_and_four_keys_between_them(walker, case, investigator, scripts):
    """Ten seconds: from the case page one link, three texts, three times Tab to the next field, Enter on the button.

    Counted: keys that are no letters of the texts. The day is there already; nothing is ticked, so it is confidential.
    """
    page = walker(investigator, scripts=scripts).open(f"/cases/{case.pk}/contacts/")
    pressed = 0

    def press(key: str) -> None:
        nonlocal pressed
        page.keyboard.press(key)
        pressed += 1

    page.locator("#id_who").focus()
    for number, text in enumerate(("Madrid", "Is it yours?", "Yes")):
        if number:
            press("Tab")
        page.keyboard.type(text)
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        press("Tab")
    press("Enter")
    page.wait_for_selector("text=The contact was noted.")
    row = Contact.objects.get(who="Madrid")
    assert (row.asked, row.told, row.citable, row.need_key) == ("Is it yours?", "Yes", False, "")
    assert pressed <= 9, "two between the texts, over the day, need and tick to the button, and Enter"


def test_a_confidential_contact_is_left_out_when_the_page_is_printed(walker, case, investigator):
    page = walker(investigator).open(f"/cases/{case.pk}/contacts/")
    assert page.locator("text=Confidential: its text is not printed.").first.is_visible() is False
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    assert "Confidential: its text is not printed." in shown
    assert shown.count("asked") == 1, "the one that may be cited"
    page.emulate_media(media="screen")


def test_members_are_added_and_changed_by_keyboard_without_scripts(walker, case, investigator, person):
    helper = person("investigator", name="Hanna Helper")
    page = walker(investigator, scripts=False).open(f"/cases/{case.pk}/team")
    page.locator("#id_who").fill(helper.email)
    page.locator("#id_who").press("Enter")
    assert "Hanna Helper is a member now." in page.content()
    member = CaseMember.objects.get(user=helper)
    page.locator(f"#role-{member.pk}").select_option("reader")
    page.get_by_role("button", name="Change Hanna Helper").click()
    assert CaseMember.objects.get(user=helper).role == "reader"
    lead = CaseMember.objects.get(case=case, role="lead")
    page.locator(f"#role-{lead.pk}").select_option("reader")
    page.get_by_role("button", name=f"Change {investigator.get_full_name()}").click()
    assert "only lead" in page.content()
    assert CaseMember.objects.get(pk=lead.pk).role == "lead"


def test_many_cases_are_ticked_and_taken_along(walker, case, open_case, investigator):
    open_case(investigator, title="Bags")
    found = walker(investigator)
    page = found.open("/cases/")
    page.get_by_label("Tick Bags").check()
    page.locator("#bulk summary").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="As XLSX").click()
    assert coming.value.suggested_filename.endswith(".xlsx")


def test_a_closed_case_says_so_on_every_page(walker, case, investigator):
    case_close(case=case, user=investigator, reason="done", text="", now=NOW)
    found = walker(investigator)
    page = found.open(f"/cases/{case.pk}/contacts/")
    assert "Nothing of this case changes until it is opened again." in page.content()
    assert page.locator("#page-form").count() == 0
    found.checked()
    page.get_by_role("link", name="Open the case again").click()
    page.locator("#id_text").fill("A late answer.")
    page.get_by_role("button", name="Open it again").click()
    assert "The case is open again." in page.content()
