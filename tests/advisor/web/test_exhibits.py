"""The pages of the evidence list: faults at the field, a file received once, files handed out and never shown."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisor.cases.selectors import exhibits_for
from tests.advisor.cases.test_exhibit_kinds import PDF, zipped

TYPED = {
    "title": "Screenshot of the shop",
    "captured_by": "A. Moreau",
    "captured_on_0": "20",
    "captured_on_1": "11",
    "captured_on_2": "2026",
    "captured_time": "09:12 UTC",
    "captured_how": "The browser's own print function",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    return settings.EXHIBITS_DIR


@pytest.fixture
def case(open_case, prosecutor):
    return open_case(prosecutor)


def upload(name="scan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(desk, case, **fields):
    return desk.post(reverse("case-exhibit-new", args=[case.pk]), TYPED | fields)


def shown(response):
    return response.content.decode()


def test_an_exhibit_from_the_form_to_the_list(desk, case, prosecutor):
    response = add(desk, case, file=upload())
    exhibit = exhibits_for(prosecutor).get()
    assert response.url == reverse("case-exhibit", args=[case.pk, exhibit.pk])
    page = shown(desk.get(response.url))
    assert exhibit.sha256 in page
    assert "Added to the case" in page
    listed = shown(desk.get(reverse("case-exhibits", args=[case.pk])))
    assert "Screenshot of the shop" in listed
    assert "scan.pdf" in listed


def test_a_pdf_named_png_is_taken_as_what_it_is_and_said_so(desk, case):
    response = add(desk, case, file=upload("photo.png"))
    page = shown(desk.get(response.url))
    assert "Came in named “photo.png”; by its content it is: PDF." in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("invoice.pdf", b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 300, "whatever its name"),
        ("bomb.zip", zipped("zeros", content=b"\x00" * 50_000_000), "zip bomb"),
        ("empty.png", b"", "is empty"),
    ],
    ids=["program", "bomb", "empty"],
)
def test_a_refused_file_is_said_at_its_field_and_the_text_stays(desk, case, prosecutor, folder, name, content, said):
    response = add(desk, case, file=upload(name, content))
    page = shown(response)
    assert response.status_code == 422
    assert page.count(said) == 2, "once on top, once at the field"
    assert 'id="id_file_error"' in page
    assert "The browser&#x27;s own print function" in page
    assert not exhibits_for(prosecutor).exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_received_once_while_a_text_is_mended(desk, case, prosecutor):
    first = add(desk, case, file=upload(), title="a\u202eb")
    page = shown(first)
    assert first.status_code == 422
    assert "you need not choose it again" in page
    receipt = page.split('name="receipt" value="')[1].split('"')[0]
    assert add(desk, case, receipt=receipt).status_code == 302
    assert exhibits_for(prosecutor).get().file_name == "scan.pdf"


@pytest.mark.parametrize(
    "time", ["25:99", "24:00", "9:5", "noon", "14:32 Atlantis", "14:32 UTC <b>", "14:32:61", "+02"]
)
def test_a_time_that_no_clock_shows_is_refused_at_its_field(desk, case, prosecutor, time):
    response = add(desk, case, kept_at="Store 2", captured_time=time)
    assert response.status_code == 422
    assert 'id="id_captured_time_error"' in shown(response)
    assert not exhibits_for(prosecutor).exists()


@pytest.mark.parametrize("time", ["", "9:05", "09:12 UTC", "14h32 CET", "14:32:05 +02:00", "14.32 Europe/Rome"])
def test_a_time_is_kept_as_it_was_written(desk, case, prosecutor, time):
    assert add(desk, case, kept_at="Store 2", captured_time=time).status_code == 302
    assert exhibits_for(prosecutor).get().captured_time == time


def test_all_faults_of_an_exhibit_stand_there_at_once(desk, case):
    page = shown(add(desk, case, captured_how="", captured_on_2="2099", captured_time="25:99", title="a\u202eb"))
    for field in ("title", "captured_how", "captured_on", "captured_time", "kept_at"):
        assert f'id="id_{field}_error"' in page, field


def test_a_receipt_is_good_for_its_person_and_case_alone(desk, case, open_case, prosecutor, investigator, signed_in):
    receipt = shown(add(desk, case, file=upload(), title="")).split('name="receipt" value="')[1].split('"')[0]
    other = open_case(prosecutor)
    assert add(desk, other, receipt=receipt).status_code == 422
    assert add(signed_in(investigator), case, receipt=receipt).status_code == 422
    assert add(desk, case, receipt=receipt[:-2] + "xx").status_code == 422
    assert not exhibits_for(prosecutor).exists()


def test_a_file_beyond_the_limit_is_dropped_while_it_comes_in(desk, case, prosecutor, settings):
    settings.EXHIBIT_MAX_BYTES = 100_000
    response = add(desk, case, file=upload("big.txt", b"a" * 6_000_000))
    assert response.status_code == 422
    assert shown(response).count("larger than") == 2
    assert not exhibits_for(prosecutor).exists()


def test_hostile_text_is_shown_literally(desk, case, prosecutor):
    bad = "<script>alert(1)</script> =HYPERLINK(1) 😀 שלום"
    response = add(desk, case, file=upload("<img src=x>.pdf"), title=bad, note=bad * 400, source="javascript:alert(1)")
    exhibit = exhibits_for(prosecutor).get()
    assert response.status_code == 302
    for address in (response.url, reverse("case-exhibits", args=[case.pk])):
        page = shown(desk.get(address))
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; =HYPERLINK(1) 😀 שלום" in page
        assert 'href="javascript:' not in page
    assert exhibit.note == (bad * 400).strip()


def test_a_file_is_handed_out_and_never_shown(desk, case, prosecutor):
    html = b"<!doctype html><script>alert(document.cookie)</script>"
    add(desk, case, file=upload("page.html", html))
    exhibit = exhibits_for(prosecutor).get()
    address = reverse("case-exhibit-file", args=[case.pk, exhibit.pk])
    assert desk.get(address).status_code == 405
    response = desk.post(address)
    assert b"".join(response.streaming_content) == html
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="exhibit-1-{exhibit.sha256[:8]}.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store, private"
    assert "Downloaded" in shown(desk.get(reverse("case-exhibit", args=[case.pk, exhibit.pk])))


def test_a_file_that_is_gone_is_said_and_not_written_into_the_chain(desk, case, prosecutor, folder):
    add(desk, case, file=upload())
    exhibit = exhibits_for(prosecutor).get()
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    response = desk.post(reverse("case-exhibit-file", args=[case.pk, exhibit.pk]), follow=True)
    assert "is gone or is not the one that was added" in shown(response)
    assert exhibit.custody.count() == 1


def test_the_chain_and_the_withdrawal(desk, case, prosecutor):
    add(desk, case, kept_at="Store 2, seal 4711")
    exhibit = exhibits_for(prosecutor).get()
    address = reverse("case-exhibit", args=[case.pk, exhibit.pk])
    wrong = desk.post(address, {"act": "moved", "text": "to the lab \x07"})
    assert wrong.status_code == 422
    assert "U+0007" in shown(wrong)
    assert desk.post(address, {"act": "moved", "text": "To the lab", "happened": "yesterday"}).status_code == 302
    out = reverse("case-exhibit-withdraw", args=[case.pk, exhibit.pk])
    assert desk.post(out, {"why": ""}).status_code == 422
    assert desk.post(out, {"why": "Wrong shop"}).url == address
    page = shown(desk.get(address))
    assert "Wrong shop" in page
    assert "To the lab" in page
    assert "Withdraw this exhibit" not in page
    assert "withdrawn" in shown(desk.get(reverse("case-exhibits", args=[case.pk])))


def test_what_a_case_file_named_is_listed_without_a_file(desk, prosecutor, scenario_case):
    from advisor.cases.services import case_from_document, case_to_document
    from tests.conftest import NOW

    document = case_to_document(case=scenario_case(prosecutor, "hidden-service"), user=prosecutor)
    document |= {"reference": "named", "exhibits": [{"title": "<b>Ledger</b>", "sha256": "0" * 64}, "nonsense", None]}
    case = case_from_document(user=prosecutor, document=document, now=NOW)
    page = shown(desk.get(reverse("case-exhibits", args=[case.pk])))
    assert "&lt;b&gt;Ledger&lt;/b&gt;" in page
    assert "Named in the case file" in page


def test_a_stream_without_end_is_no_problem_of_memory(rf, settings):
    """The first handler drops what is too large before the others keep it."""
    from django.core.files.uploadhandler import SkipFile

    from advisor.web.uploads import CappedUpload

    settings.EXHIBIT_MAX_BYTES = 10
    request = rf.get("/")
    handler = CappedUpload(request)
    handler.new_file("file", "x", "text/plain", None)
    assert handler.receive_data_chunk(b"x" * 60_000, 0) == b"x" * 60_000
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(io.BytesIO(b"x" * 10_000).read(), 60_000)
    assert request.upload_too_large == {"file"}
