"""Exhibits as the services keep them: described once, chained, withdrawn and never gone."""

import hashlib
from threading import Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from advisor.audit.models import AuditEvent
from advisor.cases.errors import FieldFaults
from advisor.cases.exhibit_store import FileGone, path_of
from advisor.cases.models import CustodyEntry
from advisor.cases.selectors import custody_for, exhibits_for
from advisor.cases.services import (
    case_from_document,
    case_to_document,
    custody_add,
    exhibit_add,
    exhibit_file,
    exhibit_receive,
    exhibit_withdraw,
)
from advisor.cases.services.exhibits import download_name, file_name_shown
from tests.advisor.cases.test_exhibit_kinds import PDF
from tests.conftest import NOW, TODAY

VALUES = {
    "title": "Screenshot of the shop",
    "captured_by": "A. Moreau",
    "captured_on": TODAY,
    "captured_time": "09:12 UTC",
    "captured_how": "Browser's own print function",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXHIBITS_DIR = tmp_path / "exhibits"


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator)


def add(case, user, name="scan.pdf", content=PDF, **values):
    file = exhibit_receive(case=case, user=user, file=SimpleUploadedFile(name, content)) if content else None
    return exhibit_add(case=case, user=user, values=VALUES | values, now=NOW, file=file)


def test_an_exhibit_is_described_by_its_content(case, investigator):
    exhibit = add(case, investigator)
    assert (exhibit.number, exhibit.kind, exhibit.size) == (1, "pdf", len(PDF))
    assert exhibit.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(case.agency_id, exhibit.sha256).read_bytes() == PDF
    chain = list(custody_for(investigator).filter(exhibit=exhibit))
    assert [(line.number, line.act, line.text, line.by) for line in chain] == [(1, "added", "", investigator)]
    event = AuditEvent.objects.get(action="exhibit.added")
    assert event.object_id == exhibit.pk
    assert event.detail == {"number": 1, "sha256": exhibit.sha256, "size": len(PDF)}


def test_a_pdf_named_png_is_named_for_what_it_is(case, investigator):
    exhibit = add(case, investigator, name="photo.png")
    assert exhibit.kind == "pdf"
    assert exhibit.custody.get().text == "Came in named “photo.png”; by its content it is: PDF."
    assert download_name(exhibit) == f"exhibit-1-{exhibit.sha256[:8]}.pdf"


def test_an_object_without_a_file_says_where_it_is_kept(case, investigator):
    with pytest.raises(FieldFaults) as fault:
        add(case, investigator, content=None)
    assert set(fault.value.faults) == {"kept_at"}
    exhibit = add(case, investigator, content=None, kept_at="Store 2, seal 4711")
    assert (exhibit.sha256, exhibit.size, exhibit.kind) == ("", None, "")
    with pytest.raises(ObjectDoesNotExist):
        exhibit_file(exhibit=exhibit, user=investigator, now=NOW)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "what the exhibit is"),
        ({"title": "x" * 201}, "200 is the most"),
        ({"captured_by": "a\u202eb"}, "U+202E"),
        ({"captured_how": "a\x00b"}, "U+0000"),
        ({"captured_on": NOW.date().replace(year=2027)}, "not in the future"),
        ({"captured_on": None}, "Enter the day"),
        ({"note": "y" * 20_001}, "20,000 is the most"),
    ],
)
def test_each_fault_is_said_at_its_field(case, investigator, values, said):
    with pytest.raises(FieldFaults) as fault:
        add(case, investigator, **values)
    assert said in fault.value.faults[next(iter(values))]
    assert not exhibits_for(investigator).exists()


def test_long_text_and_every_script_are_kept_literally(case, investigator):
    note = "<script>alert(1)</script> 😀 שלום =1+1 " * 500
    exhibit = add(case, investigator, note=note)
    assert exhibits_for(investigator).get(pk=exhibit.pk).note == note.strip()


def test_a_file_that_is_too_large_is_refused(case, investigator, settings):
    settings.EXHIBIT_MAX_BYTES = 100
    with pytest.raises(FieldFaults) as fault:
        add(case, investigator, content=PDF * 10)
    assert "larger than" in fault.value.faults["file"]


