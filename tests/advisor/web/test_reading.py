"""A reader finds no form that he cannot send, a translator no link that leads nowhere: every page of a case."""

import re

import pytest
from django.urls import reverse

from advisor.cases.models import CaseMember
from advisor.cases.policy import roles_for
from advisor.cases.services.closing import case_close
from advisor.web.views.reading import NO_CHANGE, ONLY_FORMS, locked
from tests.advisor.matrix import OURS, MatrixCase, body_of
from tests.conftest import NOW

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
OPEN = re.compile(r"/language$|/logout/?$|/notes/seen$|/exhibits/[^/]+/file$")


def sendable(page, path):
    """The addresses of the forms of a page that could be sent and change something."""
    found = []
    for attributes, inside in FORM.findall(page):
        if 'method="post"' not in attributes or '<fieldset class="govuk-fieldset" disabled>' in inside[:80]:
            continue
        action = re.search(r'action="([^"]*)"', attributes)
        found.append(action[1] if action and action[1] else path)
    return [address for address in found if not OPEN.search(address)]


class ReadingTest(MatrixCase):
    """One office, whose prosecutor reads along or translates."""

    def part(self, role):
        CaseMember.objects.filter(case=self.home.case, user=self.home.prosecutor).update(role=role)

    def pages(self):
        values = self.values(self.home)
        for route in OURS:
            if "case_id" in route.parts and not route.api and self.roles(route)["prosecutor"] in roles_for(route.name):
                yield route.name, route.url(values)

    def test_a_reader_is_offered_nothing_that_he_cannot_send(self):
        self.part("reader")
        told, locked_pages = set(), set()
        for name, url in self.pages():
            answer = self.ask("prosecutor", "get", url)
            if answer.status_code == 403:
                assert name in ONLY_FORMS, name
                assert b"Your part in this case is to read" in answer.body, name
                told.add(name)
            elif answer.status_code == 200 and "html" in answer["Content-Type"]:
                page = answer.body.decode()
                if 'action="/cases/' in page or "disabled>" in page:
                    locked_pages.add(name)
                assert sendable(page, url) == [], name
        assert len(told) > 15, sorted(told)
        assert len(locked_pages) > 5, sorted(locked_pages)

    def test_a_translator_is_offered_no_link_that_leads_nowhere(self):
        self.part("translator")
        values = self.values(self.home)
        for name in ("case-dossiers", "case-dossier-return"):
            route = next(route for route in OURS if route.name == name)
            page = self.ask("prosecutor", "get", route.url(values)).body.decode()
            assert "You translate in this case" in page or name != "case-dossiers"
            links = set(re.findall(r'(?:href|action)="(/cases/[^"#?]+)', page)) - {"/cases/"}
            for link in links:
                assert self.ask("prosecutor", "get", link).status_code not in (403, 404), (name, link)

    def test_who_works_on_it_is_offered_everything(self):
        for name, url in self.pages():
            answer = self.ask("prosecutor", "get", url)
            assert answer.status_code != 403, name
            assert b"Your part in this case is to read" not in body_of(answer), name


@pytest.mark.django_db
def test_a_closed_case_is_offered_to_be_opened_and_nothing_else(desk, routed_case, prosecutor):
    case, _route = routed_case(prosecutor)
    case_close(case=case, user=prosecutor, reason="done", text="", now=NOW)
    page = desk.get(reverse("case-about", args=[case.pk])).content.decode()
    assert sendable(page, reverse("case-about", args=[case.pk])) == []
    assert sendable(desk.get(reverse("case-state", args=[case.pk])).content.decode(), "/state") == ["/state"]
    refused = desk.get(reverse("case-entity-kind", args=[case.pk]))
    assert refused.status_code == 403
    assert "This case is closed. Reopen it first" in refused.content.decode()


def test_only_what_changes_the_case_is_locked():
    class Reader:
        reads_along = True

    page = '<form method="get"><button>Find</button></form><form method="post" action="/language"><i>f</i></form>'
    assert locked(page, "/cases/00000000-0000-4000-8000-000000000000/about", Reader()) == page
    assert "case-notes-seen" in NO_CHANGE
