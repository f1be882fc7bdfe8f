"""A confidential contact leaves its own pages in no way: a canary is looked for in everything that can leave.

The same contact, once it may be cited, is found again where it belongs: so the search for the canary can see.
"""

import io
import json
import logging
import zipfile
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from advisor.audit.models import AuditEvent
from advisor.cases.finding import texts_renew
from advisor.cases.models import CaseText
from advisor.cases.selectors import cases_for
from advisor.cases.services import case_to_document
from advisor.cases.services.copies import case_copy
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.services import dossier_request
from advisor.dossiers.showing import job_docx, job_html
from advisor.walk.contacts import contact_add, contact_correct
from advisor.walk.services import Choice, steps_choose
from tests.conftest import NOW, TODAY

CANARY = "zqx7canary"
PAGES = (
    "case",
    "case-calendar",  # .ics
    "case-check",
    "case-dossiers",
    "case-ledger",
    "case-nexus",
    "case-steps",
    "case-team",
    "case-timeline",
)


def noted(case: Any, user: Any, *, citable: bool, word: str = CANARY) -> Any:
    """A contact with the word in each of its texts."""
    values = {
        "who": f"{word} who",
        "asked": f"{word} asked",
        "told": f"{word} told",
        "happened_on": TODAY,
        "need_key": "n1",
        "citable": citable,
    }
    return contact_add(case=case, user=user, values=values, now=NOW)


@pytest.fixture
def stepped(routed_case, prosecutor, db):
    """A case with a chosen step."""
    case, route = routed_case(prosecutor)
    option = next(o for o in route.document["answer"]["needs"][0]["options"] if o["verdict"] == "open")
    [step] = steps_choose(route=route, user=prosecutor, choices=[Choice("n1", option["provision"], "r")], now=NOW)
    return case, step


def everything(case: Any, step: Any, user: Any, client: Any) -> dict[str, str]:
    """Everything that can leave the office, as text, by what it is."""
    job = dossier_request(step=step, language="en", user=user, now=NOW)
    found = {
        "inputs": json.dumps(dossier_inputs(step=step, language="en")),
        "print page": job_html(job=job),
        "docx": _unzipped(job_docx(job=job)),
        "case document": json.dumps(case_to_document(case=case, user=user)),
        "copy": json.dumps(case_to_document(case=case_copy(case=case, user=user, now=NOW), user=user)),
        "audit": " ".join(str(row) for row in AuditEvent.objects.values_list("action", "detail")),
    }
    for suffix in ("yaml", "json"):
        answer = client.get(reverse("case-file", args=[case.pk, suffix]))
        found[f"case file {suffix}"] = answer.content.decode()
    for name in ("csv", "xlsx"):
        answer = client.post(reverse("case-bulk"), {"action": name, "which": "all"})
        assert answer.status_code == 200
        found[name] = _unzipped(answer.content) if name == "xlsx" else answer.content.decode()
    for route in PAGES:
        answer = client.get(reverse(route, args=[case.pk]))
        assert answer.status_code == 200, route
        found[route] = answer.content.decode()
    found["ledger"] = client.get(reverse("ledger")).content.decode()
    found["packet"] = _packet(job)
    found["desk"] = client.get(reverse("desk")).content.decode()
    texts_renew(cases_for(user))
    found["words of the search"] = " ".join(CaseText.objects.values_list("words", flat=True))
    found["search"] = client.get(reverse("case-list"), {"q": CANARY}).content.decode().replace(f'value="{CANARY}"', "")
    return found


def _packet(job: Any) -> str:
    """The packet for a translator."""
    from advisor.dossiers.packet.writing import xliff_of
    from advisor.dossiers.translations import job_packet

    content = xliff_of(job_packet(job=job, target="de"))
    return content.decode() if isinstance(content, bytes) else content


def _unzipped(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def pdf_words(step: Any, user: Any) -> str:
    """The PDF's printed text (without spaces) and its attached files."""
    import pikepdf

    from advisor.dossiers.to_pdf import render_pdf
    from tests.advisor.dossiers.pdf_text import shown

    made = render_pdf(dossier_inputs(step=step, language="en"), 1, lambda text: None)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        printed = shown(pdf, artifacts=False) + shown(pdf, artifacts=True)
        attached = " ".join(
            pdf.attachments[name].get_file().read_bytes().decode("utf-8", "replace") for name in pdf.attachments
        )
    return f"{printed} {attached}"


def test_a_confidential_contact_is_in_nothing_that_leaves(stepped, prosecutor, desk, caplog, mailoutbox):
    case, step = stepped
    with caplog.at_level(logging.DEBUG):
        noted(case, prosecutor, citable=False)
        found = everything(case, step, prosecutor, desk)
        assert {name for name, text in found.items() if CANARY in text.replace(f"q={CANARY}", "")} == set()
        assert "No case of your agency" in found["search"]
    assert CANARY not in caplog.text.replace(f"q={CANARY}", "")
    assert [mail for mail in mailoutbox if CANARY in str(mail.message())] == []
    assert CANARY in desk.get(reverse("case-contacts", args=[case.pk])).content.decode(), "its own page shows it"


def test_nothing_of_it_is_in_the_pdf_nor_in_what_is_attached_to_it(stepped, prosecutor):
    case, step = stepped
    noted(case, prosecutor, citable=False)
    assert CANARY not in pdf_words(step, prosecutor)
    noted(case, prosecutor, citable=True, word="cited8word")
    said = pdf_words(step, prosecutor)
    assert CANARY not in said
    assert "cited8wordtold" in said
    assert "cited8word told" in said, "in the attached data"


def test_a_contact_that_may_be_cited_is_found_where_it_belongs(stepped, prosecutor, desk):
    case, step = stepped
    noted(case, prosecutor, citable=True)
    found = everything(case, step, prosecutor, desk)
    seen = {name for name, text in found.items() if CANARY in text.replace(f"q={CANARY}", "")}
    assert seen >= {"inputs", "print page", "docx", "case-timeline", "words of the search"}
    assert "audit" not in seen
    assert case.title in found["search"]


def test_a_contact_that_became_confidential_again_leaves_the_next_dossier(stepped, prosecutor):
    case, step = stepped
    first = noted(case, prosecutor, citable=True)
    before = dossier_inputs(step=step, language="en")
    values = {"who": "who", "asked": CANARY, "told": "", "happened_on": TODAY, "need_key": "n1", "citable": False}
    contact_correct(contact=first, user=prosecutor, values=values, now=NOW)
    assert len(before["contacts"]) == 1
    assert "contacts" not in dossier_inputs(step=step, language="en")


def test_the_commands_say_nothing_of_it(stepped, prosecutor, tmp_path, capsys, desk):
    case, _step = stepped
    noted(case, prosecutor, citable=False)
    file = tmp_path / "case.json"
    file.write_bytes(desk.get(reverse("case-file", args=[case.pk, "json"])).content)
    call_command("advise", str(file), "--format", "json")
    assert CANARY not in capsys.readouterr().out
