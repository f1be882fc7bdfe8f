"""Every integrity rule, shown on a small book that breaks it: the rule's name is the name of its case."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from instruments.integrity import RULES, check_book
from tests.instruments.factories import SOURCE, bound, condition, instrument, provision, small_book, state

ON = date(2026, 11, 22)
Book = dict[str, Any]
BREAKS: dict[str, Callable[[Book], Any]] = {}


def breaks(rule: Callable[[Book], Any]) -> Callable[[Book], Any]:
    """Registers a function that makes a good book break the rule of the function's name."""
    BREAKS[rule.__name__] = rule
    return rule


def treaty(book: Book) -> Any:
    return next(record for record in book["instruments"] if record["code"] == "old-treaty")


def search(book: Book) -> Any:
    return treaty(book)["provisions"][0]


def network(book: Book) -> Any:
    return book["networks"][0]


def act(book: Book, code: str = "act", *provisions: Any, **more: Any) -> Any:
    """Adds an act of the Union."""
    record = instrument(code, *provisions, kind="eu-regulation", **more)
    book["instruments"].append(record)
    return record


@breaks
def UnknownInstrument(book):
    treaty(book)["superseded_by"] = ["gone"]


@breaks
def AddressIsNoWebPage(book):
    treaty(book)["url"] = "javascript:alert(1)"


@breaks
def UnknownMeasure(book):
    book["ladder"]["criminal.search_and_seizure"]["instead"] = ["criminal.gone"]


@breaks
def UnknownState(book):
    network(book)["states"] = ["UK"]


@breaks
def UnknownProvision(book):
    network(book)["provisions"] = ["old-treaty/search"]


@breaks
def UnknownGround(book):
    search(book)["refusal_grounds"][0]["code"] = "gone"


@breaks
def UnknownPrecedenceCode(book):
    book["precedence"][0]["over"] = ["gone"]


@breaks
def AliasTaken(book):
    treaty(book)["aliases"] = ["help-net"]


@breaks
def UnknownChoice(book):
    treaty(book)["kind"] = "treaty"


@breaks
def LadderRungOfWrongTier(book):
    book["ladder"]["criminal.search_and_seizure"]["single_jurisdiction"] = ["voluntary.authority_exchange"]


@breaks
def FactNeverUsed(book):
    search(book)["conditions"].pop()


@breaks
def QuestionWithoutMark(book):
    book["facts"][0]["question"] = "Serious."


@breaks
def EnumWithoutValues(book):
    book["facts"][0]["type"] = "enum"


@breaks
def ConditionOnUnknownFact(book):
    search(book)["conditions"][1]["fact"] = "offence.gone"


@breaks
def ConditionDoesNotFitItsFact(book):
    search(book)["conditions"][1]["value"] = "yes"


@breaks
def ConditionTwice(book):
    search(book)["conditions"].append(copy.deepcopy(search(book)["conditions"][1]))


@breaks
def LonelyAlternative(book):
    search(book)["conditions"][1]["or_group"] = "either"


@breaks
def DeadDateCondition(book):
    search(book)["conditions"].append(condition("request.sent_on", "on_or_after", "1980-01-01"))


def test_the_border_of_a_period_may_be_told_with_its_article():
    book = small_book()
    treaty(book)["applies_until"] = "2000-12-31"
    first = treaty(book)["applies_from"]
    search(book)["conditions"] += [
        condition("request.sent_on", "on_or_after", first),
        condition("request.sent_on", "before", "2001-01-01"),
    ]
    assert "DeadDateCondition" not in broken(book)
    search(book)["conditions"][-1]["value"] = "2001-01-02"
    assert "DeadDateCondition" in broken(book)


def test_two_requirements_may_share_one_question():
    book = small_book()
    again = copy.deepcopy(search(book)["conditions"][1])
    search(book)["conditions"].append({**again, "text": "And something else that the same question covers."})
    assert "ConditionTwice" not in broken(book)


def test_a_gap_between_two_acts_may_be_told():
    book = small_book()
    SupersessionDatesDoNotMeet(book)
    treaty(book)["replacement_note"] = "Repealed before the successor could be used."
    assert "SupersessionDatesDoNotMeet" not in broken(book)


@breaks
def ProvisionNeverOpens(book):
    search(book)["conditions"].append(condition("offence.serious", "eq", False))


@breaks
def PeriodEndsBeforeItStarts(book):
    treaty(book)["applies_until"] = "1980-01-01"


@breaks
def AppliesBeforeAdoption(book):
    treaty(book)["in_force"] = "1980-01-01"


@breaks
def SupersessionNotMutual(book):
    treaty(book)["superseded_by"] = ["help-net"]


@breaks
def SupersessionDatesDoNotMeet(book):
    treaty(book).update(applies_until="2000-01-01", superseded_by=["act"])
    act(book, applies_from="2000-01-03", supersedes=["old-treaty"])


@breaks
def SuccessorIsOlder(book):
    treaty(book)["supersedes"] = ["help-net"]
    treaty(book)["adopted"] = "1980-01-01"


