"""The catalogue in the admin: who may enter, that nothing is changed there, what history keeps, what is exported."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse

from instruments.admin.line_history import lines_changed
from instruments.editions import edition_publish
from instruments.formulas import unshielded
from instruments.from_rows import book_from_rows
from instruments.models import (
    Condition,
    Instrument,
    ParticipationRow,
)
from instruments.records import edition_document
from tests.conftest import NOW

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
        page(desk, f"{name}_export")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_law_is_not_changed_here(desk, model):
    """It is changed by change sets that a second person reads."""
    name = model._meta.model_name
    assert desk.get(reverse(f"admin:instruments_{name}_add")).status_code == 403
    row = model._default_manager.first()
    if row is not None:
        for act in ("change", "delete"):
            address = reverse(f"admin:instruments_{name}_{act}", args=[quote(row.pk)])
            assert desk.post(address, {"post": "yes"}).status_code == 403
        assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", ["investigator", "prosecutor"])
def test_only_curators_enter(small, person, role):
    client = Client()
    client.force_login(person(role, "lyon"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("instrument_changelist", "edition_changelist", "participationrow_changelist"):
        assert client.get(reverse(f"admin:instruments_{name}")).status_code in {302, 403, 404}
    assert Client().get(reverse("admin:instruments_edition_changelist")).status_code == 302


def test_the_curator_sees_no_case(desk):
    text = desk.get(reverse("admin:index")).content.decode()
    assert "Instruments" in text
    for word in ("Cases", "Dossiers", "Need", "Answer", "Audit"):
        assert f">{word}" not in text
    assert {model._meta.app_label for model in admin.site._registry} & {"cases", "dossiers", "walk", "audit"} == set()


def test_the_history_of_a_provision_tells_of_its_lines(desk):
    """A condition is a row of its own, but nobody would look for it elsewhere."""
    line = Condition.objects.get(provision_id="help-net/exchange", fact_id="requester.kind")
    line.value = ["police", "court"]
    line._change_reason = WHY
    line.save()
    shown = page(desk, "provision_history", quote("help-net/exchange")).partition('id="line-history"')[2]
    assert "Condition changed" in shown
    assert "Condition added" in shown
    assert "[&#x27;police&#x27;, &#x27;prosecutor&#x27;] &rarr; [&#x27;police&#x27;, &#x27;court&#x27;]" in shown
    assert WHY in shown
    assert shown.count("<tr>") == 1 + len(lines_changed("help-net/exchange"))
    assert lines_changed("no-such/provision") == []
    assert "line-history" not in page(desk, "instrument_history", "old-treaty")


def test_origin_is_told(desk):
    assert "instruments/old-treaty.yaml" in page(desk, "instrument_change", "old-treaty")
    assert "participation.csv" in page(desk, "participationrow_change", ParticipationRow.objects.first().pk)


TABLE = "instrument,iso2,status,since,until,partial,note,source,confidence\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_an_export_is_a_formula_and_it_comes_back_as_it_was(desk, sign):
    note = f'{sign}HYPERLINK("http://evil.example")'
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(note=note)
    address = reverse("admin:instruments_participationrow_export")
    text = desk.post(address, {"format": "0", "resource": "0"}).content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{note}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert note in [unshielded(cell) for cell in cells]


def test_a_table_is_exported_as_the_files_have_it(desk):
    address = reverse("admin:instruments_participationrow_export")
    text = desk.post(address, {"format": "0", "resource": "0"}).content.decode()
    assert text.splitlines()[0] == TABLE.strip()
    assert "old-treaty,FR,bound,1991-01-01,,,,,memory" in text.splitlines()


def test_search_forgives_accents(desk):
    Instrument.objects.get(pk="old-treaty").save()
    text = page(desk, "instrument_changelist", query="?q=TRÉATY-of-old")
    assert "1 result" in text
    assert "0 results" in page(desk, "participationrow_changelist", query="?q=treaty+spain")
    assert "1 result" in page(desk, "participationrow_changelist", query="?q=treaty+france")


def test_the_document_of_an_edition_is_downloaded(desk):
    edition = edition_publish(by="tests", note="First.", now=NOW)
    response = desk.get(reverse("admin:instruments_edition_document", args=[edition.pk]))
    assert json.loads(response.content) == edition_document(book_from_rows())
    assert desk.get(reverse("admin:instruments_edition_document", args=[999999])).status_code == 404


def test_editions_cannot_be_edited(desk):
    edition = edition_publish(by="tests", note="First.", now=NOW)
    address = reverse("admin:instruments_edition_change", args=[edition.pk])
    assert desk.post(address, {"note": "Other."}).status_code == 403
    assert desk.post(reverse("admin:instruments_edition_delete", args=[edition.pk]), {"post": "yes"}).status_code == 403
