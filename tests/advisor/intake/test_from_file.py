"""Case files: what may stand in one, and that each hostile or broken one gets a message and costs nothing."""

import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.intake.from_file import case_file_read, faults_explained
from advisor.intake.reading import MAX_BYTES
from routing.errors import CaseFaults, Fault

SCENARIOS = sorted((Path(__file__).resolve().parents[3] / "fixtures" / "scenarios").glob("*.yaml"))
LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (sign + 1, sign + 1, b",".join([b"*%c" % sign] * 9)) for sign in range(97, 110)
)
DEEP = b"more than 32 levels; a case needs five levels: take out what is nested"

BAD = {
    "empty": ("c.yaml", b"", "the file: read an empty file; a case in YAML or JSON, beginning with format: 1"),
    "blank": ("c.json", b" \n\n", "the file: read an empty file; a case in YAML or JSON, beginning with format: 1"),
    "comments": (
        "c.yaml",
        b"# nothing\n",
        "the file: read nothing but comments; a case in YAML or JSON, beginning with format: 1",
    ),
    "encoding": ("c.yaml", b"a: \xff", "byte 4: read 0xff; text in UTF-8: this is another encoding or no text"),
    "binary": (
        "c.yaml",
        b"\x7fELF\x01\x00",
        "line 1: read the character U+007F; printable characters, tabs and line ends",
    ),
    "huge": (
        "c.yaml",
        b"x" * (MAX_BYTES + 1),
        "the file: read more than 1048576 bytes; a case file has at most 1 MiB: keep exhibits outside of it",
    ),
    "list": (
        "c.yaml",
        b"- 1",
        "the file: read a list; a case is a mapping that begins with format, reference and title",
    ),
    "number": (
        "c.json",
        b"3",
        "the file: read a number; a case is a mapping that begins with format, reference and title",
    ),
    "syntax": (
        "c.yaml",
        b"a: b: c",
        'line 1, column 5: read "a: b: c"; YAML (mapping values are not allowed in this context)',
    ),
    "json syntax": ("c.json", b'{"a": 1} x', 'line 1, column 10: read "x"; JSON (extra data)'),
    "json end": ("c.json", b"[", "line 1, column 2: read the end of the file; JSON (expecting value)"),
    "two documents": (
        "c.yaml",
        b"---\na: 1\n---\nb: 1",
        "the file: read 2 documents; one case a file: begin no second one with ---",
    ),
    "laughs": (
        "c.yaml",
        LAUGHS,
        "the file: read more than 50000 values; a shorter case; aliases count as what they stand for",
    ),
    "self": ("c.yaml", b"a: &a [*a]", "line 1: read the alias *a; an alias stands for a value given above it"),
    "deep": ("c.yaml", b"a: " + b"[" * 100_000, "line 1: read " + DEEP.decode()),
    "json deep": ("c.json", b"[" * 100_000, "the file: read " + DEEP.decode()),
    "json deeper": ("c.json", b"[" * 40 + b"]" * 40, "the file: read " + DEEP.decode()),
    "object": (
        "c.yaml",
        b"a: !!python/object/apply:os.getcwd []",
        'a: read the tag "tag:yaml.org,2002:python/object/apply:os.getcwd" in line 1; no tags',
    ),
    "key": ("c.yaml", b"? [a]\n: 1", "line 1: read a mapping or list as a key; keys are plain words"),
    "nan": ("c.json", b'{"a": NaN}', "the file: read NaN; a number with at most 30 digits that is not infinite"),
    "infinite": (
        "c.json",
        b'{"a": 1e999}',
        'the file: read "1e999"; a number with at most 30 digits that is not infinite',
    ),
    "digits": (
        "c.json",
        b'{"a": ' + b"9" * 5000 + b"}",
        "the file: read a number of 5000 digits; a number with at most 30 digits that is not infinite",
    ),
    "surrogate": (
        "c.json",
        b'{"a": {"b": "\\ud800"}}',
        "a.b: read the character U+D800; printable characters, tabs and line ends",
    ),
    "escape": ("c.yaml", b'a: "\\e[2J"', "line 1: read the character U+001B; printable characters, tabs and line ends"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_one_message_and_costs_nothing(case: str) -> None:
    name, data, message = BAD[case]
    begun = time.perf_counter()
    with pytest.raises(CaseFaults) as caught:
        case_file_read(data, name=name)
    assert [str(fault) for fault in caught.value.faults] == [message]
    assert time.perf_counter() - begun < 1


def test_equal_keys_are_all_told_at_once() -> None:
    with pytest.raises(CaseFaults) as caught:
        case_file_read(b"a: 1\na: 2\nb: {c: 1, c: 2}", name="c.yaml")
    assert [str(fault) for fault in caught.value.faults] == [
        "a: read the same key twice (again in line 2); each key once",
        "b.c: read the same key twice (again in line 3); each key once",
    ]
    with pytest.raises(CaseFaults) as caught:
        case_file_read(b'{"a": 1, "a": 2, "b": {"c": 1, "c": 2}}', name="c.json")
    assert len(caught.value.faults) == 2


def test_endless_faults_are_counted_in_the_end() -> None:
    with pytest.raises(CaseFaults) as caught:
        case_file_read(b"a: 1\n" * 150, name="c.yaml")
    assert len(caught.value.faults) == 101
    assert str(caught.value.faults[-1]) == "the file: read 49 more faults; mend the first ones, then try again"


def test_nothing_is_turned_into_something_else() -> None:
    text = b"on: 2026-11-22\nday: 2026-13-45\noctal: 010\nclock: 12:30\nnone: ~\nsum: 4800.50\ncount: -3\nnan: .nan\n"
    assert case_file_read(text, name="c.yaml").document == {
        "on": "2026-11-22",
        "day": "2026-13-45",
        "octal": "010",
        "clock": "12:30",
        "none": None,
        "sum": 4800.5,
        "count": -3,
        "nan": ".nan",
    }


def test_an_ordinary_alias_and_a_byte_order_mark_are_fine() -> None:
    read = case_file_read(b"\xef\xbb\xbfa: &a {x: 1}\nb: *a\n", name="c.yml")
    assert read.document == {"a": {"x": 1}, "b": {"x": 1}}


def test_a_bare_no_is_false_and_the_fault_says_so() -> None:
    read = case_file_read(b'needs:\n- requested_state: NO\n- requested_state: "NO"\nflag: yes\n', name="c.yaml")
    assert read.document == {"needs": [{"requested_state": False}, {"requested_state": "NO"}], "flag": True}
    told = faults_explained(
        [Fault("needs[0].requested_state", "false", "a State's code"), Fault("x", "1", "y")], read.spellings
    )
    assert [str(fault) for fault in told] == [
        "needs[0].requested_state: read false; a State's code. the file says NO without quotation marks, "
        'which YAML reads as false: write "NO"',
        "x: read 1; y",
    ]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_yaml_and_json_give_the_document_that_a_plain_reader_gives(path: Path) -> None:
    plain = json.dumps(yaml.safe_load(path.read_bytes()), default=str)
    assert json.dumps(case_file_read(path.read_bytes(), name=path.name).document) == plain
    assert json.dumps(case_file_read(plain.encode(), name="case.json").document) == plain


def _read(data: bytes, name: str) -> object:
    """The document or the faults: anything else is a bug and passes through."""
    try:
        return case_file_read(data, name=name).document
    except CaseFaults as refusal:
        return refusal.faults


@given(st.binary(max_size=400), st.sampled_from(["c.yaml", "c.json"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert isinstance(_read(data, name), dict | tuple)


@given(st.text(alphabet="{}[]&*a:,-'\"\n #!?|>%@~1", max_size=80))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    assert isinstance(_read(text.encode(), "c.yaml"), dict | tuple)
