"""Sessions that end by themselves, and answers that no cache keeps.

Who somebody is and what they may do is read from the database with every request: a changed role or a deactivation
counts at the next one. Here only the clock is added.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

SEEN, SINCE = "seen_at", "signed_in_at"
WRITE_EVERY = 60
POLL = "X-Rogatory-Poll"
ENDED = gettext_lazy(
    "You were signed out because nothing happened for %(minutes)s minutes. What you saved is kept; sign in to go on."
)
Next = Callable[[HttpRequest], HttpResponse]


def _clock() -> int:
    return int(time.time())


def start_session(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """A sign-in starts both clocks."""
    if request is not None:
        request.session[SEEN] = request.session[SINCE] = _clock()


user_logged_in.connect(start_session, dispatch_uid="rogatory_session_clock")


class IdleSessionMiddleware:
    """Ends a session after SESSION_IDLE_SECONDS without a request, and after SESSION_COOKIE_AGE whatever happens.

    What a page asks by itself, with nobody at it, is no use of the session (the page says so with POLL). Writes the
    session at most once a minute. A session without clocks (there is none but by tampering) gets them now.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = _clock()
            seen, since = request.session.get(SEEN, now), request.session.setdefault(SINCE, now)
            idle = now - seen > settings.SESSION_IDLE_SECONDS
            if idle or now - since > settings.SESSION_COOKIE_AGE:
                logout(request)
                if idle:
                    messages.info(request, ENDED % {"minutes": settings.SESSION_IDLE_SECONDS // 60})
            elif SEEN not in request.session or (now - seen >= WRITE_EVERY and POLL not in request.headers):
                request.session[SEEN] = now
        return self.get_response(request)


class NoStoreMiddleware:
    """Tells browsers and proxies to keep nothing: every answer of the application is for one person alone.

    Stands below WhiteNoise, so static files stay cacheable.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response
