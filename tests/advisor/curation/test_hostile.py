"""What a file or a field could do to the desk, and does not: bombs, formulas, scripts, two publications at once."""

import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from advisor.curation.bulk import participation_of
from advisor.curation.errors import CurationError, FieldFaults, SetMoved
from advisor.curation.models import SetState
from advisor.curation.services import (
    change_confirm,
    change_put,
    changes_put,
    changeset_open,
    changeset_publish,
    changeset_submit,
)
from advisor.curation.services.changes import MOST, Wanted
from advisor.curation.table_file import MOST_BYTES, FileRefused, wanted_from_file
from instruments.file_reading import yaml_bounded, yaml_from_elsewhere
from instruments.models import Edition
from instruments.record_reading import SCHEMAS
from tests.advisor.curation.conftest import SOURCE, accession, rows
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
COLUMNS = SCHEMAS["participation"].names()
ROW = ["old-treaty", "CZ", "bound", "2027-01-01", "", "", "", "Official Journal 2026/1", "verified"]
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def csv_of(*lines):
    return "\n".join(",".join(line) for line in (COLUMNS, *lines)).encode()


def upload(data, name="rows.csv"):
    return SimpleUploadedFile(name, data)


def read(data, kind="participation", name="rows.csv", held=None):
    return wanted_from_file(upload(data, name), kind=kind, sources=(), held=held or {})


def sheet_of(*lines, far=None):
    book = Workbook()
    for line in (COLUMNS, *lines):
        book.active.append(line)
    if far:
        book.active[far] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("text", [LAUGHS, "[" * 300_000, "- " * 300_000, "{a: " * 200_000])
def test_a_yaml_bomb_is_refused_at_once(text):
    began = time.monotonic()
    with pytest.raises(FileRefused, match="no YAML"):
        read(text.encode(), kind="instrument", name="x.yaml")
    assert time.monotonic() - began < 5


def test_yaml_from_elsewhere_reads_what_is_plain():
    assert yaml_from_elsewhere("code: x\ndays: [1, 2]\n") == {"code": "x", "days": [1, 2]}
    yaml_bounded("a: {b: [c, {d: e}]}")


def test_a_workbook_that_is_a_bomb_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert len(out.getvalue()) < MOST_BYTES
    with pytest.raises(FileRefused, match="too large"):
        read(out.getvalue(), name="rows.xlsx")


def test_a_cell_far_out_costs_nothing():
    began = time.monotonic()
    with pytest.raises(FileRefused, match="Read 1048576 rows"):
        read(sheet_of(*[ROW] * 1_500, far="XFD1048576"), name="rows.xlsx")
    with pytest.raises(FileRefused, match="headings"):
        read(sheet_of(*[ROW] * 1_500, far="Z1"), name="rows.xlsx")
    assert time.monotonic() - began < 20


def test_a_formula_stays_text(opened, author):
    """It is never evaluated, and where a code belongs it is refused."""
    held = rows()
    [wanted] = wanted_from_file(
        upload(sheet_of([*ROW[:6], "=1+1", *ROW[7:]]), "rows.xlsx"), kind="participation", sources=[SOURCE], held=held
    )
    assert wanted.values["note"] == "=1+1"
    change = change_put(changeset=opened, wanted=wanted, user=author, now=NOW)
    assert change.after["note"] == "=1+1"


def test_a_file_too_large_or_too_long_is_told_so():
    with pytest.raises(FileRefused, match="at most"):
        read(b"x" * (MOST_BYTES + 1))
    with pytest.raises(FileRefused, match="in parts"):
        read(csv_of(*[ROW] * (MOST + 1)))


def test_an_address_that_is_a_script_is_no_source(opened, author):
    with pytest.raises(FieldFaults) as caught:
        change_put(
            changeset=opened,
            wanted=Wanted("participation", dict(accession().values),
                          sources=[{**SOURCE, "url": "javascript:alert(1)"}]),
            user=author,
            now=NOW,
        )  # fmt: skip
    assert "sources.0.url" in caught.value.faults


