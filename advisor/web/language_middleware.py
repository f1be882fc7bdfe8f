"""The language of a page: the session's choice, then the cookie, then what the browser asks for. Loses nothing typed.

Reads: session (what the account holds, put there at sign-in), cookie, Accept-Language. A form that is sent with a
`switch-language` is not handled by its view: what was typed is kept in the session, the page comes back in the other
language, and advisor/web/refill.py puts the typed values into it. A page whose buttons keep its lines does so itself.
The sign-in page has no session to keep anything in: it is shown anew in the same answer, without the password.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import gettext as _

from advisor.accounts.services import account_language_set
from advisor.web.refill import page_refilled

CHOSEN, TYPED, FIELD = "language", "typed_before_switch", "switch-language"
KEEPS_LINES = frozenset({"case-needs-add"})
SIGN_IN = "account_login"
NOT_GIVEN_BACK = (FIELD, "csrfmiddlewaretoken", "once", "password")
MOST_KEPT = 400_000
COOKIE_AGE = 365 * 24 * 3600


def known(code: object) -> bool:
    """Whether there is such a language."""
    return code in dict(settings.LANGUAGES)


def language_from_account(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """A sign-in takes up the account's language."""
    if request is not None and known(getattr(user, "language", "")):
        request.session[CHOSEN] = user.language


user_logged_in.connect(language_from_account, dispatch_uid="rogatory_language")


def language_choose(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Keep the choice: in a cookie, and with the session and the account of whoever is signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    user = request.user
    if user.is_authenticated:
        request.session[CHOSEN] = code
        account_language_set(user=user, language=code)


class LanguageMiddleware(LocaleMiddleware):
    """Chooses the language of every answer."""

    def process_request(self, request: HttpRequest) -> None:
        """The session's language; without one, what Django finds."""
        chosen = request.session.get(CHOSEN) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if known(chosen):
            translation.activate(str(chosen))
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)


class SwitchMiddleware:
    """Takes up the language that a sent form asks for, before a view sees the form. Stands last, behind the policy."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        if request.method == "GET" and getattr(request, "session", None) is not None and request.user.is_authenticated:
            return _given_back(request, response)
        wanted = getattr(request, "language_wanted", None)
        if wanted:
            language_choose(request, response, wanted)
        if hasattr(request, "typed_here") and response.status_code == 200 and not response.streaming:
            response.content = page_refilled(response.content.decode(), request.typed_here)[0].encode()
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answers a form that asks for another language with the same page in it."""
        wanted = request.POST.get(FIELD, "") if request.method == "POST" else ""
        name = request.resolver_match.url_name if request.resolver_match else None
        if not known(wanted) or not (request.user.is_authenticated or name == SIGN_IN):
            return None
        request.language_wanted = wanted  # type: ignore[attr-defined]
        translation.activate(wanted)
        if name in KEEPS_LINES:
            return None
        typed = [
            [field, value] for field, values in request.POST.lists() for value in values if field not in NOT_GIVEN_BACK
        ]
        if not request.user.is_authenticated:
            request.typed_here = typed  # type: ignore[attr-defined]
            request.method = "GET"  # the view shows its page and signs nobody in
            return None
        if sum(len(value) for _field, value in typed) > MOST_KEPT:
            messages.warning(request, _("This is too long to be taken along: save first, then change the language."))
        else:
            request.session[TYPED] = {"path": request.path, "typed": typed}
        return HttpResponseRedirect(request.get_full_path())


def _given_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was typed before the switch stands in the page again."""
    kept = request.session.get(TYPED)
    if not kept or kept["path"] != request.path or response.status_code != 200 or response.streaming:
        return response
    del request.session[TYPED]
    text, left = page_refilled(response.content.decode(), kept["typed"])
    response.content = text.encode()
    if left:
        messages.warning(request, _("Not on this page any more, and not saved: %(texts)s") % {"texts": "; ".join(left)})
    return response
