"""Tags of the pages: form faults, navigation, verdict and tier marks."""

from typing import Any

from django import forms, template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from advisor.cases.policy import role_of, roles_for
from advisor.web import marks
from advisor.web.forms.dressing import dress

register = template.Library()

NAVIGATION = (
    ("case-list", _("Cases")),
    ("catalogue", _("Catalogue")),
    ("admin:index", _("Curation")),
    ("mfa_index", _("Your account")),
)


@register.filter
def dressed(form: forms.BaseForm) -> forms.BaseForm:
    """A library's form with our classes."""
    return dress(form)


@register.filter
def verdict(code: str) -> SafeString:
    """`{{ option.verdict|verdict }}`: word and shape."""
    return marks.verdict_tag(code)


@register.filter
def tier(code: str) -> SafeString:
    """`{{ row.tier|tier }}`: number and name."""
    return marks.tier_badge(code)


@register.filter
def shape(code: str) -> SafeString:
    """`{{ reason.verdict|shape }}`: the drawing alone, beside a word."""
    return marks.shape(code)


@register.simple_tag
def widget_kind(field: forms.BoundField) -> str:
    """'checkbox' and 'password' need markup of their own; everything else is 'plain'."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "password" if isinstance(widget, forms.PasswordInput) else "plain"


@register.simple_tag
def form_errors(form: forms.BaseForm) -> list[dict[str, Any]]:
    """The faults of a form, in the order of its fields, each with the id its link leads to."""
    faults = [{"anchor": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        faults += [{"anchor": _anchor(field), "text": text} for text in field.errors]
    return faults


def _anchor(field: forms.BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or ""


@register.simple_tag(takes_context=True)
def main_navigation(context: RequestContext) -> SafeString:
    """The entries this role may use, the current one marked."""
    request = context["request"]
    here = getattr(request, "resolver_match", None)
    name = here.view_name if here else ""
    entries = []
    for route, words in NAVIGATION:
        if role_of(request.user) not in (roles_for(route) or ()):
            continue
        try:
            url = reverse(route)
        except NoReverseMatch:
            continue
        entries.append((url, _current(route, name), words))
    return format_html_join(
        "", '<li><a class="rg-nav__link" href="{}"{}>{}</a></li>', [(u, c, w) for u, c, w in entries]
    )


def _current(route: str, name: str) -> SafeString:
    stem = route.partition("-")[0].partition("_")[0]
    return format_html(' aria-current="true"') if name.startswith(stem) else SafeString("")
