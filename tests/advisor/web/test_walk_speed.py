"""The pages of the walk on the large mock case: their queries do not grow with steps, their time stays short."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.services import case_route
from advisor.walk.accepting import collision_accept
from advisor.walk.ladders import collisions_open
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW, TODAY

SECONDS = 1.5  # of a page on a shared two-core machine; the bars proper are measured in tests/bench


@pytest.fixture
def walked(scenario_case, prosecutor):
    """The IPTV case with its route; `walk(n)` takes one open option of each of the first n needs and refuses it."""
    case = scenario_case(prosecutor, "mock-iptv")
    route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)

    def walk(first, last):
        choices = []
        for need in list(needs_of(route).values())[first:last]:
            found = next((o for o in need["options"] if o["verdict"] == "open"), None)
            if found:
                choices.append(Choice(need["id"], found["provision"], "tried before"))
        steps = steps_choose(route=route, user=prosecutor, choices=choices, now=NOW)
        for step in steps:
            for one in collisions_open(prosecutor, step):
                collision_accept(route=route, code=one.code, user=prosecutor, reason="agreed", now=NOW)
            for to in ("approved", "sent", "refused"):
                day = TODAY - timedelta(days=9)
                step_move(step=step, to=to, user=prosecutor, happened_on=day, now=NOW, note="said no")
        return case, steps

    return walk


def measured(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        began = time.perf_counter()
        answer = client.get(address)
        took = time.perf_counter() - began
    assert answer.status_code == 200
    return len(queries), took


def test_queries_do_not_grow_with_steps(desk, walked):
    case, few = walked(0, 3)
    addresses = {
        "case": reverse("case", args=[case.pk]),
        "steps": reverse("case-steps", args=[case.pk]),
        "step": reverse("case-step", args=[case.pk, few[0].pk]),
        "tracks": reverse("case-tracks", args=[case.pk]),
        "refusals": reverse("refusals"),
    }
    before = {name: measured(desk, address)[0] for name, address in addresses.items()}
    walked_more = walked(3, 28)[1]
    assert len(walked_more) > 12
    after = {name: measured(desk, address) for name, address in addresses.items()}
    print({name: (before[name], *after[name]) for name in after})
    for name, (queries, took) in after.items():
        assert queries <= before[name] + 1, (name, before[name], queries)
        assert took < SECONDS, (name, took)
