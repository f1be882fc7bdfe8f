"""A person without scripts: reads the pages as they are sent, fills in their form, and counts words, keys and pages.

Assumptions, so that minutes can be told: 200 words read a minute (silent reading of ordinary English averages 238 in
Brysbaert's review of 2019; questions of law are slower), 200 keys pressed a minute (40 words of five letters). Thinking
is not counted, nor waiting for pages. What is folded (details) is not opened, what stood word for word on an earlier
page is recognised and not read again. A name chosen from suggestions costs six keys, a State four, a tick or a radio
button two, a button or a link that leads to another question two. The page that repeats the answers before the route is
asked for is glanced at, not read. `free` counts the keys of free text (what happened, what about): no route rests on
it, and most people have it in a report. `minutes(pasted=True)` is with it pasted, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

READ, KEYS = 200, 200
GLANCED = "/check"
SUGGESTED, STATE, TICK, PRESS = 6, 4, 2, 2
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
UNSEEN = frozenset(
    {"script", "style", "datalist", "option", "details", "title", "head", "nav", "header", "footer", "bdi"}
)
UNREAD = frozenset({"govuk-visually-hidden", "rg-typed"})  # not there for the eye; the reader's own words


class Page(HTMLParser):
    """One page: the blocks of text a person sees, the fields of its form, and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.fields: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self._open: list[tuple[str, bool]] = []
        self._form = False
        self._link: str | None = None
        self._select: str | None = None
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields and what is hidden."""
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            unseen = tag in UNSEEN and not (tag == "details" and "open" in found)
            self._open.append((tag, unseen or not UNREAD.isdisjoint(found.get("class", "").split())))
        if tag == "form":
            self._form = found.get("id") == "page-form"
        elif tag == "a":
            self._link = found.get("href")
        if self._form:
            self._field(tag, found)

    def _field(self, tag: str, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if tag == "input" and name:
            kind = found.get("type", "text")
            self.kinds[name] = kind
            if kind in ("radio", "checkbox"):
                self.choices.setdefault(name, []).append(found.get("value", "on"))
                if "checked" in found:
                    self.fields.setdefault(name, []).append(found.get("value", "on"))
            elif kind != "file":
                self.fields.setdefault(name, []).append(found.get("value", ""))
        elif tag == "select":
            self._select, self.kinds[name] = name, "select"
        elif tag == "option" and self._select:
            self.choices.setdefault(self._select, []).append(found.get("value", ""))
            if "selected" in found:
                self.fields.setdefault(self._select, []).append(found.get("value", ""))
        elif tag == "textarea":
            self._area, self.kinds[name] = name, "textarea"
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """What ends is closed."""
        if tag in VOID:
            return
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "form":
            self._form = False
        self._link = None if tag == "a" else self._link
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        """Text, where it can be seen."""
        text = " ".join(data.split())
        if self._area is not None:
            self.fields[self._area][0] += data
        elif text and self._link is not None:
            self.links.setdefault(text, self._link)
        if text and self._area is None and not any(unseen for _tag, unseen in self._open):
            self.blocks.append(text)

    def answered(self, fact: str) -> bool:
        """Whether an answer stands in the fields of a question already."""
        names = (fact, f"{fact}-day", f"{fact}-unknown")
        return any(value for name in names for value in self.fields.get(name, ()))


@dataclass
class Person:
    """Who walks, and the counts so far."""

    client: Any
    pages: int = 0
    words: int = 0
    words_in_all: int = 0
    keys: int = 0
    free: int = 0
    seen: set[str] = field(default_factory=set)
    page: Page = field(default_factory=lambda: Page(""))
    address: str = ""

    def open(self, address: str) -> Page:
        """Go to a page and read it."""
        return self._read(self.client.get(address, follow=True))

    def send(self, values: Mapping[str, Any], *, keys: int) -> Page:
        """Fill fields in (a list for several values), press the button, read what comes."""
        data: dict[str, Any] = {**self.page.fields, **values}
        data = {name: value for name, value in data.items() if value is not None}
        self.keys += keys + PRESS
        return self._read(self.client.post(self.address, data, follow=True))

    def _read(self, answer: Any) -> Page:
        assert answer.status_code == 200, (answer.status_code, answer.request["PATH_INFO"])
        self.address = answer.request["PATH_INFO"]
        self.page = Page(answer.content.decode())
        self.pages += 1
        for block in self.page.blocks:
            count = len(re.findall(r"\w+", block))
            self.words_in_all += count
            if block not in self.seen and not self.address.endswith(GLANCED):
                self.seen.add(block)
                self.words += count
        return self.page

    def minutes(self, *, pasted: bool) -> float:
        """Reading and typing; with the free text typed or pasted."""
        return self.words / READ + (self.keys - (self.free if pasted else 0)) / KEYS
