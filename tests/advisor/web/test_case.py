"""A case's desk, its header, its needs."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from advisor.cases.models import Need
from advisor.cases.selectors import cases_for, needs_for
from advisor.cases.services import case_update
from tests.conftest import NOW

HOSTILE = "<script>alert(1)</script> 🚢 שלום עולם & \"quotes\" 'single' " + "ä" * 400


def text_of(response):
    return response.content.decode()


def lines(*rows, **more):
    data = {"line-TOTAL_FORMS": str(len(rows)), "line-INITIAL_FORMS": "0", "action": "save"} | more
    for n, (measure, states, subject) in enumerate(rows):
        data |= {f"line-{n}-measure": measure, f"line-{n}-states": states, f"line-{n}-subject": subject}
    return data


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator, title="Shoes", requesting_state="IT")


def header(case, **changes):
    data = {
        "title": case.title,
        "reference": case.reference,
        "requesting_state": "Italy (IT)",
        "track": case.track,
        "stage": case.stage,
        "opened_on_0": "5",
        "opened_on_1": "10",
        "opened_on_2": "2026",
        "summary": case.summary,
        "version": case.version,
    }
    return data | changes


def test_the_header_is_changed(desk, case):
    response = desk.post(reverse("case-about", args=[case.pk]), header(case, title="Boots"))
    assert response.url == reverse("case", args=[case.pk])
    case.refresh_from_db()
    assert case.title == "Boots"


def test_a_stale_page_shows_both_versions_and_overwrites_nothing(desk, case, investigator):
    seen = header(case, title="My version")
    case_update(case=case, user=investigator, version=case.version, changes={"title": "Their version"}, now=NOW)
    response = desk.post(reverse("case-about", args=[case.pk]), seen)
    shown = text_of(response)
    assert response.status_code == 409
    assert "My version" in shown
    assert "Their version" in shown
    assert cases_for(investigator).get(pk=case.pk).title == "Their version"
    assert f'name="version" value="{case.version + 1}"' in shown
    again = desk.post(reverse("case-about", args=[case.pk]), seen | {"version": case.version + 1})
    assert again.status_code == 302
    assert cases_for(investigator).get(pk=case.pk).title == "My version"


def test_too_many_needs_at_once_are_told_at_their_line(desk, case, investigator):
    states = "FR, DE, ES, PT, NL, BE, PL, SE, FI, AT"
    rows = [("criminal.electronic_evidence", states, f"account {n}") for n in range(3)]
    response = desk.post(reverse("case-needs-add", args=[case.pk]), lines(*rows))
    assert response.status_code == 422
    assert "Open a second case for the rest" in text_of(response)
    assert not needs_for(investigator).filter(case=case).exists()


def test_a_case_over_the_limit_shows_its_pages_and_why_there_is_no_route(desk, case, investigator):
    """Needs that an older edition took: every page still opens, and says what to do."""
    heavy = {"case": case, "agency_id": case.agency_id, "measure": "criminal.electronic_evidence"}
    Need.objects.bulk_create(Need(key=f"n{i}", position=i, requested_state="IE", **heavy) for i in range(1, 31))
    for name in ("case", "case-needs", "case-questions", "case-check"):
        response = desk.get(reverse(name, args=[case.pk]))
        assert response.status_code == 200, name
        if name in ("case-questions", "case-check"):
            assert "too much at once" in text_of(response)
    refused = desk.post(reverse("case-route-new", args=[case.pk]), follow=True)
    assert "split it into several cases" in text_of(refused)


def test_many_needs_at_once(desk, case, investigator):
    rows = [
        ("Search and seizure (criminal)", "BG, Romania", "premises"),
        ("Test purchase", "Italy", "a subscription"),
        ("", "", ""),
        ("criminal.preservation", "", "a hidden service"),
    ]
    response = desk.post(reverse("case-needs-add", args=[case.pk]), lines(*rows))
    assert response.url == reverse("case-needs", args=[case.pk])
    found = list(needs_for(investigator).filter(case=case).values_list("measure", "requested_state", "subject"))
    assert found == [
        ("criminal.search_and_seizure", "BG", "premises"),
        ("criminal.search_and_seizure", "RO", "premises"),
        ("domestic.test_purchase", "IT", "a subscription"),
        ("criminal.preservation", "", "a hidden service"),
    ]
    assert "4 needs were added." in text_of(desk.get(response.url))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Search and seizure", "Atlantis", ""), "is not a State in the catalogue"),
        (("Witchcraft", "FR", ""), "“Witchcraft” is not a measure"),
        (("", "FR", "something"), "Say what you want done in this line"),
        (("Search and seizure", "IT", ""), "is the State the request comes from"),
        (("Search and seizure", "BG", "x" * 4_001), "4,000 is the most"),
        (("Search and seizure", "BG", "bell \x07"), "cannot be seen"),
    ],
)
def test_a_fault_in_one_line_saves_none_and_loses_none(desk, case, investigator, row, said):
    good = ("Test purchase", "Italy", HOSTILE)
    response = desk.post(reverse("case-needs-add", args=[case.pk]), lines(good, row))
    shown = text_of(response)
    assert response.status_code == 422
    assert shown.count(said) == 2
    assert not needs_for(investigator).filter(case=case).exists()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🚢 שלום עולם" in shown
    assert "<script>alert" not in shown


def test_a_line_may_name_the_kind_and_lead_on_to_the_questions(desk, case, investigator):
    kind = "Obtaining and seizing electronic evidence (criminal): Subscriber data"
    where = reverse("case-needs-add", args=[case.pk])
    assert f'value="{kind}"' in text_of(desk.get(where))
    pasted = desk.post(where, {"action": "lines", "pasted": f"{kind.lower()}; FR; account"})
    assert f'value="{kind.lower()}"' in text_of(pasted)
    rows = lines((kind.lower(), "FR, DE", "account"), ("Test purchase", "Italy", ""), action="questions")
    response = desk.post(where, rows)
    assert response.url == reverse("case-questions-page", args=[case.pk, "requester"])
    added = needs_for(investigator).filter(case=case).values_list("measure", "variant", "requested_state")
    evidence = "criminal.electronic_evidence"
    assert set(added) == {
        (evidence, "subscriber", "FR"),
        (evidence, "subscriber", "DE"),
        ("domestic.test_purchase", "", "IT"),
    }


def test_no_line_at_all_is_said(desk, case):
    response = desk.post(reverse("case-needs-add", args=[case.pk]), lines(("", "", "")))
    assert response.status_code == 422
    assert "Fill in at least one line" in text_of(response)


def test_buttons_that_make_lines_keep_what_was_typed(desk, case):
    data = lines(("Test purchase", "IT", "kept"), action="lines") | {
        "measures": ["criminal.jit"],
        "pasted": "search and seizure; BG; encoders",
    }
    shown = text_of(desk.post(reverse("case-needs-add", args=[case.pk]), data))
    for word in ('value="kept"', 'value="Joint investigation team (criminal)"', 'value="encoders"'):
        assert word in shown
    more = text_of(desk.post(reverse("case-needs-add", args=[case.pk]), data | {"action": "more"}))
    assert 'value="kept"' in more
    wild = desk.post(reverse("case-needs-add", args=[case.pk]), {"action": "more", "line-TOTAL_FORMS": "٣٣" * 99})
    assert wild.status_code == 200


def test_a_need_is_changed_and_taken_out(desk, open_case, investigator):
    case = open_case(investigator, needs=[("criminal.search_and_seizure", "ES")])
    address = reverse("case-need", args=[case.pk, "n1"])
    assert "Search and seizure" in text_of(desk.get(address))
    sent = {
        "measure": "criminal.electronic_evidence",
        "variant": "subscriber",
        "requested_state": "Irland",
        "subject": HOSTILE,
        "version": case.version,
    }
    wrong = desk.post(address, sent)
    assert wrong.status_code == 422
    assert "did you mean Ireland" in text_of(wrong)
    assert desk.post(address, sent | {"requested_state": "IE"}).status_code == 302
    need = needs_for(investigator).get(case=case)
    assert (need.variant, need.requested_state, need.subject) == ("subscriber", "IE", HOSTILE)
    stale = desk.post(address, sent | {"requested_state": "PT"})
    assert stale.status_code == 409
    assert "Your version" in text_of(stale)

    out = reverse("case-need-remove", args=[case.pk, "n1"])
    assert "Take this need out?" in text_of(desk.get(out))
    version = cases_for(investigator).get(pk=case.pk).version
    assert desk.post(out, {"version": "nonsense"}).status_code == 302
    assert needs_for(investigator).filter(case=case).exists()
    assert desk.post(out, {"version": version}).status_code == 302
    assert not needs_for(investigator).filter(case=case).exists()


def test_a_text_of_20000_signs_is_kept_and_shown_literally(desk, open_case, investigator):
    summary = (HOSTILE * 50)[:20_000]
    case = open_case(investigator, summary=summary, title=HOSTILE[:200])
    for name in ("case", "case-about", "case-check"):
        shown = text_of(desk.get(reverse(name, args=[case.pk])))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_foreign_missing_and_malformed_look_the_same(desk, open_case, stranger):
    foreign = open_case(stranger)
    here = desk.get(reverse("case", args=[foreign.pk]))
    nowhere = desk.get("/cases/00000000-0000-4000-8000-000000000000/")
    assert here.status_code == nowhere.status_code == 404
    assert desk.get("/cases/not-an-id/").status_code == 404
    assert "There is nothing here for you" in text_of(here)


def test_what_was_typed_without_a_session_is_given_back(open_case, investigator):
    case = open_case(investigator)
    where = reverse("case-about", args=[case.pk])
    response = Client().post(where, {"version": "1", "summary": "Four servers <b>in Porto</b>", "title": " "})
    shown = response.content.decode()
    assert response.status_code == 403
    assert "What you typed is not saved yet" in shown
    assert "Four servers &lt;b&gt;in Porto&lt;/b&gt;" in shown
    assert shown.count("govuk-summary-list__row") == 1
    assert f"/account/login/?next={quote(where, safe='')}" in shown
    assert case.title not in shown
    same = Client().post(reverse("case-about", args=[uuid4()]), {"version": "1", "summary": "x"})
    assert same.status_code == 403
    assert Client().post(where, {"version": "1"}).status_code == 302
