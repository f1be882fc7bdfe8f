"""The same form sent four times at once adds one row; the same page with other words adds another. Real PostgreSQL."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.urls import URLPattern, get_resolver, reverse

from advisor.cases.models import CaseNote, FormSent
from advisor.cases.services.sent_once import KEPT
from advisor.walk.models import Contact, StepEvent
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, needs_of, steps_choose
from advisor.web.views.once import ADDS
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 4
DAY = {"happened_on_0": TODAY.day, "happened_on_1": TODAY.month, "happened_on_2": TODAY.year}
KEY = re.compile(r'name="once" value="([^"]+)"')


def key_on(browser, url):
    return KEY.search(browser.get(url).content.decode())[1]


def four_times(signed_in, user, url, fields):
    """Four browsers' worth of clicks on one page: what each got."""
    ready = Barrier(HANDS)
    browsers = [signed_in(user) for _hand in range(HANDS)]

    def hand(browser):
        try:
            ready.wait(10)
            return browser.post(url, fields)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, browsers))


@pytest.fixture
def sent_step(routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    options = needs_of(route)["n1"]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
    step = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", provision, "asked before")], now=NOW)[0]
    for to in ("approved", "sent", "received"):
        step = step_move(step=step, to=to, user=prosecutor, happened_on=TODAY, now=NOW)
    return case, step


def test_four_notes_at_once_are_one(signed_in, open_case, investigator):
    case = open_case(investigator)
    url = reverse("case-notes", args=[case.pk])
    fields = {"text": "The host answers on Monday.", "once": key_on(signed_in(investigator), url)}
    answers = four_times(signed_in, investigator, url, fields)
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {url}
    assert CaseNote.objects.filter(case=case).count() == 1
    said = [str(answer.cookies.get("messages", "")) for answer in answers]
    assert len(said) == HANDS


def test_who_comes_second_is_told(signed_in, open_case, investigator):
    case = open_case(investigator)
    url, browser = reverse("case-notes", args=[case.pk]), signed_in(investigator)
    fields = {"text": "Once.", "once": key_on(browser, url)}
    browser.post(url, fields)
    assert "taken once, and nothing was added twice" in browser.post(url, fields, follow=True).content.decode()
    assert CaseNote.objects.count() == 1


def test_the_same_page_with_other_words_loses_nothing(signed_in, open_case, investigator):
    case = open_case(investigator)
    url, browser = reverse("case-notes", args=[case.pk]), signed_in(investigator)
    key = key_on(browser, url)
    for text in ("First.", "Second, after the back button."):
        browser.post(url, {"text": text, "once": key})
    assert CaseNote.objects.count() == 2


def test_a_form_that_was_not_taken_may_come_again(signed_in, open_case, investigator):
    case = open_case(investigator)
    url, browser = reverse("case-notes", args=[case.pk]), signed_in(investigator)
    key = key_on(browser, url)
    for _time in range(2):
        assert browser.post(url, {"text": "", "once": key}).status_code == 422
    assert not FormSent.objects.exists()
    assert browser.post(url, {"text": "Now.", "once": key}).status_code == 302


def test_four_contacts_at_once_are_one(signed_in, open_case, investigator):
    case = open_case(investigator)
    url = reverse("case-contacts", args=[case.pk])
    fields = {
        "who": "Desk of the host", "asked": "Where are the logs?", "told": "In Haarlem.",
        "once": key_on(signed_in(investigator), url),
    }  # fmt: skip
    answers = four_times(signed_in, investigator, url, fields | DAY)
    assert {answer.status_code for answer in answers} == {302}, answers[0].content.decode()[:4000]
    assert Contact.objects.filter(case=case).count() == 1


def test_four_remarks_at_once_are_one_and_nobody_is_told_off(signed_in, sent_step, prosecutor):
    case, step = sent_step
    url = reverse("case-step-remark", args=[case.pk, step.pk])
    fields = {"note": "They called.", **DAY, "version": step.version}
    answers = four_times(signed_in, prosecutor, url, fields | {"once": key_on(signed_in(prosecutor), url)})
    assert {answer.status_code for answer in answers} == {302}
    assert StepEvent.objects.filter(step=step, kind="remark").count() == 1


@pytest.mark.parametrize(
    ("act", "kind", "fields"),
    [
        ("chaser", "chaser", {}),
        ("extend", "extension", {"number": "10", "unit": "calendar_days"}),
    ],
)
def test_four_records_at_once_are_one(signed_in, sent_step, prosecutor, act, kind, fields):
    case, step = sent_step
    browser = signed_in(prosecutor)
    page = browser.get(reverse("case-ledger", args=[case.pk])).content.decode()
    refs = sorted(set(re.findall(rf"/ledger/{step.pk}/([^/\"]+)/\"", page)))
    url = next(
        address
        for address in (reverse("case-ledger-record", args=[case.pk, step.pk, ref, act]) for ref in refs)
        if f'/record/{act}"' in browser.get(address.removesuffix(f"record/{act}")).content.decode()
    )
    typed = fields | DAY | {"version": step.version, "once": key_on(browser, url)}
    answers = four_times(signed_in, prosecutor, url, typed)
    assert {answer.status_code for answer in answers} == {302}, answers[0].content.decode()[:4000]
    assert StepEvent.objects.filter(step=step, kind=kind).count() == 1


def test_old_forms_go(signed_in, open_case, investigator):
    case = open_case(investigator)
    said = {"case": case, "agency_id": case.agency_id, "by": investigator}
    FormSent.objects.create(**said, key="old", said="old", at=NOW - KEPT - timedelta(days=400))
    url, browser = reverse("case-notes", args=[case.pk]), signed_in(investigator)
    browser.post(url, {"text": "New.", "once": key_on(browser, url)})
    assert [row.key for row in FormSent.objects.all()] != ["old"]
    assert FormSent.objects.count() == 1


def test_every_route_that_takes_forms_once_exists():
    def names(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name
            else:
                yield from names(pattern.url_patterns)

    assert set(names(get_resolver().url_patterns)) >= ADDS


def test_four_people_on_one_step_move_it_once_and_the_others_are_told(signed_in, sent_step, person):
    """Other browsers have other keys: between people the step's version decides."""
    case, step = sent_step
    url = reverse("case-step-move", args=[case.pk, step.pk, "recognised"])
    ready, people = Barrier(HANDS), [person("prosecutor") for _hand in range(HANDS)]
    forms = [DAY | {"version": step.version, "once": key_on(signed_in(one), url)} for one in people]

    def hand(number):
        try:
            browser = signed_in(people[number])
            ready.wait(10)
            return browser.post(url, forms[number], follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        answers = list(pool.map(hand, range(HANDS)))
    assert StepEvent.objects.filter(step=step, to_state="recognised").count() == 1
    told = [page for page in (answer.content.decode() for answer in answers) if "Recorded: Recognised" not in page]
    assert len(told) == HANDS - 1
    assert all("after you opened the page" in page or "choose again" in page for page in told)
