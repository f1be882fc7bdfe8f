"""One guard against formulas for every table that leaves the house."""

import csv
import io

import pytest

from advisor.web import sheets
from advisor.web.views.law import tables
from instruments.formulas import SIGNS, is_formula, shielded, unshielded

TAILS = ("1+1", 'HYPERLINK("http://evil.example")', "SUM(A1:A9)")
ARMED = [f"{before}{sign}{tail}" for sign in SIGNS for tail in TAILS for before in ("", " ", "\u00a0", "\u3000")]
PLAIN = ["", "Ministry of Justice", "a=b", "art. 5 - 7", "'quoted'", "O'Neill", "1991-01-01", "è"]


@pytest.mark.parametrize("text", ARMED)
def test_what_a_spreadsheet_would_run_is_disarmed_and_comes_back(text):
    assert is_formula(text)
    assert shielded(text) == f"'{text}"
    assert unshielded(shielded(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay(text):
    assert shielded(text) == text
    assert unshielded(text) == text


def test_the_signs_are_those_that_are_known():
    assert set("=+-@\t\r\n＝＋－＠") == set(SIGNS)


@pytest.mark.parametrize("sign", SIGNS)
def test_every_door_uses_it(sign):
    """The office's lists, the tables of the catalogue's pages and the rows of the admin, with every sign."""
    from tablib import Dataset

    from instruments.admin.exchange import TableCSV

    text = f"{sign}1"
    [[_head], [cell]] = csv.reader(io.StringIO(sheets.csv_of(["a"], [[text]]).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"
    assert tables.cell(f"{sign}1").startswith("'") or sign in "\r\n"
    rows = csv.reader(io.StringIO(TableCSV().export_data(Dataset([text], headers=["a"])), newline=""))
    assert list(rows)[1] == [f"'{text}"]
