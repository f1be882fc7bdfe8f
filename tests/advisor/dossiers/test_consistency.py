"""Whether the dossiers of one case agree: what differs is named with its places, what is the same raises no alarm."""

import copy
from typing import Any

import pytest

from advisor.dossiers.consistency import Voice, changed_parts, divergences

HEAD = {
    "reference": "T-1",
    "title": "Shoes",
    "requesting_state": "IT",
    "stage": "investigation",
    "opened_on": "2026-10-05",
}


def voice(label: str, facts: dict[str, Any] | None = None, head: dict[str, str] | None = None, **typed: str) -> Voice:
    """One dossier with these texts."""
    inputs = {
        "case": HEAD | (head or {}),
        "need": {"subject": typed.pop("subject", "")},
        "facts": facts or {},
        "typed": {f"box-1.{name}_blank": text for name, text in typed.items()},
    }
    return Voice(label, inputs)


def kinds(*voices: Voice) -> list[str]:
    return [row.kind for row in divergences(voices)]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("name", "Sold by ACME Ltd in May.", "The records of Acme Limited are needed."),
        ("name", "Sold by Marta Ibarra Sanz in May.", "The witness met Marta Ibarra Sans."),
        ("spelling", "He wrote to Jürgen Müller.", "He wrote to Juergen Mueller."),
        ("amount", "Buyers paid EUR 27,350.", "The sum of EUR 23,750 was moved."),
        ("identifier", "The server 198.51.100.84 was used.", "The server 198.51.100.48 was used."),
        ("date", "The contract of 17 March 2026 names Corvina.", "The contract of 27 March 2026 names Corvina."),
    ],
)  # fmt: skip
def test_a_slip_between_two_dossiers_is_named(kind: str, one: str, other: str) -> None:
    found = divergences([voice("1", account=one), voice("2", account=other)])
    assert [row.kind for row in found] == [kind]
    assert {place[0] for value in found[0].values for place in value.places} == {"1", "2"}


def test_other_offence_and_other_maximum() -> None:
    first = voice("1", {"offence.max_penalty_months_requesting": 60}, classification="Fraud, article 640.")
    second = voice("2", {"offence.max_penalty_months_requesting": 48}, classification="Theft, article 624.")
    assert kinds(first, second) == ["penalty", "offence"]


def test_another_title_is_named_with_both_dossiers() -> None:
    (found,) = divergences([voice("1"), voice("2", head={"title": "Boots"})])
    assert (found.kind, found.about, [one.value for one in found.values]) == ("case", "title", ["Shoes", "Boots"])


def test_what_is_the_same_or_simply_other_raises_no_alarm() -> None:
    text = "ACME Ltd of Leeds sold shoes for EUR 27,350 on 17 March 2026 through 198.51.100.84."
    other = "Corvina GmbH of Kassel was paid EUR 1,200 on 2 June 2026. Its page is corvina.example."
    assert kinds(voice("1", account=text), voice("2", account=text), voice("3", account=other)) == []


def test_parts_that_changed() -> None:
    old = voice("1", {"right.kind": "trade_mark"}, account="a").inputs
    new = copy.deepcopy(dict(old))
    new["case"]["title"] = "Boots"
    new["facts"]["right.kind"] = "design"
    new["typed"] = {}
    assert changed_parts(old, new) == ("case.title", "facts.right.kind", "typed")
    assert changed_parts(old, {**old, "route": {"number": 2}}) == ()
