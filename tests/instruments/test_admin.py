"""The curators' desk: who may enter, what a form refuses, what history keeps, how an edition is published."""

import csv
import io
import json
import re
import tempfile
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse

from instruments.admin.line_history import lines_changed
from instruments.from_rows import book_from_rows
from instruments.models import (
    Condition,
    Edition,
    Fact,
    Instrument,
    OffenceList,
    ParticipationRow,
    Provision,
)
from instruments.records import edition_document
from tests.instruments.factories import small_book

pytestmark = pytest.mark.django_db
OURS = sorted((model for model in admin.site._registry if model._meta.app_label == "instruments"), key=str)
WHY = "read in the chart of 2026-11-20"


@pytest.fixture
def desk(small: Any, curator: Any) -> Client:
    """A curator signed in, with the small catalogue."""
    client = Client()
    client.force_login(curator, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    """A page's text; it must be there and keep the content security policy."""
    response = client.get(reverse(f"admin:instruments_{name}", args=args) + query)
    assert response.status_code == 200, response
    text = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text), "inline script"
    assert not re.search(r"\son[a-z]+=", text), "inline handler"
    return text


def form_data(client: Client, name: str, *args: Any) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    response = client.get(reverse(f"admin:instruments_{name}", args=args))
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data | {"why": WHY}


def send(client: Client, name: str, data: dict[str, Any], *args: Any) -> Any:
    return client.post(reverse(f"admin:instruments_{name}", args=args), data)


def errors(response: Any) -> str:
    """All messages of a refused form."""
    assert response.status_code == 200, "the form was accepted"
    found = str(response.context["errors"])
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_form_opens(desk, model):
    name = model._meta.model_name
    page(desk, f"{name}_changelist")
    page(desk, f"{name}_changelist", query="?q=old")
    row = model._default_manager.first()
    if row is not None:
        page(desk, f"{name}_change", row.pk)
        if hasattr(model, "history"):
            page(desk, f"{name}_history", row.pk)
            page(desk, f"{name}_simple_history", quote(row.pk), row.history.first().pk)
    if hasattr(admin.site._registry[model], "formats"):
        page(desk, f"{name}_import")
        page(desk, f"{name}_export")
    if admin.site._registry[model].has_add_permission(desk_request(desk)):
        page(desk, f"{name}_add")


def desk_request(client: Client) -> Any:
    return client.get(reverse("admin:index")).wsgi_request


