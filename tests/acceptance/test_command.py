"""The command to the letter: its messages, its exit statuses, its bytes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.conftest import ROOT, Advise, environment, manage

CASES = ROOT / "fixtures" / "scenarios"
GOOD = CASES / "crim-01-ie-platform-subscriber.yaml"
DAY = ("--on", "2026-11-22")
JSON = ("--format", "json")


def good() -> dict[str, Any]:
    """A case that is answered."""
    document = yaml.safe_load(GOOD.read_text(encoding="utf-8"))
    return {key: value for key, value in document.items() if key not in ("on", "expect", "note")}


def written(folder: Path, name: str, document: Any) -> Path:
    """A JSON case file."""
    path = folder / name
    path.write_text(json.dumps(document, default=str), encoding="utf-8")
    return path


def test_answers_come_in_the_order_of_the_input_and_a_folder_means_all_in_it(advise: Advise, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    (folder / "deep").mkdir(parents=True)
    for name, reference in (("b.json", "B"), ("a.yaml", "A"), ("deep/c.yml", "C")):
        written(folder, name, good() | {"reference": reference})
    (folder / "readme.txt").write_text("no case")
    last = written(tmp_path, "z.json", good() | {"reference": "Z"})
    done = advise(last, folder, *DAY, *JSON)
    assert [json.loads(line)["reference"] for line in done.stdout.splitlines()] == ["Z", "A", "B", "C"]
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_input_gives_the_same_bytes_in_yaml_json_and_through_standard_input(
    advise: Advise, tmp_path: Path
) -> None:
    twin = written(tmp_path, "twin.json", good())
    from_yaml = advise(GOOD, *DAY, *JSON, PYTHONHASHSEED="1").stdout
    assert from_yaml
    assert from_yaml == advise(twin, *DAY, *JSON, PYTHONHASHSEED="2", LC_ALL="C", TZ="Pacific/Kiritimati").stdout
    assert from_yaml == advise("-", *DAY, *JSON, stdin=GOOD.read_bytes()).stdout
    assert from_yaml == advise("-", *DAY, *JSON, stdin=twin.read_bytes()).stdout


def test_good_cases_are_answered_beside_bad_ones(advise: Advise, tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.json", good() | {"track": "penal"})
    done = advise(GOOD, bad, GOOD, *DAY, *JSON)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == f'{bad}: track: read "penal"; one of criminal, civil, administrative is allowed\n'


def test_the_law_of_a_past_and_of_a_future_day(advise: Advise) -> None:
    answers = {
        on: json.loads(advise(CASES / "crim-01-ie-platform-subscriber.yaml", "--on", on, *JSON).stdout)
        for on in ("2025-01-02", "2027-03-01")
    }
    found = {
        on: {o["instrument"]: o["verdict"] for o in answer["needs"][0]["options"]}["e-evidence-regulation"]
        for on, answer in answers.items()
    }
    assert found["2025-01-02"] == "closed"
    assert found["2027-03-01"] != "closed"


# name of the file -> its bytes, and what is said after its path
UNREADABLE: dict[str, tuple[bytes, list[str]]] = {
    "empty.yaml": (b"", ["the file: read an empty file; a case in YAML or JSON, beginning with format: 1"]),
    "binary.yaml": (b"\x8b\x01\x02", ["byte 1: read 0x8b; text in UTF-8: this is another encoding or no text"]),
    "picture.yaml": (
        b"\x89PNG\r\n\x1a\n",
        [
            "the file: read a picture; this is a picture; "
            "a case file is YAML or JSON, like the dossier.json in a dossier"
        ],
    ),
    "huge.json": (
        b" " * (1024 * 1024 + 1),
        ["the file: read more than 1048576 bytes; a case file has at most 1 MiB: keep exhibits outside of it"],
    ),
    "laughs.yaml": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
        b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n",
        ["the file: read more than 50000 values; a shorter case; aliases count as what they stand for"],
    ),
    "twice.yaml": (
        b"format: 1\nformat: 1\nfacts: {a: 1, a: 2}\n",
        [
            "format: read the same key twice (again in line 2); each key once",
            "facts.a: read the same key twice (again in line 3); each key once",
        ],
    ),
    "deep.json": (
        b"[" * 100_000,
        ["the file: read more than 32 levels; a case needs five levels: take out what is nested"],
    ),
    "deep.yaml": (
        b"a: " + b"[" * 100_000,
        ["line 1: read more than 32 levels; a case needs five levels: take out what is nested"],
    ),
    "object.yaml": (
        b"a: !!python/object/apply:os.getcwd []",
        ['a: read the tag "tag:yaml.org,2002:python/object/apply:os.getcwd" in line 1; no tags'],
    ),
    "list.yaml": (
        b"- 1\n",
        ["the file: read a list; a case is a mapping that begins with format, reference and title"],
    ),
    "broken.json": (
        b'{"format": 1,',
        ["line 1, column 14: read the end of the file; JSON (expecting property name enclosed in double quotes)"],
    ),
}


@pytest.fixture(scope="module")
def refused(advise: Advise, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int, str]:
    """All unreadable files and a missing one, asked of one process: (folder, messages, status, output)."""
    folder = tmp_path_factory.mktemp("unreadable")
    for name, (data, _) in UNREADABLE.items():
        (folder / name).write_bytes(data)
    (folder / "none").mkdir()
    done = advise(*(folder / name for name in UNREADABLE), folder / "missing.yaml", folder / "none", *DAY, *JSON)
    return folder, done.stderr, done.returncode, done.stdout


def test_each_unreadable_file_gets_its_messages_and_nothing_else(refused: tuple[Path, str, int, str]) -> None:
    folder, messages, status, output = refused
    expected = [f"{folder / name}: {message}" for name, (_, said) in UNREADABLE.items() for message in said]
    expected += [
        f"{folder / 'missing.yaml'}: cannot be read (No such file or directory); name a case file or a folder of them",
        f"{folder / 'none'}: the folder holds no case; a case is a file *.json, *.yaml, *.yml",
    ]
    assert messages.splitlines() == expected
    assert (status, output) == (2, "")


def test_a_bare_no_is_told(advise: Advise, tmp_path: Path) -> None:
    path = tmp_path / "norway.yaml"
    text = yaml.safe_dump(good(), sort_keys=False).replace("requesting_state: FR", "requesting_state: NO")
    path.write_text(text + "on: 2026-11-22\n")
    done = advise(path, *DAY, *JSON)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{path}: requesting_state: read false; ")
    assert done.stderr.endswith('. the file says NO without quotation marks, which YAML reads as false: write "NO"\n')
    assert done.stderr.count("\n") == 1


def test_every_fault_of_a_document_at_once(advise: Advise, tmp_path: Path) -> None:
    document = good() | {"format": 2, "stage": "later", "opened_on": "2026-02-30", "colour": "red"}
    document["facts"] = {"no.such_fact": 1}
    document["needs"] = [
        {"id": "n1", "measure": "criminal.nothing", "requested_state": "UK"},
        {"id": "n1", "measure": "criminal.search_and_seizure", "requested_state": document["requesting_state"]},
    ]
    path = written(tmp_path, "many.json", document)
    done = advise(path, *DAY, *JSON)
    assert (done.returncode, done.stdout) == (2, "")
    places = [line.removeprefix(f"{path}: ").split(": read ")[0] for line in done.stderr.splitlines()]
    wrong_in_needs = ["needs[0].measure", "needs[0].requested_state", "needs[1].id", "needs[1].requested_state"]
    assert sorted(places) == sorted(["case", "format", "stage", "opened_on", "facts", *wrong_in_needs])
    assert all(re.fullmatch(r".+: read .+; .+", line) for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-30", "read '2026-02-30' (day is out of range for month)"),
        ("22.11.2026", "read '22.11.2026'"),
        ("20261122", "read '20261122'"),
        ("0000-01-01", "read '0000-01-01' (year 0 is out of range)"),
    ],
)
def test_a_day_that_is_none(advise: Advise, day: str, said: str) -> None:
    done = advise(GOOD, "--on", day)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        f"manage.py advise: error: argument --on: {said}; "
        "write a day of the calendar as YYYY-MM-DD, for example 2026-11-22"
    )


def test_without_a_database_or_an_edition_it_says_what_to_run(tmp_path: Path) -> None:
    done = manage(tmp_path, "advise", str(GOOD))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "The database holds no catalogue yet. Run: python3 manage.py run --once "
        "(or, on a database of your own: python3 manage.py migrate, then python3 manage.py load_catalogue --publish)"
    )
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    done = manage(tmp_path, "advise", str(GOOD))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "load_catalogue --publish" in done.stderr


def test_text_for_people(advise: Advise) -> None:
    done = advise(GOOD, *DAY, COLUMNS="72")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\033" not in done.stdout
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 72
    for said in ("CRIM-01", "Ireland", "e-Evidence Regulation", "[open", "What to ask next", "--full adds"):
        assert said in done.stdout
    assert not re.search(r"^ +(why not$|(waits for|form|else|time limit): )", done.stdout, re.MULTILINE)
    assert "\033[" in advise(GOOD, *DAY, "--force-color").stdout


def test_the_detail_stands_behind_a_flag(advise: Advise) -> None:
    done = advise(GOOD, *DAY, "--full", COLUMNS="72")
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 72
    for said in ("why not", "waits for:", "form:", "else:", "time limit:"):
        assert said in done.stdout
    assert "--full adds" not in done.stdout


def test_a_case_of_many_needs_is_a_page_of_plans(advise: Advise) -> None:
    """28 needs: a title each, a line or two a step, and no fact or measure by its code."""
    done = advise(ROOT / "fixtures" / "demo" / "cases" / "mock-iptv.yaml", *DAY, COLUMNS="100")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) < 300
    assert not re.search(
        r"\b(criminal|civil|voluntary|domestic|pair|request|case|offence)\.[a-z]+_[a-z_]+", done.stdout
    )


def test_a_reader_that_has_seen_enough_is_no_fault(embedded: Path) -> None:
    command = f"{sys.executable} manage.py advise {CASES} --on 2026-11-22 --format json | head -c 100"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, env=environment(embedded), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr, len(done.stdout)) == (0, b"", 100)


def test_it_starts_without_what_it_does_not_need(embedded: Path) -> None:
    code = (
        "import sys, django; django.setup();"
        "from django.core.management import call_command;"
        f"call_command('advise', {str(GOOD)!r}, '--format=json');"
        "print([m for m in ('weasyprint', 'rest_framework.views', 'advisor.urls', 'pikepdf') if m in sys.modules])"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "advisor.settings.local"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment(embedded), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
