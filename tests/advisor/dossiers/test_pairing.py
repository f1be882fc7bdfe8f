"""Two languages side by side: same structure for every document type, typed text with its translation beside it."""

import io
import itertools
from typing import Any

import docx
import pytest

from advisor.dossiers.beside import language_accepted
from advisor.dossiers.build import document_from
from advisor.dossiers.build.prescribed import rows as prescribed_rows
from advisor.dossiers.build.words import languages
from advisor.dossiers.document import Run, Table
from advisor.dossiers.forms import form_codes
from advisor.dossiers.glossary import occurs, terms
from advisor.dossiers.packet.making import free_texts
from advisor.dossiers.pairing import NotPaired, document_of, names_of, paired
from advisor.dossiers.to_docx import docx_of
from advisor.dossiers.to_html import html_of
from tests.advisor.dossiers.reading import runs_in
from tests.advisor.dossiers.samples import NAMES, sample

PAIRS = [pair for pair in itertools.permutations(languages(), 2) if "en" in pair or pair == ("it", "es")]


def beside(name: str, first: str, second: str, said: dict[str, str] | None = None) -> Any:
    return document_of({**sample(name), "language": first, "beside": {"language": second, "said": said or {}}}, 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_sample_stands_in_two_languages(name: str, first: str, second: str) -> None:
    document = beside(name, first, second)
    assert (document.language, document.second) == (first, second)
    html = html_of(document)
    assert f'<td lang="{first}">' in html
    assert f'<td lang="{second}">' in html
    assert html.count("<header") == 2


@pytest.mark.parametrize("code", form_codes())
def test_every_form_has_one_structure_in_all_languages(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The boxes of each form, put on one sample, pair in every language with every other."""
    row = next((row for row in prescribed_rows() if row.get("form") == code), {"is": "prescribed_form", "form": code})
    monkeypatch.setattr("advisor.dossiers.build.matter.prescribed", lambda **_: row)
    inputs = sample("request-eio")
    built = [document_from({**inputs, "language": language}, 1) for language in languages()]
    for one, other in itertools.pairwise(built):
        assert paired(one, other, {}, names_of(inputs)).second == other.language


def test_other_structures_are_refused() -> None:
    one, other = (document_from(sample(name), 1) for name in ("request-eio", "order-epoc"))
    with pytest.raises(NotPaired):
        paired(one, other, {}, frozenset())


def test_typed_text_has_the_place_of_its_translation_beside_it_and_then_the_translation() -> None:
    inputs = sample("request-eio")
    texts = free_texts({**inputs, "language": "en"})
    places = [run for run in runs_in(beside("request-eio", "en", "de")) if run.text.startswith("Übersetzung des neben")]
    assert len(places) >= len(texts)
    said = {text: f"Übersetzt {number}" for number, text in enumerate(texts)}
    done = list(runs_in(beside("request-eio", "en", "de", said)))
    assert {run.text for run in done} >= set(said.values()) | set(said)
    assert not any(run.text.startswith("Übersetzung des neben") for run in done)


def test_names_and_references_are_not_translated() -> None:
    inputs = sample("request-eio")
    names = names_of(inputs)
    shown = [run for run in runs_in(beside("request-eio", "en", "fr")) if run.kind == "quote" and run.text in names]
    assert len(shown) >= 2 * len(names)


def test_prose_has_two_columns_and_tables_say_once_what_is_alike() -> None:
    document = beside("request-eio", "en", "de")
    tables = [block for part in document.sections for block in part.blocks if isinstance(block, Table)]
    assert all([column.lang for column in table.columns] == ["en", "de"] for table in tables)
    (trace,) = [block for block in document.annexes[0].blocks if isinstance(block, Table) and len(block.columns) == 4]
    assert trace.second_caption
    assert trace.rows[0][0] == document_from(sample("request-eio"), 1).annexes[0].blocks[1].rows[0][0]  # type: ignore[union-attr]


def test_catalogue_texts_are_marked_as_english() -> None:
    html = html_of(document_from({**sample("request-eio"), "language": "de"}, 1))
    assert '<html lang="de">' in html
    assert '<span lang="en">' in html


def test_the_word_file_has_both_languages_and_is_the_same_every_time() -> None:
    document = beside("request-eio", "en", "de")
    content = docx_of(document)
    assert content == docx_of(document)
    read = docx.Document(io.BytesIO(content))
    text = "\n".join(cell.text for table in read.tables for row in table.rows for cell in row.cells)
    assert "Anordnungsstaat" in text
    assert "Issuing State" in text
    assert 'w:lang w:val="de"' in read.element.xml


def test_the_language_that_a_state_accepts() -> None:
    words: dict[str, Any] = {
        "acting_state": "AT",
        "states": {"AT": {"name": "Austria", "languages": ["de"]}},
        "declarations": [],
    }
    assert language_accepted(words, "en") == "de"
    assert language_accepted(words, "de") == ""
    declared = {**words, "declarations": [{"topic": "languages_accepted", "value": "sv; fr, en"}]}
    assert language_accepted(declared, "it") == "fr"
    assert language_accepted(declared, "en") == ""


@pytest.mark.parametrize("language", languages())
def test_the_wording_uses_the_pinned_terms(language: str) -> None:
    """Where the English words of a document say a term, the other language says the pinned one."""
    for code, name in PINNED.items():
        term = next(term for term in terms() if term.code == code)
        document = document_from({**sample(name), "language": language}, 1)
        said = " ".join(run.text for run in runs_in(document)) + " ".join(part.title for part in document.sections)
        labels = " ".join(label for _, label in _labels(document))
        assert occurs(term.said[language], f"{said} {labels}"), (code, language)


PINNED = {
    "executing_authority": "request-eio",
    "issuing_state": "request-eio",
    "executing_state": "request-eio",
    "validating_authority": "request-eio",
    "necessity_proportionality": "request-eio",
    "maximum_penalty": "request-eio",
    "service_provider": "order-epoc",
    "subscriber_data": "order-epoc",
    "issuing_authority": "order-epoc",
}


def _labels(document: Any) -> list[tuple[str, str]]:
    found = []
    for part in document.sections:
        for block in part.blocks:
            found += [("row", label) for label, _ in getattr(block, "rows", ()) if isinstance(label, str)]
    return found


def test_a_run_in_another_language_says_so() -> None:
    assert any(isinstance(run, Run) and run.lang == "de" for run in runs_in(beside("request-eio", "en", "de")))
