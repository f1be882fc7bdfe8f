"""What a record of the catalogue is called, as people say it: 'Spain in EIO Directive, from 2018-07-02'.

*Reads* the current edition for the names of States and instruments; what it does not hold yet keeps its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.languages.words import state_worded, worded
from instruments.editions import edition_current
from instruments.errors import NoEdition
from instruments.records import kind_of, name_of
from routing.rulebook import Rulebook

KINDS = {
    "jurisdiction": gettext_lazy("State"),
    "measure": gettext_lazy("measure"),
    "ladder": gettext_lazy("ladder"),
    "fact": gettext_lazy("fact"),
    "ground": gettext_lazy("ground of refusal"),
    "offence_list": gettext_lazy("offence list"),
    "source": gettext_lazy("source"),
    "instrument": gettext_lazy("instrument"),
    "provision": gettext_lazy("provision"),
    "network": gettext_lazy("network"),
    "participation": gettext_lazy("participation"),
    "declaration": gettext_lazy("declaration"),
    "authority": gettext_lazy("authority"),
    "precedence": gettext_lazy("precedence rule"),
}


def key_said(key: str, record: Mapping[str, Any] | None = None, *, book: Rulebook | None = None) -> str:
    """A record as people call it. `record` gives what a long key holds only as a hash (a citation, a name); whoever
    names many gives the `book` that they have (`book_of_names`)."""
    kind, name, held = kind_of(key), name_of(key), record or {}
    book = book or book_of_names()
    if kind in ("participation", "declaration", "authority"):
        return _row_said(kind, name.split("/"), held, book)
    if kind == "instrument":
        return str(held.get("short_title") or _title(name, book))
    if kind == "provision":
        code, _slash, tail = name.partition("/")
        return f"{_title(code, book)}: {tail.replace('-', ' ')}"
    if kind == "source":
        return str(held.get("citation") or name)
    if kind == "jurisdiction":
        return state_said(name, book)
    if kind in ("measure", "ladder"):
        measure = book.measures.get(name) if book else None
        name = worded(measure.name) if measure else name
        return name if kind == "measure" else _("ladder of %(measure)s") % {"measure": name}
    return f"{KINDS.get(kind, kind)} {name.replace('_', ' ')}"


def _row_said(kind: str, parts: list[str], held: Mapping[str, Any], book: Rulebook | None) -> str:
    """A row of a table: whose it is, of what, and which one."""
    code, iso2, third, fourth = (*parts, "", "", "", "")[:4]
    words = {"state": state_said(iso2, book), "title": _title(code, book)}
    if kind == "participation":
        if not third:
            return _("%(state)s in %(title)s") % words
        return _("%(state)s in %(title)s, from %(day)s") % {**words, "day": third}
    if kind == "declaration":
        words["what"] = third.replace("_", " ")
        return _("%(state)s on %(title)s: %(what)s") % words
    words["what"] = str(held.get("name") or fourth or third)
    return _("%(state)s under %(title)s: %(what)s") % words


def state_said(iso2: str, book: Rulebook | None = None) -> str:
    """The name of a State in the language that is spoken; its code where the edition does not know it."""
    book = book or book_of_names()
    state = book.states.get(iso2) if book else None
    return state_worded(iso2, state.name) if state else iso2


def _title(code: str, book: Rulebook | None) -> str:
    instrument = book.instruments.get(code) if book else None
    return instrument.short_title if instrument else code


def book_of_names() -> Rulebook | None:
    """The current edition's rulebook, or None where nothing was published."""
    try:
        return edition_current().rulebook
    except NoEdition:
        return None
