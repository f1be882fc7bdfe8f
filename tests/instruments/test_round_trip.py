"""Files -> rows -> files, without a byte lost, and the counts of the whole source book."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instruments import records
from instruments.file_reading import unseen
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.loading import catalogue_load
from instruments.places import CATALOGUE
from instruments.to_fixtures import book_texts, book_write
from instruments.to_rulebook import document_from_rows, rulebook_of
from tests.conftest import NOW
from tests.instruments.factories import small_book

# The source book as converted; the catalogue may grow, never lose a record.
COUNTS = {
    "instrument": 178,
    "provision": 474,
    "participation": 4084,
    "declaration": 472,
    "authority": 137,
    "jurisdiction": 208,
    "precedence": 118,
    "fact": 240,
    "ground": 46,
    "network": 25,
    "offence_list": 7,
    "measure": 57,
    "ladder": 34,
    "source": 364,
}
CONDITIONS, LIMITS, GROUNDS = 1675, 333, 863


def test_every_record_of_the_source_book_is_there(shipped):
    counted = Counter(records.kind_of(key) for key in records.records_of(shipped.document))
    assert {kind: count for kind, count in COUNTS.items() if counted[kind] < count} == {}
    provisions = [provision for record in shipped.document["instruments"] for provision in record["provisions"]]
    assert sum(len(provision["conditions"]) for provision in provisions) >= CONDITIONS
    assert sum(len(provision["time_limits"]) for provision in provisions) >= LIMITS
    assert sum(len(provision["refusal_grounds"]) for provision in provisions) >= GROUNDS


def test_the_shipped_files_are_written_as_the_writer_writes(shipped):
    for name, text in book_texts(shipped.document).items():
        assert (CATALOGUE / name).read_text(encoding="utf-8") == text, name


@pytest.mark.django_db
def test_files_to_rows_to_files(shipped, tmp_path: Path):
    report = catalogue_load(shipped, now=NOW)
    assert len(report.added) == len(shipped.places)
    book = book_from_rows()

    assert hashes(book) == hashes(shipped.document)
    assert book == shipped.document
    book_write(book, tmp_path)
    assert written(tmp_path) == {name: text for name, text in written(CATALOGUE).items() if not name.endswith(".md")}

    document = document_from_rows()
    assert list(document) == list(records.EDITION_KEYS)
    assert document == records.edition_document(shipped.document)
    sha256 = records.sha256_of(document)
    assert rulebook_of(document, label="1", sha256=sha256).sha256 == sha256

    again = catalogue_load(shipped, now=NOW)
    assert (again.added, again.updated, again.removed, again.differences) == ([], [], [], [])
    assert again.unchanged == len(shipped.places)


def hashes(book: dict[str, Any]) -> dict[str, str]:
    return {key: records.record_sha256(record) for key, record in records.records_of(book).items()}


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_an_instrument_that_is_gone_takes_its_file_along(tmp_path: Path):
    book = small_book()
    book_write(book, tmp_path)
    book["instruments"] = [record for record in book["instruments"] if record["code"] != "help-net"]
    changed = book_write(book, tmp_path)
    assert [path.name for path in changed] == ["help-net.yaml"]
    assert not changed[0].exists()


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
WORDS = st.text(LETTERS.filter(lambda letter: not unseen(letter)), min_size=1, max_size=60)
ODD = st.sampled_from(
    ["NO", "yes", "on", "null", "~", "1", "012", "12:30", "1e3", "2026-02-30", "- x", "a: b", "#", "'", '"', "%"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(WORDS.map(str.strip).filter(bool), ODD))
def test_any_text_survives_the_files(tmp_path: Path, text: str):
    book = small_book()
    record = next(record for record in book["instruments"] if record["provisions"])
    record["notes"] = record["provisions"][0]["form"] = text
    record["identifiers"] = {"celex": text}
    book["authorities"][0]["name"] = text
    book_write(book, tmp_path)
    assert book_read(tmp_path).document == book
