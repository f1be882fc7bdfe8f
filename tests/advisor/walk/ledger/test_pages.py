"""The pages of the ledger: what they show, what they record, how many queries they take."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
import time_machine

from advisor.walk.models import StepEvent
from tests.advisor.web.conftest import BACKEND
from tests.conftest import NOW

ACK, DECISION = "acknowledge-receipt", "recognition-decision-after-receipt"
LATER = datetime(2026, 12, 24, 12, tzinfo=UTC)


class Desk:
    """The investigator's browser; it signs in anew wherever the clock stands, because sessions end."""

    def __init__(self, client, user):
        self.client, self.user = client, user

    def get(self, address):
        self.client.force_login(self.user, backend=BACKEND)
        return self.client.get(address)

    def post(self, address, data):
        self.client.force_login(self.user, backend=BACKEND)
        return self.client.post(address, data)


@pytest.fixture
def desk(client, investigator):
    return Desk(client, investigator)


def at(step, ref=DECISION, tail=""):
    return f"/cases/{step.case_id}/ledger/{step.pk}/{ref}/{tail}"


def day(on, prefix="happened_on"):
    return {f"{prefix}_0": on.day, f"{prefix}_1": on.month, f"{prefix}_2": on.year}


def test_the_ledger_of_a_case(sent_step, desk):
    step = sent_step()
    with time_machine.travel(LATER, tick=False):
        page = desk.get(f"/cases/{step.case_id}/ledger/").content.decode()
    assert "3 days over" in page
    assert "rg-budget__over" in page
    assert "The executing authority" in page
    assert "begins with the decision on the request" in page
    assert "style=" not in page


def test_the_ledger_of_all_cases_and_its_filters(sent_step, desk):
    step = sent_step()
    with time_machine.travel(LATER, tick=False):
        page = desk.get("/ledger/").content.decode()
        assert step.case.reference in page
        assert "Overdue" in page
        assert "There is nothing here" in desk.get("/ledger/?show=ours").content.decode()
        assert desk.get("/ledger/?show=nonsense&page=x").status_code == 200


def test_a_line_explains_itself_and_offers_the_letter(sent_step, desk):
    step = sent_step()
    with time_machine.travel(LATER, tick=False):
        page = desk.get(at(step)).content.decode()
        assert "Reg. 1182/71 art. 3(4)" in page
        assert "Monday 21 December 2026" in page
        assert "31 days, 34 used, 3 days over" in page
        assert "was due by 21 December 2026" in page
        french = desk.get(at(step) + "?language=fr").content.decode()
        assert f"Notre référence {step.case.reference}" in french
        text = desk.get(at(step, tail="reminder.txt") + "?language=en")
        assert f"Our reference {step.case.reference}" in text.content.decode()
        assert "sent on 18 November 2026 and received by you on 20 November 2026" in text.content.decode()
        file = desk.get(at(step, tail="reminder.docx"))
        assert "due by" in "\n".join(p.text for p in docx.Document(BytesIO(file.content)).paragraphs)
        assert desk.get(at(step, tail="reminder.exe")).status_code == 404


def test_recording_by_the_pages(sent_step, desk):
    step = sent_step()
    with time_machine.travel(NOW, tick=False):
        page = desk.get(at(step, tail="record/extend"))
        assert page.status_code == 200
        version = page.context["form"].initial["version"]
        given = {"version": version, **day(date(2026, 11, 21)), "number": "30", "unit": "calendar_days", "note": ""}
        assert desk.post(at(step, tail="record/extend"), given).status_code == 302
        assert "Tuesday 19 January 2027" in desk.get(at(step)).content.decode()
        again = desk.post(at(step, tail="record/extend"), given)
        assert again.status_code == 422
        assert "Somebody wrote into the log" in again.content.decode()
        empty = desk.post(at(step, tail="record/suspend"), {"version": version + 1, **day(date(2026, 11, 21))})
        assert empty.status_code == 422
        assert "Say why." in empty.content.decode()
        wrong = desk.post(at(step, tail="record/met"), {"version": version + 1, "note": "x"})
        assert wrong.status_code == 422
        met = {"version": version + 1, **day(date(2026, 11, 21)), "note": "Form B came."}
        assert desk.post(at(step, ACK, "record/met"), met).status_code == 302
        chaser = {"version": version + 2, **day(date(2026, 11, 22)), "note": ""}
        assert desk.post(at(step, tail="record/chaser"), chaser).status_code == 302
        assert desk.get(at(step, tail="record/nothing")).status_code == 404
    assert [row.kind for row in StepEvent.objects.filter(step=step).order_by("number")][-3:] == [
        "extension",
        "remark",
        "chaser",
    ]
    with time_machine.travel(LATER, tick=False):
        assert "We wrote to you about this on 22 November 2026." in desk.get(at(step)).content.decode()


def test_unknown_lines_and_steps_are_not_there(sent_step, desk, client, stranger):
    step, other = sent_step(), sent_step()
    assert desk.get(at(step, "nonsense")).status_code == 404
    assert desk.get(f"/cases/{step.case_id}/ledger/{other.pk}/{DECISION}/").status_code == 404
    client.force_login(stranger, backend=BACKEND)
    for address in (f"/cases/{step.case_id}/ledger/", at(step), f"/cases/{step.case_id}/calendar.ics"):
        assert client.get(address).status_code == 404


def queries(desk, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk.get(address)
    with CaptureQueriesContext(connection) as found:
        assert desk.client.get(address).status_code == 200
    return len(found)


def test_the_queries_do_not_grow_with_cases(sent_step, desk):
    step = sent_step()
    with time_machine.travel(LATER, tick=False):
        one = queries(desk, "/ledger/"), queries(desk, f"/cases/{step.case_id}/ledger/")
    for _ in range(3):
        sent_step()
    with time_machine.travel(LATER, tick=False):
        assert (queries(desk, "/ledger/"), queries(desk, f"/cases/{step.case_id}/ledger/")) == one
        assert max(one) < 20
