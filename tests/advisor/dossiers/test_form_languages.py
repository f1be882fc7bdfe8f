"""The words of the prescribed forms in every language: none missing, none left over, marks and figures as they are."""

import re
from collections import Counter

import pytest

from advisor.dossiers.build.words import languages
from advisor.dossiers.forms import form, form_codes
from advisor.dossiers.forms.languages import SOURCE, form_in, form_words, labels_of

OTHERS = [code for code in languages() if code != SOURCE]
FIGURE = re.compile(r"\d+(?:\.\d+)*")
MARK = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)+\.?|[0-9]+[.)]|[a-z]\)|[A-Z]\.|\([a-zIVX]+\))(?= )")


def of_all_forms() -> list[str]:
    return list(dict.fromkeys(label for code in form_codes() for label in labels_of(code)))


@pytest.mark.parametrize("language", OTHERS)
def test_every_label_has_its_words_and_no_word_is_left_over(language: str) -> None:
    words, wanted = form_words(language), of_all_forms()
    assert [label for label in wanted if not words["labels"].get(label)] == []
    assert [label for label in words["labels"] if label not in set(wanted)] == []
    assert set(words["own"]) <= set(form_codes())
    assert set(words["standing"]) <= set(form_codes())


@pytest.mark.parametrize("language", OTHERS)
def test_marks_and_figures_are_those_of_the_form(language: str) -> None:
    for label, said in form_words(language)["labels"].items():
        lost = Counter(FIGURE.findall(label)) - Counter(FIGURE.findall(said))
        assert not lost, label
        mark = MARK.match(label)
        assert mark is None or said.startswith(mark[0]), label


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("code", form_codes())
def test_a_form_has_the_same_sections_boxes_and_places_in_every_language(code: str, language: str) -> None:
    here, there = form(code), form_in(code, language)
    assert [part.mark for part in here.sections] == [part.mark for part in there.sections]
    for one, other in zip(here.sections, there.sections, strict=True):
        assert [(box.place, box.fill, len(box.ticks)) for box in one.boxes] == [
            (box.place, box.fill, len(box.ticks)) for box in other.boxes
        ]
        for box, said in zip(one.boxes, other.boxes, strict=True):
            assert (bool(box.label), bool(box.blank), bool(box.statement)) == (
                bool(said.label),
                bool(said.blank),
                bool(said.statement),
            )
