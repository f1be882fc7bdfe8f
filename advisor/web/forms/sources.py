"""Where a change was read: one source or several, added and taken away without a script. The services judge them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, judged
from instruments import codes

SOURCE_KINDS = [(code, words) for code, words in codes.SOURCE_KINDS.items() if code != "memory"]
MOST = 12
ADD = "source"


class SourceForm(PageForm):
    """One source of a change."""

    citation = judged(
        TypedText(
            label=_("Source"), required=False, help_text=_("The act with its number, or the address of the page.")
        )
    )
    kind = forms.ChoiceField(label=_("What kind of source is it?"), choices=SOURCE_KINDS, required=False)
    url = TypedText(label=_("Address"), required=False)
    title = TypedText(label=_("Title of the page"), required=False)
    read_on = judged(DateField(label=_("Read on"), required=False))
    quotation = TypedText(label=_("A few words of it"), required=False, help_text=_("300 characters at most."))
    reader = TypedText(label=_("Read by"), required=False, help_text=_("Left empty: you."))

    FIRST = ("citation", "url", "read_on", "quotation")

    @property
    def first(self) -> list[Any]:
        """The fields that are always open."""
        return [self[name] for name in self.FIRST]

    @property
    def more(self) -> list[Any]:
        """The fields that have an answer of their own."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def more_open(self) -> bool:
        """Whether something is wrong with one of them, or was said in one."""
        return any(field.errors for field in self.more) or bool(self["title"].value())

    def source(self) -> dict[str, Any] | None:
        """The source as the services take it; None when nothing was entered."""
        data = self.cleaned_data
        given = {name: data.get(name) or "" for name in ("citation", "kind", "url", "title", "quotation", "reader")}
        if not any(given[name] for name in ("citation", "url", "title", "quotation")):
            return None
        return given | {"citation": given["citation"] or given["url"], "read_on": data.get("read_on") or ""}


class SourcesForm:
    """The sources of a change: the first under `source-`, the next under `source-2-`; `source-count` says how many.

    One whose fields are emptied is left out. The button `add=source` brings one more. `held` are the sources that
    stand already, or those that are offered.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        held: Sequence[Mapping[str, Any]] = (),
        today: date,
    ) -> None:
        self.is_bound = data is not None
        count = max(1, len(held))
        if data is not None:
            typed = str(data.get("source-count", count))
            count = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 4 else count
        empty = {"read_on": today, "kind": "text"}
        self.forms = [
            SourceForm(
                data,
                prefix=_prefix(place),
                initial={**empty, **_initial(held[place])} if place < len(held) else empty,
            )
            for place in range(min(count, MOST))
        ]
        if data is not None and data.get("add") == ADD and count < MOST:
            self.forms.append(SourceForm(None, prefix=_prefix(count), initial=empty))
        self._given: list[SourceForm] = []
        self.full = len(self.forms) >= MOST

    def __iter__(self) -> Iterator[SourceForm]:
        return iter(self.forms)

    @property
    def count(self) -> int:
        """How many sources the page shows."""
        return len(self.forms)

    @property
    def errors(self) -> bool:
        """Whether something is wrong with one of them."""
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Whether all of them can be read."""
        return all([form.is_valid() for form in self.forms])

    def sources(self) -> list[dict[str, Any]]:
        """The sources as the services take them. Call it on a valid form."""
        self._given = [form for form in self.forms if form.source() is not None]
        return [source for form in self._given if (source := form.source()) is not None]

    def place_fault(self, name: str, message: str) -> bool:
        """Put a service's fault (`sources.<n>.<field>`) beside its field; False where no source on the page has it."""
        parts = name.split(".")
        if len(parts) != 3 or parts[0] != "sources" or int(parts[1]) >= len(self._given):
            return False
        self._given[int(parts[1])].add_error(parts[2], message)
        return True


def _prefix(place: int) -> str:
    return "source" if place == 0 else f"source-{place + 1}"


def _initial(source: Mapping[str, Any]) -> dict[str, Any]:
    read_on = source.get("read_on")
    return {**source, **({"read_on": date.fromisoformat(str(read_on))} if read_on else {})}
