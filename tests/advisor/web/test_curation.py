"""The curators' desk through its pages: from the watch list to the next edition, and everything that is refused."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.curation.draft import changeset_draft
from advisor.curation.models import ChangeSet, FieldReport
from advisor.curation.services import changeset_open
from instruments.editions import edition_current, edition_publish
from instruments.from_fixtures import book_read
from instruments.loading import catalogue_load
from instruments.models import Edition
from instruments.places import CATALOGUE
from tests.advisor.curation.conftest import rows, small  # noqa: F401 - a fixture
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SOURCE = {
    "source-citation": "Notification JJ1234C of the depositary",
    "source-kind": "table",
    "source-url": "https://example.org/jj1234c",
    "source-title": "Entry into force",
    "source-read_on_0": "20",
    "source-read_on_1": "11",
    "source-read_on_2": "2026",
    "source-quotation": "will enter into force on 1 December 2026",
}
SEVEN = "France, Germany, IT, Spain, JP, Serbia, HU"


@pytest.fixture
def book(request):
    """A small catalogue in the rows, published; the shipped one where a test asks for it."""
    if "shipped_rows" in request.fixturenames:
        request.getfixturevalue("shipped_rows")
    else:
        request.getfixturevalue("small")


@pytest.fixture
def shipped_rows(edition):
    """The shipped catalogue in the rows, beside its edition."""
    catalogue_load(book_read(CATALOGUE), now=NOW)


@pytest.fixture
def desk(signed_in, person, book):
    """A signed-in curator."""
    return signed_in(person("admin", None, name="Author"))


@pytest.fixture
def second(signed_in, person, book):
    """Another curator in another browser."""
    return signed_in(person("admin", None, name="Reviewer"))


@pytest.fixture
def opened(desk):
    answer = desk.post(reverse("curation-set-new"), {"title": "A set", "why": "A reason."})
    assert answer.status_code == 302
    return ChangeSet.objects.get()


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_entry_into_force_of_cets_224_is_recorded_reviewed_and_published(desk, second, shipped_rows):
    thrown = desk.post(
        reverse("curation-watch-throw", args=["cets-224"]),
        {"day_0": "1", "day_1": "12", "day_2": "2026", "states": SEVEN, **SOURCE},
    )
    assert thrown.status_code == 302
    own = ChangeSet.objects.get()
    listed = text(desk.get(reverse("curation-watch")))
    assert f"It has happened, from 1 December 2026: change set {own.number} is open." in listed
    assert reverse("curation-watch-throw", args=["cets-224"]) not in listed
    again = desk.post(reverse("curation-watch-throw", args=["cets-224"]), {"states": SEVEN, **SOURCE})
    assert again["Location"] == thrown["Location"]
    assert ChangeSet.objects.count() == 1
    page = text(desk.get(thrown["Location"]))
    assert (
        "From 1 December 2026, for 7 States (France, Germany, Hungary, Italy, Japan, Serbia, Spain), CETS 224" in page
    )
    assert "Give it to review" in page
    assert "Read again, it may speak of the time before: notes: JP reserved" in page
    check = text(desk.get(reverse("curation-set-check", args=[own.number]), headers={"HX-Request": "true"}))
    assert "No rule is broken" in check
    impact = text(desk.get(reverse("curation-set-impact", args=[own.number])))
    assert "budapest-second-protocol/" in impact
    desk.post(reverse("curation-set-act", args=[own.number, "submit"]))
    review = text(second.get(thrown["Location"]))
    assert "I have read it: confirm them all" in review
    second.post(
        reverse("curation-set-act", args=[own.number, "confirm-source"]), {"citation": SOURCE["source-citation"]}
    )
    check = text(second.get(reverse("curation-set-check", args=[own.number]), headers={"HX-Request": "true"}))
    for sha in re.findall(r'name="finding" value="([0-9a-f]{64})"', check):
        second.post(
            reverse("curation-set-act", args=[own.number, "scenario"]), {"finding": sha, "text": "It is in force now."}
        )
    published = second.post(reverse("curation-set-act", args=[own.number, "publish"]), {"text": ""})
    assert published["Location"] == reverse("catalogue-editions"), text(second.get(thrown["Location"]))[:3000]
    assert edition_current().rulebook.instruments["budapest-second-protocol"].document["in_force"] == "2026-12-01"
    listed = text(desk.get(reverse("curation-watch")))
    assert f"published as edition {edition_current().label} by change set {own.number}" in listed
    instrument = text(second.get(reverse("catalogue-instrument", args=["budapest-second-protocol"])))
    assert "NOT IN FORCE" not in instrument
    assert "Never offer" not in instrument
    key = "participation:budapest-second-protocol/JP/2026-12-01"
    history = text(second.get(reverse("curation-record"), {"key": key}))
    assert "Written by Author, published by Reviewer" in history
    assert "will enter into force on 1 December 2026" in history


def test_a_record_is_edited_in_its_form(desk, opened):
    key = "provision:old-treaty/search"
    address = reverse("curation-set-edit", args=[opened.number]) + f"?key={key}"
    page = desk.get(address)
    assert page.status_code == 200
    data = sent_back(page.context["form"])
    data["notes"] = "Read again by two people."
    answer = desk.post(address, {**data, "why-text": "Clearer.", **SOURCE})
    assert answer.status_code == 302, text(answer)[-3000:]
    change = opened.changes.get()
    assert change.after["notes"] == "Read again by two people."
    assert {k: v for k, v in change.after.items() if k != "notes"} == {
        k: v for k, v in change.before.items() if k != "notes"
    }


def sent_back(form):
    """What a browser sends when nothing was typed."""
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {f"{name}-count": str(count) for name, count in form.lists.items()}
    return {name: value for name, value in data.items() if value not in (None, False)}


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(desk, opened):
    key = "provision:old-treaty/search"
    address = reverse("curation-set-edit", args=[opened.number]) + f"?key={key}"
    data = sent_back(desk.get(address).context["form"])
    data |= {"conditions-1-op": "before", "measure": "criminal.nothing", "notes": "Typed with care."}
    answer = desk.post(address, {**data, "source-citation": "x", "source-read_on_0": "31", "source-read_on_1": "2",
                                 "source-read_on_2": "2026"})  # fmt: skip
    said = text(answer)
    assert answer.status_code == 422
    assert "unknown measure" in said or "not a day" in said
    assert "Typed with care." in said
    assert not opened.changes.exists()


def test_a_condition_is_added_and_taken_out_without_javascript(desk, opened):
    key = "provision:old-treaty/search"
    address = reverse("curation-set-edit", args=[opened.number]) + f"?key={key}"
    form = desk.get(address).context["form"]
    data, count = sent_back(form), form.lists["conditions"]
    grown = desk.post(address, {**data, "add": "conditions"})
    assert grown.status_code == 200
    assert grown.context["form"].lists["conditions"] == count + 1
    out = desk.post(address, {**data, "conditions-0-out": "on", **SOURCE})
    assert out.status_code == 302
    assert len(opened.changes.get().after["conditions"]) == count - 1


def test_a_new_row_and_a_row_that_goes(desk, opened):
    address = reverse("curation-set-edit", args=[opened.number]) + "?kind=participation&instrument=old-treaty"
    new = {"instrument": "old-treaty", "iso2": "CZ", "status": "bound", "since": "2027-01-01", "confidence": "verified",
           "source": SOURCE["source-citation"]}  # fmt: skip
    assert desk.post(address, {**new, **SOURCE}).status_code == 302
    gone = reverse("curation-set-drop", args=[opened.number]) + "?key=participation:old-treaty/FR/1991-01-01"
    assert "Take out France in Old-Treaty, from 1991-01-01?" in text(desk.get(gone))
    without = desk.post(gone, {"why-text": " ", **SOURCE})
    assert (without.status_code, "Say why it goes" in text(without)) == (422, True)
    assert desk.post(gone, {"why-text": "Denounced.", **SOURCE}).status_code == 302
    assert [change.key for change in opened.changes.all()] == [
        "participation:old-treaty/CZ/2027-01-01",
        "participation:old-treaty/FR/1991-01-01",
    ]


SECOND = {f"source-2-{name.removeprefix('source-')}": value for name, value in SOURCE.items()}
SECOND |= {"source-2-citation": "Report of the depositary", "source-count": "2"}


def test_a_change_takes_several_sources_without_scripts(desk, opened):
    """The button brings one more, what was typed stays; the row cites the first; an emptied one goes out."""
    address = reverse("curation-set-edit", args=[opened.number]) + "?kind=participation&instrument=old-treaty"
    row = {"instrument": "old-treaty", "iso2": "CZ", "status": "bound", "since": "2027-01-01", "confidence": "verified",
           "source": ""}  # fmt: skip
    more = desk.post(address, {**row, **SOURCE, "source-count": "1", "add": "source"})
    said = text(more)
    assert more.status_code == 200
    assert 'name="source-2-citation"' in said
    assert SOURCE["source-citation"] in said
    assert "govuk-error-summary" not in said
    assert not opened.changes.exists()
    bad = desk.post(address, {**row, **SOURCE, **SECOND, "source-2-url": "nonsense"})
    assert bad.status_code == 422
    assert 'href="#id_source-2-url"' in text(bad)
    assert desk.post(address, {**row, **SOURCE, **SECOND}).status_code == 302
    change = opened.changes.get()
    assert [source["citation"] for source in change.sources] == [SOURCE["source-citation"], "Report of the depositary"]
    assert change.after["source"] == SOURCE["source-citation"]
    again = reverse("curation-set-edit", args=[opened.number]) + f"?key={change.key}"
    assert "Report of the depositary" in text(desk.get(again))
    kept = {**row, **change.after, "note": "One of them.", **SOURCE, **SECOND, "source-2-citation": "",
            "source-2-url": "", "source-2-quotation": "", "source-2-title": "", "version": change.version}  # fmt: skip
    assert desk.post(again, kept).status_code == 302
    change.refresh_from_db()
    assert [source["citation"] for source in change.sources] == [SOURCE["source-citation"]]


@pytest.mark.parametrize("count", ["-1", "x", "99999", "9" * 40])
def test_a_count_of_sources_that_is_none_does_no_harm(desk, opened, count):
    address = reverse("curation-set-rows", args=[opened.number])
    said = text(desk.post(address, {"instrument": "", "source-count": count, "add": "source"}))
    assert said.count('class="govuk-fieldset rg-sourcebox"') in (2, 12)


def test_empty_fields_say_which_they_are(desk, opened):
    said = text(desk.post(reverse("curation-set-rows", args=[opened.number]), {}))
    assert "“Instrument” is empty. Fill it in." in said
    said = text(desk.post(reverse("curation-set-edit", args=[opened.number]) + "?kind=participation", {}))
    assert "Instrument: the cell is empty" in said


def test_several_states_at_once(desk, opened):
    answer = desk.post(
        reverse("curation-set-rows", args=[opened.number]),
        {"instrument": "old-treaty", "states": "CZ, Narnia", "status": "bound", **SOURCE},
    )
    assert answer.status_code == 422
    assert "Narnia" in text(answer)
    answer = desk.post(
        reverse("curation-set-rows", args=[opened.number]),
        {"instrument": "old-treaty", "states": "CZ, Norway", "status": "bound", "since_0": "1", "since_1": "2",
         "since_2": "2027", **SOURCE},
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)[-2500:]
    held = changeset_draft(opened).held
    assert held["participation:old-treaty/CZ/2027-02-01"]["confidence"] == "verified"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_shows_what_would_change_and_then_goes_into_the_set(desk, opened, form):
    import csv
    import io

    heads = ["instrument", "iso2", "status", "since", "until", "partial", "note", "source", "confidence"]
    cells = [
        ["old-treaty", "CZ", "bound", "2027-03-01", "", "", "'=1+1", SOURCE["source-citation"], "verified"],
        list(rows()["participation:old-treaty/FR/1991-01-01"].values()),
    ]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows([heads, *cells])
    data = out.getvalue().encode()
    if form == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in [heads, *cells]:
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        data = buffer.getvalue()
    address = reverse("curation-set-table", args=[opened.number])
    file = SimpleUploadedFile(f"rows.{form}", data)
    look = desk.post(address, {"table": "participation", "file": file, "action": "look", **SOURCE})
    assert look.status_code == 200
    assert "would change" in text(look)
    assert not opened.changes.exists()
    file = SimpleUploadedFile(f"rows.{form}", data)
    assert desk.post(address, {"table": "participation", "file": file, "action": "put", **SOURCE}).status_code == 302
    assert opened.changes.get(key="participation:old-treaty/CZ/2027-03-01").after["note"] == "=1+1"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"a,b\n1,2\n", "The headings are a, b."),
        ("a.csv", b"\xff\xfe", "not in UTF-8"),
        ("a.xlsx", b"PK\x03\x04broken", "cannot be read"),
        ("a.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_no_table_is_told_so(desk, opened, name, data, says):
    file = SimpleUploadedFile(name, data)
    answer = desk.post(
        reverse("curation-set-table", args=[opened.number]), {"table": "participation", "file": file, **SOURCE}
    )
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_successor_is_copied(desk, opened):
    answer = desk.post(
        reverse("curation-set-successor", args=[opened.number]),
        {"code": "old-treaty", "new_code": "eu-2030-1", "title": "Regulation (EU) 2030/1", "short_title":
         "Service Regulation 2030", "applies_from_0": "1", "applies_from_1": "7", "applies_from_2": "2030", **SOURCE},
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)[-2500:]
    assert changeset_draft(opened).held["instrument:old-treaty"]["superseded_by"] == ["eu-2030-1"]


def test_rows_to_be_read_again_are_ranked_and_ticked_off(desk):
    page = desk.get(reverse("curation-freshness"), {"which": "provisional"})
    weights = [item["row"].weight for item in page.context["rows"]]
    assert weights == sorted(weights, reverse=True)
    key = page.context["rows"][0]["row"].key
    address = reverse("curation-freshness") + "?which=stale"
    bad = desk.post(
        address, {"key": key, "source": "", "checked_on_0": "1", "checked_on_1": "1", "checked_on_2": "2031"}
    )
    assert bad.status_code == 422
    done = desk.post(address, {"key": key, "source": "Official Journal", "checked_on_0": "22", "checked_on_1": "11",
                               "checked_on_2": "2026"})  # fmt: skip
    assert done.status_code == 302
    assert "Last read on 22 November 2026" in text(desk.get(reverse("curation-record"), {"key": key}))


def test_a_report_reaches_the_desk_and_its_answer_the_reporter(signed_in, investigator, second):
    field = signed_in(investigator)
    key = next(name for name in rows() if name.startswith("authority:"))
    address = reverse("report-row") + f"?key={key}&requested_state=FR&case=SECRET"
    assert field.post(address, {"kind": "address", "text": " "}).status_code == 422
    assert field.post(address, {"kind": "address", "text": "It bounced."}).status_code == 302
    report = FieldReport.objects.get()
    assert report.context == {"requested_state": "FR"}
    assert "It bounced." in text(second.get(reverse("reports")))
    answer = {"state": "resolved", "answer": "Thank you: the address is new."}
    assert second.post(reverse("curation-report", args=[report.pk]), answer).status_code == 302
    assert "Thank you: the address is new." in text(field.get(reverse("reports")))
    report.refresh_from_db()
    assert report.seen_at is not None
    assert "contested" not in text(field.get(reverse("reports")))


def test_nobody_else_reads_a_report(signed_in, book, investigator, stranger):
    field, other = signed_in(investigator), signed_in(stranger)
    key = next(name for name in rows() if name.startswith("authority:"))
    field.post(reverse("report-row") + f"?key={key}", {"kind": "address", "text": "Only mine."})
    assert "Only mine." not in text(other.get(reverse("reports")))


def test_undo_opens_a_set(desk, book):
    first = Edition.objects.get()
    answer = desk.post(reverse("curation-undo", args=[first.label]), {"text": "Why not."})
    assert answer.status_code in (302, 422)
    assert "say the same" in text(answer) or ChangeSet.objects.exists()


def test_a_stale_edit_shows_both(desk, second, opened):
    key = "participation:old-treaty/FR/1991-01-01"
    address = reverse("curation-set-edit", args=[opened.number]) + f"?key={key}"
    mine = sent_back(desk.get(address).context["form"])
    theirs = {**mine, "note": "theirs", **SOURCE}
    assert second.post(address, theirs).status_code == 302
    answer = desk.post(address, {**mine, "note": "mine", **SOURCE})
    assert answer.status_code == 409
    assert "theirs" in text(answer)
    assert "mine" in text(answer)


@pytest.mark.parametrize("role", ["investigator", "prosecutor"])
def test_case_workers_find_no_desk(signed_in, person, book, role):
    assert signed_in(person(role)).get(reverse("curation")).status_code in (403, 404)


def test_pages_of_the_desk_are_not_slow_in_queries(desk, second, django_assert_max_num_queries, person):
    author = person("admin", None)
    own = changeset_open(title="t", why="w", user=author, now=NOW)
    for name in ("curation", "curation-search", "curation-watch", "curation-freshness", "reports"):
        with django_assert_max_num_queries(30):
            assert desk.get(reverse(name)).status_code == 200
    assert desk.get(reverse("curation-set", args=[own.number])).status_code == 200


def test_taking_the_law_back_is_offered_beside_older_editions_to_curators_alone(desk, signed_in, person, small):  # noqa: F811
    edition_publish(by="tests", note="Again.", now=NOW)
    older, newer = Edition.objects.order_by("id").values_list("label", flat=True)
    page = text(desk.get(reverse("catalogue-editions")))
    assert reverse("curation-undo", args=[older]) in page
    assert reverse("curation-undo", args=[newer]) not in page
    other = signed_in(person("investigator", "lyon"))
    assert reverse("curation-undo", args=[older]) not in text(other.get(reverse("catalogue-editions")))
