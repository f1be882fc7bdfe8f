"""What the strict reader refuses: each fault with its file, its line, what was read, and what is allowed."""

import re
from pathlib import Path

import pytest

from instruments.errors import BookFaults
from instruments.from_fixtures import book_read
from instruments.models import Instrument, ShippedRecord
from instruments.places import CATALOGUE

TREATY = "instruments/old-treaty.yaml"
NET = "vocabulary/networks.yaml"
FACTS = "vocabulary/facts.yaml"
# (file, words to replace, by what, what the message must say)
YAML_FAULTS = [
    # keys
    (TREATY, "kind: convention", "kindd: convention", r"unknown key kindd \(meant: kind\?\); allowed: code, title"),
    (TREATY, "kind: convention", "kindd: convention", r"old-treaty: no kind; allowed: a instrument has the key kind"),
    (TREATY, "notes: None.", "notes: None.\nnotes: Again.", r"the key notes stands twice, first on line \d+"),
    (
        TREATY,
        "notes: None.",
        "NO: 1\nnotes: None.",
        r'the key NO is read as a truth value; allowed: the key in quotes: "NO"',
    ),
    (TREATY, "    effect: required\n", "", r"conditions\[0\]: no effect"),
    # truth values, numbers, dates, nothing
    (TREATY, "notes: None.", "notes: NO", r'notes: NO, read as a truth value; allowed: text; put it in quotes: "NO"'),
    (TREATY, "notes: None.", "notes: on", r'on, read as a truth value; allowed: text; put it in quotes: "on"'),
    (TREATY, "notes: None.", "notes: 1959", r"notes: 1959, read as a number; allowed: text"),
    (TREATY, "notes: None.", "notes:", r"notes: holds nothing; allowed: text"),
    (TREATY, "notes: None.", "notes: ''", r"notes: an empty text; allowed: text"),
    (TREATY, "notes: None.", "notes: [a]", r"notes: a list; allowed: text"),
    (TREATY, "cets: '30'", "cets: 30", r"identifiers.cets: 30, read as a number"),
    (TREATY, "in_seed: false", "in_seed: no", r"in_seed: no, read as a truth value; allowed: true or false"),
    (TREATY, "in_seed: false", "in_seed: 'false'", r"in_seed: 'false'; allowed: true or false"),
    (TREATY, "adopted: '1990-01-01'", "adopted: '1990-02-30'", r"adopted: 1990-02-30 is no day of the calendar"),
    (TREATY, "adopted: '1990-01-01'", "adopted: 1990-02-30", r"adopted: 1990-02-30 is no day of the calendar"),
    (TREATY, "adopted: '1990-01-01'", "adopted: 1.1.1990", r"adopted: '1.1.1990' is not written as YYYY-MM-DD"),
    (TREATY, "adopted: '1990-01-01'", "adopted: '0990-01-01'", r"the year 990 cannot be"),
    (TREATY, "adopted: '1990-01-01'", "adopted: 1990", r"adopted: 1990, read as a number; allowed: a day as YYYY"),
    (TREATY, "duration: 30", "duration: '30'", r"duration: '30'; allowed: a whole number in plain digits"),
    (TREATY, "duration: 30", "duration: 030", r"duration: 030, read as a number; allowed: a whole number in plain"),
    (TREATY, "duration: 30", "duration: 12:30", r"duration: 12:30, read as a number; allowed: a whole number"),
    (
        TREATY,
        "unit: calendar_days",
        "unit: fortnights",
        r"a duration with the unit 'fortnights'; allowed: minutes, hours",
    ),
    (TREATY, "value: true", "value: yes", r"value: yes, read as a truth value; .* put it in quotes"),
    (
        TREATY,
        "applies_until: null",
        "applies_until: '1990-12-31'",
        r"applies_until 1990-12-31 lies before applies_from",
    ),
    (TREATY, "duration: 30", "duration: -30", r"duration: the number -30; allowed: a number from 0 to 100000"),
    (TREATY, "duration: 30", "duration: 99999999999999999999", r"the number 99999999999999999999; allowed: a number"),
    # what cannot be stored or seen
    (TREATY, "notes: None.", 'notes: "a\\x07b"', r"notes: the character U\+0007 \(a control character\) at place 2"),
    (TREATY, "notes: None.", 'notes: "a\\u202eb"', r"the character U\+202E \(right-to-left override\) at place 2"),
    (TREATY, "value: true", 'value: "a\\u2066b"', r"value: the character U\+2066 \(left-to-right isolate\)"),
    # codes
    (
        TREATY,
        "kind: convention",
        "kind: treaty",
        r"kind: unknown code 'treaty'; allowed: bilateral-agreement, convention",
    ),
    (TREATY, "effect: required", "effect: must", r"effect: unknown code 'must'; allowed: bar, discretionary_refusal"),
    (TREATY, "fact: offence.serious", "fact: offence.seriuos", r"unknown fact .* \(near: offence.serious\)"),
    (TREATY, "measure: criminal.search_and_seizure", "measure: criminal.search", r"unknown measure 'criminal.search'"),
    (TREATY, "code: public-policy", "code: public-polcy", r"unknown ground 'public-polcy'; .*near: public-policy"),
    (TREATY, "supersedes: []", "supersedes: [gone]", r"supersedes\[0\]: unknown instrument 'gone'"),
    (TREATY, "- criminal\n", "- criminal\n- criminal\n", r"track\[1\]: criminal stands twice"),
    (TREATY, "track:\n- criminal\n", "track: []\n", r"track: is an empty list; allowed: at least one entry"),
    (TREATY, "track:\n- criminal\n", "track: criminal\n", r"track: holds 'criminal'; allowed: a list"),
    (
        NET,
        "states: [FR, 'NO']",
        "states: [FR, NO]",
        r'states\[1\]: NO, read as a truth value; .*put it in quotes: "NO"',
    ),
    (NET, "states: [FR, 'NO']", "states: [FR, UK]", r"states\[1\]: unknown state 'UK'"),
    (NET, "- help-net/exchange", "- help-net/other", r"unknown provision 'help-net/other'"),
    # conditions against their facts
    (TREATY, "op: eq", "op: gte", r"op gte on offence.serious, which is of type bool; allowed: eq, ne"),
    (TREATY, "value: true", "value: 3", r"offence.serious: 3; allowed: true or false"),
    (
        TREATY,
        "    value:\n    - old-treaty\n",
        "    value: old-treaty\n",
        r"op both_bound_by with the value 'old-treaty'",
    ),
    (TREATY, "    value:\n    - old-treaty\n", "    value: [gone]\n", r"'gone'; allowed: the code of an instrument"),
    ("instruments/help-net.yaml", "    - police\n", "    - polise\n", r"'polise'; allowed: court, police, prosecutor"),
    ("instruments/help-net.yaml", "value: '2001-01-01'", "value: '2001-13-01'", r"'2001-13-01'; allowed: a day"),
    # identities
    (TREATY, "code: old-treaty", "code: other", r"old-treaty.code: 'other'; allowed: old-treaty, the name of the file"),
    (
        TREATY,
        "id: old-treaty/search",
        "id: help-net/exchange",
        r"the provision help-net/exchange stands twice, first in",
    ),
    (
        TREATY,
        "id: old-treaty/search",
        "id: help-net/search",
        r"the id help-net/search; allowed: old-treaty/<short-name>",
    ),
    (TREATY, "id: old-treaty/search", "id: old-treaty/Search!", r"'old-treaty/Search!'; allowed: the form"),
    (
        TREATY,
        "issuing_authority: judge",
        "reliability: high",
        r"nobody may ask; allowed: issuing_authority or who_may_ask",
    ),
    (TREATY, "rule: multilateral", "rule: hub", r"rule hub without a hub"),
    (TREATY, "rule: multilateral", "rule: two_sided", r"rule two_sided without a side"),
    (FACTS, "name: requester.kind", "name: request.sent_on", r"the fact request.sent_on stands twice, first in"),
    (FACTS, "type: enum", "type: bool", r"type bool with values; allowed: values on an enum"),
    ("vocabulary/ladder.yaml", "criminal.search_and_seizure:", "criminal.gone:", r"unknown measure 'criminal.gone'"),
    ("precedence.yaml", "- help-net", "- gone", r"p1.over: unknown code 'gone'; allowed: the code of an instrument"),
    ("precedence.yaml", "basis: memory", "basis: hearsay", r"basis: unknown code 'hearsay'; allowed: memory, verified"),
    (
        "precedence.yaml",
        "article: '6'",
        "article: '6'\n  valid_from: '2020-01-01'\n  valid_until: '2019-01-01'",
        "lies before",
    ),
    ("vocabulary/sources.yaml", "kind: memory", "kind: hearsay", r"kind: unknown code 'hearsay'"),
    # the file itself
    (TREATY, "notes: None.", "notes: [None.", r"the file: is no YAML"),
    (TREATY, "notes: None.", "notes: !!python/name:os.system x", r"notes: "),
    (
        "vocabulary/measures.yaml",
        "criminal:\n",
        "- criminal:\n",
        r"the file: holds a list; allowed: keys with values|is no YAML",
    ),
]
TABLE_FAULTS = [
    (
        "participation.csv",
        "old-treaty,FR,bound",
        "old-treaty,UK,bound",
        r"participation.csv:2: iso2: unknown state 'UK'",
    ),
    (
        "participation.csv",
        "old-treaty,FR,bound",
        "gone,FR,bound",
        r"participation.csv:2: instrument: unknown instrument",
    ),
    ("participation.csv", "FR,bound", "FR,friendly", r"status: unknown code 'friendly'; allowed: bound, not_bound"),
    (
        "participation.csv",
        "1991-01-01,2019-12-31",
        "1991-01-01,2019-02-30",
        r"until: 2019-02-30 is no day of the calendar",
    ),
    (
        "participation.csv",
        "1991-01-01,2019-12-31",
        "1991-01-01,1990-12-31",
        r"until 1990-12-31 lies before since 1991-01-01",
    ),
    ("participation.csv", "FR,bound", "FR,signatory", r"a day on a row that is signatory; allowed: since and until on"),
    ("participation.csv", ",memory", ",verified", r"verified without a source; allowed: the source that was read"),
    ("participation.csv", "old-treaty,NO", "old-treaty,FR", r"participation.csv:3: .*overlaps that of line 2"),
    (
        "participation.csv",
        "instrument,iso2",
        "instrument,state",
        r"participation.csv:1: the heading: is instrument, state",
    ),
    (
        "participation.csv",
        "old-treaty,FR,bound",
        "old-treaty,FR",
        r"the row: has 8 cells; allowed: 9: instrument, iso2",
    ),
    ("jurisdictions.csv", "FR,FRA", "UK,FRA", r"iso2: UK; allowed: GB and GR"),
    ("jurisdictions.csv", "FR,FRA", "NO,FRA", r"the jurisdiction NO stands twice"),
    ("jurisdictions.csv", "FR,FRA", "FR,NOR", r"iso3: NOR stands twice, first on line"),
    ("jurisdictions.csv", "FR,FRA", "fr,FRA", r"iso2: 'fr'; allowed: the form \[A-Z\]\{2\}"),
    ("jurisdictions.csv", "FR,FRA,France", "FR,FRA,", r"name: the cell is empty; allowed: a value"),
    ("jurisdictions.csv", "1958-01-01,", "1958-01-01,1950-01-01", r"eu_member_until: 1950-01-01; allowed: a day after"),
    ("declarations.csv", "languages_accepted", "", r"topic: the cell is empty"),
    ("participation.csv", ",memory", "\x00,memory", r"participation.csv:\d+: .*the character U\+0000"),
    ("participation.csv", ",memory", "\u202e,memory", r"participation.csv:\d+: .*the character U\+202E"),
    ("authorities.csv", "old-treaty,NO", "old-treaty,XX", r"unknown state 'XX'"),
]


