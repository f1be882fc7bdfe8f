"""What "Choose steps" ticks at first is what the pictures call the least way, and never what the rule refuses."""

import pytest

from advisor.cases.route_brief import brief_of
from advisor.walk.services import skipped_options
from advisor.web.pictures.sheet import need_sheet
from advisor.web.views.steps_choose import choosable
from tests.advisor.web.pictures.conftest import MOCKS, answer_made
from tests.conftest import TODAY
from tests.routing.conftest import shipped_rulebook

HELPS_BESIDE = {
    "mock-iptv": {"n16", "n18", "n21"},
    "mock-medicines": {"n13", "n14", "n15", "n16", "n17", "n23"},
}
"""Where more is ticked than the least way: a simpler open way only helps, and leaving it out asks for a reason."""


@pytest.fixture(params=MOCKS)
def ticks(request):
    """(need of the answer, its sheet, the ticked provisions) of each need of a mock case."""
    document, answer = answer_made(request.param)
    briefs = brief_of({"case": document, "on": TODAY.isoformat(), "answer": answer})["needs"]
    found = []
    for number, (need, brief) in enumerate(zip(answer["needs"], briefs, strict=True), start=1):
        sheet = need_sheet(number, brief, shipped_rulebook(), {})
        rows = choosable(need, shipped_rulebook(), sheet)
        assert all(row["first"] for row in rows if row["default"])
        found.append((need, sheet, {row["provision"] for row in rows if row["default"]}))
    return request.param, found


def test_the_ticks_are_the_least_ways_and_what_secures_them(ticks):
    name, found = ticks
    more = set()
    for need, sheet, ticked in found:
        shown = {sheet.least.provision} if sheet.suffices else set()
        if sheet.secure and sheet.secure.verdict == "open":
            shown.add(sheet.secure.provision)
        assert shown <= ticked, need["id"]
        if shown != ticked:
            more.add(need["id"])
            tiers = {o["tier"] for o in need["options"] if o["provision"] in ticked - shown}
            assert sheet.least.tier not in tiers, need["id"]
    assert more == HELPS_BESIDE[name]


def test_the_rule_of_choosing_refuses_no_default(ticks):
    for need, _sheet, ticked in ticks[1]:
        assert skipped_options(need, ticked) == [], need["id"]


def test_what_waits_and_what_stands_behind_it_is_not_ticked(ticks):
    for need, sheet, ticked in ticks[1]:
        verdicts = {o["provision"]: o["verdict"] for o in need["options"]}
        assert {verdicts[provision] for provision in ticked} <= {"open"}, need["id"]
        if sheet.fallback:
            assert sheet.fallback.provision not in ticked, need["id"]
