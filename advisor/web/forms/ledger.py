"""Forms of the deadline ledger and of the reminders. They read what was typed; the services check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, judged
from routing.deadlines import Unit

LINES = {"rows": 3, "dir": "auto"}
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]
NO_TIME = {
    "invalid": _("This is not a time. Enter hours and minutes, for example 14:30."),
    "required": _("Enter hours and minutes, for example 14:30."),
}
UNITS = (
    (Unit.CALENDAR_DAYS.value, _("days")),
    (Unit.WORKING_DAYS.value, _("working days")),
    (Unit.WEEKS.value, _("weeks")),
    (Unit.MONTHS.value, _("months")),
    (Unit.HOURS.value, _("hours")),
)
AWAITED = (
    ("us", _("Our own: they asked us for something")),
    ("them", _("The executing authority's")),
    ("provider", _("The provider's")),
    ("party", _("A party's")),
)
FIELDS = {
    "extend": ("happened_on", "number", "unit", "until", "article", "note"),
    "suspend": ("happened_on", "happened_time", "zone", "waits_for", "article", "note"),
    "resume": ("happened_on", "happened_time", "zone", "note"),
    "begun": ("happened_on", "happened_time", "zone", "note"),
    "met": ("happened_on", "happened_time", "zone", "note"),
    "chaser": ("happened_on", "note"),
}
DAY_LABELS = {
    "extend": _("On which day was it granted?"),
    "suspend": _("From which day does the clock stand still?"),
    "resume": _("From which day does it run again?"),
    "begun": _("On which day did it happen?"),
    "met": _("On which day was it done?"),
    "chaser": _("On which day was it sent?"),
}


class LimitForm(PageForm):
    """What happened to one time limit. Which fields it has depends on the act."""

    happened_on = DateField(error_messages={"required": _("Give the day.")})
    happened_time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        input_formats=TIMES,
        help_text=_("This limit counts hours. Hours and minutes on their clock, for example 14:30."),
        error_messages=NO_TIME,
    )
    zone = forms.ChoiceField(label=_("On whose clock?"), required=False)
    number = forms.IntegerField(
        label=_("How much time is added?"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a whole number.")},
    )
    unit = forms.ChoiceField(label=_("Of what?"), required=False, choices=UNITS)
    until = DateField(
        label=_("Or until which day?"), required=False, help_text=_("Where they named a day instead of a number.")
    )
    waits_for = forms.ChoiceField(
        label=_("Whose move is awaited?"),
        required=False,
        choices=AWAITED,
        widget=forms.RadioSelect,
    )
    article = TypedText(label=_("On which article?"), required=False, help_text=_("For example 12(5)."))
    note = TypedText(label=_("Note"), required=False, widget=forms.Textarea(attrs=LINES))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, act: str, hours: bool, zones: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        initial = {"happened_on": today} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        kept = {*FIELDS[act], "version"} - (set() if hours else {"happened_time", "zone"})
        for name in set(self.fields) - kept:
            del self.fields[name]
        self.fields["happened_on"].label = DAY_LABELS[act]
        if "zone" in self.fields:
            self._choices("zone", zones)
        if act in ("suspend", "begun", "met"):
            self.fields["note"].label = _("Why?") if act == "suspend" else _("How do you know?")
            judged(self.fields["note"])
        for name in {"number", "until", "unit", "waits_for", "happened_time", "zone"} & set(self.fields):
            judged(self.fields[name])

    def _choices(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def when(self) -> dict[str, Any]:
        """Day, time and zone as the services take them. Without a time the clock says nothing."""
        found: dict[str, Any] = {"happened_on": self.cleaned_data["happened_on"]}
        if "happened_time" in self.fields:
            at = self.cleaned_data.get("happened_time")
            found |= {"happened_time": at, "zone": self.cleaned_data.get("zone", "") if at else ""}
        return found


class ReminderForm(PageForm):
    """When a person is reminded by mail."""

    active = forms.BooleanField(label=_("Send me a mail when something is overdue or due soon"), required=False)
    days_ahead = forms.IntegerField(
        label=_("How many days ahead?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("What is due within so many days is in the mail."),
        error_messages={"required": _("Enter a number of days."), "invalid": _("Enter a whole number.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        required=False,
        coerce=int,
        choices=lambda: list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    send_at = forms.TimeField(
        label=_("At what time?"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=NO_TIME,
        help_text=_("One mail a day at most, at this time or as soon as possible after it."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet hours from"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=NO_TIME,
        help_text=_("No mail is sent within them, even if it is late. The same time twice means none."),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet hours until"),
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=NO_TIME,
    )
    zone = TypedText(
        label=_("On which clock?"),
        help_text=_("A time zone such as Europe/Paris."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give a time zone such as Europe/Paris.")},
    )
    with_reference = forms.BooleanField(
        label=_("Name the references of the cases"),
        required=False,
        help_text=_("Without it a mail says how many limits there are, and links."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class FeedForm(PageForm):
    """A new calendar address."""

    label = TypedText(
        label=_("Which program or device will read it?"),
        help_text=_("For example: calendar of my telephone."),
        error_messages={"required": _("Name the program or device that will read this address.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    titles = forms.BooleanField(
        label=_("Show reference, instrument and limit in each entry"),
        required=False,
        help_text=_(
            "Without it an entry says “Deadline” and links here. Calendar programs often keep copies elsewhere."
        ),
    )