@pytest.mark.parametrize("role", ["investigator", "prosecutor"])
def test_only_curators_enter(small, person, role):
    client = Client()
    client.force_login(person(role, "lyon"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("instrument_changelist", "edition_publish", "participationrow_changelist"):
        assert client.get(reverse(f"admin:instruments_{name}")).status_code in {302, 403, 404}
    assert Client().get(reverse("admin:instruments_edition_publish")).status_code == 302


def test_the_curator_sees_no_case(desk):
    text = desk.get(reverse("admin:index")).content.decode()
    assert "Instruments" in text
    for word in ("Cases", "Dossiers", "Need", "Answer", "Audit"):
        assert f">{word}" not in text
    assert {model._meta.app_label for model in admin.site._registry} & {"cases", "dossiers", "walk", "audit"} == set()


def test_a_change_is_kept_with_who_and_why(desk, curator):
    data = form_data(desk, "instrument_change", "old-treaty")
    data["applies_until"] = "2026-12-31"
    assert send(desk, "instrument_change", data, "old-treaty").status_code == 302
    last = Instrument.objects.get(pk="old-treaty").history.first()
    assert (last.history_change_reason, last.history_user) == (WHY, curator)
    assert str(last.applies_until) == "2026-12-31"
    assert WHY in page(desk, "instrument_history", "old-treaty")


def test_a_form_sent_back_unchanged_changes_nothing(desk):
    for name, pk in (("instrument", "old-treaty"), ("provision", "old-treaty/search"), ("network", "help-net")):
        data = form_data(desk, f"{name}_change", pk)
        response = send(desk, f"{name}_change", data, pk)
        assert response.status_code == 302, response.context["errors"]
    assert book_from_rows() == small_book()


def test_a_change_needs_a_reason(desk):
    data = form_data(desk, "instrument_change", "old-treaty") | {"why": ""}
    assert "This field is required" in errors(send(desk, "instrument_change", data, "old-treaty"))


def test_the_code_of_a_row_is_fixed(desk):
    data = form_data(desk, "instrument_change", "old-treaty") | {"code": "other"}
    assert send(desk, "instrument_change", data, "old-treaty").status_code == 302
    assert not Instrument.objects.filter(pk="other").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"track": "criminal\ncriminl"}, "criminl is not known. Allowed: administrative, civil, criminal"),
        ({"track": "civil\ncivil"}, "Each code may stand once"),
        ({"track": ""}, "This field is required|At least one line"),
        ({"superseded_by": "gone"}, "gone is not known. Allowed: cisa-1990, .*old-treaty"),
        ({"status": "pilot"}, "A status comes with its day and with words"),
        ({"pairing_rule": "hub", "pairing_hub": ""}, "needs the State that is the hub"),
        ({"pairing_rule": "two_sided", "pairing_side": ""}, "needs the States of one side"),
        ({"pairing_missing_row": ""}, "Say what a State without a row is"),
        ({"applies_until": "1980-01-01"}, "The last day lies before the first"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_an_instrument_that_cannot_be_is_refused(desk, change, says):
    data = form_data(desk, "instrument_change", "old-treaty") | change
    assert re.search(says, errors(send(desk, "instrument_change", data, "old-treaty")))


def test_lists_are_lines(desk):
    data = form_data(desk, "instrument_change", "old-treaty")
    assert data["aliases"] == "treaty-of-old"
    data["aliases"] = "one\n two \n\n"
    send(desk, "instrument_change", data, "old-treaty")
    assert Instrument.objects.get(pk="old-treaty").aliases == ["one", "two"]
    data["aliases"] = ""
    send(desk, "instrument_change", data, "old-treaty")
    assert Instrument.objects.get(pk="old-treaty").aliases is None


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (1, {"value": "yes"}, "offence.serious: .yes.. Allowed: true or false"),
        (1, {"op": "gte"}, "op gte on offence.serious, which is of type bool. Allowed: eq, ne"),
        (0, {"value": "gone"}, "Allowed: the code of an instrument"),
        (1, {"or_group": "either"}, "The group of alternatives either has one member"),
        (1, {"only_for": "sometimes"}, "Enter a valid value"),
    ],
)
def test_a_condition_that_does_not_fit_is_refused(desk, place, change, says):
    data = form_data(desk, "provision_change", "old-treaty/search")
    data |= {f"conditions-{place}-{name}": value for name, value in change.items()}
    text = send(desk, "provision_change", data, "old-treaty/search").content.decode().replace("&#x27;", ".")
    assert re.search(says, text)


def test_a_provision_needs_a_condition(desk):
    data = form_data(desk, "provision_change", "old-treaty/search")
    data |= {"conditions-0-DELETE": "on", "conditions-1-DELETE": "on"}
    text = send(desk, "provision_change", data, "old-treaty/search").content.decode()
    assert "A provision needs at least one condition" in text


def test_a_condition_is_changed_in_plain_words(desk):
    data = form_data(desk, "provision_change", "help-net/exchange")
    assert data["conditions-0-value"] == "police\nprosecutor"
    data["conditions-0-value"] = "police, court"
    data["conditions-1-value"] = "2002-02-02"
    assert send(desk, "provision_change", data, "help-net/exchange").status_code == 302
    values = list(Condition.objects.filter(provision_id="help-net/exchange").values_list("value", flat=True))
    assert values == [["police", "court"], "2002-02-02"]
    changed = Condition.objects.get(fact_id="requester.kind")
    assert changed.history.first().history_change_reason == WHY


