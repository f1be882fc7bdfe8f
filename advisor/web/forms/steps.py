"""Forms about a step's log. They read what was typed; the services check it and say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisor.walk import states
from advisor.walk.refusals import Ground
from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, judged

LINES = {"rows": 3, "dir": "auto"}


def ground_words(ground: Ground) -> str:
    """A ground as a list shows it: the instrument's words and its article."""
    cited = gettext("art. %(article)s") % {"article": ground.article}
    return f"{ground.text} ({cited})" if ground.article else ground.text


class MoveForm(PageForm):
    """When a step moved, and what was said. Which fields it has depends on the move."""

    happened_on = DateField(label=_("On which day?"), error_messages={"required": _("Give the day.")})
    happened_time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        help_text=_("A limit of this step counts hours. Hours and minutes on their clock, for example 14:30."),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={"invalid": _("This is not a time. Enter hours and minutes, for example 14:30.")},
    )
    zone = forms.ChoiceField(label=_("On whose clock?"), required=False)
    authority = TypedText(
        label=_("To whom did it go?"),
        required=False,
        help_text=_("The authority or provider by its full name: what it answers is found again under this name."),
    )
    grounds = forms.MultipleChoiceField(
        label=_("Which grounds did they give?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The list is this instrument's own."),
    )
    other = forms.ChoiceField(label=_("Another ground"), required=False)
    note = TypedText(label=_("Note"), required=False, widget=forms.Textarea(attrs=LINES))
    sure = forms.BooleanField(label=_("The day is right: record it so"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        move: states.Move,
        hours: bool,
        zones: Sequence[tuple[str, str]],
        grounds: Iterable[Ground],
        today: date,
        **kwargs: Any,
    ) -> None:
        initial = {"happened_on": today} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        if not hours:
            del self.fields["happened_time"], self.fields["zone"]
        else:
            self._choices("zone", zones)
        if move.end != states.SENT:
            del self.fields["authority"]
        if states.GROUNDS in move.given:
            known = list(grounds)
            own = [(ground.value, ground_words(ground)) for ground in known if ground.own]
            rest = [(ground.value, ground.text) for ground in known if not ground.own]
            self._choices("grounds", own)
            self._choices("other", [("", _("None")), *sorted(rest, key=lambda pair: pair[1])])
            if not own:
                del self.fields["grounds"]
            self.fields["note"].label = _("What did they say?")
        else:
            del self.fields["grounds"], self.fields["other"]
        if states.NOTE in move.given:
            self.fields["note"].label = _("Why?")
        if move.given & {states.NOTE, states.GROUNDS}:
            judged(self.fields["note"])

    def asked_alone(self) -> None:
        """The tick beside an unlikely day stands on the page only where it was asked for."""
        if "sure" not in self.errors and not self.data.get(self.add_prefix("sure")):
            self.fields.pop("sure", None)

    def _choices(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)

    def clean(self) -> None:
        """A time needs its clock; without a time the clock says nothing."""
        super().clean()
        if "zone" in self.fields and not self.cleaned_data.get("happened_time"):
            self.cleaned_data["zone"] = ""

    def detail(self) -> dict[str, Any]:
        """What the service takes as the move's detail."""
        chosen = [*self.cleaned_data.get("grounds", ()), self.cleaned_data.get("other", "")]
        cited = [value.split("|", 1) for value in chosen if value]
        found: dict[str, Any] = {"cited": cited} if cited else {}
        if self.cleaned_data.get("authority", "").strip():
            found["authority"] = self.cleaned_data["authority"]
        return found

    def when(self) -> dict[str, Any]:
        """Day, time and zone as the service takes them."""
        return {
            "happened_on": self.cleaned_data["happened_on"],
            "happened_time": self.cleaned_data.get("happened_time"),
            "zone": self.cleaned_data.get("zone", ""),
        }


class WhyForm(PageForm):
    """A reason in words."""

    note = judged(TypedText(label=_("Why?"), required=False, widget=forms.Textarea(attrs=LINES)))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RemarkForm(PageForm):
    """What happened to a step without moving it."""

    happened_on = DateField(label=_("On which day?"), error_messages={"required": _("Give the day.")})
    note = judged(
        TypedText(
            label=_("What happened?"),
            required=False,
            widget=forms.Textarea(attrs=LINES),
            help_text=_("It stands in the log of the step and in the case's timeline. The step stays where it is."),
        )
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AcceptForm(PageForm):
    """Why a warning is accepted."""

    reason = judged(
        TypedText(
            label=_("Why is it accepted?"),
            required=False,
            widget=forms.Textarea(attrs=LINES),
            help_text=_("What was arranged so that no step spoils another, or why that cannot happen here."),
        )
    )


class PointForm(PageForm):
    """A ground that was given, and the sentence of our draft that it struck."""

    ground = forms.ChoiceField(label=_("Ground"))
    place = forms.ChoiceField(
        label=_("Which sentence of our draft does it concern?"),
        required=False,
        help_text=_("By the numbers of the document that was sent. Leave it empty if it concerns none."),
    )
    note = TypedText(
        label=_("Their words, or our answer"),
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text=_("The letter of resubmission prints it under the ground."),
    )

    def __init__(self, *args: Any, grounds: Iterable[Ground], places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground: Any = self.fields["ground"]
        place: Any = self.fields["place"]
        ground.choices = [(row.value, ground_words(row)) for row in grounds]
        place.choices = [("", _("None")), *places]
        if len(place.choices) == 1:
            del self.fields["place"]
