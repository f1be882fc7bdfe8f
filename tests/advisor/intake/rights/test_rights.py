"""Rights: numbers of registers, days, what a case file may say, and which tracks are usual."""

from datetime import date
from typing import Any

import pytest

from advisor.intake.entities.faults import EntityFaults
from advisor.intake.rights.check import MOST_RIGHTS, right_checked, right_warnings, rights_read
from advisor.intake.rights.kinds import CONDUCT, RIGHT_KINDS, conduct_label, right_label
from advisor.intake.rights.numbers import ep_check_digit, number_checked
from advisor.intake.rights.tracks import Matter, matter_of, track_advice

STATES = {"FR": 1, "DE": 1}
ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "register"),
    [
        ("eu_trade_mark", "18 123 456", "018123456", "EUIPO"),
        ("eu_trade_mark", "EUTM 018123456", "018123456", "EUIPO"),
        ("eu_trade_mark", "W01234567", "W01234567", "WIPO"),
        ("trade_mark", "IR 1234567", "IR 1234567", "WIPO"),
        ("trade_mark", "30 2015 012 345", "30 2015 012 345", ""),
        ("eu_design", "1234567-0001", "001234567-0001", "EUIPO"),
        ("eu_design", "DM/123456", "DM/123456", "WIPO"),
        ("design", "dm123456", "DM/123456", "WIPO"),
        ("ep_patent", "EP 1 234 567 B1", "EP1234567B1", "EPO"),
        ("unitary_patent", "ep1234567", "EP1234567", "EPO"),
        ("patent", "FR2912345", "FR2912345", ""),
        ("gi_agri", "PDO-IT-0002", "PDO-IT-0002", "EUIPO"),
        ("plant_variety", "EU 12345", "EU 12345", "CPVO"),
        ("spc", "SPC/GB07/044", "SPC/GB07/044", ""),
        ("copyright", "", "", ""),
    ],
)
def test_a_number_in_the_form_of_its_register(kind, typed, kept, register):
    number = number_checked(kind, typed)
    assert (number.value, number.register, number.warning) == (kept, register, "")
    assert number_checked(kind, kept) == number, "what is kept passes again, unchanged"


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("eu_trade_mark", "ACME", "018123456"),
        ("eu_trade_mark", "=1+1", "018123456"),
        ("eu_design", "7", "001234567-0001"),
        ("ep_patent", "99403122.7", "number of an application"),
        ("ep_patent", "99403122.8", "check digit"),
        ("ep_patent", "WO2019/123456", "not yet a patent"),
        ("ep_patent", "US 7", "EP1234567"),
        ("patent", "EP1234567", "choose European patent"),
        ("gi_craft", "Limoges", "PDO-IT-0002"),
        ("trade_mark", "ACME", "figures"),
        ("plant_variety", "rose", "figures"),
    ],
)
def test_a_number_that_looks_wrong_is_kept_with_a_warning(kind, typed, said):
    number = number_checked(kind, typed)
    assert number.value
    assert said in number.warning


def test_the_check_digit_of_a_european_application():
    assert ep_check_digit("99403122") == 7


def test_kinds_are_those_of_the_vocabulary(rulebook):
    assert set(RIGHT_KINDS) == set(rulebook.facts["right.kind"].values)
    assert right_label("spc") == "Supplementary protection certificate"
    assert (right_label("x"), conduct_label("x")) == ("x", "x")
    assert conduct_label("camcording").startswith("Recording")


def test_days_and_what_to_mind():
    values = {"kind": "eu_trade_mark", "name": "A", "territory": ["EU", "FR", "EU"], "expires_on": date(2020, 1, 1)}
    right = right_checked(values, states=STATES)
    assert right.territory == ("EU", "FR")
    said = " ".join(right_warnings(right, on=ON))
    assert "ended on 2020-01-01" in said
    assert "registration number is not entered" in said
    later = right_checked({"kind": "copyright", "name": "A", "registered_on": date(2030, 1, 1)}, states=STATES)
    assert "future" in " ".join(right_warnings(later, on=ON))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "x", "name": "A"}, "kind"),
        ({"kind": "patent"}, "name"),
        ({"kind": "patent", "name": "a\u202eb"}, "name"),
        ({"kind": "patent", "name": "A", "number": "1" * 61}, "number"),
        ({"kind": "patent", "name": "A", "territory": ["XX"]}, "territory"),
        ({"kind": "patent", "name": "A", "registered_on": date(1500, 1, 1)}, "registered_on"),
        ({"kind": "patent", "name": "A", "registered_on": ON, "expires_on": ON}, "expires_on"),
    ],
)
def test_refused(values, field):
    with pytest.raises(EntityFaults) as refused:
        right_checked(values, states=STATES)
    assert list(refused.value.faults) == [field]


