"""How grave a finding is in one document, and at which place it stands."""

from typing import Any

from advisor.dossiers.lint import findings_of
from advisor.dossiers.lint.findings import Finding
from tests.advisor.dossiers.lint.freezing import made
from tests.advisor.dossiers.lint.reading_drafts import drafts, inputs_of


def found(name: str, code: str, **typed: str) -> list[Finding]:
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
