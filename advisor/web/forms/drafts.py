"""Forms of the draft page and of the nexus matrix: fields are places of a document, or facts and exhibits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.dossiers.build.written import TICK, UNTICK
from advisor.dossiers.places import Place
from advisor.web.forms.cases import TypedText
from advisor.web.forms.dressing import PageForm, dress

LONG = 90  # characters of a hint from which a place gets more lines
MARK = "mark-"


class DraftForm(PageForm):
    """Every place of one document. A box that still says what the document says by itself is not typed text."""

    def __init__(self, *args: Any, places: Sequence[Place], held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.place: place for place in places}
        for place in places:
            typed = held.get(place.place, "")
            field: forms.Field
            if place.kind == "tick":
                field = forms.BooleanField(label=place.wants, required=False)
                field.initial = (typed or place.given) == TICK
            else:
                long = len(place.wants) > LONG or len(typed or place.given) > LONG
                attrs = {"rows": 4 if long else 2, "dir": "auto"}
                field = TypedText(label=place.label or place.wants, required=False, widget=forms.Textarea(attrs=attrs))
                field.initial = typed or place.given
            self.fields[place.place] = field
        dress(self)

    def texts(self) -> dict[str, str]:
        """What is to be saved, by place: empty where the document's own words stand or nothing was typed."""
        said: dict[str, str] = {}
        for name, place in self.places.items():
            if name not in self.cleaned_data:
                continue
            value = self.cleaned_data[name]
            text = (TICK if value else UNTICK) if place.kind == "tick" else lines(str(value or ""))
            said[name] = "" if text == lines(place.given) else text
        return said


def lines(text: str) -> str:
    """A text as browsers send it and as it was given: one kind of line end, no space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class NexusForm(PageForm):
    """One column of the matrix: for each fact or exhibit a mark and a sentence."""

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]], held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = dict(rows)
        for fact, label in self.rows.items():
            self.fields[MARK + fact] = forms.BooleanField(label=label, required=False, initial=fact in held)
            widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            self.fields[fact] = TypedText(label=_("because"), required=False, widget=widget, initial=held.get(fact, ""))
        dress(self)

    def links(self) -> list[dict[str, str]]:
        """The rows that are marked, or that have a sentence: a sentence without a mark is not lost."""
        data = self.cleaned_data
        return [
            {"fact": fact, "sentence": str(data.get(fact) or "")}
            for fact in self.rows
            if data.get(MARK + fact) or str(data.get(fact) or "").strip()
        ]