def test_a_list_of_rights_from_a_file():
    raw: list[Any] = [
        {"id": "r1", "kind": "patent", "name": "A", "registered_on": date(2020, 1, 1)},
        {"id": "r2", "kind": "patent", "name": 7, "expires_on": "soon"},
        {"id": "r3", "kind": "patent", "name": "A", "note": "x"},
        "junk",
    ]
    found, faults = rights_read(raw, states=STATES)
    assert [key for key, _right in found] == ["r1"]
    assert [fault.where for fault in faults] == [
        "rights[1].name",
        "rights[1].expires_on",
        "rights[2].note",
        "rights[3]",
    ]
    assert rights_read(None, states=STATES) == ([], [])
    assert rights_read(raw * MOST_RIGHTS, states=STATES)[1][0].where == "rights"


def standings(
    rulebook: Any, kinds: set[str], conduct: set[str], scale: Any = None, wilful: Any = None
) -> dict[str, str]:
    matter = Matter(frozenset(kinds), frozenset(conduct), scale, wilful)
    return {advice.track: advice.standing for advice in track_advice(matter, rulebook)}


@pytest.mark.parametrize(
    ("kinds", "conduct", "scale", "wilful", "expected"),
    [
        ({"eu_trade_mark"}, {"counterfeit_goods"}, True, True, ("usual", "usual", "usual")),
        ({"eu_trade_mark"}, {"counterfeit_goods"}, None, None, ("possible", "usual", "usual")),
        ({"eu_trade_mark"}, {"counterfeit_goods"}, False, True, ("rare", "usual", "usual")),
        ({"copyright"}, {"iptv"}, True, False, ("rare", "usual", "usual")),
        ({"patent"}, set(), True, True, ("rare", "rare", "usual")),
        ({"trade_secret"}, {"trade_secret_theft"}, None, None, ("possible", "rare", "usual")),
        ({"gi_agri"}, {"food_and_drink"}, None, None, ("possible", "usual", "usual")),
        ({"patent"}, {"medicines"}, False, False, ("usual", "usual", "usual")),
        (set(), {"tobacco"}, None, None, ("usual", "usual", "possible")),
    ],
)
def test_which_tracks_are_usual(rulebook, kinds, conduct, scale, wilful, expected):
    found = standings(rulebook, kinds, conduct, scale, wilful)
    assert (found["criminal"], found["administrative"], found["civil"]) == expected


def test_reasons_name_articles_of_the_catalogue(rulebook):
    matter = Matter(frozenset(RIGHT_KINDS), frozenset(CONDUCT), True, True)
    reasons = [reason for advice in track_advice(matter, rulebook) for reason in advice.reasons]
    assert len(reasons) > 12
    for reason in reasons:
        assert reason.instrument in rulebook.instruments
        assert reason.articles
    named = {reason.instrument for reason in reasons}
    assert named >= {"trips", "medicrime", "who-tobacco-protocol", "customs-608-2013", "ipred", "upc-agreement", "udrp"}


def test_no_advice_without_right_or_conduct(rulebook):
    assert track_advice(matter_of([], kind=None, scale=True, wilful=True), rulebook) == []
    assert matter_of([("patent", ["medicines"])], kind="copyright", scale=None, wilful=None).kinds == {
        "patent",
        "copyright",
    }


def test_an_instrument_that_the_edition_lacks_is_no_reason(rulebook):
    import dataclasses

    less = dataclasses.replace(rulebook, instruments={})
    for advice in track_advice(Matter(frozenset({"eu_trade_mark"}), frozenset()), less):
        assert not [reason for reason in advice.reasons if reason.instrument]
