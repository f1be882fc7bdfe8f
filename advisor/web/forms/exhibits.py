"""Forms of the evidence list. They read what was typed; the services check it and say what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from advisor.cases.errors import FieldFaults
from advisor.cases.exhibit_kinds import KINDS
from advisor.cases.models import CustodyAct
from advisor.cases.services.exhibit_fields import exhibit_checked
from advisor.cases.services.exhibits import NOTABLE
from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, judged


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ExhibitForm(PageForm):
    """One exhibit: what it is, its file or where it is kept, who captured it, when and how."""

    title = TypedText(
        label=_("What is it?"),
        help_text=_("For example: screenshot of the seller's page, hard disk of the print shop."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say in a few words what the exhibit is.")},
    )
    file = judged(
        forms.FileField(
            label=_("The file"),
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput,
        )
    )
    kept_at = judged(
        TypedText(
            label=_("Where is the object kept?"),
            required=False,
            widget=forms.TextInput(attrs={"dir": "auto"}),
            help_text=_("For an exhibit without a file: the store, its shelf, its seal number."),
        )
    )
    captured_by = TypedText(
        label=_("Who captured or seized it?"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say who captured or seized it.")},
    )
    captured_on = DateField(
        label=_("On which day?"),
        help_text=_("For example 5 10 2026."),
        error_messages={"required": _("Enter the day it was captured.")},
    )
    captured_time = TypedText(
        label=_("At what time?"), required=False, help_text=_("With its time zone, for example 14:32 UTC.")
    )
    captured_how = TypedText(
        label=_("How was it captured?"),
        widget=_lines(4),
        help_text=_("With which tool, from which screen or by which seizure."),
        error_messages={
            "required": _("Say how it was captured: with which tool, from which screen, by which seizure.")
        },
    )
    source = TypedText(
        label=_("Where does it come from?"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "spellcheck": "false"}),
        help_text=_("The address of the page, the place of the seizure."),
    )
    note = TypedText(label=_("Anything else to know?"), required=False, widget=_lines(3))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kinds = ", ".join(str(kind.label) for kind in KINDS.values())
        self.fields["file"].help_text = _(
            "%(most)s MB at most; its content is looked at, not its name. Taken are: %(kinds)s."
        ) % {"most": settings.EXHIBIT_MAX_BYTES // 2**20, "kinds": kinds}

    def clean(self) -> None:
        """What the service would refuse, beside what the fields refuse: all of it at once."""
        super().clean()
        try:
            exhibit_checked(self.values(), self.today)
        except FieldFaults as fault:
            for field, message in fault.faults.items():
                if field not in self.errors:
                    self.add_error(field, message)

    def values(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class CustodyForm(PageForm):
    """One line of the chain of custody."""

    act = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(act.value, act.label) for act in CustodyAct if act in NOTABLE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    happened = TypedText(
        label=_("When did it happen?"),
        required=False,
        help_text=_("If it was not just now: day and time, with its time zone."),
    )
    text = TypedText(
        label=_("Who, from whom, to whom, what for?"),
        widget=_lines(3),
        error_messages={"required": _("Say what happened: who gave it to whom, where to, for what.")},
    )


class WithdrawForm(PageForm):
    """Why an exhibit is withdrawn."""

    why = TypedText(
        label=_("Why is it withdrawn?"),
        widget=_lines(3),
        help_text=_("The reason stays with the exhibit. Its file and its chain of custody stay as they are."),
        error_messages={"required": _("Say why it is withdrawn. The reason stays with it.")},
    )
