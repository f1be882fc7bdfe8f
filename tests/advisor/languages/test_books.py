"""A language is one file: found by itself, complete, with every placeholder in its place, and compiled the same."""

import ast
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.core.management import call_command
from django.utils import translation

from advisor.intake.labels import labels_found
from advisor.languages.books import book_faults, book_missing, book_path, book_read, book_refreshed
from advisor.languages.extract import KEYWORDS, ROOT, from_python, messages_found, python_paths
from advisor.languages.found import SOURCE, languages_found
from advisor.languages.words import day_worded, language_worded, list_worded, state_worded, worded
from tests.conftest import TODAY

CODES = [code for code, _ in languages_found() if code != SOURCE]


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_complete(code):
    book = book_read(book_path(code))
    found = [*messages_found(), *labels_found()]
    assert [*book_missing(book, found), *book_faults(book)] == []
    assert len(found) > 1500


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_is_written(code):
    compiled = BytesIO()
    write_mo(compiled, book_read(book_path(code)))
    assert book_path(code).with_suffix(".mo").read_bytes() == compiled.getvalue()


GETTEXTS = frozenset(name for name in KEYWORDS if "gettext" in name)


def test_every_name_that_gettext_is_given_is_looked_for():
    for path in python_paths():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = {name.asname or name.name for name in node.names if name.name in GETTEXTS}
                assert names <= set(KEYWORDS), path.relative_to(ROOT)


def test_what_is_marked_for_later_is_found():
    from advisor.intake.suggest import CONDUCT, RULES

    found = {text for text, _, _ in from_python()}
    marked = {text for rules in [*RULES.values(), *CONDUCT.values()] for r in rules for text in (r.subject, r.why)}
    assert len(marked) > 40
    assert marked - found == set()


def test_a_folder_is_a_language(tmp_path):
    book_path("de", tmp_path).parent.mkdir(parents=True)
    assert languages_found(tmp_path) == [("en", "English")]
    book_path("de", tmp_path).write_text("", encoding="utf-8")
    assert languages_found(tmp_path) == [("en", "English"), ("de", "Deutsch")]


def test_the_check_says_what_is_missing():
    book = Catalog(locale="fr", fuzzy=False)
    book.add("Save", "Enregistrer")
    book.add("Read %(read)s.", "Lu.")
    book.add("Empty", "")
    book.add("Old", "Vieux", flags=["fuzzy"])
    faults = book_faults(book)
    assert faults == ["placeholders differ: Read %(read)s.", "not translated: Empty", "fuzzy: Old"]
    assert book_faults(Catalog(locale="fr")) == ["fuzzy: the head of the file"]
    assert book_missing(book, [("New", None, "x.html")]) == ["not in the file (x.html): New"]
    fresh = book_refreshed(book, [("Save", None, "a.py"), ("New", None, "x.html")])
    assert (fresh.get("Save").string, fresh.get("New").string, fresh.get("Empty")) == ("Enregistrer", None, None)


def test_the_command_checks(capsys):
    call_command("languages", "--check")
    assert ", 0 to do" in capsys.readouterr().out


def test_words_follow_the_language():
    with translation.override("fr"):
        assert state_worded("NL", "Netherlands") == "Pays-Bas"
        assert day_worded(TODAY) == "22 novembre 2026"
        assert language_worded("de") == "allemand"
        assert worded("Search and seizure") == "Perquisition et saisie"
        assert list_worded(["a", "b", "c"]) == "a, b ou c"
    with translation.override("en"):
        assert state_worded("TR", "Türkiye") == "Türkiye"
        assert day_worded(TODAY) == "22 November 2026"
