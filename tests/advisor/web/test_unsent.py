"""What is typed into a page whose row does not exist yet is kept, stands there again, and goes when it is taken."""

import pytest
from django.urls import reverse

from advisor.cases.selectors import cases_for, needs_for

HX = {"HX-Request": "true"}


def text_of(response):
    return response.content.decode()


@pytest.fixture
def case(open_case, investigator):
    return open_case(investigator)


def autosave(desk, address, **fields):
    response = desk.post(address, fields | {"action": "autosave"}, headers=HX)
    assert response.status_code == 200
    assert "Kept at" in text_of(response)
    assert response["HX-Trigger"] == "rogatory:saved"


PAGES = [
    ("case-new", [], {"title": "IPTV & <b>boxes</b>", "summary": "Long\ntext"}),
    ("case-entity-add", ["person"], {"value": "Ada & Co", "note": "seen in Rome"}),
    ("case-right-add", ["eu_trade_mark"], {"name": "The sign", "holder": "Ada"}),
    ("case-exhibit-new", [], {"title": "Page print", "captured_how": "by hand"}),
    ("case-entities-find", [], {"text": "203.0.113.7 and more"}),
    ("case-needs-add", [], {"line-TOTAL_FORMS": "2", "line-1-measure": "search", "line-1-subject": "the cellar"}),
]


@pytest.mark.parametrize(("name", "more", "fields"), PAGES)
def test_typed_text_comes_back_with_the_page(desk, case, investigator, name, more, fields):
    address = reverse(name, args=[*([] if name == "case-new" else [case.pk]), *more])
    page = text_of(desk.get(address))
    assert 'id="autosave"' in page
    assert "stands here again" not in page
    autosave(desk, address, **fields)
    page = text_of(desk.get(address))
    assert "stands here again" in page
    for value in fields.values():
        assert value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page
    assert desk.post(address, fields | {"action": "afresh"}).status_code == 302
    assert "stands here again" not in text_of(desk.get(address))
    assert not needs_for(investigator).exists()
    assert cases_for(investigator).count() == 1


def test_many_lines_of_needs_come_back(desk, case):
    address = reverse("case-needs-add", args=[case.pk])
    lines = {f"line-{n}-subject": f"premises {n}!" for n in range(30)}
    autosave(desk, address, **{"line-TOTAL_FORMS": "30", "pasted": "search and seizure; ES; the vault"}, **lines)
    page = text_of(desk.get(address))
    assert all(f"premises {n}!" in page for n in range(30))
    assert "the vault" in page


def test_a_form_that_is_taken_is_kept_no_longer(desk, case, investigator):
    address = reverse("case-entity-add", args=[case.pk, "person"])
    autosave(desk, address, value="Ada")
    assert desk.post(address, {"value": "Ada"}).status_code == 302
    assert "stands here again" not in text_of(desk.get(address))


def test_a_form_that_is_refused_is_kept(desk, case):
    address = reverse("case-entity-add", args=[case.pk, "ip"])
    assert desk.post(address, {"value": "1.2.3", "note": "the box"}).status_code == 422
    assert "the box" in text_of(desk.get(address))


def test_what_is_too_long_says_so(desk, case):
    response = desk.post(
        reverse("case-entities-find", args=[case.pk]), {"text": "x" * 500_000, "action": "autosave"}, headers=HX
    )
    assert "too long to be kept" in text_of(response)


def test_nobody_else_gets_it(desk, case, investigator, signed_in, stranger):
    autosave(desk, reverse("case-new"), title="Mine alone")
    assert "Mine alone" not in text_of(signed_in(stranger).get(reverse("case-new")))
