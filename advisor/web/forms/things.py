"""Forms about things and rights of a case. They read what was typed; the services check it and say what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisor.cases.models import Certainty
from advisor.cases.services.entities import Given
from advisor.intake.entities.check import entity_checked
from advisor.intake.entities.faults import EntityFaults
from advisor.intake.entities.kinds import Kind, grouped
from advisor.intake.rights.check import UNION
from advisor.intake.rights.kinds import CONDUCT, RightKind, conduct_label
from advisor.web.forms.cases import RulebookForm, StatesField, TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, dress, judged
from advisor.web.states import index_of, plain, states_read

MULTILINE = frozenset({"premises", "person", "company"})


class PasteForm(PageForm):
    """A text or a list in which things shall be found."""

    text = judged(
        TypedText(
            label=_("Paste a text or a list"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "spellcheck": "false"}),
            help_text=_(
                "A report, a log, a message, a list with one thing a line, or a table with the columns kind; value; "
                "State; note. Written harmlessly (hxxp, [.]) or not. Nothing is added until you tick it."
            ),
        )
    )


class EntityForm(RulebookForm):
    """One thing of one kind."""

    value = TypedText(label="")
    at = TypedText(
        label=_("When was it used?"), required=False, help_text=_("Day and time, for example 2026-11-03 21:14:05.")
    )
    zone = TypedText(
        label=_("In which time zone?"), required=False, help_text=_("UTC, +01:00, or a place such as Europe/Rome.")
    )
    port = TypedText(
        label=_("Which port?"),
        required=False,
        help_text=_("Where several people share one address, only the port of the client tells them apart."),
    )
    number = TypedText(label=_("Register, tax or LEI number"), required=False)
    state = StatesField(
        many=False,
        label=_("In which State is it thought to be?"),
        required=False,
        help_text=_("Name or two-letter code. Leave it empty if nobody knows: the route then begins with finding out."),
    )
    certainty = forms.ChoiceField(
        label=_("How sure is that?"), choices=Certainty.choices, required=False, widget=forms.RadioSelect
    )
    note = TypedText(
        label=_("What does it have to do with the case?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Its part in the matter, and where you have it from."),
    )
    needs = forms.MultipleChoiceField(
        label=_("Which needs are about it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, needs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in ("at", "zone", "port", "number"):
            if name not in kind.details:
                del self.fields[name]
        value = self.fields["value"]
        value.label = _(kind.asks)
        value.help_text = _("For example: %(example)s") % {"example": _(kind.example)}
        value.error_messages["required"] = _("Enter it here, for example: %(example)s.") % {"example": _(kind.example)}
        widget = forms.Textarea(attrs={"rows": 2}) if kind.code in MULTILINE else forms.TextInput()
        widget.attrs |= {"dir": "auto", "spellcheck": "false", "autocomplete": "off"}
        value.widget = widget
        if needs:
            self.fields["needs"].choices = needs  # type: ignore[attr-defined]
        else:
            del self.fields["needs"]
        dress(self)

    def clean_state(self) -> str:
        codes = self.cleaned_data["state"]
        return str(codes[0]) if codes else ""

    def clean(self) -> None:
        """What the service would refuse, beside what the fields refuse: all of it at once."""
        super().clean()
        try:
            entity_checked(self.kind.code, self._texts())
        except EntityFaults as error:
            for field, message in error.faults.items():
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, message)

    def _texts(self) -> dict[str, str]:
        texts = {name: str(self.cleaned_data.get(name) or "") for name in ("value", "note", *self.kind.details)}
        if self.kind.code in MULTILINE:
            texts["value"] = " ".join(texts["value"].splitlines())
        return texts

    def given(self) -> Given:
        """What was typed, as the services take it."""
        data = self.cleaned_data
        return Given(self.kind.code, self._texts(), data["state"], data.get("certainty") or "", data.get("needs") or ())


class NeedAboutForm(PageForm):
    """Which things a need is about, and until when the data is there."""

    things = forms.MultipleChoiceField(
        label=_("Which things of the case is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = DateField(
        label=_("Until when does the holder keep the data?"),
        required=False,
        help_text=_("As far as you know; for example 5 12 2026. It is counted down on the list of needs."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, things: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if things:
            self.fields["things"].choices = things  # type: ignore[attr-defined]
        else:
            del self.fields["things"]


class KindForm(PageForm):
    """Which kind of thing, or of right."""

    kind = forms.ChoiceField(
        label="", widget=forms.RadioSelect, error_messages={"required": _("Choose one of the kinds.")}
    )

    def __init__(self, *args: Any, choices: list[Any], label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = label
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class TerritoryField(StatesField):
    """States separated by commas, and the Union as such: EU."""

    def clean(self, value: Any) -> list[str]:
        words = [word for word in str(value or "").replace(";", ",").split(",") if word.strip()]
        union = [word for word in words if plain(word) in ("eu", "european union", "union", "eu (eu)")]
        rest = ", ".join(word for word in words if word not in union)
        return [*([UNION] if union else []), *super().clean(rest)]


class RightForm(RulebookForm):
    """One right of one kind, what was done, and the offence charged for it."""

    name = judged(TypedText(label="", required=False))
    number = TypedText(label=_("Registration number"), required=False)
    holder = TypedText(label=_("Who holds it?"), required=False, help_text=_("Name as it stands in the register."))
    territory = TerritoryField(
        many=True,
        label=_("Where is it protected?"),
        required=False,
        help_text=_("States separated by commas; EU for the whole Union."),
    )
    registered_on = DateField(label=_("Registered on"), required=False, help_text=_("For example 31 5 2019."))
    expires_on = DateField(label=_("Ends on"), required=False, help_text=_("For example 31 5 2029."))
    conduct = forms.MultipleChoiceField(
        label=_("What was done with it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    offence = TypedText(
        label=_("Which offence is charged, or would be?"),
        required=False,
        help_text=_("The provision of your own law. Its maximum penalty is asked on the page about scale and intent."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: RightKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["name"].label = _(kind.asks)
        for name in ("name", "holder", "offence"):
            self.fields[name].widget.attrs |= {"dir": "auto"}
        self.fields["conduct"].choices = [(code, conduct_label(code)) for code in CONDUCT]  # type: ignore[attr-defined]
        if kind.register:
            said = _("%(register)s, for example %(example)s.") if kind.example else _("%(register)s.")
            words = said % {"register": _(kind.register), "example": kind.example}
            self.fields["number"].help_text = words[:1].upper() + words[1:]
        else:
            for name in ("number", "registered_on", "expires_on"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {"kind": self.kind.code} | {
            name: value for name, value in self.cleaned_data.items() if name != "version"
        }


def row_state(text: str, rulebook: Any) -> str:
    """The State typed in a line of found things. Raises ValidationError."""
    codes, unknown = states_read(text, index_of(rulebook.states, rulebook.sha256))
    if unknown or len(codes) > 1:
        raise ValidationError(
            _("“%(read)s” is not one State in the catalogue. Enter a name or a two-letter code, or leave it empty."),
            params={"read": text.strip()[:60]},
        )
    return codes[0] if codes else ""


def kind_choices() -> list[Any]:
    """Kinds of things under their headings, for radios."""
    return [(heading, [(kind.code, kind.label) for kind in kinds]) for heading, kinds in grouped()]
