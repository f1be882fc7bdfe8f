"""Every text that a person can see, as message ids: of templates, of Python, of the vocabulary of the catalogue.

Reads: templates/, advisor/, instruments/, fixtures/catalogue/vocabulary. Templates are read by Django's own parser, so
a message id is exactly what will be looked up. The pages of dossiers speak the languages of their forms (wording/),
and the admin is the curators' furniture: both are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages.extract import extract_from_file
from django.template import engines
from django.template.base import Node, NodeList, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
EXERCISES = ROOT / "fixtures" / "demo" / "exercises"
LINT = ROOT / "advisor" / "dossiers" / "lint" / "codes.yaml"
VOCABULARY = ROOT / "fixtures" / "catalogue" / "vocabulary"
ROOMS = ("advisor", "instruments")
NOT_OURS = ("advisor/locale", "advisor/setup", "advisor/run")
OTHER_TEMPLATES = ("admin", "dossiers", "api")
KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "n_": (1, 2), "later": None,
}  # fmt: skip
COUNTS = "Where it counts."

# (message id or the pair of singular and plural, context, where it stands)
Found = tuple[str | tuple[str, ...], str | None, str]


def messages_found() -> Iterator[Found]:
    """All of them, in a fixed order; the same id may come more than once."""
    yield from from_templates()
    yield from from_python()
    yield from from_vocabulary()


def template_paths() -> list[Path]:
    """The templates whose words are ours to translate."""
    found = (path for suffix in ("html", "txt") for path in TEMPLATES.rglob(f"*.{suffix}"))
    return sorted(path for path in found if path.relative_to(TEMPLATES).parts[0] not in OTHER_TEMPLATES)


def template_parsed(path: Path) -> Template:
    """A template as Django reads it."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    return Template(path.read_text(encoding="utf-8"), engine=engine)


def nodes_of(nodes: NodeList | list[Node]) -> Iterator[Node]:
    """Every node in the order of the text; a node before what it holds."""
    for node in nodes:
        yield node
        for name in node.child_nodelists:
            held = getattr(node, name, None)
            if held:
                yield from nodes_of(held)


def from_templates() -> Iterator[Found]:
    """{% translate %} and {% blocktranslate %}."""
    for path in template_paths():
        where = path.relative_to(ROOT).as_posix()
        for node in nodes_of(template_parsed(path).nodelist):
            if isinstance(node, TranslateNode) and isinstance(text := node.filter_expression.var.literal, str):
                yield _plain(text), _context(node), where
            elif isinstance(node, BlockTranslateNode):
                yield _block(node), _context(node), where


def _plain(text: str) -> str:
    """Django doubles a percent sign of a template's text on looking it up."""
    return text.replace("%", "%%")


def _context(node: TranslateNode | BlockTranslateNode) -> str | None:
    context = node.message_context
    return None if context is None else str(context.var.literal if hasattr(context.var, "literal") else context.var)


def _block(node: BlockTranslateNode) -> str | tuple[str, ...]:
    singular = node.render_token_list(node.singular)[0]
    if not node.plural:
        return str(singular)
    return str(singular), str(node.render_token_list(node.plural)[0])


def python_paths() -> list[Path]:
    """The modules whose messages people read."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(p for p in found if not p.relative_to(ROOT).as_posix().startswith(NOT_OURS))


def from_python() -> Iterator[Found]:
    """Calls of gettext and its kin."""
    for path in python_paths():
        where = path.relative_to(ROOT).as_posix()
        for _line, text, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
            if text and text != ("", ""):
                yield text, context, where


def from_vocabulary() -> Iterator[Found]:
    """What the intake shows of the catalogue: questions, helps, answers, names of measures, grounds for refusal."""
    for fact in _vocabulary("facts"):
        yield fact["question"], None, "facts.yaml"
        if fact.get("help") and not fact["help"].startswith(COUNTS):
            yield fact["help"], None, "facts.yaml"
    for measures in _vocabulary("measures").values():
        for measure in measures.values():
            yield measure["name"], None, "measures.yaml"
    for ground in _vocabulary("refusal_grounds"):
        yield ground["text"], None, "refusal_grounds.yaml"
    for code in yaml.safe_load(LINT.read_text(encoding="utf-8")):
        yield code["sentence"], None, "codes.yaml"
        yield code["fix"], None, "codes.yaml"
    for path in sorted(EXERCISES.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        for text in (told["title"], *told["story"]):
            yield text, None, path.name


def vocabulary_codes() -> Iterator[str]:
    """The codes that become words on a page by their label alone: answers of facts, their groups, their units."""
    for fact in _vocabulary("facts"):
        yield from (str(value) for value in fact.get("values") or ())


def _vocabulary(name: str) -> Any:
    return yaml.safe_load((VOCABULARY / f"{name}.yaml").read_text(encoding="utf-8"))
