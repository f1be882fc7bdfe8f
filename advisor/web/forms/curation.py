"""Forms of the curators' desk. They read what was typed; the services judge it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.curation.models import ReportKind, ReportState
from advisor.web.forms.cases import RulebookForm, StatesField, TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, judged
from instruments import codes


class SetForm(PageForm):
    """A new change set, or another title and reason."""

    title = TypedText(label=_("What changes, in a few words?"), max_length=200)
    why = TypedText(
        label=_("Why?"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "What happened, and where it can be read. Everybody who reads an answer by this edition can read it."
        ),
    )


class TextForm(PageForm):
    """A remark, a reason, an answer."""

    text = TypedText(label="", required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))

    def __init__(self, *args: Any, label: Any, must: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        if must:
            judged(self.fields["text"])


class StillTrueForm(PageForm):
    """A record was read again."""

    source = judged(TypedText(label=_("Where did you read it again?"), required=False))
    checked_on = judged(DateField(label=_("On which day?"), required=False))


class LookForm(PageForm):
    """Somebody looked after an entry of the watch list."""

    found = judged(
        TypedText(label=_("What did you find?"), required=False, help_text=_("For example: still three ratifications."))
    )
    checked_on = judged(DateField(label=_("On which day did you look?"), required=False))


class ThrowForm(RulebookForm):
    """It has happened: from when, for whom."""

    day = DateField(label=_("From which day?"))
    states = judged(
        StatesField(
            many=True,
            label=_("For which States?"),
            required=False,
            help_text=_("Names or two-letter codes, separated by commas."),
        )
    )


class SuccessorForm(PageForm):
    """An act that takes the place of another."""

    code = TypedText(
        label=_("Code of the act that it replaces"), widget=forms.TextInput(attrs={"list": "known-instrument"})
    )
    new_code = TypedText(label=_("Code of the new act"), help_text=_("Small letters, digits and hyphens."))
    title = TypedText(label=_("Title of the new act"))
    short_title = TypedText(label=_("How it is called in a sentence"))
    applies_from = DateField(label=_("From which day does it apply?"))


class RowsForm(RulebookForm):
    """Participation of several States at once."""

    instrument = TypedText(label=_("Instrument"), widget=forms.TextInput(attrs={"list": "known-instrument"}))
    states = StatesField(many=True, label=_("States"), help_text=_("Names or two-letter codes, separated by commas."))
    status = forms.ChoiceField(label=_("Status"), choices=list(codes.PARTICIPATION.items()))
    since = DateField(label=_("First day"), required=False)
    until = DateField(label=_("Last day"), required=False, help_text=_("Empty: still bound."))
    partial = TypedText(label=_("Bound by a part only: which articles?"), required=False)
    note = TypedText(label=_("Note"), required=False)
    end_before = forms.BooleanField(label=_("End a row that is open now on the day before"), required=False)


class TableForm(PageForm):
    """A table or file to be imported into a set."""

    table = forms.ChoiceField(
        label=_("Which table is it?"),
        choices=[
            ("participation", _("Participation")),
            ("declaration", _("Declarations")),
            ("authority", _("Authorities")),
            ("instrument", _("One instrument, as its YAML file")),
        ],
    )
    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8, XLSX or YAML, with the headings of the table."))


class ReportForm(PageForm):
    """What a row got wrong, from the field."""

    kind = forms.ChoiceField(label=_("What was wrong?"), choices=ReportKind.choices, widget=forms.RadioSelect)
    text = TypedText(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Curators of the whole installation read this. Write no names of persons and nothing of a case."),
    )


class AnswerForm(PageForm):
    """The answer to a report."""

    state = forms.ChoiceField(
        label=_("What happens with the row?"),
        choices=[(code, words) for code, words in ReportState.choices if code != ReportState.OPEN],
        widget=forms.RadioSelect,
    )
    answer = TypedText(
        label=_("Answer to the reporter"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Thank them, and say what was done."),
    )
    changeset = forms.IntegerField(label=_("Number of the change set that puts it right"), required=False)


class ExchangeForm(PageForm):
    """A signed edition of another installation."""

    file = forms.FileField(label=_("Exchange file"))
