"""Gives widgets the kit's classes and templates, and a page form its habits (no browser bubbles, one summary)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (forms.widgets.Input, "govuk-input"),
]
TEMPLATES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "forms/widgets/checkboxes.html"),
    (forms.RadioSelect, "forms/widgets/radios.html"),
]

REQUIRED = forms.Field.default_error_messages["required"]


def dress(form: forms.BaseForm) -> forms.BaseForm:
    """Dress every field of a form, ours or a library's. Harmless when done twice."""
    form.use_required_attribute = False
    for field in form.fields.values():
        dress_widget(field.widget)
        field.widget.is_required = False
    return form


def dress_widget(widget: forms.Widget) -> None:
    """Template for choices, class for everything else."""
    for kind, template in TEMPLATES:
        if isinstance(widget, kind):
            widget.template_name = template
            return
    if isinstance(widget, forms.Select):
        css = "govuk-select"
    else:
        css = next((css for kind, css in CLASSES if isinstance(widget, kind)), "")
    known = widget.attrs.get("class", "").split()
    fresh = [name for name in css.split() if name not in known]
    if fresh:
        widget.attrs["class"] = " ".join([*known, *fresh])


def judged(field: Any) -> Any:
    """A field that a service judges: the form lets it pass empty, and the page does not call it optional."""
    field.judged = True
    return field


class PageForm(forms.Form):
    """A form of a page, dressed, with the error summary in front."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.required and field.label and field.error_messages["required"] == REQUIRED:
                field.error_messages["required"] = _("“%(field)s” is empty. Fill it in.") % {"field": field.label}
        dress(self)
