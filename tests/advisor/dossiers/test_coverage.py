"""Names of every script that the fonts cover are drawn; what they do not cover is said by its number."""

import contextlib
import unicodedata

import pytest

from advisor.dossiers.coverage import RANGES, breakable, covers, drawable, of_the_fonts, ranges_of
from advisor.dossiers.to_pdf import render_pdf
from tests.advisor.dossiers.pdf_text import opened, shown
from tests.advisor.dossiers.samples import sample

NAMES = (
    "Ελένη Παπαδοπούλου", "Юрий Ковальчук", "Łukasz Żółć", "שרה לוי", "王小明", "山田太郎",
    "김철수", "최민준", "Müller-Lüdenscheidt", "İstanbul", "Țurcanu",
)  # fmt: skip


@pytest.mark.parametrize("name", [*NAMES, "Nguyễn Thị Hương", "محمد عبد الله", "สมชาย ใจดี", "₿ 500 € → ≥ …"])
def test_names_need_no_replacement(name: str) -> None:
    assert drawable(name) == name


def test_a_character_without_a_glyph_is_said_by_its_number() -> None:
    assert drawable("a \U0001f4a9 b") == "a [U+1F4A9] b"


def test_names_can_be_read_back_from_the_pdf() -> None:
    inputs = sample("note-blocking")
    inputs["case"]["summary"] = "\n\n".join(NAMES)
    with opened(render_pdf(inputs, 1, lambda _: None).content) as pdf:
        said = shown(pdf, artifacts=False)
        assert "\ufffd" not in said
        for name in NAMES:
            readable = "".join(name.split())
            assert readable in said or readable[::-1] in said, name


def test_words_without_end_get_places_to_break_and_others_none() -> None:
    assert breakable("word " * 100) == "word " * 100
    endless = breakable("a" * 1000)
    assert endless.replace("\u200b", "") == "a" * 1000
    assert max(map(len, endless.split("\u200b"))) <= 200


def test_the_list_of_covered_characters_is_that_of_the_fonts() -> None:
    assert RANGES.read_text(encoding="ascii") == ranges_of(of_the_fonts())


def of_standard(codec: str, first: range, second: range) -> list[str]:
    """Every character of a two-byte standard of East Asia."""
    found = []
    for high in first:
        for low in second:
            with contextlib.suppress(UnicodeDecodeError):
                found.append(bytes((high, low)).decode(codec))
    return [text for text in found if len(text) == 1 and unicodedata.category(text).startswith("L")]


@pytest.mark.parametrize(
    ("codec", "first", "second"),
    [
        ("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xFA), range(0x40, 0xFF)),
        ("euc_jp", range(0xA1, 0xFF), range(0xA1, 0xFF)),
        ("euc_kr", range(0xA1, 0xFF), range(0xA1, 0xFF)),
    ],
)
def test_every_letter_of_the_standards_of_east_asia_is_drawn(codec: str, first: range, second: range) -> None:
    letters = of_standard(codec, first, second)
    assert len(letters) > 6000
    assert [letter for letter in letters if drawable(letter).startswith("[U+")] == []


@pytest.mark.parametrize(
    "block", [range(0x05D0, 0x05EB), range(0x0621, 0x064B), range(0x0E01, 0x0E2F), range(0x0391, 0x03CA)]
)
def test_every_letter_of_other_scripts_is_drawn(block: range) -> None:
    letters = [chr(code) for code in block if unicodedata.category(chr(code)).startswith("L")]
    assert [letter for letter in letters if not covers(ord(letter))] == []


def test_right_to_left_names_stand_right_to_left_between_latin_words() -> None:
    """In a Latin sentence each run is laid out in its own direction, isolated: the words around it keep their order."""
    inputs = sample("note-blocking")
    inputs["case"]["summary"] = "before שרה לוי after"
    with opened(render_pdf(inputs, 1, lambda _: None).content) as pdf:
        said = shown(pdf, artifacts=False)
    assert "שרהלוי" in said or "שרהלוי"[::-1] in said
    assert said.index("before") < said.index("after")
