"""W2 and W5 for the pages of things and rights: at most forty times the plainest view, and no query more for more rows.

Processor time of this process, interleaved with the plain view, medians of several: what else the machine does does not
count. The pages with a form offer the States in one shared list, never in selects.
"""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.selectors import cases_for
from advisor.cases.services import entities_add, right_add
from advisor.cases.services.entities import Given
from tests.conftest import NOW

MOST_TIMES, ROUNDS = 40, 9
PAGES = [
    ("case-entities",),
    ("case-entities-find",),
    ("case-entity-kind",),
    ("case-entity-add", "ip"),
    ("case-entity", "e1"),
    ("case-rights",),
    ("case-right-kind",),
    ("case-right-add", "eu_trade_mark"),
    ("case-right", "r1"),
    ("case-offence",),
    ("case-needs",),
    ("case-needs-suggested",),
    ("case-need-about", "n1"),
]


def things(first: int, last: int) -> list[Given]:
    kinds = ("domain", "ip", "person", "bank_account")
    values = {
        "domain": "shop{n}.example.com",
        "ip": "8.8.{n}.8",
        "person": "Jane {n}",
        "bank_account": "account {n} at a bank",
    }
    return [
        Given(kinds[n % 4], {"value": values[kinds[n % 4]].format(n=n)}, ("FR", "DE", "")[n % 3], "", ["n1"])
        for n in range(first, last)
    ]


@pytest.fixture
def case(open_case, prosecutor):
    case = open_case(prosecutor, needs=[("criminal.search_and_seizure", "ES"), ("criminal.jit", "ES")])
    entities_add(case=case, user=prosecutor, given=things(0, 17), now=NOW)
    right_add(case=case, user=prosecutor, values={"kind": "eu_trade_mark", "name": "A", "number": "018123456"}, now=NOW)
    return cases_for(prosecutor).get(pk=case.pk)


def cost(client, address):
    started = time.process_time()
    assert client.get(address).status_code == 200
    return time.process_time() - started


@pytest.mark.parametrize(("name", "parts"), [(name, parts) for name, *parts in PAGES], ids=lambda item: str(item))
def test_a_form_is_cheap(desk, case, name, parts):
    address, plain = reverse(name, args=[case.pk, *parts]), reverse("health-live")
    cost(desk, address), cost(desk, address), cost(desk, plain)
    both = [(cost(desk, address), (cost(desk, plain) + cost(desk, plain)) / 2) for _ in range(ROUNDS)]
    page, hello = (statistics.median(side) for side in zip(*both, strict=True))
    print(f"{name}: {page * 1000:.1f} ms, {page / hello:.0f} times hello")
    assert page <= MOST_TIMES * hello, f"{page * 1000:.1f} ms are {page / hello:.0f} times {hello * 1000:.2f} ms"


@pytest.mark.parametrize(("name", "parts"), [(name, parts) for name, *parts in PAGES], ids=lambda item: str(item))
def test_ten_times_the_things_ask_no_query_more(desk, case, prosecutor, name, parts):
    address = reverse(name, args=[case.pk, *parts])
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    entities_add(case=case, user=prosecutor, given=things(17, 170), now=NOW)
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) <= len(few)
    assert len(few) <= 12


def test_no_page_has_a_select_of_all_states(desk, case):
    for name, *parts in PAGES:
        body = desk.get(reverse(name, args=[case.pk, *parts])).content.decode()
        assert "<select" not in body
        assert body.count('<datalist id="states"') <= 1
