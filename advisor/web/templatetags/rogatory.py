"""Tags of the pages: form faults, navigation, verdict and tier marks."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from advisor.cases.policy import role_of, roles_for
from advisor.cases.practice_mark import is_practice
from advisor.intake.entities.fang import text_defanged
from advisor.intake.labels import label_of
from advisor.languages.words import ENGLISH, language_worded, spoken, state_worded, worded
from advisor.web import marks
from advisor.web.forms.dressing import dress

register = template.Library()
CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")

NAVIGATION = (
    ("desk", _("Your desk")),
    ("case-list", _("Cases")),
    ("ledger", _("Deadlines")),
    ("catalogue", _("Catalogue")),
    ("practice", _("Exercises")),
    ("curation", _("Curation")),
    ("reports", _("Reports")),
    ("mfa_index", _("Your account")),
)


@register.filter
def fanged(text: object) -> str:
    """A text on a screen with the addresses in it made harmless. What is printed or sent keeps them as they are."""
    return text_defanged(str(text or ""))


@register.filter
def fanged_but(text: object, colleagues: Iterable[Any]) -> str:
    """`{{ note.text|fanged_but:colleagues }}`: the same, but the addresses of these people stay as they are."""
    return text_defanged(str(text or ""), [person.email for person in colleagues])


@register.filter
def dressed(form: forms.BaseForm) -> forms.BaseForm:
    """A library's form with our classes."""
    return dress(form)


@register.simple_tag(takes_context=True)
def may(context: RequestContext, route: str) -> bool:
    """`{% may 'case-steps-choose' as choosing %}`: what the policy table says of this person and that page."""
    return role_of(context["request"].user) in (roles_for(route) or frozenset())


@register.filter
def practised(reference: str) -> bool:
    """`{% if case.reference|practised %}`: whether a case is practice."""
    return is_practice(reference)


@register.filter
def stated(state: Any) -> str:
    """`{{ state|stated }}`: a State's name in the language that is spoken; empty for none."""
    return state_worded(state.iso2, state.name) if state else ""


@register.filter
def words(text: str) -> str:
    """`{{ question|words }}`: a text of the vocabulary in the language that is spoken."""
    return worded(text)


@register.filter
def law_lang(text: str) -> str:
    """`{{ ground.text|law_lang }}`: "en" for a text of the catalogue that stands in English on a page that is not.

    Put into `lang`, so that a reader's voice speaks it as English; empty where the text is in the page's language.
    """
    as_the_page = spoken() == ENGLISH or not text or worded(text) != text
    return "" if as_the_page else ENGLISH


@register.filter
def labelled(code: str) -> str:
    """`{{ need.variant|labelled }}`: a code in words."""
    return label_of(code)


@register.filter
def verdict(code: str) -> SafeString:
    """`{{ option.verdict|verdict }}`: word and shape."""
    return marks.verdict_tag(code)


@register.filter
def standing(code: str) -> SafeString:
    """`{{ case.route_status|standing }}`: the status of a whole case."""
    return marks.case_tag(code)


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
    return SafeString(' aria-current="true"' if name.startswith(stem) else "")


@register.simple_tag
def formset_errors(formset: Any) -> list[dict[str, Any]]:
    """The faults of all lines of a formset, each with the id its link leads to."""
    faults = []
    if formset.is_bound:
        for form in formset:
            faults += form_errors(form)
    return faults


@register.simple_tag
def tier_name(code: str) -> str:
    """The tier in words."""
    return str(marks.TIERS.get(code, code))


@register.simple_tag
def tier_what(code: str) -> str:
    """What a tier means, in one sentence."""
    return str(marks.TIER_EXPLANATIONS.get(code, ""))


@register.simple_tag
def verdict_word(code: str) -> str:
    """The verdict in words, for those who do not see its shape."""
    return str(marks.VERDICTS.get(code, code))


@register.simple_tag
def found_words(value: Any) -> str:
    """What was found for a condition, as a person reads it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return label_of(value) if isinstance(value, str) and CODE.fullmatch(value) else str(value)


@register.simple_tag
def language_names(codes: str) -> str:
    """'fr nl' or 'fr, nl' as names of languages."""
    words = codes.replace(",", " ").replace(";", " ").split()
    return ", ".join(language_worded(code) for code in words) or "–"
