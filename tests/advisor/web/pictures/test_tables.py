"""What a picture shows, the table beside it says; and which way is called the least that suffices."""

import html
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from advisor.web.pictures.arcs import arcs_laid
from advisor.web.pictures.effort import effort, effort_read
from advisor.web.pictures.gantt import chart_drawn, chart_laid, rows_of
from advisor.web.pictures.helping import _rules, advising, helps_only
from advisor.web.pictures.ladder import ladder_laid
from advisor.web.pictures.page import pictures
from advisor.web.pictures.sheet import TIER_ORDER, days_words, hours_words, sheet_of
from tests.advisor.web.pictures.conftest import MOCKS, brief_made, sheet_made
from tests.conftest import TODAY
from tests.routing.conftest import shipped_rulebook


@pytest.fixture(params=MOCKS)
def shown(request):
    return pictures(brief_made(request.param), shipped_rulebook(), TODAY, {})


def test_every_chip_of_the_ladder_is_in_its_table(shown):
    told = {
        (need.number, lane, way.state, way.verdict, way.name)
        for need, cells in shown["ladder_rows"]
        for lane, ways in cells
        for way in ways
    }
    drawn = {
        (chip.way.number, chip.way.lane, chip.way.state, chip.way.verdict, chip.way.name)
        for chip in ladder_laid(shown["sheet"]).chips
    }
    assert drawn == told


def test_every_arc_is_in_its_table(shown):
    told = {row["state"]: row["said"] for row in shown["arc_rows"]}
    for arc in arcs_laid(shown["sheet"]).arcs:
        assert told[arc.name].startswith(f"{arc.total} need")
        assert f"{arc.opened} with an open way" in told[arc.name]


def test_every_mark_in_time_is_in_its_table(shown):
    drawn = shown["gantt"]
    for row in shown["gantt_rows"]:
        assert row["days"]
    assert drawn.count("rg-gantt__due") == sum(bool(row["due"]) for row in shown["gantt_rows"])
    assert drawn.count("rg-gantt__secure") == sum(bool(row["secured"]) for row in shown["gantt_rows"])
    titles = {html.unescape(text) for text in re.findall(r"<title>([^<]+)</title>", drawn)}
    for row in shown["gantt_rows"]:
        if row["due"]:
            assert any(row["due"] in title for title in titles), row["due"]


def test_a_card_for_each_need_says_what_one_asks_first(shown):
    for card in shown["cards"]:
        headings = [heading for heading, _text, _english in card["facts"]]
        assert {"Who issues it", "Language", "Time limit", "Expected", "Effort"} <= set(headings)
        assert all(text for _heading, text, _english in card["facts"])


def test_the_least_way_is_open_and_nothing_lower_that_suffices_is(shown):
    for need in shown["sheet"].needs:
        if not need.suffices:
            continue
        assert need.least.verdict == "open"
        assert not need.least.helps
        lower = [
            way
            for way in need.ways
            if way.verdict == "open" and not way.helps and way.row["purpose"] == "obtain"
            and TIER_ORDER[way.tier] < TIER_ORDER[need.least.tier]
        ]  # fmt: skip
        assert lower == []


def test_a_phone_call_is_no_arrest_and_no_search():
    least = {need.measure: need.least for need in sheet_made("mock-medicines").needs}
    assert least["Search and seizure"].name == "EIO Directive"
    assert least["Seizure of criminal assets"].tier == "formal"
    assert least["Extradition or surrender"].name != "INTERPOL"
    assert least["Informal exchange between authorities"].tier == "voluntary"


