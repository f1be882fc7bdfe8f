"""A field that a page refuses empty is not called optional there: every form of every page, sent empty."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from advisor.cases.policy import roles_for
from tests.advisor.matrix import OURS, MatrixCase

VOID = frozenset(("input", "br", "img", "hr", "meta", "link", "wbr", "col"))
# Answers nobody reads as a page, and what would end the person's own session.
LEFT_OUT = re.compile(r"^(account_|mfa_|usersessions|language$|case-resume$)")


class _Groups(HTMLParser):
    """The form groups of a page: for each, whether it is at fault and whether it calls itself optional."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict] = []
        self.groups: list[dict] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        self.depth += 1
        kinds = dict(attrs).get("class", "").split()
        if "govuk-form-group" in kinds:
            group = {"at": self.depth, "fault": "govuk-form-group--error" in kinds, "text": []}
            self.open.append(group)
            self.groups.append(group)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.open and self.open[-1]["at"] == self.depth:
            self.open.pop()
        self.depth -= 1

    def handle_data(self, data):
        if self.open and data.strip():
            self.open[-1]["text"].append(data.strip())


def called_optional(page: str) -> list[str]:
    """The fields of a page that are at fault and called optional, each with its text."""
    groups = _Groups()
    groups.feed(page)
    return [" | ".join(g["text"])[:200] for g in groups.groups if g["fault"] and "optional" in g["text"]]


def test_the_reader_of_pages_sees_what_it_looks_for():
    field = '<div class="govuk-form-group{}"><label>Who? <span>optional</span></label><input name="a"></div>'
    assert called_optional(field.format(" govuk-form-group--error")) == ["Who? | optional"]
    assert not called_optional(field.format(""))


class OptionalTest(MatrixCase):
    """Sends every form of the office empty."""

    def test_no_field_at_fault_is_called_optional(self) -> None:
        wrong, refused = {}, set()
        for route, who, url in self.pages():
            response = self.ask(who, "post", url)
            if response.status_code == 422 and "html" in response.get("Content-Type", ""):
                refused.add(route)
                if found := called_optional(response.content.decode()):
                    wrong[url] = found
        assert len(refused) > 20, sorted(refused)
        assert not wrong, "\n".join(f"{url}: {found}" for url, found in wrong.items())

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Every page's name, who asks and its address; of the ledger's records, one for each act."""
        values = self.values(self.home)
        for route in OURS:
            if route.api or LEFT_OUT.match(route.name):
                continue
            acts = ("extend", "suspend", "resume", "begun", "met", "chaser") if "act" in route.parts else ("",)
            for who in ("prosecutor", "admin"):
                if self.roles(route)[who] in (roles_for(route.name) or ()):
                    for act in acts:
                        yield route.name, who, route.url(values | ({"act": act} if act else {}))
