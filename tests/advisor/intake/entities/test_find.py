"""Things in a text and in a list: found and offered, formulas as text, and time that grows with the text alone."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.intake.entities.check import entity_checked
from advisor.intake.entities.fang import defanged, refanged
from advisor.intake.entities.find import LONGEST, MOST, things_in
from advisor.intake.entities.lines import things_in_paste

ROOT = Path(__file__).resolve().parents[4]
ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
REPORT = f"""The panel hxxps://panel[.]streams-example[.]eu/login?u=1 ran on 8[.]8[.]8[.]8:8080 and 2a00:1450::7.
Mail admin(at)streams-example(dot)eu, WWW.Example-Pharmacy.com; file report.pdf, invoice.zip, v1.2.3 and setup.py.
Hidden: http://{ONION}/ IBAN LT12 1000 0111 0100 1000, DE89370400440532013000 BIC.
BTC bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq ETH 0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe
Parcel RR 123 456 785 HK container CSQU3054383 IMEI 490154203237518 @seller_77
https://cdn.example.net/live/1.m3u8 https://www.ebay.de/itm/1 https://t.me/seller https://play.google.com/store/apps/details?id=a.b
"""


def found(text: str) -> set[tuple[str, str]]:
    return {(item.checked.kind, item.checked.value) for item in things_in_paste(text).found}


def test_everything_in_a_report():
    assert found(REPORT) == {
        ("url", "https://panel.streams-example.eu/login?u=1"),
        ("domain", "streams-example.eu"),
        ("ip", "8.8.8.8"),
        ("ip", "2a00:1450::7"),
        ("account", "admin@streams-example.eu"),
        ("domain", "www.example-pharmacy.com"),
        ("domain", "example-pharmacy.com"),
        ("url", f"http://{ONION}/"),
        ("onion", ONION),
        ("bank_account", "LT121000011101001000"),
        ("bank_account", "DE89370400440532013000"),
        ("wallet", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        ("wallet", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe"),
        ("parcel", "RR123456785HK"),
        ("shipment", "CSQU3054383"),
        ("device", "490154203237518"),
        ("account", "@seller_77"),
        ("stream", "https://cdn.example.net/live/1.m3u8"),
        ("domain", "example.net"),
        ("listing", "https://www.ebay.de/itm/1"),
        ("account", "https://t.me/seller"),
        ("app", "https://play.google.com/store/apps/details?id=a.b"),
    }


@pytest.mark.parametrize(
    "text",
    ["report.pdf e.g. i.e. 3.14 1.2.3 12:30 v2.0.1.5 foo@baz and/or", "LT121000011101001001", "1234567890123456",
     "RR123456784HK", "490154203237518", "javascript:alert(1)", "example.notatld", "...", "@", "a@b"],
)  # fmt: skip
def test_what_is_no_thing_is_not_offered(text):
    assert found(text) == set()


def test_the_moment_of_an_address_comes_with_it():
    [item] = things_in("2026-11-03 21:14:05 UTC login 8.8.8.8").found
    assert item.checked.details == {"at": "2026-11-03T21:14:05", "zone": "UTC"}
    [item] = things_in('8.8.8.8 - - [22/Nov/2026:10:00:00 +0100] "GET / HTTP/1.1"').found
    assert item.checked.details == {"at": "2026-11-22T10:00:00", "zone": "+01:00"}
    for text in ("2026-11-03 21:14:05 8.8.8.8", "3/11/2026 21:14 UTC 8.8.8.8"):
        [item] = things_in(text).found
        assert item.checked.details == {}


def test_a_list_with_a_heading_in_any_order():
    findings = things_in_paste('State;Note;Value;Kind\nRO;"a; b";Jane Doe;person\n;;=1+1;company\n;;1.2.3;ip\n')
    rows = [(f.checked.kind, f.checked.value, f.state, f.note, f.line) for f in findings.found]
    assert rows == [("person", "Jane Doe", "RO", "a; b", 2), ("company", "=1+1", "", "", 3)]
    assert [line for line, _said in findings.faults] == [4]


def test_a_list_without_a_heading_between_text():
    findings = things_in_paste("person\tJane Doe\tRO\nsee example.com\nIBAN\tLT12 1000 0111 0100 1000\n")
    assert [(f.checked.kind, f.line) for f in findings.found] == [("person", 1), ("domain", 2), ("bank_account", 3)]


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://evil.example")', "+1+1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_formula_is_text(cell):
    [item] = things_in_paste(f'kind,value\nperson,"{cell.replace(chr(34), chr(34) * 2)}"').found
    assert item.checked.value == cell


def test_what_is_known_is_counted_and_takes_no_room():
    known = frozenset({("ip", "8.8.8.8"), ("ip", "1.1.1.1"), ("person", "jane")})
    findings = things_in_paste("8.8.8.8 8.8.4.4\nperson;JANE;FR\n", known)
    assert [item.checked.value for item in findings.found] == ["8.8.4.4"]
    assert findings.known == 2


def test_nothing_and_too_much():
    assert things_in_paste(" \n ").found == ()
    many = things_in_paste(" ".join(f"8.8.{a}.{b}" for a in range(10) for b in range(100)))
    assert len(many.found) == MOST
    assert many.more == 800


@pytest.mark.parametrize(
    "unit",
    ["[", "a.", "a-", "AA12 ", "LT12 1000 0111 0100 1000 ", "a@", "www.", ":", "1", "domain;x;", '"', "1.1.1.1 ",
     "hxxp", "(dot)", "0x", "bc1", "\n", "a.com/", "\u202e", "\x00", "\U0001f6a2", "%2e", "=", "2026-11-03 "],
)  # fmt: skip
def test_time_grows_with_the_text_alone(unit):
    text = (unit * (LONGEST // len(unit) + 1))[:LONGEST]
    before = time.perf_counter()
    things_in_paste(text)
    assert time.perf_counter() - before < 10, "a well-known library needs a hundred times as long for brackets"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_searched_and_what_is_offered_passes_again(text):
    for item in things_in_paste(text).found:
        checked = item.checked
        raw = {"value": checked.value, **checked.details}
        assert entity_checked(checked.kind, raw).value == checked.value


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("domain", "a.example.com", "a[.]example[.]com"),
        ("url", "https://a.example.com/x.html", "hxxps://a[.]example[.]com/x.html"),
        ("ip", "8.8.8.8", "8[.]8[.]8[.]8"),
        ("ip", "2a00:1450::7", "2a00[:]1450::7"),
        ("account", "a@example.com", "a[at]example[.]com"),
        ("account", "Telegram @a", "Telegram @a"),
        ("stream", "rtmp://a.example/x", "rtmp://a[.]example/x"),
        ("person", "J. Doe", "J. Doe"),
    ],
)
def test_shown_harmlessly_and_read_back(kind, value, shown):
    assert defanged(kind, value) == shown
    assert refanged(shown) == value


def test_the_room_costs_nothing_at_start():
    """The list of suffixes and the tables of numbers are read when the first thing is checked."""
    script = (
        "import sys, advisor.intake.entities.lines, advisor.intake.entities.places, advisor.intake.rights.tracks;"
        "print([name for name in ('tldextract', 'stdnum', 'idna', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bad IBAN GR16 0110 1250 0000 0001 2300 696 of the shop", "looks like an IBAN"),
        ("see abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuv.onion there", "looks like an onion address"),
        ("paid to 1BoatSLRHtKNngkdXEeobR76b53LETtpyX", "looks like a wallet address"),
    ],
)
def test_what_is_mistyped_is_said(text, said):
    findings = things_in(text)
    assert findings.found == ()
    [(line, message)] = findings.faults
    assert line == 1
    assert said in message


def test_a_hash_and_a_right_number_are_no_mistyped_ones():
    text = "GR16 0110 1250 0000 0001 2300 695 and 3b5d5c3712955042212316173ccf37be, AB12 CASE OF THE YEAR"
    assert things_in(text).faults == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("203.0.113.7 on 3/11/2026 21:14:05 CET", "That can be 2026-11-03 or 2026-03-11"),
        ("203.0.113.7 on 2026-11-03 21:14:05", "without a time zone"),
        ("203.0.113.7 2026-11-03 21:14 UTC 2026-11-04 21:14 UTC", "several moments"),
    ],
)
def test_a_moment_that_is_not_taken_is_said_at_the_address(text, said):
    [found] = things_in(text).found
    assert found.checked.details.get("at", "") == ""
    assert any(said in warning for warning in found.checked.warnings)
    assert not any("Without day" in warning for warning in found.checked.warnings)
