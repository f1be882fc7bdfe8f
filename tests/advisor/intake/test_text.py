"""What may stand in a text field."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.intake.text import TextFault, clean_text

INVISIBLE = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\u202a",
    "\u202b",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u2028",
]


@pytest.mark.parametrize("character", INVISIBLE)
def test_refuses_what_cannot_be_seen_and_says_where(character):
    with pytest.raises(TextFault) as refused:
        clean_text(f"abc{character}d", longest=100, lines=True)
    message = str(refused.value)
    assert "Character 4" in message
    assert f"U+{ord(character):04X}" in message
    assert character not in message


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ settings.SECRET_KEY }}",
        "=HYPERLINK(1)",
        "مكتب الادعاء",
        "\u200fשלום\u200e",
        "日本語",
        "👩🏽‍⚖️ emoji with a joiner",
        "soft\u00adhyphen and\u00a0no-break",
    ],
)
def test_takes_every_script_literally(text):
    assert clean_text(text, longest=100) == unicodedata.normalize("NFC", text)


def test_line_breaks_are_made_one_kind():
    assert clean_text("a\r\nb\rc\n", longest=10, lines=True) == "a\nb\nc"


def test_line_break_in_a_single_line_is_refused_by_name():
    with pytest.raises(TextFault, match="a line break"):
        clean_text("a\nb", longest=10)


def test_too_long_says_both_numbers():
    with pytest.raises(TextFault, match=r"20,001 characters; 20,000 is the most"):
        clean_text("x" * 20_001, longest=20_000)


def clean_or_refuse(text):
    """The cleaned text, or the fault it raises."""
    try:
        return clean_text(text, longest=100, lines=True)
    except TextFault as fault:
        return fault


@given(st.text(max_size=200))
def test_what_passes_is_clean_and_passes_again(text):
    clean = clean_or_refuse(text)
    if isinstance(clean, TextFault):
        assert str(clean).isprintable()
        return
    assert clean_text(clean, longest=100, lines=True) == clean
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in clean)
