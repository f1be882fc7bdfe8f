"""Forms of a case's people: members, notes, hand-over, closing, informal contacts. The services check what is typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisor.cases.models import CloseReason, MemberRole
from advisor.web.forms.cases import TypedText
from advisor.web.forms.dates import DateField
from advisor.web.forms.dressing import PageForm, dress, judged


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _person(label: Any, help_text: Any = "") -> Any:
    """A colleague by e-mail address, offered from a list while one types. Empty and unknown are judged alike."""
    return judged(
        forms.CharField(
            label=label,
            help_text=help_text,
            required=False,
            widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off", "spellcheck": "false"}),
        )
    )


class MemberForm(PageForm):
    """Somebody is made a member."""

    who = _person(_("Who?"), _("A colleague of your agency, by e-mail address."))
    role = forms.ChoiceField(
        label=_("What do they do in this case?"),
        choices=MemberRole.choices,
        initial=MemberRole.INVESTIGATOR,
        help_text=_("A reader changes nothing. A translator sees the drafts of the dossiers and nothing else."),
    )


class NoteForm(PageForm):
    """A note to the others."""

    text = TypedText(
        label=_("Write a note"),
        widget=_lines(4),
        help_text=_("@ and a colleague's e-mail address or name puts the note on their desk."),
        error_messages={"required": _("Write the note.")},
    )


class HandOverForm(PageForm):
    """The case is passed on."""

    to = _person(_("Who takes the case over?"), _("They become its lead and find your note on their desk."))
    text = TypedText(
        label=_("What must they know?"),
        required=False,
        widget=_lines(6),
        help_text=_("Where the case stands, what is due, whom to call. The note stays with the case."),
    )
    judged(text)


class CloseForm(PageForm):
    """Why a case is closed."""

    reason = forms.ChoiceField(
        label=_("Why is the case closed?"),
        choices=CloseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the case is closed.")},
    )
    text = TypedText(label=_("Anything to add?"), required=False, widget=_lines(3))


class ReopenForm(PageForm):
    """Why a case is opened again."""

    text = TypedText(
        label=_("Why is the case opened again?"),
        widget=_lines(3),
        error_messages={"required": _("Say why the case is opened again. The reason stays with it.")},
    )


class ContactForm(PageForm):
    """One informal contact. Three fields are enough: the day is today, and nothing is cited unless somebody says so."""

    who = TypedText(
        label=_("With whom?"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Say with whom: the person, the office, the State.")},
    )
    asked = TypedText(label=_("What was asked?"), required=False, widget=_lines(2))
    told = TypedText(label=_("What were you told?"), required=False, widget=_lines(2))
    happened_on = DateField(
        label=_("On which day?"), error_messages={"required": _("Enter the day of the contact: today or before.")}
    )
    need_key = forms.ChoiceField(label=_("About which need?"), required=False)
    citable = forms.BooleanField(
        label=_("It may be cited in the dossiers of that need"),
        help_text=_("Unless ticked it is confidential: it stays on this page and leaves it in no way."),
        required=False,
    )

    def __init__(self, *args: Any, needs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["need_key"]
        choices = [("", _("The whole case")), *needs]
        self.fields["need_key"] = forms.ChoiceField(choices=choices, required=False, label=field.label)
        dress(self)

    def values(self) -> dict[str, Any]:
        """The fields as the service takes them."""
        return dict(self.cleaned_data)


class WhyForm(PageForm):
    """Why a contact is withdrawn."""

    why = TypedText(
        label=_("Why is it withdrawn?"),
        widget=_lines(3),
        help_text=_("The reason stays with it. Dossiers that were asked for before keep what they cite."),
        error_messages={"required": _("Say why it is withdrawn. The reason stays with it.")},
    )
