"""How grave a finding is in one document, and at which place it stands."""

from typing import Any

import pytest

from advisor.dossiers.lint import findings_of
from advisor.dossiers.lint.findings import Finding
from tests.advisor.dossiers.lint.freezing import made
from tests.advisor.dossiers.lint.reading_drafts import drafts, inputs_of


def found(name: str, code: str, /, **typed: str) -> list[Finding]:
    """The findings of one code in a draft by name; `typed` replaces texts of the draft by their role."""
    draft: dict[str, Any] = next(dict(one) for one in drafts() if one["name"] == name)
    draft["texts"] = {**draft["texts"], **typed}
    inputs = inputs_of(draft)
    return [one for one in findings_of(inputs, made(inputs)) if one.code == code]


def test_an_arrest_warrant_with_no_national_decision_is_stopped_at_box_b() -> None:
    (finding,) = found("hr-si-extradite-eaw-thin", "decision-not-attached")
    assert finding.severity == "blocker"
    assert finding.where == "box-3.1-arrest-warrant-or-judicial-decision-ha"
    assert not found("hr-si-extradite-eaw", "decision-not-attached")


def test_elsewhere_the_decision_is_a_warning() -> None:
    bad = [one for one in drafts() if "decision-not-attached" in one["expect"] and "eaw" not in one["provision"]]
    for draft in bad:
        (finding,) = found(draft["name"], "decision-not-attached")
        assert finding.severity == "warning"


def test_privilege_is_asked_of_the_press_that_is_searched_not_of_the_press_that_is_injured() -> None:
    code, name = "privilege-unaddressed", _searched()
    injured = (
        "The right holder is an Italian broadcaster with live rights in football.",
        "An Italian broadcaster owns the rights and runs the account of the league.",
        "The broadcaster complained on 3 June 2026 that its live signal was used.",
    )
    for said in injured:
        assert not found(name, code, account=said), said
    searched = (
        "The mailbox is used by a journalist of a newspaper.",
        "The suspect is a reporter, and his office at the newspaper is to be searched.",
        "The right holder's lawyer keeps the files in his office.",
    )
    for said in searched:
        assert found(name, code, account=said), said


def _searched() -> str:
    """A draft that asks for a search, with no finding about privilege of its own."""
    return next(
        str(one["name"])
        for one in drafts()
        if "search-and-seizure" in one["provision"]
        and not one["expect"]
        and not found(one["name"], "privilege-unaddressed")
        and found(one["name"], "privilege-unaddressed", account="The suspect is a lawyer with an office in the town.")
    )


@pytest.mark.parametrize(("provision", "box"), [("eio/", "box-12.tel-no"), ("e-evidence-regulation/", "box-10.tel-no")])
def test_a_missing_contact_is_our_own_not_that_of_somebody_else_in_the_form(provision: str, box: str) -> None:
    names = [one["name"] for one in drafts() if one["provision"].startswith(provision) and "like" not in one]
    findings = [
        one for name in names for one in found(name, "contact-missing", contact="Ms Babić", name="", official="")
    ]
    assert findings
    assert all(one.where.startswith(("box-12.tel-no", "box-10.tel-no", "box-7.tel-no")) for one in findings)
    assert any(one.where.startswith(box) for one in findings)
