"""Finds words that would stay English whatever language is spoken: in templates, and in messages of Python.

Templates are read by Django's own parser and then as HTML, with everything Django computes left blank. In Python a
message is what one of SINKS is given; it must come out of a call of gettext or its kin.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Node, NodeList, TextNode

from advisor.languages.extract import template_parsed

SPOKEN = ("title", "alt", "aria-label", "placeholder", "aria-description", "summary", "label")
SILENT = ("script", "style")
NO_WORDS = frozenset({"Rogatory", "UTC", "SHA", "YAML", "JSON", "CSV", "PDF", "IBAN", "EUR"})
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
ADDRESS = re.compile(r"\S*[?=/]\S*")
BLANK = " "

SINKS = frozenset(
    {
        "FieldFaults", "ValidationError", "TextFault", "AnswerFault", "PermissionDenied", "OfficeError", "CaseBusy",
        "EntityFault", "NotAllowed", "add_error", "success", "info", "warning",
    }
)  # fmt: skip
WORDED_KEYWORDS = frozenset({"label", "help_text"})
GETTEXT = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "worded"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        kind = dict(attrs).get("type")
        for name, value in attrs:
            if name in SPOKEN or (name == "value" and tag == "input" and kind in ("submit", "button")):
                self._heard(f"{name}=", value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._heard("", data)

    def _heard(self, where: str, text: str) -> None:
        words = [word for word in WORD.findall(ADDRESS.sub(" ", text)) if word not in NO_WORDS]
        if words:
            self.found.append(where + " ".join(text.split()))


def _flat(nodes: NodeList | list[Node]) -> Iterator[str]:
    """The template's text in order; whatever Django puts in is a blank."""
    for node in nodes:
        if isinstance(node, TextNode):
            yield node.s
            continue
        yield BLANK
        for name in node.child_nodelists:
            held = getattr(node, name, None)
            if held:
                yield from _flat(held)


def bare_in_template(path: Path) -> list[str]:
    """Words of a template outside {% translate %} and {% blocktranslate %}."""
    words = _Words()
    words.feed("".join(_flat(template_parsed(path).nodelist)))
    words.close()
    return words.found


def bare_in_python(path: Path) -> list[str]:
    """Messages of a module that do not go through gettext, as 'line: text'."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node) in SINKS and not _log(node):
            for argument in [*node.args, *(k.value for k in node.keywords if k.arg not in ("code", "params"))]:
                found += _bare(argument)
        elif isinstance(node, ast.Call) and _owner(node) != "models":  # what a model says of itself is for developers
            for keyword in node.keywords:
                if keyword.arg in WORDED_KEYWORDS and _name(node).endswith(("Field", "Widget", "Select")):
                    found += _bare(keyword.value)
    return found


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _owner(call: ast.Call) -> str:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner.id if isinstance(owner, ast.Name) else ""


def _log(call: ast.Call) -> bool:
    """log.info('event') speaks to the operator."""
    return _owner(call) in ("log", "logger")


def _bare(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Call) and _name(value) in GETTEXT:
        return
    if isinstance(value, ast.JoinedStr):
        text = "".join(part.value for part in value.values if isinstance(part, ast.Constant))
        if WORD.search(text):
            yield f"{value.lineno}: {text}"
        return
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value.strip():
        yield f"{value.lineno}: {value.value}"
        return
    for child in ast.iter_child_nodes(value):
        yield from _bare(child)
