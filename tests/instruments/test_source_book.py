"""Nothing of the source book was lost or bent by accident: a hash of each record, and a name for each difference.

`source_book.txt` holds the records as they were first converted; `corrections.yaml` says what was meant to change
since, and why. What a record says is compared, not how sure it is: marks and sources move with every reading.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from instruments.records import kind_of, records_of, sha256_of

HERE = Path(__file__).parent
MARKS = {"basis", "source", "sources", "confidence"}
ROWS = {"participation", "declaration", "authority"}
# What the book held when it was converted.
HELD = {
    "jurisdiction": 208,
    "measure": 57,
    "ladder": 37,
    "fact": 240,
    "ground": 46,
    "offence_list": 7,
    "instrument": 178,
    "provision": 474,
    "network": 25,
    "participation": 4084,
    "declaration": 472,
    "authority": 137,
    "precedence": 118,
}


def said(value: Any) -> Any:
    """A value without marks of certainty, sources and its place."""
    if isinstance(value, dict):
        return {key: said(part) for key, part in value.items() if key not in MARKS and not key.startswith("_")}
    return [said(part) for part in value] if isinstance(value, list) else value


def hashes(book: dict[str, Any]) -> dict[str, str]:
    """Key -> hash of what each record says. The register is ours, and the `source` of a fact tells who answers."""
    records = {key: record for key, record in records_of(book).items() if kind_of(key) != "source"}
    return {key: sha256_of(record if kind_of(key) == "fact" else said(record))[:12] for key, record in records.items()}


def converted() -> dict[str, str]:
    """The source book as it was converted."""
    lines = (HERE / "source_book.txt").read_text(encoding="utf-8").splitlines()
    return {key: sha for sha, _, key in (line.partition(" ") for line in lines)}


def named(keys: Iterable[str]) -> Counter[str]:
    """Records by name, rows by table and instrument."""
    return Counter(key.partition("/")[0] if kind_of(key) in ROWS else key for key in keys)


def meant(what: str) -> Counter[str]:
    """The corrections of one sort; each entry is a name, or a name and a number of rows."""
    found: Counter[str] = Counter()
    for group in yaml.safe_load((HERE / "corrections.yaml").read_text(encoding="utf-8")):
        assert group["why"]
        assert group.keys() <= {"why", "changed", "added", "removed"}
        for entry in group.get(what, []):
            name, _, count = entry.partition(" ")
            found[name] += int(count or 1)
    return found


def test_the_whole_source_book_is_known():
    assert Counter(kind_of(key) for key in converted()) == HELD


def test_a_record_says_what_it_said_unless_a_correction_names_it(shipped):
    now, then = hashes(shipped.document), converted()
    assert named(key for key in now.keys() & then.keys() if now[key] != then[key]) == meant("changed")


def test_a_record_came_or_went_only_where_a_correction_names_it(shipped):
    now, then = hashes(shipped.document), converted()
    assert named(now.keys() - then.keys()) == meant("added")
    assert named(then.keys() - now.keys()) == meant("removed")


def test_a_changed_word_is_noticed(shipped):
    book = {**shipped.document, "facts": [{**fact} for fact in shipped.document["facts"]]}
    book["facts"][0]["question"] += " Really?"
    before, after = hashes(shipped.document), hashes(book)
    assert [key for key in before if before[key] != after[key]] == [f"fact:{book['facts'][0]['name']}"]
