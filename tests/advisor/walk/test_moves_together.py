"""Two people move one step at the same moment: one of them wins, the other is told, the log has no hole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from advisor.walk import states
from advisor.walk.models import Step
from advisor.walk.moves import MoveRefused, StepStale, step_move, step_record
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 6


@pytest.fixture
def step(routed_case, prosecutor):
    route = routed_case(prosecutor)[1]
    options = needs_of(route)["n1"]["options"]
    provision = next(o["provision"] for o in options if o["verdict"] == "open" and o["tier"] == "formal")
    return steps_choose(route=route, user=prosecutor, choices=[Choice("n1", provision, "asked before")], now=NOW)[0]


def at_once(act):
    """Calls `act(hand)` in HANDS threads at one moment; what each returned or raised."""
    ready = Barrier(HANDS)

    def hand(number):
        try:
            ready.wait(10)
            return act(number)
        except (StepStale, MoveRefused) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(hand, range(HANDS)))


@pytest.mark.parametrize("version", [1, None])
def test_one_approval_of_many(step, prosecutor, version):
    said = {"user": prosecutor, "happened_on": TODAY, "now": NOW, "version": version}
    answers = at_once(lambda _n: step_move(step=step, to="approved", **said))
    assert sum(isinstance(answer, Step) for answer in answers) == 1
    stored = Step.objects.get(pk=step.pk)
    assert (stored.state, stored.version) == ("approved", 2)
    assert states.replayed(stored.events.order_by("number")) == "approved"


def test_remarks_of_many_are_all_kept(step, prosecutor):
    said = {"kind": "remark", "user": prosecutor, "happened_on": TODAY, "now": NOW}
    at_once(lambda number: step_record(step=step, note=f"remark {number}", **said))
    rows = list(step.events.order_by("number"))
    assert [row.number for row in rows] == list(range(1, HANDS + 2))
    assert {row.note for row in rows[1:]} == {f"remark {number}" for number in range(HANDS)}
    assert Step.objects.get(pk=step.pk).version == HANDS + 1