def test_the_history_of_a_provision_tells_of_its_lines(desk):
    """A condition is a row of its own, but nobody would look for it elsewhere."""
    data = form_data(desk, "provision_change", "help-net/exchange")
    data["conditions-0-value"] = "police, court"
    assert send(desk, "provision_change", data, "help-net/exchange").status_code == 302
    shown = page(desk, "provision_history", quote("help-net/exchange")).partition('id="line-history"')[2]
    assert "Condition changed" in shown
    assert "Condition added" in shown
    assert "[&#x27;police&#x27;, &#x27;prosecutor&#x27;] &rarr; [&#x27;police&#x27;, &#x27;court&#x27;]" in shown
    assert WHY in shown
    assert shown.count("<tr>") == 1 + len(lines_changed("help-net/exchange"))
    assert lines_changed("no-such/provision") == []
    assert "line-history" not in page(desk, "instrument_history", "old-treaty")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"issuing_authority": ""}, "Say who may ask"),
        ({"typical_days": "[30, 3]"}, "Two numbers of days, the smaller first"),
        ({"who_may_ask": "anybody"}, "anybody is not known"),
    ],
)
def test_a_provision_that_cannot_be_is_refused(desk, change, says):
    data = form_data(desk, "provision_change", "old-treaty/search") | change
    assert says in send(desk, "provision_change", data, "old-treaty/search").content.decode()


def test_a_new_provision_stands_in_its_instrument(desk):
    data = form_data(desk, "provision_change", "old-treaty/search")
    data = {name: value for name, value in data.items() if not name.endswith(("-id", "-provision"))}
    data |= {f"{kind}-INITIAL_FORMS": "0" for kind in ("conditions", "time_limits", "refusal_grounds")}
    data |= {"id": "other/new", "instrument": "old-treaty", "measure": "criminal.search_and_seizure"}
    assert "The id begins with old-treaty/" in send(desk, "provision_add", data).content.decode()
    response = send(desk, "provision_add", data | {"id": "old-treaty/new"})
    assert response.status_code == 302
    assert Provision.objects.get(pk="old-treaty/new").conditions.count() == 2
    assert Provision.objects.get(pk="old-treaty/new").history.get().history_change_reason == WHY


def participation(**fields: str) -> dict[str, str]:
    return {
        "instrument": "old-treaty",
        "jurisdiction": "NO",
        "status": "bound",
        "since": "2021-01-01",
        "until": "",
        "confidence": "memory",
        "why": WHY,
    } | fields


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"since": "2019-12-31"}, "End it first: a period is closed, never overwritten"),
        ({"since": ""}, "End it first"),
        ({"status": "signatory"}, "Days stand on bound rows only"),
        ({"until": "2020-01-01"}, "The last day lies before the first"),
        ({"confidence": "verified"}, "Verified means read somewhere"),
    ],
)
def test_a_participation_row_that_cannot_be_is_refused(desk, fields, says):
    assert says in send(desk, "participationrow_add", participation(**fields)).content.decode()


def test_a_participation_row_is_added(desk):
    assert send(desk, "participationrow_add", participation()).status_code == 302
    row = ParticipationRow.objects.get(jurisdiction_id="NO", since="2021-01-01")
    assert row.history.get().history_change_reason == WHY
    assert "curator" in page(desk, "participationrow_change", row.pk)


def test_origin_is_told(desk):
    assert "instruments/old-treaty.yaml" in page(desk, "instrument_change", "old-treaty")
    assert "participation.csv" in page(desk, "participationrow_change", ParticipationRow.objects.first().pk)


TABLE = "instrument,iso2,status,since,until,partial,note,source,confidence\n"


def imported(client: Client, rows: str) -> Any:
    """The preview of an import."""
    file = io.BytesIO((TABLE + rows).encode())
    file.name = "participation.csv"
    address = reverse("admin:instruments_participationrow_import")
    return client.post(address, {"import_file": file, "format": "0", "resource": "0"})


def test_a_table_is_imported_after_a_preview(desk, curator):
    preview = imported(
        desk,
        "old-treaty,FR,bound,1991-01-01,2026-12-31,,,,memory\n"
        "old-treaty,NO,bound,1991-01-01,2019-12-31,,,,memory\n"
        "old-treaty,CZ,bound,1993-01-01,,,,,memory\n",
    )
    result = preview.context["result"]
    assert not result.has_errors()
    assert not result.has_validation_errors()
    assert {kind: result.totals[kind] for kind in ("new", "update", "skip")} == {"new": 1, "update": 1, "skip": 1}
    assert not ParticipationRow.objects.filter(jurisdiction_id="CZ").exists(), "a preview changes nothing"
    confirm = {name: value for name, value in preview.context["confirm_form"].initial.items() if value is not None}
    response = desk.post(reverse("admin:instruments_participationrow_process_import"), confirm)
    assert response.status_code == 302
    row = ParticipationRow.objects.get(jurisdiction_id="FR")
    assert str(row.until) == "2026-12-31"
    assert row.history.first().history_user == curator


