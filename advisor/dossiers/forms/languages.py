"""The prescribed forms in other languages: the same structure, marks and places, with the labels of that language.

Reads: words/<language>.yaml beside this file, one file a language. `labels` gives each English label, heading, blank,
answer and sentence its text; `own` holds, by form code, what one form words in its own way; `standing` says of a form
whether its words were compared with the official version in that language (`official`), else they are our own
translation in the field's terms. A label that a language lacks stays English (and is marked so), never empty.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

import yaml

from advisor.dossiers.document import Foreign
from advisor.dossiers.forms import FOLDER, Form, form

SOURCE = "en"  # the language in which the forms are written down
WORDS = FOLDER / "words"
SPOKEN = {"title", "basis", "heading", "label", "blank", "statement"}  # the fields of a form that people read


@cache
def form_words(language: str) -> Mapping[str, Any]:
    """The file of a language; raises KeyError for one that has none."""
    path = WORDS / f"{language}.yaml"
    if not path.is_file():
        raise KeyError(language)
    read: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


@cache
def form_in(code: str, language: str) -> Form:
    """The form of a code in a language. Raises FormFault and KeyError as `form` does."""
    if language == SOURCE:
        return form(code)
    words = form_words(language)
    known = {**words["labels"], **words.get("own", {}).get(code, {})}
    done: Form = _said(form(code), known)
    return done


def labels_of(code: str) -> tuple[str, ...]:
    """Every English text of a form that people read, in its order, each once."""
    found: dict[str, None] = {}
    _collect(form(code), found)
    return tuple(found)


def _collect(value: Any, found: dict[str, None]) -> None:
    if isinstance(value, tuple):
        for item in value:
            _collect(item, found)
    elif is_dataclass(value):
        for item in fields(value):
            inner = getattr(value, item.name)
            if item.name in SPOKEN and isinstance(inner, str):
                if inner:
                    found[inner] = None
            elif item.name != "source":
                _collect(inner, found)


def _said(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_said(item, known) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for item in fields(value):
        inner = getattr(value, item.name)
        if item.name in SPOKEN and isinstance(inner, str):
            changed[item.name] = (known.get(inner) or Foreign(inner)) if inner else inner
        elif item.name != "source":
            changed[item.name] = _said(inner, known)
    return replace(value, **changed)
