"""The words and shapes of verdicts and tiers, as ready HTML. One place, so that a colour never speaks alone.

Pure: no database, no request. Each mark is made once a language and process, because a page of a route shows hundreds
of the same few.
"""

from functools import lru_cache

from django.utils.functional import lazystr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "open": _("Open"),
    "needs_facts": _("Needs facts"),
    "needs_counsel": _("Needs counsel"),
    "closed": _("Closed"),
    "routed": _("Route found"),
    "no_route": _("No formal route"),
}
OF_A_CASE = {
    "routed": _("Every need has a way"),
    "needs_facts": _("Some needs lack facts"),
    "needs_counsel": _("Some needs wait for counsel"),
    "no_route": _("Some needs without a route"),
}
LOOKS = {"routed": "open", "no_route": "closed"}
SHAPES = {
    "open": '<path d="M7 0a7 7 0 1 0 0 14A7 7 0 0 0 7 0zM6 10 3 7l1-1 2 2 4-4 1 1z"/>',
    "needs_facts": '<path d="M7 0a7 7 0 1 0 0 14A7 7 0 0 0 7 0zm0 2v10A5 5 0 0 1 7 2z"/>',
    "needs_counsel": '<path d="M7 0l7 7-7 7-7-7zm0 3L3 7l4 4 4-4z"/>',
    "closed": '<path d="M0 0h14v14H0zm4 3L3 4l3 3-3 3 1 1 3-3 3 3 1-1-3-3 3-3-1-1-3 3z"/>',
    "holds": '<path d="M5 12L0 7l2-2 3 3 7-7 2 2z"/>',
    "fails": '<path d="M2 0l5 5 5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5z"/>',
    "unknown": '<path d="M6 10h2v2H6zm1-8a4 4 0 0 1 2 7H6c0-3 3-3 3-4a2 2 0 0 0-4 0H3a4 4 0 0 1 4-3z"/>',
}
LINES = {"holds": _("holds"), "fails": _("fails"), "unknown": _("not known")}
LINES_BY_EFFECT = {
    ("bar", "holds"): _("stands in the way"),
    ("bar", "fails"): _("does not stand in the way"),
    ("discretionary_refusal", "holds"): _("may be raised"),
    ("discretionary_refusal", "fails"): _("not raised"),
    ("warning", "holds"): _("to be noted"),
    ("warning", "fails"): _("not the case"),
}
TIERS = {
    "secure": _("Secure first"),
    "voluntary": _("Voluntary"),
    "single_jurisdiction": _("One jurisdiction"),
    "formal": _("Formal cooperation"),
}
TIER_EXPLANATIONS = {
    "secure": _("What may vanish is frozen or kept, today."),
    "voluntary": _("A provider, platform or colleague acts without being compelled."),
    "single_jurisdiction": _("One State's own courts and authorities suffice."),
    "formal": _("A request or order from one State to another."),
}


@lru_cache(maxsize=64)
def shape(name: str) -> SafeString:
    """A small drawing for a verdict; hidden from screen readers, which read the word beside it."""
    return mark_safe(  # noqa: S308 - constants of this module
        f'<svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">{SHAPES.get(name, SHAPES["unknown"])}</svg>'
    )


def verdict_tag(verdict: str) -> SafeString:
    """Word and shape for a verdict or a status; an unknown code is shown as it is."""
    return _verdict_tag(verdict, get_language())


@lru_cache(maxsize=512)
def _verdict_tag(verdict: str, _language: str | None) -> SafeString:
    look = LOOKS.get(verdict, verdict)
    css = look if look in SHAPES else "neutral"
    return format_html(
        '<strong class="rg-tag rg-tag--{}">{}{}</strong>',
        css,
        shape(look) if look in SHAPES else "",
        VERDICTS.get(verdict, verdict),
    )


def case_tag(status: str) -> SafeString:
    """A case's status is the worst of its needs: the words say so."""
    look = LOOKS.get(status, status)
    css = look if look in SHAPES else "neutral"
    words = OF_A_CASE.get(status, status)
    return format_html('<strong class="rg-tag rg-tag--{}">{}{}</strong>', css, shape(look), words)


def tier_badge(tier: str) -> SafeString:
    """Number and name of a tier of the ladder."""
    return _tier_badge(tier, get_language())


@lru_cache(maxsize=512)
def _tier_badge(tier: str, _language: str | None) -> SafeString:
    number = list(TIERS).index(tier) + 1 if tier in TIERS else "?"
    return format_html(
        '<span class="rg-tier rg-tier--{}"><span class="rg-tier__n" aria-hidden="true">{}</span>{}</span>',
        tier,
        number,
        TIERS.get(tier, lazystr(tier)),
    )