def test_what_people_type_is_no_markup(small, author, reviewer):
    own = changeset_open(title="<script>alert(1)</script>", why="<img src=x onerror=alert(1)>", user=author, now=NOW)
    source = {**SOURCE, "citation": "<b>OJ</b>", "title": "<i>", "quotation": "<u>"}
    change_put(
        changeset=own,
        wanted=Wanted(
            "participation", {**accession().values, "note": "<script>x</script>"}, why="<p>", sources=[source]
        ),
        user=author,
        now=NOW,
    )
    changeset_submit(changeset=own, user=author, now=NOW)
    client = signed_in(reviewer)
    for address in (reverse("curation"), reverse("curation-set", args=[own.number])):
        said = client.get(address).content.decode()
        assert "&lt;script&gt;" in said
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert "<b>OJ" not in said


def test_two_thousand_rows_in_a_set(small, author, django_assert_max_num_queries):
    """The most that goes into a set at once: put in a minute, its page in a bounded number of queries."""
    own = changeset_open(title="Many", why="Many.", user=author, now=NOW)
    network = [Wanted("source", {"citation": f"Paper {n}", "kind": "text"}, sources=[SOURCE]) for n in range(MOST)]
    began = time.monotonic()
    changes_put(changeset=own, wanted=network, user=author, now=NOW)
    assert time.monotonic() - began < 60
    assert own.changes.count() == MOST
    client = signed_in(author)
    began = time.monotonic()
    with django_assert_max_num_queries(60):
        answer = client.get(reverse("curation-set", args=[own.number]))
    assert answer.status_code == 200
    assert time.monotonic() - began < 10
    with pytest.raises(CurationError, match="in parts"):
        changes_put(changeset=own, wanted=[*network, network[0]], user=author, now=NOW)


def test_several_states_of_an_unknown_act_are_a_fault():
    values = {"instrument": "no-act", "states": ["CZ"], "status": "bound"}
    with pytest.raises(FieldFaults) as caught:
        participation_of(values=values, sources=(), held={})
    assert "instrument" in caught.value.faults


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_edition(small, filled, author, person):
    """One wins; the other is told that the set is published already."""
    reviewers = [person("admin", None, name=name) for name in ("Second", "Third")]
    changeset_submit(changeset=filled, user=author, now=NOW)
    keys = list(filled.changes.values_list("key", flat=True))
    change_confirm(changeset=filled, keys=keys, user=reviewers[0], now=NOW)
    ready = Barrier(2)

    def publish(user):
        try:
            ready.wait(10)
            return changeset_publish(changeset=filled, note="", user=user, now=NOW)
        except (SetMoved, CurationError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(publish, reviewers))
    assert sorted(type(answer).__name__ for answer in answers) == ["Edition", "SetMoved"]
    assert Edition.objects.count() == 2
    filled.refresh_from_db()
    assert filled.state == SetState.PUBLISHED


@pytest.mark.django_db(transaction=True)
def test_two_sets_that_publish_at_once_never_mix(small, author, person):
    """Both touch the law: each edition holds what its set's check saw, or its publication is refused in words."""
    reviewer, other = (person("admin", None, name=name) for name in ("Second", "Third"))
    sets = []
    for since in ("2027-01-01", "2028-01-01"):
        own = changeset_open(title=since, why="Notice.", user=author, now=NOW)
        change_put(changeset=own, wanted=accession(since=since), user=author, now=NOW)
        changeset_submit(changeset=own, user=author, now=NOW)
        change_confirm(changeset=own, keys=list(own.changes.values_list("key", flat=True)), user=reviewer, now=NOW)
        sets.append(own)
    ready = Barrier(2)

    def publish(pair):
        own, user = pair
        try:
            ready.wait(10)
            return changeset_publish(changeset=own, note="", user=user, now=NOW)
        except Exception as error:  # noqa: BLE001 - whichever it is must be one of ours
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(publish, zip(sets, (reviewer, other), strict=True)))
    editions = [answer for answer in answers if isinstance(answer, Edition)]
    assert len(editions) == 1
    assert all(isinstance(answer, Edition | CurationError) for answer in answers), answers
    assert Edition.objects.count() == 2