def changed(folder: Path, file: str, old: str, new: str) -> None:
    """Replace words once in a file of the folder."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}:\n{text}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> BookFaults:
    """The refusal of a folder."""
    with pytest.raises(BookFaults) as caught:
        book_read(folder)
    return caught.value


@pytest.mark.parametrize(("file", "old", "new", "says"), YAML_FAULTS + TABLE_FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_file_and_line(folder, file, old, new, says):
    changed(folder, file, old, new)
    refusal = faults(folder)
    about = [str(fault) for fault in refusal.faults if re.search(says, str(fault))]
    assert about, "\n".join(str(fault) for fault in refusal.faults)
    assert about[0].startswith(f"{file}:"), about[0]
    assert "nothing was loaded" in str(refusal)


def test_the_line_is_that_of_the_fault(folder):
    changed(folder, TREATY, "tier: formal", "tier: NO")
    line = (folder / TREATY).read_text().splitlines().index("tier: NO") + 1
    assert [(fault.file, fault.line) for fault in faults(folder).faults] == [(TREATY, line)]


def test_all_faults_of_all_files_come_at_once(folder):
    for file, old, new, _ in (YAML_FAULTS[0], YAML_FAULTS[24], TABLE_FAULTS[0], TABLE_FAULTS[-1]):
        changed(folder, file, old, new)
    assert {fault.file for fault in faults(folder).faults} >= {TREATY, "participation.csv", "authorities.csv"}


@pytest.mark.parametrize("file", [FACTS, "participation.csv", "precedence.yaml"])
def test_a_missing_file_is_a_fault(folder, file):
    (folder / file).unlink()
    assert f"{file}: the file: is missing" in str(faults(folder))


def test_a_missing_folder_is_a_fault(tmp_path):
    assert "the folder: is missing" in str(faults(tmp_path / "nowhere"))


@pytest.mark.parametrize("file", [FACTS, "participation.csv"])
def test_text_that_is_not_utf8_is_a_fault(folder, file):
    (folder / file).write_bytes((folder / file).read_bytes() + b"\xff")
    assert "is not UTF-8" in str(faults(folder))


@pytest.mark.parametrize("file", [FACTS, "participation.csv"])
def test_a_mark_before_the_text_is_no_part_of_it(folder, file):
    before = book_read(folder).document
    (folder / file).write_bytes(b"\xef\xbb\xbf" + (folder / file).read_bytes())
    assert book_read(folder).document == before


@pytest.mark.parametrize("file", [TREATY, "participation.csv"])
def test_line_ends_of_another_system_change_nothing(folder, file):
    before = book_read(folder).document
    (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
    assert book_read(folder).document == before


@pytest.mark.parametrize("file", [TREATY, FACTS, "precedence.yaml"])
@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a remark\n"])
def test_an_empty_file_drops_no_record_silently(folder, file, text):
    (folder / file).write_text(text)
    assert f"{file}: the file: is empty; allowed: at least one record, or no such file" in str(faults(folder))


@pytest.mark.parametrize("file", ["instruments/new-treaty.yml", "instruments/readme.txt", "vocabulary/terms.yaml"])
def test_a_file_nobody_would_read_is_a_fault(folder, file):
    (folder / file).write_text("code: new-treaty\n")
    assert f"{file}: the file: is none of the catalogue's and would not be read" in str(faults(folder))


def test_a_hidden_file_is_left_alone(folder):
    (folder / "instruments" / ".DS_Store").write_bytes(b"\x00")
    book_read(folder)


@pytest.mark.parametrize("file", [FACTS, "participation.csv"])
def test_a_folder_where_a_file_should_be_is_a_fault(folder, file):
    (folder / file).unlink()
    (folder / file).mkdir()
    assert f"{file}: the file: cannot be read: is a directory" in str(faults(folder))


def test_a_link_in_a_circle_is_a_fault(folder):
    (folder / "instruments" / "circle.yaml").symlink_to("circle.yaml")
    assert "instruments/circle.yaml: the file: cannot be read" in str(faults(folder))


def test_a_table_with_a_loose_quote_is_a_fault(folder):
    path = folder / "authorities.csv"
    path.write_text(path.read_text() + 'old-treaty,NO,"x"y,,,,,memory\n')
    assert "is no table" in str(faults(folder))


def test_a_bare_number_is_good_where_an_article_stands(folder):
    changed(folder, TREATY, "article: '4'", "article: 4")
    treaty = next(record for record in book_read(folder).document["instruments"] if record["code"] == "old-treaty")
    assert treaty["provisions"][0]["refusal_grounds"][0]["article"] == "4"


def test_dates_may_stand_bare(folder):
    changed(folder, TREATY, "adopted: '1990-01-01'", "adopted: 1990-01-01")
    assert (
        next(r for r in book_read(folder).document["instruments"] if r["code"] == "old-treaty")["adopted"]
        == "1990-01-01"
    )


def test_a_count_of_uses_is_ours_to_make(folder):
    changed(folder, FACTS, "used_by: 1", "used_by: 99")
    assert {record["used_by"] for record in book_read(folder).document["facts"]} == {1}


@pytest.mark.django_db
def test_nothing_half_loaded_remains(folder):
    from django.core.management import CommandError, call_command

    changed(folder, "authorities.csv", "old-treaty,NO", "old-treaty,XX")
    with pytest.raises(CommandError, match="1 fault in the files; nothing was loaded"):
        call_command("load_catalogue", "--from", str(folder))
    assert not Instrument.objects.exists()
    assert not ShippedRecord.objects.exists()


def test_the_shipped_catalogue_tells_where_each_record_stands(shipped):
    file, line = shipped.places["provision:eio/depositions"]
    assert (CATALOGUE / file).read_text().splitlines()[line - 1] == "- id: eio/depositions"
