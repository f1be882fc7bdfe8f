"""Puts what was typed back into the fields of a page's form. Pure: text in, text out.

Only the form with the id `page-form` is touched, and in it only values, ticks and choices; everything typed is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser

FORM = "page-form"
TICKED = ("radio", "checkbox")
NO_TEXT = ("file", "password", "submit", "button", "image", "reset")
VALUE = re.compile(r"""\svalue=("[^"]*"|'[^']*'|[^\s>]*)""")
CHECKED = re.compile(r"\schecked(=(\"[^\"]*\"|'[^']*'))?(?=[\s>/])")
SELECTED = re.compile(r"\sselected(=(\"[^\"]*\"|'[^']*'))?(?=[\s>/])")


class _Fields(HTMLParser):
    """Collects (from, to, new text) for every field of the form."""

    def __init__(self, text: str, typed: Iterable[Sequence[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.typed: dict[str, list[str]] = {}
        for name, value in typed:
            self.typed.setdefault(name, []).append(value)
        self.sent = {name: list(values) for name, values in self.typed.items()}
        self.edits: list[tuple[int, int, str]] = []
        self.inside = False
        self.select: str | None = None
        self.area: tuple[int, str] | None = None

    def here(self) -> int:
        """The place in the text where the parser stands."""
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields of the form, in the order of the page."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == FORM
        name = found.get("name", "")
        if not self.inside:
            return
        if tag == "input" and name != "csrfmiddlewaretoken":
            self._input(found, name)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select is not None:
            self._ticked(SELECTED, "selected", found.get("value", "") in self._take_all(self.select))
        elif tag == "textarea" and self.typed.get(name):
            start = self.here() + len(self.get_starttag_text() or "")
            self.area = (start, self.typed[name].pop(0))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        """The end of a form, a list of choices, a text."""
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.typed.pop(self.select or "", None)
            self.select = None
        elif tag == "textarea" and self.area:
            start, value = self.area
            self.edits.append((start, self.here(), "\n" + escape(value)))
            self.area = None

    def _take_all(self, name: str) -> list[str]:
        return self.sent.get(name, [])

    def _input(self, found: dict[str, str], name: str) -> None:
        kind = found.get("type", "text").lower()
        if kind in NO_TEXT:
            return
        if kind in TICKED:
            value = found.get("value", "on")
            self._ticked(CHECKED, "checked", value in self._take_all(name))
            if value in self.typed.get(name, []):
                self.typed[name].remove(value)
        elif self.typed.get(name):
            tag = VALUE.sub("", self.get_starttag_text() or "")
            self._put(tag, f'value="{escape(self.typed[name].pop(0))}"')

    def _ticked(self, mark: re.Pattern[str], word: str, on: bool) -> None:
        tag = mark.sub("", self.get_starttag_text() or "")
        self._put(tag, word if on else "")

    def _put(self, tag: str, attribute: str) -> None:
        end = "/>" if tag.endswith("/>") else ">"
        body = tag[: -len(end)].rstrip()
        start = self.here()
        was = self.get_starttag_text() or ""
        self.edits.append((start, start + len(was), f"{body} {attribute}{end}" if attribute else body + end))


def page_refilled(text: str, typed: Iterable[Sequence[str]]) -> tuple[str, list[str]]:
    """The page with the typed (name, value) pairs in its form, and the values that have no field there any more."""
    fields = _Fields(text, typed)
    fields.feed(text)
    for start, end, new in reversed(fields.edits):
        text = text[:start] + new + text[end:]
    left = [value for name, values in fields.typed.items() for value in values if value.strip() and name != "action"]
    return text, left
