"""Names of every script that the fonts cover are drawn; what they do not cover is said by its number."""

import pytest

from advisor.dossiers.coverage import breakable, drawable
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
