"""`{% sender %}`: in each form of a case, beside the token, whom the form was made for (advisor/cases/parked.py) and a
key by which it is taken once (advisor/web/views/once.py)."""

import secrets

from django import template
from django.template import RequestContext
from django.utils.html import format_html

from advisor.cases.parked import FIELD, sender_mark
from advisor.cases.policy_middleware import NOT_TYPED
from advisor.cases.services.sent_once import FIELD as ONCE

register = template.Library()


@register.simple_tag(takes_context=True)
def sender(context: RequestContext) -> str:
    """The signed mark and the one-time key as hidden fields; nothing for who is not signed in."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">',
        FIELD,
        sender_mark(user),
        ONCE,
        secrets.token_urlsafe(18),
    )


@register.filter
def typed_field(name: str) -> bool:
    """Whether a form's field is one that a person types into."""
    return name not in NOT_TYPED and not name.endswith("_FORMS") and not name.startswith("keep-")