@pytest.mark.parametrize(
    "row",
    ["gone,FR,bound,,,,,,memory", "old-treaty,FR,friendly,1991-01-01,,,,,memory", "old-treaty,UK,bound,,,,,,memory"],
)
def test_an_import_with_a_fault_is_not_confirmed(desk, row):
    result = imported(desk, row + "\n").context["result"]
    assert result.has_errors() or result.has_validation_errors()


def test_an_import_without_a_day_finds_its_row(desk):
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(since=None)
    result = imported(desk, "old-treaty,FR,bound,,2026-12-31,,,,memory\n").context["result"]
    assert result.totals["update"] == 1, result.totals


PROCESS = "admin:instruments_participationrow_process_import"


def confirmed(client: Client, preview: Any, **changes: str) -> Any:
    """The answer to a confirmed preview."""
    initial = {name: value for name, value in preview.context["confirm_form"].initial.items() if value is not None}
    return client.post(reverse(PROCESS), initial | changes, follow=True)


@pytest.mark.parametrize("name", ["victim.csv", "", "../../etc/passwd", "django_cache"])
def test_only_the_file_of_the_preview_is_imported(desk, name, tmp_path, monkeypatch):
    """Whatever the hidden field says: no file of the server is read, and none is removed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    victim = tmp_path / "victim.csv"
    victim.write_text(TABLE + "old-treaty,CZ,bound,1993-01-01,,,,,memory\n")
    preview = imported(desk, "old-treaty,CZ,bound,1994-01-01,,,,,memory\n")
    assert "Upload it again" in confirmed(desk, preview, import_file_name=name).content.decode()
    assert victim.exists()
    assert not ParticipationRow.objects.filter(jurisdiction_id="CZ").exists()
    assert "Upload it again" in confirmed(desk, preview).content.decode(), "a name is taken once"


def test_an_import_of_nothing_that_was_looked_at(desk):
    answer = desk.post(reverse(PROCESS), {"import_file_name": "x", "original_file_name": "x", "format": "0"})
    assert answer.url == reverse("admin:instruments_participationrow_import")
    assert desk.get(reverse(PROCESS)).status_code == 405


@pytest.mark.parametrize("place", ["7", "x", "-1"])
def test_an_import_in_a_format_that_is_none(desk, place):
    preview = imported(desk, "old-treaty,CZ,bound,1994-01-01,,,,,memory\n")
    assert confirmed(desk, preview, format=place).status_code == 200
    assert not ParticipationRow.objects.filter(jurisdiction_id="CZ").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"old-treaty,CZ,bound,,,,,,memory\n" * 501, "Read 501 rows; a file has at most 500"),
        (b"x" * 500_001, "at most 500,000"),
        (b"old-treaty,CZ,bound,,,,\xff,,memory\n", "not in UTF-8"),
    ],
)
def test_a_file_that_would_keep_others_waiting_is_refused(desk, content, says):
    file = io.BytesIO(TABLE.encode() + content)
    file.name = "participation.csv"
    address = reverse("admin:instruments_participationrow_import")
    answer = desk.post(address, {"import_file": file, "format": "0", "resource": "0"})
    assert says in answer.content.decode()
    assert answer.context.get("result") is None


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_an_export_is_a_formula_and_it_comes_back_as_it_was(desk, sign):
    note = f'{sign}HYPERLINK("http://evil.example")'
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(note=note)
    address = reverse("admin:instruments_participationrow_export")
    text = desk.post(address, {"format": "0", "resource": "0"}).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{note}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    result = imported(desk, text.partition("\n")[2]).context["result"]
    assert set(result.totals.values()) == {0, result.totals["skip"]}, "nothing changed on the way"


def test_a_table_is_exported_as_the_files_have_it(desk):
    address = reverse("admin:instruments_participationrow_export")
    text = desk.post(address, {"format": "0", "resource": "0"}).content.decode()
    assert text.splitlines()[0] == TABLE.strip()
    assert "old-treaty,FR,bound,1991-01-01,,,,,memory" in text.splitlines()


def test_an_offence_list_is_held_against_the_fields(desk):
    data = form_data(desk, "offencelist_change", "list_one")
    data["entry"] = json.dumps(
        {"text": "A list.", "basis": "memory", "used_by": [{"instrument": "gone", "where": "1"}]}
    )
    text = send(desk, "offencelist_change", data, "list_one").content.decode()
    assert "unknown instrument" in text
    data["entry"] = json.dumps([{"right": "patent", "list_32": False, "trips61_min": False, "budapest_art10": "no"}])
    assert send(desk, "offencelist_change", data, "list_one").status_code == 302
    assert OffenceList.objects.get(pk="list_one").entry[0]["right"] == "patent"


def test_a_fact_has_values_when_it_is_an_enum(desk):
    data = form_data(desk, "fact_change", "requester.kind") | {"values": "", "question": "Who asks"}
    text = send(desk, "fact_change", data, "requester.kind").content.decode()
    assert "An enum has values" in text
    assert "ends with a question mark" in text
    assert Fact.objects.get(pk="requester.kind").values


def test_search_forgives_accents(desk):
    Instrument.objects.get(pk="old-treaty").save()
    text = page(desk, "instrument_changelist", query="?q=TRÉATY-of-old")
    assert "1 result" in text
    assert "0 results" in page(desk, "participationrow_changelist", query="?q=treaty+spain")
    assert "1 result" in page(desk, "participationrow_changelist", query="?q=treaty+france")


def test_an_edition_is_published_after_a_look_at_it(desk, curator):
    text = page(desk, "edition_publish")
    assert "No errors." in text
    assert "This is the first edition." in text
    assert "expectations would no longer be met" in text, "the shipped scenarios know more law than the small book"
    assert "required" in send(desk, "edition_publish", {"note": ""}).content.decode()
    assert send(desk, "edition_publish", {"note": "First.", "label": "first"}).status_code == 302
    edition = Edition.objects.get()
    assert (edition.label, edition.note, edition.published_by) == ("first", "First.", curator.email)
    assert "Nothing: the rows say what edition first says." in page(desk, "edition_publish")
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(until="2026-12-31")
    assert "Old-Treaty, for France: was bound from 1991-01-01, is now bound" in page(desk, "edition_publish")
    send(desk, "edition_publish", {"note": "France leaves.", "label": "second"})
    detail = page(desk, "edition_change", Edition.objects.get(label="second").pk)
    assert "until 2026-12-31" in detail
    assert "This is the first edition." in page(desk, "edition_change", edition.pk)


def test_errors_hinder_the_publication(desk):
    Instrument.objects.filter(pk="old-treaty").update(superseded_by=["gone"])
    text = page(desk, "edition_publish")
    assert "1 error. An edition cannot be published until it is gone." in text
    assert "UnknownInstrument instrument:old-treaty" in text
    response = send(desk, "edition_publish", {"note": "Try."})
    assert "nothing was published" in response.content.decode()
    assert not Edition.objects.exists()


def test_the_document_of_an_edition_is_downloaded(desk):
    send(desk, "edition_publish", {"note": "First."})
    edition = Edition.objects.get()
    response = desk.get(reverse("admin:instruments_edition_document", args=[edition.pk]))
    assert json.loads(response.content) == edition_document(book_from_rows())
    assert desk.get(reverse("admin:instruments_edition_document", args=[999999])).status_code == 404


def test_editions_cannot_be_edited(desk):
    send(desk, "edition_publish", {"note": "First."})
    edition = Edition.objects.get()
    assert send(desk, "edition_change", {"note": "Other."}, edition.pk).status_code == 403
    assert desk.post(reverse("admin:instruments_edition_delete", args=[edition.pk]), {"post": "yes"}).status_code == 403


def test_codes_of_the_contract_are_fixed(desk):
    assert desk.get(reverse("admin:instruments_measure_add")).status_code == 403
    assert (
        desk.get(reverse("admin:instruments_measure_delete", args=["criminal.search_and_seizure"])).status_code == 403
    )


def test_a_row_is_deleted_and_its_history_stays(desk):
    row = ParticipationRow.objects.get(jurisdiction_id="FR")
    address = reverse("admin:instruments_participationrow_delete", args=[row.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert ParticipationRow.history.filter(id=row.pk).first().history_type == "-"
