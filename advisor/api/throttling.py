"""How often one caller may ask: the general rate of the settings, and two limits for advice, which is work."""

from __future__ import annotations

import time
from typing import Any

from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle, UserRateThrottle

MINUTE = 60
# Options answered to one person in a minute; the largest answers have some 3,200 and take a core 0.9 s each.
MOST_OPTIONS = 30_000


class AdviceThrottle(UserRateThrottle):
    """The rate named `advice` in the settings."""

    scope = "advice"


class WorkThrottle(BaseThrottle):
    """No more advice in this minute for who was answered MOST_OPTIONS in it; `work_done` counts them."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Whether the caller has anything left of this minute."""
        return int(cache.get(_key(request), 0)) < MOST_OPTIONS

    def wait(self) -> float:
        """Seconds until the next minute."""
        return MINUTE - time.time() % MINUTE


def work_done(request: Request, answer: dict[str, Any]) -> None:
    """Count the options of an answer for its caller."""
    key = _key(request)
    options = sum(len(need["options"]) for need in answer["needs"])
    cache.set(key, int(cache.get(key, 0)) + options, 2 * MINUTE)


def _key(request: Request) -> str:
    return f"advice-work-{request.user.pk}-{int(time.time() // MINUTE)}"
