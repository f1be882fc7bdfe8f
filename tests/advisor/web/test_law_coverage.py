"""The coverage of the study: every system leads somewhere, and no cell of the great table is empty."""

import csv
import io
import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from advisor.web.views.law import coverage as page
from advisor.web.views.law.study import systems
from instruments import study_tables, tasks
from instruments.editions import edition_published
from instruments.models import Edition, StudyTable
from instruments.study import (
    EMPTY,
    INSTEAD,
    OPTION,
    PERHAPS,
    RUNG,
    Cell,
    cell_of,
    outsider,
    prepared,
    regime_day,
    study_measures,
)
from instruments.study_tables import coverage_of, packed, study_prepare, unpacked
from routing.engine import route
from routing.overview import Overview, blank_case, blank_need
from tests.conftest import TODAY

# What the issue names, by the code of the record that holds it.
NAMED = [
    "trips",
    "budapest-convention",
    "hague-service-1965",
    "hague-evidence-1970",
    "eu-mla-2000",
    "eio",
    "eaw",
    "eu-2018-1805",
    "medicrime",
    "who-tobacco-protocol",
    "untoc",
    "coe-foreign-law-1968",
    "cloud-act",
    "us-uk-data-access",
    "us-au-data-access",
    "eu-1206-2001",
    "eu-1393-2007",
    "brussels-1",
    "eapo-655-2014",
    "eeo-805-2004",
    "payment-order-1896-2006",
    "small-claims-861-2007",
    "mediation-directive",
    "g7-24-7",
    "eippn",
    "ejn",
    "eurojust",
]
FOLLOWED = {"eu-1206-2001": "eu-2020-1783", "eu-1393-2007": "eu-2020-1784", "brussels-1": "brussels-1-recast"}


def all_cells(edition, requesting):
    return coverage_of(edition, requesting=requesting, on=TODAY, go_on=lambda: True)


def test_no_cell_of_the_great_table_is_empty(edition):
    """30 measures x 208 requested States x 3 requesting States."""
    book = edition.rulebook
    requesting = ("FR", "US", outsider(book))
    assert len(study_measures(book)) == 30
    found = Counter()
    for code in requesting:
        table = all_cells(edition, code)
        assert table.complete
        for iso2, cells in table.cells.items():
            assert len(cells) == 30
            for measure, cell in zip(table.measures, cells, strict=True):
                found[cell.answer] += 1
                assert cell.answer != EMPTY, (code, iso2, measure)
                assert bool(cell.provision) == (cell.answer in (OPTION, PERHAPS, RUNG))
                assert cell.answer != INSTEAD or book.rungs_of(measure).instead
    assert sum(found.values()) == 30 * len(book.states) * 3 == 18_720
    assert set(found) == {OPTION, PERHAPS, RUNG, INSTEAD}


def test_the_outsider_is_bound_by_no_formal_instrument(edition):
    book = edition.rulebook
    code = outsider(book)
    held = {held for (held, iso2), rows in book.participation.items() if iso2 == code and rows[0].status == "bound"}
    assert [held for held in held if book.instruments[held].tier == "formal"] == []


def test_a_cell_is_what_the_route_says(edition):
    book = edition.rulebook
    needs = tuple(blank_need(measure, "JP") for measure in study_measures(book))
    full = route(blank_case("FR", TODAY, needs), book, on=TODAY)
    assert all_cells(edition, "FR").cells["JP"] == [cell_of(need, book) for need in full.needs]


def test_inside_a_regime_the_day_does_not_matter(edition):
    book = edition.rulebook
    chance = random.Random(7)
    for _ in range(12):
        on = date(1998, 1, 1) + timedelta(days=chance.randrange(12_000))
        first = regime_day(edition, on)
        assert first <= on
        one, other = chance.sample(sorted(book.states), 2)
        answers = [
            [cell_of(need, book) for need in Overview(book, requesting=one, on=day).pair(other, study_measures(book))]
            for day in (first, on)
        ]
        assert answers[0] == answers[1], (on, first, one, other)


@pytest.mark.parametrize("code", NAMED)
def test_every_system_of_the_study_leads_somewhere(desk, edition, code):
    row = next(row for row in systems(edition, TODAY) if row["code"] == code)
    assert row["measures"] or row["scope"]
    assert desk.get(reverse("catalogue-instrument", args=[code])).status_code == 200
    if code in FOLLOWED:
        assert FOLLOWED[code] in [after for after, _title in row["after"]]


