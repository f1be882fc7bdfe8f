"""Limits as the catalogue writes them: every form that stands in the shipped catalogue is read."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction

import pytest

from routing.deadlines import CALENDAR, REG_1182_71, Actor, Amount, Deadline, Effect, Unit, deadline_for, limits_of
from routing.deadlines.limits import amount_of
from tests.routing.conftest import answer, make_case, option, shipped_rulebook
from tests.routing.deadlines.test_known_answers import ROME, calendar


def shipped():
    """Every limit of the shipped catalogue, with its provision."""
    rulebook = shipped_rulebook()
    return [
        (provision.id, limit)
        for provision in rulebook.provisions.values()
        for limit in limits_of(
            provision.document.get("time_limits") or (), rulebook.instruments[provision.instrument].kind
        )
    ]


def one(provision, event):
    return next(limit for where, limit in shipped() if where == provision and limit.event == event)


def test_every_limit_of_the_catalogue_can_be_reckoned():
    found = shipped()
    assert len(found) > 250
    for where, limit in found:
        reckoning = Deadline(limit, datetime(2026, 11, 20, 15, 10, tzinfo=ROME), calendar()).reckoning()
        assert (reckoning.ends is None) is (not limit.amounts), (where, limit.event)
        assert limit.from_words == {"effect", "owes", "backwards"}


def test_units_and_rules_of_the_catalogue():
    units = Counter(amount.unit for _, limit in shipped() for amount in limit.amounts)
    assert set(units) == set(Unit)
    rules = Counter(limit.rule.name for _, limit in shipped())
    assert set(rules) == {"reg-1182-71", "calendar"}
    assert rules["reg-1182-71"] > rules["calendar"]


@pytest.mark.parametrize(
    ("provision", "event", "effect", "owes", "rule"),
    [
        ("eio/search-and-seizure", "acknowledge receipt", Effect.DUE, Actor.REQUESTED, REG_1182_71),
        ("eaw/extradition", "decision after arrest", Effect.DUE, Actor.REQUESTED, REG_1182_71),
        ("ipred/injunction", "proceedings on the merits after interim measure", Effect.DUE, Actor.REQUESTING,
         REG_1182_71),
        ("budapest-convention/preservation", "preservation minimum", Effect.LASTS, Actor.NOBODY, CALENDAR),
        ("coe-extradition-1957/extradition", "provisional arrest max", Effect.LASTS, Actor.NOBODY, CALENDAR),
        ("coe-extradition-1957/extradition", "provisional arrest release option", Effect.EARLIEST, Actor.NOBODY,
         CALENDAR),
        ("coe-extradition-1957/extradition", "collection after agreed date release duty", Effect.DUE, Actor.REQUESTING,
         CALENDAR),
        ("us-dmca-512c/takedown", "content restored after counter-notice unless suit, not before", Effect.EARLIEST,
         Actor.NOBODY, CALENDAR),
        ("us-dmca-512c/takedown", "content restored after counter-notice unless suit, at the latest", Effect.DUE,
         Actor.PROVIDER, CALENDAR),
        ("udrp/domain-seizure", "response", Effect.DUE, Actor.PARTY, CALENDAR),
        ("coe-transfer-1972/transfer-of-proceedings", "extension of limitation in requesting state", Effect.LASTS,
         Actor.NOBODY, CALENDAR),
        ("customs-608-2013/customs-detention", "right holder confirms infringement and destruction", Effect.DUE,
         Actor.PARTY, REG_1182_71),
        ("customs-608-2013/customs-detention", "period of action granted, at most", Effect.LASTS, Actor.NOBODY,
         REG_1182_71),
        ("eu-uk-withdrawal-agreement/taking-of-evidence", "as 1206/2001", Effect.DUE, Actor.REQUESTED, REG_1182_71),
    ],
)  # fmt: skip
def test_effect_and_debtor_are_read_from_the_words(provision, event, effect, owes, rule):
    limit = one(provision, event)
    assert (limit.effect, limit.owes, limit.rule, limit.backwards) == (effect, owes, rule, False)


def test_a_lead_time_counts_back_from_the_hearing():
    lead = one("coe-mla-1959/service-of-documents", "max declared lead time accused summons")
    assert (lead.backwards, lead.effect, lead.owes) == (True, Effect.DUE, Actor.REQUESTING)
    found = Deadline(lead, datetime(2026, 11, 23, 9, tzinfo=ROME), calendar()).reckoning()
    assert found.last_day == date(2026, 10, 3)


def test_an_extension_belongs_to_the_limit_before_it():
    decision = one("eio/search-and-seizure", "recognition decision after receipt")
    assert decision.extendable == Amount(Fraction(30), Unit.CALENDAR_DAYS)
    assert decision.extension_article == "12(5)"
    assert one("eaw/extradition", "decision after arrest").extension_article == "17(4)"
    assert one("us-sca-2703/preservation", "preservation").extendable == Amount(Fraction(90), Unit.CALENDAR_DAYS)
    assert one("eio/search-and-seizure", "execution after decision").extendable is None
    assert not [limit.event for _, limit in shipped() if limit.event in ("extension", "renewal", "... and")]


def test_two_rows_with_the_longer_of_are_one_limit():
    merits = one("ipred/domain-seizure", "merits")
    assert merits.amounts == (Amount(Fraction(20), Unit.WORKING_DAYS), Amount(Fraction(31), Unit.CALENDAR_DAYS))
    assert merits.article == "9(5)"
    assert one("trade-secrets-directive/injunction", "merits after interim measure").amounts == merits.amounts


def test_the_catalogue_may_name_what_words_leave_open():
    [named] = limits_of(
        [
            {"event": "preservation", "duration": 2.5, "unit": "months", "article": 7, "basis": "verified", "note": "n",
             "rule": "reg-1182-71", "effect": "due", "owes": "provider", "backwards": True}
        ],
        "convention",
    )  # fmt: skip
    assert (named.rule, named.rule_why) == (REG_1182_71, "named by the catalogue")
    assert (named.effect, named.owes, named.backwards) == (Effect.DUE, Actor.PROVIDER, True)
    assert (named.amounts, named.article, named.basis, named.note, named.from_words) == (
        (Amount(Fraction(5, 2), Unit.MONTHS),),
        "7",
        "verified",
        "n",
        frozenset(),
    )


def test_a_bare_row_is_read_with_care():
    rows = [
        {"event": "... and", "duration": 3, "unit": "hours"},
        {"event": "... and not after"},
        {"event": "extension"},
    ]
    first, second, third = limits_of(rows, "practice")
    assert (first.event, first.amounts, first.basis, first.article) == (
        "... and",
        (Amount(Fraction(3), Unit.HOURS),),
        "memory",
        "",
    )
    assert (second.event, second.amounts) == ("... and, at the latest", ())
    assert (third.event, third.amounts, third.extendable) == ("extension", (), None)
    [alone] = limits_of([{"event": "extension", "duration": 30, "unit": "calendar_days"}], "practice")
    assert (alone.amounts, alone.extendable) == ((Amount(Fraction(30), Unit.CALENDAR_DAYS),), None)
    [worded] = limits_of([{}], "practice")
    assert (worded.event, worded.owes) == ("", Actor.REQUESTED)
    assert limits_of([], "practice") == ()


def test_a_unit_that_is_not_known_is_refused():
    with pytest.raises(
        ValueError,
        match=r"^reply: 3 of 'moons'; one of minutes, hours, calendar_days, working_days, weeks, months, years is",
    ):
        amount_of({"event": "reply", "duration": 3, "unit": "moons"})
    assert amount_of({"duration": None, "unit": "reasonable_time"}) is None


def test_from_the_engines_answer_to_a_deadline():
    document = answer(make_case("criminal.search_and_seizure", "ES"))
    limits = limits_of(option(document, "eio/search-and-seizure")["time_limits"], "eu-directive")
    decision = next(limit for limit in limits if limit.event == "recognition decision after receipt")
    deadline = deadline_for(decision, datetime(2026, 11, 20, 10, tzinfo=ROME), {Actor.REQUESTED: calendar(state="ES")})
    assert deadline.reckoning().last_day == date(2026, 12, 21)
