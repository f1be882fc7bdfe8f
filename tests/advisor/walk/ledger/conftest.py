"""A step that was sent and received, for everything that reads a ledger."""

from datetime import date

import pytest

from advisor.walk.accepting import collision_accept
from advisor.walk.collided import collisions_of
from advisor.walk.ladders import answer_of
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, needs_of, steps_choose
from tests.conftest import NOW


@pytest.fixture
def sent_step(routed_case, prosecutor):
    """Makes a search by investigation order in Spain, sent on 18 and received on 20 November 2026."""

    def make(received=date(2026, 11, 20), user=None, sent=date(2026, 11, 18), **fields):
        who = user or prosecutor
        _case, route = routed_case(who, **fields)
        provision = next(o["provision"] for o in needs_of(route)["n1"]["options"] if o["instrument"] == "eio")
        [step] = steps_choose(route=route, user=who, choices=[Choice("n1", provision, "As asked.")], now=NOW)
        for warning in collisions_of(answer_of(route)):
            collision_accept(route=route, code=warning.code, user=who, reason="Arranged.", now=NOW)
        moves = [("approved", sent), ("sent", sent)]
        for to, day in [*moves, *([("received", received)] if received else [])]:
            step = step_move(step=step, to=to, user=who, happened_on=day, now=NOW)
        return step

    return make
