"""After the last step of a need failed: the rungs that were passed over and the open ways left, with links."""

from datetime import timedelta

import pytest
from django.urls import reverse

from advisor.walk.models import Step
from advisor.walk.moves import step_move
from advisor.walk.rungs import StepSeen, ladder_of
from advisor.walk.services import Choice, steps_choose
from advisor.web.other_ways import other_ways
from tests.advisor.web.pictures.conftest import brief_made
from tests.conftest import NOW, TODAY
from tests.routing.conftest import shipped_rulebook

EIO = "eio/search-and-seizure"
DAY = TODAY - timedelta(days=9)


@pytest.fixture
def need():
    return next(need for need in brief_made("mock-iptv")["needs"] if need["id"] == "n12")


def seen(state):
    return StepSeen("s1", "criminal.search_and_seizure", "formal", EIO, state, "it is faster", DAY)


def test_nothing_is_offered_while_a_step_is_under_way_or_the_need_is_met(need):
    for state in ("sent", "executed"):
        ladder = ladder_of(need, [seen(state)])
        assert other_ways(ladder, need, 12, 1, shipped_rulebook()) is None


def test_what_was_passed_over_and_what_is_open_is_offered(need):
    ladder = ladder_of(need, [seen("refused")])
    assert ladder.because == "exhausted"
    other = other_ways(ladder, need, 12, 1, shipped_rulebook())
    assert other.open == need["counts"]["open"] - 1
    assert other.ways
    assert EIO not in {way.provision for way in other.ways}
    assert any(way.passed for way in other.ways)
    verdicts = [way.verdict for way in other.ways]
    assert verdicts == sorted(verdicts, key=["open", "needs_facts", "needs_counsel"].index)


def test_the_pages_link_to_them(desk, routed_case, prosecutor):
    case, route = routed_case(prosecutor)
    step = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", EIO, "in vain")], now=NOW)[0]
    for to in ("approved", "sent", "refused"):
        step.refresh_from_db()
        step_move(step=step, to=to, user=prosecutor, happened_on=DAY, note="no", now=NOW)
    assert Step.objects.get().state == "refused"
    need = reverse("case-route-need", args=[case.pk, 1, "n1"])
    for name, more in (("case-step", (step.pk,)), ("case-steps", ()), ("case", ())):
        page = desk.get(reverse(name, args=[case.pk, *more])).content.decode()
        assert f'href="{need}">' in page, name
        assert "of this need" in page
