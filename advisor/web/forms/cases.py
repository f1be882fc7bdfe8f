"""Forms about a case and its needs. They read what was typed; the services check it and say what is wrong."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Stage, Track
from advisor.languages.words import list_worded, state_worded
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, dress
from advisor.web.measure_words import measures_near
from advisor.web.need_lines import measure_shown
from advisor.web.states import Unknown, index_of, states_read
from routing.rulebook import Rulebook


def unknown_states(unknown: list[Unknown], rulebook: Rulebook) -> ValidationError:
    """One message for the words that are no States, each with the nearest names."""
    parts = []
    for word in unknown:
        near = list_worded([state_worded(code, rulebook.states[code].name) for code in word.near])
        parts.append(
            _("“%(read)s” (did you mean %(near)s?)") % {"read": word.read, "near": near} if near else f"“{word.read}”"
        )
    return ValidationError(
        ngettext(
            "%(words)s is not a State in the catalogue. Enter a name or a two-letter code, for example Ireland or IE.",
            "%(words)s are not States in the catalogue. Enter names or two-letter codes, for example Ireland or IE.",
            len(unknown),
        ),
        params={"words": ", ".join(parts)},
        code="unknown_state",
    )


def show_faults(form: forms.BaseForm, fault: FieldFaults) -> None:
    """A service's refusals at the fields they are about; what has no field goes on top."""
    for field, message in fault.faults.items():
        form.add_error(field if field in form.fields else None, message)


class TypedText(forms.CharField):
    """Text as typed, not even stripped: the service cleans it and counts its characters once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class StatesField(forms.CharField):
    """States by name or code, separated by commas; cleans to their codes. `many=False` takes one at most."""

    def __init__(self, *, many: bool, **kwargs: Any) -> None:
        attrs = {"list": "states", "autocomplete": "off", "spellcheck": "false"}
        if many:
            attrs["data-many"] = "states"
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)
        self.many = many
        self.rulebook: Rulebook | None = None

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value) or "")
        if self.rulebook is None:
            raise RuntimeError("a form with States is given its rulebook")
        codes, unknown = states_read(text, index_of(self.rulebook.states, self.rulebook.sha256))
        if unknown:
            raise unknown_states(unknown[:5], self.rulebook)
        if len(codes) > 1 and not self.many:
            raise ValidationError(
                _("Enter one State here; %(count)s were read."), params={"count": len(codes)}, code="several_states"
            )
        return codes


def state_shown(rulebook: Rulebook, code: str) -> str:
    """A code as it stands in the text box: 'Ireland (IE)'."""
    state = rulebook.states.get(code)
    return f"{state_worded(code, state.name)} ({code})" if state else code


class RulebookForm(PageForm):
    """A form whose State fields know the edition's States."""

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rulebook = rulebook
        for field in self.fields.values():
            if isinstance(field, StatesField):
                field.rulebook = rulebook


