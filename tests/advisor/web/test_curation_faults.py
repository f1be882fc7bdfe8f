"""Bad input on every form of the desk: told beside the field with 422, nothing typed lost, nothing written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.curation.models import ChangeSet, FieldReport
from advisor.curation.services import changeset_open, report_add, report_close
from advisor.web.needs_me import needs_me
from instruments.editions import edition_current
from instruments.models import RecordCheck
from tests.advisor.curation.conftest import small  # noqa: F401 - a fixture
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
KEY = "provision:old-treaty/search"
LONG = "x" * 5_000
HIDDEN = "a\u202eb"


@pytest.fixture
def author(person, request):
    request.getfixturevalue("small")
    return person("admin", None, name="Author")


@pytest.fixture
def own(author):
    return changeset_open(title="A set", why="Why.", user=author, now=NOW)


def address_of(name, own):
    """The address of a form of the desk."""
    plain = {
        "curation-set-new": [],
        "curation-record": [],
        "curation-freshness": [],
        "curation-watch-look": ["cets-224"],
        "curation-watch-throw": ["cets-224"],
        "curation-undo": [edition_current().label],
        "curation-exchange": [],
        "report-row": [],
    }
    query = f"?key={KEY}" if name in ("curation-record", "report-row", "curation-set-edit", "curation-set-drop") else ""
    return reverse(name, args=plain.get(name, [own.number])) + query


@pytest.mark.parametrize("typed", ["", LONG, HIDDEN, "a\x00b"])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("curation-set-new", "title"),
        ("curation-record", "source"),
        ("curation-freshness", "source"),
        ("curation-watch-look", "found"),
        ("curation-undo", "text"),
        ("report-row", "text"),
        ("curation-set-rows", "states"),
        ("curation-set-successor", "new_code"),
        ("curation-set-drop", "source-citation"),
        ("curation-set-edit", "measure"),
        ("curation-watch-throw", "states"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_written(signed_in, author, own, name, field, typed):
    before = (ChangeSet.objects.count(), own.changes.count(), RecordCheck.objects.count(), FieldReport.objects.count())
    answer = signed_in(author).post(address_of(name, own), {field: typed, "source-read_on_0": "31"})
    assert answer.status_code in (409, 422), answer.status_code
    said = answer.content.decode()
    assert "govuk-error" in said
    assert "Traceback" not in said
    after = (ChangeSet.objects.count(), own.changes.count(), RecordCheck.objects.count(), FieldReport.objects.count())
    assert after == before


@pytest.mark.parametrize("name", ["curation-set-table", "curation-exchange"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"PK\x03\x04nothing", b"code: [", b"\x00" * 100])
def test_a_file_that_is_nothing_is_told_so(signed_in, author, own, name, data):
    for table in ("participation", "instrument"):
        answer = signed_in(author).post(
            address_of(name, own), {"table": table, "file": SimpleUploadedFile("x.xlsx", data), "action": "put"}
        )
        assert answer.status_code == 422
        assert "govuk-error" in answer.content.decode()
    assert ChangeSet.objects.count() == 1
    assert not own.changes.exists()


@pytest.mark.parametrize("what", ["confirm", "confirm-source", "scenario", "return", "publish", "keep", "remark", "x"])
def test_an_act_that_is_not_open_changes_nothing(signed_in, author, own, what):
    answer = signed_in(author).post(
        reverse("curation-set-act", args=[own.number, what]), {"key": "no:such", "text": ""}
    )
    assert answer.status_code in (302, 404)
    own.refresh_from_db()
    assert (own.state, own.version) == ("draft", 1)


@pytest.mark.parametrize("key", ["", "no:such", "provision:' OR 1=1", "x" * 500, "instrument:<script>"])
def test_a_record_that_is_none_is_no_page(signed_in, author, own, key):
    client = signed_in(author)
    for name in ("curation-record", "curation-set-drop"):
        args = [] if name == "curation-record" else [own.number]
        assert client.get(reverse(name, args=args), {"key": key}).status_code == 404


def test_an_answered_report_is_on_the_reporters_desk_until_it_was_read(signed_in, author, investigator):
    report = report_add(
        key=KEY, kind="refused", text="Refused.", user=investigator, now=NOW,
        context={"requesting_state": "FR", "case": "secret"},
    )  # fmt: skip
    assert report.context == {"requesting_state": "FR"}
    assert "Refused" not in str(needs_me(investigator, today=TODAY, edition=None))
    desk = signed_in(author).get(reverse("curation")).content.decode()
    assert "Old-Treaty: search" in desk
    report_close(report=report, state="resolved", answer="Thank you, put right.", user=author, now=NOW)
    [group] = [group for group in needs_me(investigator, today=TODAY, edition=None) if group.key == "reports"]
    assert "Thank you, put right." in group.things[0].why
    client = signed_in(investigator)
    assert "Your report was answered" in client.get(reverse("desk")).content.decode()
    client.get(reverse("reports"))
    assert [group for group in needs_me(investigator, today=TODAY, edition=None) if group.key == "reports"] == []
