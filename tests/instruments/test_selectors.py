"""Reads of the published catalogue: search that forgives, and everything as of a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.searching import found_keys, normalised, query_words, weight
from instruments.selectors import (
    catalogue_search,
    instrument_applies,
    instrument_detail,
    instrument_list,
    pair_instruments,
    participation_on,
    state_overview,
)

TODAY = date(2026, 11, 22)
SEARCHES = [
    ("655/2014", "instrument", "eapo-655-2014"),
    ("2014/655", "instrument", "eapo-655-2014"),
    ("Règlement 655/2014", "instrument", "eapo-655-2014"),
    ("regulation 655/2014", "instrument", "eapo-655-2014"),
    ("32014R0655", "instrument", "eapo-655-2014"),
    ("Budapest 29", "provision", "budapest-convention/preservation"),
    ("rogatory", "instrument", "letters-rogatory"),
    ("commission rogatoire", "instrument", "letters-rogatory"),
    ("BRUSSELS ia", "instrument", "brussels-1-recast"),
    ("eio-directive", "instrument", "eio"),
    ("European Investigation Order", "instrument", "eio"),
    ("1206/2001", "instrument", "eu-1206-2001"),
    ("ets 185", "instrument", "budapest-convention"),
    ("epoc", "instrument", "e-evidence-regulation"),
    ("côte d’ivoire", "state", "CI"),
    ("cote divoire", "state", "CI"),
    ("GB", "state", "GB"),
    ("28 usc 1782", "instrument", "us-28-usc-1782"),
    ("joint investigation", "measure", "criminal.jit"),
    ("eurojust", "network", "eurojust"),
]


@pytest.mark.parametrize(("text", "kind", "code"), SEARCHES)
def test_search_finds(edition, text, kind, code):
    hits = catalogue_search(edition, text)
    if code is None:
        assert hits == []
    else:
        assert (kind, code) in [(hit.kind, hit.code) for hit in hits[:6]], hits[:6]


def test_a_name_that_is_asked_for_comes_first(edition):
    for text in ("eio", "eapo-655-2014", "eio-directive", "GB", "France"):
        hit = catalogue_search(edition, text)[0]
        assert hit.code in {"eio", "eapo-655-2014", "GB", "FR"}


def test_every_word_must_be_there(edition):
    assert catalogue_search(edition, "budapest 655/2014") == []
    assert catalogue_search(edition, "  -- ") == []


def test_a_number_is_a_whole_word(edition):
    found = {hit.code for hit in catalogue_search(edition, "655")}
    assert "eapo-655-2014" in found
    assert catalogue_search(edition, "6552") == []


def test_search_can_be_limited(edition):
    hits = catalogue_search(edition, "evidence", kinds=frozenset({"measure"}), limit=1)
    assert [hit.kind for hit in hits] == ["measure"]


@given(st.text(max_size=80))
def test_normalising_twice_is_normalising_once(text):
    assert normalised(normalised(text)).split() == list(normalised(normalised(text)).split())
    assert set(query_words(text)) <= set(normalised(text).split())


def test_strong_words_weigh_more_than_weak_ones():
    assert weight(" eio | order ", ["eio"]) > weight(" order | eio ", ["eio"]) > 0
    assert weight(" 29 | ", ["29"]) > 0
    assert weight(" 2900 | ", ["29"]) == 0
    assert weight(" rogatory | ", ["rog"]) > 0


def test_weak_words_are_asked_when_no_strong_one_answers():
    rows = [("a", " eio | order "), ("b", " order | eio ")]
    assert found_keys(rows, ["eio"]) == ["a"]
    assert found_keys(rows, ["eio", "order"]) == ["a", "b"]
    assert found_keys(rows, ["gone"]) == []


def test_instruments_by_filter(edition):
    every = instrument_list(edition)
    assert len(every) == len(edition.document["instruments"])
    assert [record["short_title"].lower() for record in every] == sorted(r["short_title"].lower() for r in every)
    networks = instrument_list(edition, kind="network", tier="voluntary", track="criminal")
    assert {record["kind"] for record in networks} == {"network"}
    assert "eio" in {record["code"] for record in instrument_list(edition, measure="criminal.depositions")}


def test_an_instrument_on_a_day(edition):
    today = instrument_detail(edition, "eio", on=TODAY)
    assert today is not None
    assert today.applies
    assert today.bound == 25
    assert "coe-mla-1959" in {record["code"] for record in today.predecessors}
    assert today.provisional > 0
    before = instrument_detail(edition, "eio", on=date(2016, 1, 1))
    assert (before.applies, before.bound) == (False, 0)
    in_transition = instrument_detail(edition, "eio", on=date(2020, 12, 31))
    assert in_transition.bound == 26, "the United Kingdom to the end of the transition period"


def test_an_alias_leads_to_its_instrument(edition):
    assert instrument_detail(edition, "eio-directive", on=TODAY).record["code"] == "eio"
    assert instrument_detail(edition, "no-such", on=TODAY) is None


def test_a_succession_is_seen_from_both_sides(edition):
    old = instrument_detail(edition, "eu-1206-2001", on=TODAY)
    assert [record["code"] for record in old.successors] == ["eu-2020-1783"]
    assert not old.applies
    new = instrument_detail(edition, "eu-2020-1783", on=TODAY)
    assert "eu-1206-2001" in [record["code"] for record in new.predecessors]


def test_a_network_comes_with_its_instrument(edition):
    assert instrument_detail(edition, "eurojust", on=TODAY).network["code"] == "eurojust"


def test_participation_says_why_and_how_sure(edition):
    standings = {standing.iso2: standing for standing in participation_on(edition, "eio", on=TODAY)}
    assert [standing.name for standing in standings.values()] == sorted(s.name for s in standings.values())
    assert (standings["DK"].verdict, standings["IE"].verdict) == ("not_bound", "not_bound")
    assert standings["GB"].verdict == "not_bound"
    assert "until 2020-12-31" in standings["GB"].reason
    assert standings["FR"].verdict == "bound"
    assert standings["FR"].source


def test_a_state_whose_row_is_missing_may_be_bound(edition):
    standings = {s.iso2: s for s in participation_on(edition, "interam-preventive-1979", on=TODAY)}
    without = [standings[iso2] for iso2 in ("BO", "BR", "CL", "CR", "DO", "HN", "HT", "MX", "NI", "PA", "SV", "VE")]
    assert {standing.verdict for standing in without} == {"unknown"}
    assert all(standing.provisional for standing in without)


def test_a_state_on_a_day(edition):
    today = state_overview(edition, "GB", on=TODAY)
    codes = {standing.instrument for standing in today.bound}
    assert "eu-uk-tca" in codes
    assert "eio" not in codes
    assert "eio" in {standing.instrument for standing in state_overview(edition, "GB", on=date(2020, 1, 1)).bound}
    assert today.row["name"].startswith("United Kingdom")
    assert today.declarations
    assert state_overview(edition, "XX", on=TODAY) is None
    assert "ejn" in {network["code"] for network in state_overview(edition, "FR", on=TODAY).networks}


def test_a_pair_on_a_day(edition):
    codes = [code for code, _, _ in pair_instruments(edition, "FR", "GB", on=TODAY)]
    assert "eu-uk-tca" in codes
    assert "eio" not in codes
    verdicts = [verdict for _, verdict, _ in pair_instruments(edition, "FR", "US", on=TODAY)]
    assert verdicts == sorted(verdicts)


def test_what_is_in_force_nowhere_applies_on_no_day(edition):
    """Signed, or still talked about: its period is open, and yet it is no law."""
    for code in ("un-cybercrime-convention", "budapest-second-protocol", "eu-us-e-evidence-negotiation"):
        assert not instrument_applies(edition.rulebook, code, on=TODAY), code
        assert not instrument_detail(edition, code, on=TODAY).applies
    assert instrument_applies(edition.rulebook, "letters-rogatory", on=TODAY)
    assert instrument_applies(edition.rulebook, "eio", on=TODAY)
    assert not instrument_applies(edition.rulebook, "eio", on=date(2017, 5, 21))


def test_who_asks_for_an_instrument_by_name_gets_it_and_not_its_provisions(edition):
    hits = catalogue_search(edition, "budapest convention")
    assert hits[0].code == "budapest-convention"
    assert not [hit for hit in hits if hit.code.startswith("budapest-convention/")]
    assert catalogue_search(edition, "budapest 29")[0].kind == "provision"
