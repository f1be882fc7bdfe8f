"""What was typed stands in its place: blanks, boxes and ticks, in every kind of document, and nothing else changes."""

from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Document, Rows, Run, Section
from tests.advisor.dossiers.reading import runs_in
from tests.advisor.dossiers.samples import NAMES, sample


def _places(document: Document, kind: str) -> list[str]:
    return [run.place for run in runs_in(document) if run.kind == kind and run.place]


def _parts(document: Document) -> tuple[Section, ...]:
    return (*document.sections, *document.annexes)


@pytest.mark.parametrize("name", NAMES)
class TestEveryKind:
    """What holds for each kind of document."""

    def test_every_blank_has_a_place(self, name: str) -> None:
        document = document_from(sample(name), 1)
        assert all(run.place for run in runs_in((document.cover, _parts(document))) if run.kind == "blank")

    def test_places_of_ticks_and_boxes_are_their_own(self, name: str) -> None:
        document = document_from(sample(name), 1)
        ticks = [run.place for run in runs_in(_parts(document)) if run.kind == "tick"]
        blocks = [block for part in _parts(document) for block in part.blocks if isinstance(block, Rows)]
        boxes = [place for block in blocks for place in block.places]
        assert len(ticks + boxes) == len({*ticks, *boxes})

    def test_what_is_typed_in_every_blank_is_printed_as_typed(self, name: str) -> None:
        empty = document_from(sample(name), 1)
        typed = {place: f"Typed for {place}." for place in _places(empty, "blank")}
        filled = document_from(sample(name) | {"typed": typed}, 1)
        assert not [run for run in runs_in((filled.cover, _parts(filled))) if run.kind == "blank"]
        said = {run.place: run.text for run in runs_in(filled) if run.kind == "quote" and run.place}
        assert said == typed

    def test_white_space_fills_nothing_and_a_place_that_is_not_there_changes_nothing(self, name: str) -> None:
        empty = document_from(sample(name), 1)
        typed = {place: " \n" for place in _places(empty, "blank")} | {"box-99.gone": "kept elsewhere"}
        filled = document_from(sample(name) | {"typed": typed}, 1)
        assert (filled.cover, filled.sections) == (empty.cover, empty.sections)


def _box(document: Document, place: str) -> Any:
    for part in document.sections:
        for block in part.blocks:
            if isinstance(block, Rows) and place in block.places:
                return block.rows[block.places.index(place)][1]
    raise AssertionError(place)


def test_a_tick_follows_what_somebody_set_whatever_the_case_says() -> None:
    document = document_from(sample(), 1)
    ticks = [run for run in runs_in(document.sections) if run.kind == "tick"]
    turned = {tick.place: "no" if tick.text == "[x]" else "yes" for tick in ticks}
    after = [run for run in runs_in(document_from(sample() | {"typed": turned}, 1).sections) if run.kind == "tick"]
    assert len(ticks) > 20
    assert all(old.text != new.text and old.place == new.place for old, new in zip(ticks, after, strict=True))


def test_a_box_takes_other_words_than_those_of_the_case_a_paragraph_each() -> None:
    place = "box-4.object-of-the-measure"
    typed = {place: "The flat, second floor.\n\nThe cellar."}
    assert _box(document_from(sample() | {"typed": typed}, 1), place) == (
        (Run("The flat, second floor.", "quote", place),),
        (Run("The cellar.", "quote", place),),
    )


def test_page_one_and_its_box_share_the_day_that_is_wanted() -> None:
    document = document_from(sample() | {"typed": {"time.wanted_blank": "1 December 2026"}}, 1)
    assert "1 December 2026" in {run.text for run in runs_in(document.cover)}