@breaks
def StatusContradictsDates(book):
    treaty(book)["status_note"] = {"status": "not_in_force", "as_of": "2026-11-22", "text": "-"}


@breaks
def StatusIsOld(book):
    treaty(book)["status_note"] = {"status": "pilot", "as_of": "2026-01-01", "text": "-"}


@breaks
def ProvisionOutsideItsInstrument(book):
    search(book)["id"] = "help-net/search"


@breaks
def ProvisionWithoutArticle(book):
    search(book)["articles"] = [" "]


@breaks
def ProvisionWithoutCondition(book):
    search(book)["conditions"] = []


@breaks
def NobodyMayAsk(book):
    del search(book)["issuing_authority"]


@breaks
def AskerIsNoRequester(book):
    search(book)["who_may_ask"] = ["anybody"]


@breaks
def MeasureWithoutProvision(book):
    book["measures"]["criminal"]["jit"] = {"name": "Joint investigation team"}


@breaks
def LimitWithoutUnit(book):
    search(book)["time_limits"][0]["unit"] = "fortnights"


@breaks
def EstimateIsNoRange(book):
    search(book)["typical_days"] = [30, 3]


@breaks
def ConfidenceDoesNotMatchMarks(book):
    search(book)["confidence"] = "verified"


@breaks
def OpenVerdictOnMemory(book):
    """The small book rests on memory already."""


@breaks
def OnlyForWithoutChannel(book):
    search(book)["conditions"][1]["only_for"] = "sometimes"


@breaks
def OverlappingParticipation(book):
    book["participation"].append(bound("old-treaty", "FR", "2000-01-01"))


@breaks
def ParticipationRowContradictsItself(book):
    book["participation"][0]["status"] = "signatory"


@breaks
def ParticipationBeforeState(book):
    book["participation"].append(bound("old-treaty", "CZ", "1992-12-31"))


@breaks
def ParticipationBeforeInstrument(book):
    book["participation"][0]["since"] = "1980-01-01"


@breaks
def SignatureFromMemoryCloses(book):
    book["participation"].append({**bound("old-treaty", "ES", ""), "status": "signatory"})


@breaks
def RowsWithoutPairing(book):
    del treaty(book)["pairing"]


@breaks
def MemberStateWithoutRow(book):
    act(book)
    book["participation"].append(bound("act", "FR"))


@breaks
def UnionActWithoutRows(book):
    act(book)
    search(book)["conditions"][0]["value"] = ["old-treaty", "act"]


@breaks
def BoundByUnionAfterLeaving(book):
    book["jurisdictions"].append(
        state("GB", "GBR", "United Kingdom", eu_member_since="1973-01-01", eu_member_until="2020-01-31")
    )
    act(book)
    book["participation"] += [bound("act", iso2) for iso2 in ("FR", "CZ", "GB")]


@breaks
def SeedMeasureLeadsNowhere(book):
    treaty(book)["provisions"] = []
    book["ladder"] = {}


@breaks
def ProvisionWithoutSource(book):
    search(book)["sources"] = []


@breaks
def SourceNotRegistered(book):
    search(book)["sources"] = [SOURCE]


@breaks
def SourceNeverRead(book):
    search(book)["conditions"][1].update(basis="verified", source=SOURCE)
    book["sources"].append({"citation": SOURCE, "kind": "text"})


@breaks
def SourceIsStale(book):
    book["sources"].append({"citation": SOURCE, "kind": "table", "checked_on": "2026-10-01"})


@breaks
def SourceReadInTheFuture(book):
    book["sources"].append({"citation": SOURCE, "kind": "text", "checked_on": "2027-01-01"})


@breaks
def PrecedenceCycle(book):
    rule = book["precedence"][0]
    book["precedence"].append({**rule, "id": "p2", "prefer": rule["over"], "over": rule["prefer"]})


@breaks
def PrecedenceWithoutReason(book):
    book["precedence"][0]["article"] = " "


@breaks
def PrecedenceOverItself(book):
    book["precedence"][0]["over"] = ["old-treaty"]


def broken(book: Book) -> set[str]:
    return {finding.code for finding in check_book(book, on=ON)}


def test_every_rule_has_its_case():
    assert {rule.__name__ for rule in RULES} == set(BREAKS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule):
    name = rule.__name__
    book = small_book()
    if name != "OpenVerdictOnMemory":
        assert name not in broken(book), "the small book is good"
    BREAKS[name](book)
    found = [finding for finding in check_book(book, on=ON) if finding.code == name]
    assert found
    assert found[0].is_error is rule.is_error
    assert found[0].says.startswith(rule.message())
    assert ":" in found[0].where


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_docstring_is_a_message(rule):
    message = rule.message()
    assert message.endswith(".")
    assert len(message) < 200