def test_a_treaty_behind_a_way_that_waits_does_not_suffice():
    """n13 to n15: freezing, joint team and surrender among Member States; UNTOC is open and stands back."""
    needs = {need.id: need for need in sheet_made("mock-iptv").needs}
    for key, first in (
        ("n13", "Freezing FD 2003"),
        ("n14", "JIT Framework Decision"),
        ("n15", "European Arrest Warrant"),
    ):
        need = needs[key]
        assert need.least.name == first
        assert not need.suffices
        assert (need.waits, need.opened, need.fallback.name) == (True, True, "UNTOC")
        assert need.fallback not in need.ways
    page = pictures(brief_made("mock-iptv"), shipped_rulebook(), TODAY, {})
    assert [chip.way.name for chip in ladder_laid(page["sheet"]).chips if chip.least and chip.way.name == "UNTOC"] == []
    card = next(card for card in page["cards"] if card["need"].id == "n15")
    assert len(card["waits_for"]) == len(card["way"].row["missing"]) == 2


def test_a_way_that_comes_first_and_is_open_is_not_held_back(brief):
    document = brief("mock-iptv")
    for row in document["needs"][14]["plan"]:
        if row["provision"] == "eaw/extradition":
            row["verdict"] = "open"
    need = sheet_of(document, shipped_rulebook(), TODAY, {}).needs[14]
    assert (need.least.name, need.suffices, need.waits) == ("European Arrest Warrant", True, False)


@pytest.mark.parametrize("name", MOCKS)
def test_a_network_that_advises_brings_no_evidence(name):
    for need in sheet_made(name).needs:
        if need.least and not need.least.own:
            assert need.least.row["instrument"] not in advising(), need.id
    assert advising() <= set(shipped_rulebook().instruments)


def test_what_helps_only_names_measures_of_the_vocabulary():
    book = shipped_rulebook()
    for table in _rules():
        for rung, needs in table.items():
            assert rung in book.measures
            assert needs <= set(book.measures)
            for need in needs:
                rungs = book.rungs_of(need)
                secure = book.ladder[need].secure if hasattr(book.ladder.get(need), "secure") else ()
                assert rung in {*rungs.voluntary, *rungs.single_jurisdiction, *secure}, (rung, need)
    assert not helps_only("voluntary.authority_exchange", "voluntary.authority_exchange")


def test_own_history_counts_from_five_on():
    document = brief_made("mock-iptv")
    row = next(row for row in document["needs"][11]["plan"] if row["measure"] == "criminal.search_and_seizure")
    place = (row["provision"], "BG")
    words = []
    for seen in ([30, 40, 50, 60], [30, 40, 50, 60, 20]):
        sheet = sheet_of(document, shipped_rulebook(), TODAY, {place: seen})
        words.append(days_words(sheet.needs[11].least.expected))
    assert words == ["not known", "40 days (own history: 5 requests, 20 to 60)"]


def test_words_of_days_and_hours():
    assert days_words(None) == "not known"
    assert hours_words(None) == "no estimate"
    assert hours_words(effort().hours("criminal.search_and_seizure", "formal")) == "8 to 16 hours (estimate)"
    assert effort().hours("criminal.depositions", "formal") == (6, 16)
    assert effort().hours("criminal.depositions", "elsewhere") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: 2", "must be 'format: 1'"),
        ("format: 1\ntiers: {formal: [3]}", "tiers.formal was [3]"),
        ("format: 1\nmeasures: {a.b: [9, 3]}", "measures.a.b was [9, 3]"),
        ("format: 1\nmeasures: [1]", "must map names"),
        ("{", "cannot be read"),
    ],
)
def test_a_file_of_hours_that_cannot_be_is_refused_in_words(tmp_path, text, said):
    path = tmp_path / "effort.yaml"
    path.write_text(text)
    with pytest.raises(ImproperlyConfigured) as refused:
        effort_read(path)
    assert said in str(refused.value)


def test_the_file_of_hours_names_measures_of_the_vocabulary():
    assert set(effort().measures) <= set(shipped_rulebook().measures)


def test_pictures_speak_the_language_of_the_page():
    with translation.override("fr"):
        rows = rows_of(sheet_made("mock-iptv"), lambda way: None)
        drawn = chart_drawn(chart_laid(rows, TODAY + timedelta(0)))
    assert "Perquisition" in drawn
