"""Search: the same on PostgreSQL and on SQLite, inside the gate, made anew when a case changes."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from advisor.cases.finding import _by_index, cases_found, folded, text_of, texts_renew
from advisor.cases.models import Case, CaseText, Need
from advisor.cases.selectors import cases_for
from tests.advisor.cases import finding_book
from tests.conftest import NOW, TODAY

ROOT = Path(__file__).resolve().parents[3]
WANTED = {question: sorted(found) for question, found in finding_book.QUESTIONS.items()}


def test_every_question_finds_its_cases(investigator):
    finding_book.cases_made(investigator)
    assert finding_book.asked(investigator) == WANTED


def test_sqlite_finds_the_same(tmp_path):
    told = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    told |= {"DJANGO_SETTINGS_MODULE": "advisor.settings.local", "ADVISOR_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "tests.advisor.cases.finding_book"]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.strip().splitlines()[-1]) == {"engine": "sqlite", "found": WANTED}


def test_nothing_of_another_agency_is_found(investigator, stranger):
    finding_book.cases_made(investigator)
    texts_renew(cases_for(investigator))
    assert not cases_found(cases_for(stranger), "warehouse").exists()
    assert texts_renew(cases_for(stranger)) == 0


def test_words_are_made_anew_when_a_case_was_changed_and_only_then(investigator):
    finding_book.cases_made(investigator)
    cases = cases_for(investigator)
    assert (texts_renew(cases), texts_renew(cases)) == (2, 0)
    case = cases.get(reference="A-1")
    Need.objects.filter(case=case).update(subject="a printing press")
    Case.objects.filter(pk=case.pk).update(updated_at=NOW + timedelta(minutes=1))
    assert texts_renew(cases) == 1
    assert cases_found(cases, "printing").get() == case
    assert not cases_found(cases, "administrator").exists()
    assert CaseText.objects.count() == 2


def test_making_words_costs_the_same_queries_for_many_cases(investigator):
    def cost(count):
        for number in range(count):
            Case.objects.create(
                agency=investigator.agency, created_by=investigator, created_at=NOW, updated_at=NOW, opened_on=TODAY,
                reference=f"{count}-{number}", title="t", requesting_state="FR", track="criminal", stage="trial",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert texts_renew(cases_for(investigator)) == count
        return len(queries)

    assert cost(17) == cost(170)


def test_the_index_is_used(investigator):
    finding_book.cases_made(investigator)
    texts_renew(cases_for(investigator))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "cases_casetext_words" in _by_index(["warehouse"]).explain()


@given(st.text(max_size=60))
def test_folding_leaves_letters_and_digits_alone(text):
    words = folded(text)
    assert all(word and " " not in word and "'" not in word and "\\" not in word for word in words)
    assert folded(" ".join(words)) == words or not words
    assert text_of([text]).split() == sorted(set(words))
