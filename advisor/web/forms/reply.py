"""The reply slip as a form: the coded answers, the day and words of each, and the grounds of the basis by number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.dossiers.answering import answer_words
from advisor.dossiers.replies import ANSWERS, Given
from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, dress


class SlipForm(PageForm):
    """A slip that came back as a file."""

    file = forms.FileField(
        label=_("The slip as a file"),
        error_messages={"required": _("Choose the file of the slip."), "empty": _("The file is empty.")},
        help_text=_("A PDF with its fields filled in, or text with the code and the marks."),
    )


class ReplyForm(PageForm):
    """What the slip says. A day, words or grounds without a mark are said to be so: nothing typed is dropped."""

    received_on = DateField(label=_("On which day did the answer come?"), help_text=_("For example 5 12 2026."))
    grounds = forms.MultipleChoiceField(
        label=_("Grounds that are marked"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grounds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for answer in ANSWERS:
            label = f"{answer.code} {answer_words(answer.code)}"
            self.fields[answer.code] = forms.BooleanField(label=label, required=False)
            self.fields[f"{answer.code}-on"] = DateField(label=_("Day"), required=False)
            widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
            self.fields[f"{answer.code}-text"] = TypedText(label=_("Words on the slip"), required=False, widget=widget)
        if grounds:
            self.fields["grounds"].choices = list(grounds)  # type: ignore[attr-defined]
        else:
            del self.fields["grounds"]
        dress(self)

    def clean(self) -> None:
        super().clean()
        for answer in ANSWERS:
            told = (
                self.cleaned_data.get(f"{answer.code}-on")
                or str(self.cleaned_data.get(f"{answer.code}-text") or "").strip()
            )
            if told and not self.cleaned_data.get(answer.code):
                self.add_error(answer.code, _("Mark this answer, or take out its day and words."))

    def answers(self) -> list[Given]:
        """The marked answers."""
        data = self.cleaned_data
        grounds = tuple(data.get("grounds") or ())
        return [
            Given(
                answer.code,
                data[f"{answer.code}-on"].isoformat() if data.get(f"{answer.code}-on") else "",
                str(data.get(f"{answer.code}-text") or ""),
                grounds if answer.grounds else (),
            )
            for answer in ANSWERS
            if data.get(answer.code)
        ]


def filled_in(answers: Iterable[Given]) -> dict[str, Any]:
    """The form's initial values from a slip that was read."""
    values: dict[str, Any] = {"grounds": []}
    for given in answers:
        values |= {given.code: True, f"{given.code}-on": given.on, f"{given.code}-text": given.text}
        values["grounds"] += [ground for ground in given.grounds if ground not in values["grounds"]]
    return values