def test_the_shipped_catalogue_has_no_error(shipped):
    errors = [str(finding) for finding in check_book(shipped.document, on=ON) if finding.is_error]
    assert errors == []


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"since": "1989-12-31"}, "1989-12-31, but it first applied on 1991-01-01"),
        ({"since": "1990-12-31"}, "it first applied"),
        ({"since": "", "until": "1980-01-01"}, "until 1980-01-01"),
    ],
)
def test_an_impossible_period_stops_publication(days, says):
    book = small_book()
    treaty(book).update(adopted="1990-01-01", in_force="1991-01-01", applies_from="1991-01-01")
    book["participation"][0].update(since="1991-01-01", until="")
    assert not [found for found in check_book(book, on=ON) if found.code == "ParticipationBeforeInstrument"]

    book["participation"][0].update(days)
    found = [found for found in check_book(book, on=ON) if found.code == "ParticipationBeforeInstrument"]
    assert [finding.is_error for finding in found] == [True]
    assert says in found[0].says


def test_a_signature_that_was_read_or_cannot_matter_may_stand():
    book = small_book()
    SignatureFromMemoryCloses(book)
    row = book["participation"][-1]
    row.update(confidence="verified", source=SOURCE)
    assert "SignatureFromMemoryCloses" not in broken(book)
    row.update(confidence="memory", source="")
    treaty(book)["status_note"] = {"status": "not_in_force", "as_of": "2026-11-22", "text": "Waits."}
    assert "SignatureFromMemoryCloses" not in broken(book)


def test_errors_come_first(shipped):
    book = small_book()
    UnknownGround(book)
    findings = check_book(book, on=ON)
    assert [finding.is_error for finding in findings] == sorted((f.is_error for f in findings), reverse=True)


@pytest.mark.parametrize(
    "change",
    [
        {"measures": ["criminal.search_and_seizure"]},
        {"valid_until": "2019-12-31"},
        {"use": "explain"},
        {"kind": "tier"},
    ],
)
def test_rules_that_never_meet_make_no_cycle(change):
    book = small_book()
    rule = book["precedence"][0]
    rule.update(measures=["voluntary.authority_exchange"], valid_from="2020-01-01")
    back = {**rule, "id": "p2", "prefer": rule["over"], "over": rule["prefer"]}
    del back["valid_from"]
    book["precedence"].append(back)
    assert "PrecedenceCycle" in broken(book)
    back.update(change)
    assert "PrecedenceCycle" not in broken(book)


def test_a_cycle_over_three_records_is_found():
    book = small_book()
    book["instruments"].append(instrument("third"))
    first = book["precedence"][0]
    for number, (prefer, over) in enumerate([("help-net", "third"), ("third", "old-treaty")], 2):
        book["precedence"].append({**first, "id": f"p{number}", "prefer": [prefer], "over": [over]})
    cycle = next(finding for finding in check_book(book, on=ON) if finding.code == "PrecedenceCycle")
    assert "p1 - p2 - p3" in cycle.says


@pytest.mark.parametrize(
    ("pairing", "rows", "opens"),
    [
        ({"rule": "multilateral", "missing_row_means": "not_bound"}, [("FR", "1991", ""), ("NO", "1991", "")], True),
        (
            {"rule": "multilateral", "missing_row_means": "not_bound"},
            [("FR", "1991", "1999"), ("NO", "2000", "")],
            False,
        ),
        ({"rule": "multilateral", "missing_row_means": "not_bound"}, [("FR", "1991", "")], False),
        ({"rule": "multilateral", "missing_row_means": "unknown"}, [], True),
        (
            {"rule": "hub", "hub": "NO", "missing_row_means": "not_bound"},
            [("FR", "1991", ""), ("NO", "1991", "")],
            True,
        ),
        (
            {"rule": "hub", "hub": "NO", "missing_row_means": "not_bound"},
            [("FR", "1991", ""), ("CZ", "1993", "")],
            False,
        ),
        (
            {"rule": "two_sided", "side": ["FR", "CZ"], "missing_row_means": "not_bound"},
            [("FR", "1991", ""), ("CZ", "1993", "")],
            False,
        ),
    ],
)
def test_a_binding_that_no_pair_ever_had_never_opens(pairing, rows, opens):
    book = small_book()
    treaty(book)["pairing"] = pairing
    book["participation"] = [
        bound("old-treaty", iso2, f"{since}-01-01", f"{until}-12-31" if until else "") for iso2, since, until in rows
    ]
    assert ("ProvisionNeverOpens" not in broken(book)) is opens


def test_a_requirement_that_is_barred_never_opens():
    book = small_book()
    search(book)["conditions"].append(condition("offence.serious", "eq", True, "bar"))
    assert "ProvisionNeverOpens" in broken(book)


def test_a_day_that_cannot_come_never_opens():
    book = small_book()
    search(book)["conditions"].append(condition("request.sent_on", "before", "1990-01-01"))
    assert "ProvisionNeverOpens" in broken(book)
    search(book)["status"] = "not_in_force"
    assert "ProvisionNeverOpens" not in broken(book)


def test_a_measure_is_reached_by_a_new_provision():
    book = small_book()
    MeasureWithoutProvision(book)
    treaty(book)["provisions"].append(
        provision("old-treaty/jit", "criminal.jit", condition("offence.serious", "eq", True))
    )
    assert "MeasureWithoutProvision" not in broken(book)
