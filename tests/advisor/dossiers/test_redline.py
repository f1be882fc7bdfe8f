"""Comparing two versions: what was typed anew is found word by word, and nothing else is."""

from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.redline import RedLine, lines_of, redline
from tests.advisor.dossiers.samples import NAMES, sample


def compared(name: str, change: Any) -> list[RedLine]:
    old, new = sample(name), sample(name)
    change(new)
    return redline(document_from(old, 1), document_from(new, 2))


@pytest.mark.parametrize("name", NAMES)
def test_a_document_compared_with_itself_has_no_change(name: str) -> None:
    assert not any(line.changed for line in compared(name, lambda _: None))


@pytest.mark.parametrize("name", NAMES)
def test_both_documents_can_be_read_back(name: str) -> None:
    def change(inputs: dict[str, Any]) -> None:
        inputs["case"]["summary"] = "Another summary.\n\nWith two paragraphs."
        inputs["need"]["subject"] = "the office at Rua Nova 7"

    old, new = sample(name), sample(name)
    change(new)
    found = compared(name, change)
    for leave, document in (("ins", document_from(old, 1)), ("del", document_from(new, 2))):
        said = ["".join(text for op, text in line.pieces if op != leave) for line in found]
        assert [line for line in said if line] == [line.text for line in lines_of(document) if line.text]


def test_one_word_is_one_word() -> None:
    def change(inputs: dict[str, Any]) -> None:
        inputs["case"]["title"] = inputs["case"]["title"].replace("piracy", "theft")

    changed = [line for line in compared("request-eio", change) if line.changed]
    assert changed
    for line in changed:
        pieces = [(op, text) for op, text in line.pieces if op != "same"]
        assert ("del", "piracy") in pieces
        assert ("ins", "theft") in pieces


def test_a_very_long_line_is_replaced_whole() -> None:
    def change(inputs: dict[str, Any]) -> None:
        inputs["need"]["subject"] = " ".join(f"word{number}" for number in range(2100))

    old = sample("request-eio")
    old["need"]["subject"] = " ".join(f"other{number}" for number in range(2100))
    new = sample("request-eio")
    change(new)
    assert any(line.changed for line in redline(document_from(old, 1), document_from(new, 2)))