def test_a_download_checks_the_bytes_and_is_written_down(case, investigator, prosecutor):
    exhibit = add(case, investigator)
    with exhibit_file(exhibit=exhibit, user=prosecutor, now=NOW) as handle:
        assert handle.read() == PDF
    last = exhibit.custody.last()
    assert (last.number, last.act, last.by) == (2, "downloaded", prosecutor)
    assert AuditEvent.objects.filter(action="exhibit.downloaded", actor_id=prosecutor.pk).count() == 1
    path = path_of(case.agency_id, exhibit.sha256)
    path.unlink()
    with pytest.raises(FileGone):
        exhibit_file(exhibit=exhibit, user=prosecutor, now=NOW)
    assert exhibit.custody.count() == 2


def test_the_chain_only_grows(case, investigator):
    exhibit = add(case, investigator)
    custody_add(
        exhibit=exhibit, user=investigator, act="handed_over", text="To the lab", happened="20 Nov, 16:00 CET", now=NOW
    )
    with pytest.raises(FieldFaults) as fault:
        custody_add(exhibit=exhibit, user=investigator, act="added", text="", happened="x" * 101, now=NOW)
    assert set(fault.value.faults) == {"act", "text", "happened"}
    assert list(exhibit.custody.values_list("number", "act")) == [(1, "added"), (2, "handed_over")]


def test_withdrawn_is_marked_and_kept(case, investigator, prosecutor):
    exhibit = add(case, investigator)
    with pytest.raises(FieldFaults):
        exhibit_withdraw(exhibit=exhibit, user=prosecutor, why="  ", now=NOW)
    gone = exhibit_withdraw(exhibit=exhibit, user=prosecutor, why="Wrong shop", now=NOW)
    again = exhibit_withdraw(exhibit=exhibit, user=investigator, why="Another reason", now=NOW)
    assert (gone.withdrawn_why, gone.withdrawn_by) == (again.withdrawn_why, again.withdrawn_by)
    assert gone.withdrawn_by == prosecutor
    assert list(exhibit.custody.values_list("act", flat=True)) == ["added", "withdrawn"]
    with exhibit_file(exhibit=exhibit, user=prosecutor, now=NOW) as handle:
        assert handle.read() == PDF


def test_a_stranger_and_a_curator_reach_nothing(case, investigator, stranger, curator):
    exhibit = add(case, investigator)
    for act in (
        lambda user: exhibit_receive(case=case, user=user, file=SimpleUploadedFile("a.pdf", PDF)),
        lambda user: exhibit_add(case=case, user=user, values=VALUES | {"kept_at": "x"}, now=NOW),
        lambda user: custody_add(exhibit=exhibit, user=user, act="remark", text="x", happened="", now=NOW),
        lambda user: exhibit_withdraw(exhibit=exhibit, user=user, why="x", now=NOW),
        lambda user: exhibit_file(exhibit=exhibit, user=user, now=NOW),
    ):
        with pytest.raises(ObjectDoesNotExist):
            act(stranger)
        with pytest.raises(PermissionDenied):
            act(curator)
    assert CustodyEntry.objects.filter(exhibit=exhibit).count() == 1


def test_the_case_file_carries_what_an_exhibit_is_and_no_bytes(case, open_case, investigator):
    full = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    exhibit = add(full, investigator)
    exhibit_withdraw(exhibit=exhibit, user=investigator, why="Wrong shop", now=NOW)
    document = case_to_document(case=full, user=investigator)
    [row] = document["exhibits"]
    assert row["sha256"] == exhibit.sha256
    assert row["withdrawn"] is True
    assert row["captured_on"] == TODAY.isoformat()
    assert set(row) <= {
        "number", "title", "captured_by", "captured_on", "captured_time", "captured_how",
        "file_name", "kind", "size", "sha256", "withdrawn", "withdrawn_why",
    }  # fmt: skip
    copy = case_from_document(user=investigator, document=document | {"reference": "copy"}, now=NOW)
    assert case_to_document(case=copy, user=investigator)["exhibits"] == [row]
    assert not exhibits_for(investigator).filter(case=copy).exists()


def test_names_from_outside_are_shown_and_never_used():
    assert file_name_shown("../../etc/passwd") == "passwd"
    assert file_name_shown("C:\\x\\evil\u202egnp.exe") == "evil_gnp.exe"
    assert len(file_name_shown("x" * 500 + ".pdf")) <= 120
    assert file_name_shown("x" * 500 + ".pdf").endswith(".pdf")


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_when_many_add_at_the_same_time(case, investigator):
    def work() -> None:
        try:
            add(case, investigator, content=None, kept_at="store")
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(exhibits_for(investigator).filter(case=case).values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]
