"""Everyday words lead to the catalogue's names."""

import pytest
from django.urls import reverse

from advisor.web.measure_words import EVERYDAY, MOST, measures_near


def test_every_entry_is_a_measure_and_every_measure_has_words(edition):
    assert set(EVERYDAY) <= set(edition.rulebook.measures)
    assert {code for code in edition.rulebook.measures if code not in EVERYDAY} <= {
        "domestic.evidence_preservation",
        "domestic.right_of_information",
        "domestic.dsa_order",
        "domestic.interim_injunction",
        "civil.uncontested_claim",
        "civil.foreign_law_information",
        "criminal.parallel_investigation",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("freeze the wallet", "criminal.asset_freezing"),
        ("customer data", "voluntary.subscriber_data"),
        ("seize the server", "criminal.search_and_seizure"),
        ("preserve server data", "criminal.preservation"),
        ("site blocking", "domestic.site_blocking"),
        ("who owns the domain", "voluntary.registrant_data"),
        ("arrest the boss", "criminal.extradition"),
        ("stop the parcels at the border", "administrative.customs_detention"),
    ],
)
def test_plain_words(edition, typed, meant):
    near = measures_near(typed, edition.rulebook)
    assert meant in near
    assert len(near) <= MOST


@pytest.mark.parametrize("typed", ["", "zzzz", "…", "12", "x" * 20_000, "\u202eabc"])
def test_nothing_is_near_nonsense(edition, typed):
    assert measures_near(typed, edition.rulebook) == []


def test_the_page_says_what_may_be_meant_and_keeps_the_words(desk, open_case, prosecutor):
    case = open_case(prosecutor)
    sent = {
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "action": "save",
        "line-0-measure": "freeze the wallet",
        "line-0-states": "IE",
    }
    shown = desk.post(reverse("case-needs-add", args=[case.pk]), sent)
    text = shown.content.decode()
    assert shown.status_code == 422
    assert "Seizure of criminal assets (criminal)" in text.split("Did you mean")[1][:300]
    assert 'value="freeze the wallet"' in text