def test_the_page_says_how_far_it_is_and_then_opens_fast(desk, edition, monkeypatch):
    cache.clear()
    address = reverse("catalogue-coverage")
    monkeypatch.setattr(page, "stopwatch", lambda seconds: lambda: False)
    first = desk.get(address)
    shown = first.content.decode()
    assert "1 of 208 States are ready" in shown
    assert first["Refresh"] == "1"
    waiting = desk.get(address, {"as": "csv"})
    assert waiting.status_code == 202
    assert b"2 of 208 States are ready" in waiting.content
    all_cells(edition, "FR")
    monkeypatch.setattr("instruments.study_tables.Overview.pair", None)  # nothing is computed again
    whole = desk.get(address)
    shown = whole.content.decode()
    assert "Refresh" not in whole
    assert "6240" in str(shown.count('<td class="rg-c '))
    assert "30 measures: 17 in criminal and 13 in civil matters" in shown
    rows = list(csv.reader(io.StringIO(desk.get(address, {"as": "csv"}).content.decode("utf-8-sig"))))
    assert len(rows) == 6_241


def test_letters_tell_every_kind_of_cell():
    kinds = [Cell(OPTION, verdict) for verdict in ("open", "needs_facts", "needs_counsel")] + [
        Cell(PERHAPS),
        Cell(RUNG),
        Cell(INSTEAD),
    ]
    assert [page.letter(kind) for kind in kinds] == [mark[0] for mark in page.MARKS]
    assert page.letter(Cell(EMPTY)) == "–"
    assert re.fullmatch("[A-Z]{6}", "".join(page.letter(kind) for kind in kinds))


def test_packing_loses_nothing(edition):
    cells = dict(list(all_cells(edition, "US").cells.items())[:9])
    assert unpacked(packed(cells)) == cells


def test_the_worker_makes_the_tables_ready(desk, edition, monkeypatch):
    """A slice at a time, one requesting State after the other; then the page computes nothing and shows all cells."""
    cache.clear()
    page._tables.clear()
    assert study_prepare(on=TODAY, go_on=lambda: False), "one pair was looked at"
    assert StudyTable.objects.count() == 0
    more = [study_prepare(on=TODAY, go_on=lambda: True) for _ in range(3)]
    assert more == [True, True, False]
    assert study_prepare(on=TODAY, go_on=lambda: True) is False
    assert set(StudyTable.objects.values_list("requesting", flat=True)) == set(prepared(edition.rulebook))
    monkeypatch.setattr("instruments.study_tables.Overview.pair", None)
    cache.clear()
    day = {"on": TODAY.isoformat()}
    for code in prepared(edition.rulebook):
        answer = desk.get(reverse("catalogue-coverage"), {"from": code, **day})
        assert "Refresh" not in answer
        assert "From all three together: 18720 cells" in answer.content.decode()
        assert "0 empty." in answer.content.decode()
    whole = desk.get(reverse("catalogue-coverage"), {"as": "csv", "whole": "1", **day}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(whole)))) == 18_721


def test_the_task_rings_again_while_something_is_left(edition, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "study_ring", lambda: rung.append(1))
    for more in (True, False):
        monkeypatch.setattr(tasks, "tables_prepare", lambda more=more, **_: more)
        tasks.study_prepare()
    assert rung == [1]


def test_without_an_edition_the_task_waits(db, monkeypatch):
    monkeypatch.setattr(tasks, "study_ring", None)
    tasks.study_prepare()


def test_a_publication_rings_once_it_stands(edition, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(study_tables.current_app, "send_task", lambda name, **_: sent.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        edition_published.send(Edition, edition=None)
        assert sent == []
    assert sent == [tasks.study_prepare.name]


def test_a_silent_queue_does_not_hinder_a_publication(monkeypatch):
    def silent(name, **_):
        raise OSError

    monkeypatch.setattr(study_tables.current_app, "send_task", silent)
    assert study_tables.study_ring() is False


def test_tables_of_old_editions_go(edition, monkeypatch):
    StudyTable.objects.create(sha256="0" * 64, day=TODAY, requesting="FR", form=1, cells={})
    cells = {iso2: [Cell(INSTEAD)] * 30 for iso2 in edition.rulebook.states}
    monkeypatch.setattr(study_tables, "pair_cells", lambda overview, iso2, measures: cells[iso2])
    while study_prepare(on=TODAY, go_on=lambda: True):
        pass
    assert not StudyTable.objects.filter(sha256="0" * 64).exists()
    assert StudyTable.objects.count() == 3
