"""The desk: cases, a new one, a file in and out."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.cases.selectors import cases_for
from advisor.intake.from_file import case_file_read

NEW = {
    "title": "Counterfeit shoes",
    "reference": "S-1",
    "requesting_state": "France",
    "track": "criminal",
    "stage": "investigation",
    "opened_on_0": "5",
    "opened_on_1": "10",
    "opened_on_2": "2026",
    "summary": "",
}


def text_of(response):
    return response.content.decode()


def test_the_list_shows_the_agency_s_cases_and_no_other(desk, open_case, investigator, stranger):
    open_case(investigator, title="Shoes of ours")
    open_case(stranger, title="Secret of others")
    shown = text_of(desk.get(reverse("case-list")))
    assert "Shoes of ours" in shown
    assert "Say what you need" in shown
    assert "Secret of others" not in shown


def test_search_looks_in_title_reference_and_summary(desk, open_case, investigator):
    open_case(investigator, title="Shoes")
    open_case(investigator, title="Bags", summary="found in a warehouse")
    assert "Bags" in text_of(desk.get(reverse("case-list"), {"q": "WAREHOUSE"}))
    assert "Shoes" not in text_of(desk.get(reverse("case-list"), {"q": "warehouse"}))
    assert "No case of your agency" in text_of(desk.get(reverse("case-list"), {"q": "zebra"}))


def test_queries_do_not_grow_with_cases(desk, routed_case, open_case, investigator):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("case-list")).status_code == 200
        return len(queries)

    routed_case(investigator)
    few = count()
    for _ in range(5):
        open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    assert count() == few


def test_a_case_is_opened_and_leads_to_its_needs(desk, investigator):
    response = desk.post(reverse("case-new"), NEW)
    case = cases_for(investigator).get()
    assert response.url == reverse("case-needs-add", args=[case.pk])
    assert (case.reference, case.requesting_state, case.opened_on.isoformat()) == ("S-1", "FR", "2026-10-05")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Enter what the case is called."),
        ("title", "x" * 201, "200 is the most"),
        ("requesting_state", "Atlantis", "is not a State in the catalogue"),
        ("requesting_state", "FR, DE", "Enter one State here; 2 were read."),
        ("opened_on_1", "13", "“5 13 2026” is not a day"),
        ("opened_on_2", "26", "“5 10 26” is not a day"),
        ("summary", "x" * 20_001, "20,000 is the most"),
        ("title", "turned \u202e around", "turns the reading direction"),
        ("track", "magic", "Select a valid choice"),
    ],
)
def test_one_clear_message_a_fault_and_nothing_typed_is_lost(desk, investigator, field, value, said):
    sent = NEW | {"summary": "kept <b>words</b> 🚢 עברית"} | {field: value}
    response = desk.post(reverse("case-new"), sent)
    shown = text_of(response)
    assert response.status_code == 422
    assert shown.count(said) == 2  # in the summary and at the field
    assert "kept &lt;b&gt;words&lt;/b&gt; 🚢 עברית" in shown or field == "summary"
    assert not cases_for(investigator).exists()


def test_a_reference_that_is_taken_is_said_at_its_field(desk):
    desk.post(reverse("case-new"), NEW)
    response = desk.post(reverse("case-new"), NEW)
    assert response.status_code == 422
    assert "already has a case with this reference" in text_of(response)


def test_a_case_file_goes_out_and_comes_back(desk, scenario_case, investigator, signed_in, stranger):
    case = scenario_case(investigator, "mock-iptv")
    out = desk.get(reverse("case-file", args=[case.pk, "yaml"]))
    assert out.headers["Content-Disposition"] == 'attachment; filename="iptv-2026-014.yaml"'
    document = case_file_read(out.content, name="case.yaml").document
    assert json.loads(desk.get(reverse("case-file", args=[case.pk, "json"])).content) == document
    assert len(document["needs"]) == 28

    other = signed_in(stranger)
    upload = SimpleUploadedFile("case.yaml", out.content)
    response = other.post(reverse("case-upload"), {"file": upload})
    copy = cases_for(stranger).get()
    assert response.url == reverse("case", args=[copy.pk])
    again = case_file_read(other.get(reverse("case-file", args=[copy.pk, "yaml"])).content, name="c.yaml").document
    assert again == document


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"", "an empty file"),
        ("a.json", b"{", "line 1"),
        ("a.yaml", b"\x89PNG\r\n\x1a\n", "this is a picture; a case file is YAML or JSON"),
        ("a.yaml", b"title: \xff\xfe", "UTF-8"),
        ("a.pdf", b"%PDF-1.7\n\xbf" + b"x" * 2_000_000, "this is a PDF; a case file is YAML or JSON"),
        ("a.json", b"PK\x03\x04\xbf", "this is a ZIP or an Office file; a case file is YAML or JSON"),
        ("a.yaml", b"format: 1\nreference: A\ntitle: <script>alert(1)</script>\n", "needs"),
        ("a.yaml", b"x" * 2_000_000, "at most 1 MiB"),
    ],
)
def test_a_bad_case_file_says_where_and_saves_nothing(desk, investigator, name, content, said):
    response = desk.post(reverse("case-upload"), {"file": SimpleUploadedFile(name, content)})
    shown = text_of(response)
    assert response.status_code == 422
    assert "The file was not taken" in shown
    assert said in shown
    assert "<script>alert" not in shown
    assert not cases_for(investigator).exists()


def test_no_file_is_said_at_the_field(desk):
    response = desk.post(reverse("case-upload"), {})
    assert response.status_code == 422
    assert text_of(response).count("Choose a case file first.") == 2


def test_a_file_that_was_dropped_on_the_way_is_called_too_large(desk, settings):
    settings.EXHIBIT_MAX_BYTES = 100_000
    response = desk.post(reverse("case-upload"), {"file": SimpleUploadedFile("a.yaml", b"x" * 6_000_000)})
    assert response.status_code == 422
    assert text_of(response).count("The file is too large: a case file has 1 MB at most.") == 2
    assert "Choose a case file first." not in text_of(response)


def test_without_an_edition_the_page_says_what_to_run(signed_in, investigator, db):
    response = signed_in(investigator).get(reverse("case-new"))
    assert response.status_code == 503
    assert "load_catalogue" in text_of(response)