class AboutForm(RulebookForm):
    """What a case file needs before anything can be asked."""

    title = TypedText(
        label=_("What is the case called?"),
        help_text=_("Short, as you would label the file."),
        error_messages={"required": _("Enter what the case is called.")},
    )
    reference = TypedText(
        label=_("Your reference"),
        help_text=_("For example IPTV-2026-014."),
        error_messages={"required": _("Enter your reference for the case.")},
    )
    requesting_state = StatesField(
        many=False,
        label=_("Which State do you act for?"),
        help_text=_("The requesting State, by name or two-letter code."),
        error_messages={"required": _("Enter the State you act for.")},
    )
    track = forms.ChoiceField(
        label=_("Which track leads?"),
        choices=Track.choices,
        widget=forms.RadioSelect,
        help_text=_("The lead track of the file. A single need may still belong to another one."),
        error_messages={"required": _("Choose the track that leads.")},
    )
    stage = forms.ChoiceField(
        label=_("How far is the case?"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far the case is.")},
    )
    opened_on = DateField(
        label=_("When was the file opened?"),
        help_text=_("For example 5 10 2026."),
        error_messages={"required": _("Enter the day the file was opened.")},
    )
    summary = TypedText(
        label=_("What happened?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("In your own words. It is printed in the dossiers."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_requesting_state(self) -> str:
        codes = self.cleaned_data["requesting_state"]
        return str(codes[0])

    def changes(self) -> dict[str, Any]:
        """The header fields as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class UploadForm(PageForm):
    """A case file from one's own drive."""

    file = forms.FileField(
        label=_("Case file"),
        help_text=_(
            "YAML or JSON in the case format, 1 MB at most; or the dossier.json that is attached inside a dossier of "
            "your agency. It becomes a new case."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a case file first.")},
    )


class NeedForm(RulebookForm):
    """One need: measure, variant, State, subject."""

    measure = forms.ChoiceField(label=_("What do you want done?"))
    variant = forms.ChoiceField(
        label=_("Which kind?"), required=False, help_text=_("Only where the law makes a difference.")
    )
    requested_state = StatesField(
        many=False,
        label=_("In which State?"),
        required=False,
        help_text=_(
            "Name or two-letter code. Leave it empty if you do not know yet: a hidden service, an unknown host."
        ),
    )
    subject = TypedText(
        label=_("About what or whom?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("What exactly is wanted. It is printed in the dossier."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, measures: list[Any], variants: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"] = forms.ChoiceField(choices=measures, **self._words("measure"))
        kinds = [("", _("No particular kind")), *variants]
        self.fields["variant"] = forms.ChoiceField(choices=kinds, required=False, **self._words("variant"))
        dress(self)

    def _words(self, name: str) -> dict[str, Any]:
        field = self.fields[name]
        return {"label": field.label, "help_text": field.help_text}

    def clean_requested_state(self) -> str:
        codes = self.cleaned_data["requested_state"]
        return str(codes[0]) if codes else ""


class NeedRowForm(RulebookForm):
    """One line of the page that adds many needs at once: a measure, its States, what it is about.

    `measures` maps what may be typed, folded, to a code, or to 'code|variant' where it names a kind too.
    """

    measure = forms.CharField(
        required=False,
        label=_("What do you want done?"),
        widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
    )
    states = StatesField(many=True, required=False, label=_("In which States?"))
    subject = TypedText(required=False, label=_("About what or whom?"), widget=forms.TextInput(attrs={"dir": "auto"}))

    things = forms.CharField(
        required=False,
        label=_("Which things of the case? Their numbers, separated by commas."),
        widget=forms.TextInput(
            attrs={"list": "things", "data-many": "things", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, measures: dict[str, str], things: Collection[str] = (), **kwargs: Any) -> None:
        self.measures, self.variant, self.known_things = measures, "", {key.casefold(): key for key in things}
        super().__init__(*args, **kwargs)
        if not things:
            del self.fields["things"]

    def clean_things(self) -> list[str]:
        """Keys of things, from 'e1, e3' or as the list offers them: 'e1 example[.]com'."""
        found = []
        for part in str(self.cleaned_data["things"] or "").split(","):
            words = part.split()
            if not words:
                continue
            key = self.known_things.get(words[0].casefold())
            if key is None:
                raise ValidationError(
                    _("“%(read)s” is no thing of this case. Enter its number, for example e1."),
                    params={"read": part.strip()[:60]},
                    code="unknown_thing",
                )
            found.append(key)
        return found

    def clean_measure(self) -> str:
        typed = " ".join(str(self.cleaned_data["measure"] or "").split())
        if not typed:
            return ""
        code = self.measures.get(typed.casefold())
        if code is None:
            raise ValidationError(self._advice(typed), params={"read": typed[:60]}, code="unknown_measure")
        code, _bar, self.variant = code.partition("|")
        return code

    def _advice(self, typed: str) -> str:
        """What to do about words that are no measure: those it may mean, or where the list is."""
        near = [measure_shown(self.rulebook, code) for code in measures_near(typed, self.rulebook)]
        if not near:
            return str(_("“%(read)s” is not a measure in the catalogue. Choose one of those offered while you type."))
        said = _("“%(read)s” is not a measure in the catalogue. Did you mean one of these? Type its name:")
        return f"{said} {'; '.join(near)}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rest = str(cleaned.get("subject") or "").strip() or cleaned.get("states") or cleaned.get("things")
        if rest and not cleaned.get("measure") and "measure" not in self.errors:
            self.add_error("measure", _("Say what you want done in this line, or empty the line."))
        return cleaned

    @property
    def wanted(self) -> bool:
        """Whether the line asks for anything."""
        return bool(self.is_valid() and self.cleaned_data.get("measure"))
