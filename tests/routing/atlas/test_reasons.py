"""Why a cell has nothing, how many pairs are covered, what is refused, on the shipped law."""

from dataclasses import replace
from datetime import date

import pytest

from routing.atlas import Cell, Choice, ProfileFault, Reason, survey
from routing.atlas.reasons import window_reason
from routing.periods import Period
from routing.routes import Status
from tests.routing.atlas.profiles import ON
from tests.routing.conftest import shipped_rulebook
from tests.routing.oracle_cells import closest


@pytest.fixture(scope="module")
def rulebook():
    return shipped_rulebook()


@pytest.fixture(scope="module")
def atlas(rulebook):
    return survey(rulebook, {}, on=ON)


@pytest.mark.parametrize(
    ("requesting", "requested", "measure", "tier", "reason"),
    [
        ("FR", "DE", "criminal.search_and_seizure", "voluntary", Reason.NOTHING),
        ("FR", "FR", "criminal.search_and_seizure", "formal", Reason.AT_HOME),
        ("FR", "KP", "civil.account_preservation", "formal", Reason.NOT_BOUND),
        ("FR", "DE", "criminal.parallel_investigation", "single_jurisdiction", Reason.NOTHING),
    ],
)
def test_a_reason_is_typed(atlas, requesting, requested, measure, tier, reason):
    cell = atlas.cell(requesting, requested, measure)
    [choice] = [choice for choice in cell.choices if choice.tier == tier]
    assert choice == Choice(tier, None, "closed", reason)


def test_reasons_are_those_of_the_provision_that_came_closest(rulebook):
    facts = {
        "proceedings.type": "civil_or_commercial",
        "request.sent_on": date(2012, 1, 1),
        "measure.purpose": "within_jit",
        "case.ip_related": False,
    }
    facts = {name: value for name, value in facts.items() if name in rulebook.facts}
    atlas = survey(rulebook, facts, on=ON)
    seen = set()
    for requesting, requested in (("FR", "DE"), ("FR", "KP"), ("US", "GB"), ("DK", "IE"), ("IT", "IT"), ("JP", "FR")):
        for measure in rulebook.measures:
            for choice in atlas.cell(requesting, requested, measure).choices:
                if choice.provision is None:
                    wanted = closest(rulebook, facts, requesting, requested, measure, choice.tier, ON)
                    assert choice.reason == wanted, (requesting, requested, measure, choice.tier)
                    seen.add(choice.reason)
    assert {Reason.NOT_BOUND, Reason.UNMET, Reason.NOT_YET, Reason.AT_HOME, Reason.NOTHING, Reason.BARRED} <= seen


def test_without_reasons_a_cell_is_only_empty(rulebook):
    plain = survey(rulebook, {}, on=ON, reasons=False)
    cell = plain.cell("FR", "DE", "criminal.search_and_seizure")
    assert [(choice.tier, choice.reason) for choice in cell.choices] == [
        ("voluntary", None),
        ("single_jurisdiction", None),
        ("formal", None),
    ]
    assert cell.best is not None
    assert (cell.best.tier, cell.best.provision.id) == ("formal", "eio/search-and-seizure")


def test_the_best_is_of_the_lowest_tier_that_has_one(atlas):
    cell = atlas.cell("FR", "DE", "criminal.preservation")
    assert cell.best == cell.choices[0]
    assert cell.best.tier == "voluntary"
    nothing = Cell("FR", "DE", "x", Status.NO_ROUTE, (Choice("formal", None, "closed", Reason.NOTHING),))
    assert nothing.best is None


@pytest.mark.parametrize("classes", [True, False])
def test_pairs_are_counted_without_a_state_and_itself(rulebook, classes):
    counted = survey(rulebook, {}, on=ON, classes=classes)
    some, measure = list(rulebook.states), "civil.foreign_law_information"
    found = counted.pairs(measure)
    assert sum(found.values()) == len(some) * (len(some) - 1)
    expected = dict.fromkeys(found, 0)
    for one in some:
        for other in some:
            if one != other:
                expected[counted.cell(one, other, measure).status] += 1
    assert found == expected
    assert min(found[Status.ROUTED] + found[Status.NEEDS_FACTS], found[Status.NO_ROUTE]) > 0


def test_what_a_survey_cannot_answer_is_refused(rulebook):
    several = {"right.kind": frozenset({"trade_mark", "copyright"})}
    with pytest.raises(ProfileFault, match=r"^right\.kind: one right at a time; .* each of copyright, trade_mark$"):
        survey(rulebook, several, on=ON)
    one = survey(rulebook, {"right.kind": frozenset({"trade_mark"})}, on=ON)
    same = survey(rulebook, {"right.kind": "trade_mark"}, on=ON)
    none = survey(rulebook, {"right.kind": frozenset()}, on=ON)
    bare = survey(rulebook, {}, on=ON)
    for measure in rulebook.measures:
        assert one.cell("FR", "DE", measure) == same.cell("FR", "DE", measure)
        assert none.cell("FR", "DE", measure) == bare.cell("FR", "DE", measure)
    with pytest.raises(KeyError):
        bare.cell("FR", "QQ", "civil.adr")


def test_why_a_day_lies_outside_a_window(rulebook):
    provision = rulebook.provisions["eio/search-and-seizure"]
    start = provision.period.start
    assert window_reason(provision, "", start) is None
    assert window_reason(provision, "", date(2017, 5, 21)) is Reason.NOT_YET
    assert window_reason(provision, "not_in_force", start) is Reason.NO_STATUS
    ended = replace(provision, period=Period(None, date(2020, 1, 1)))
    assert window_reason(ended, "", date(2019, 12, 31)) is None
    assert window_reason(ended, "", date(2020, 1, 1)) is Reason.ENDED
