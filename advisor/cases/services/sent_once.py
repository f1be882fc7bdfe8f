"""A form that adds something is taken once: two clicks, or four, are one note.

The page carries a random key (`{% sender %}`). Whoever comes second with the same key and the same words waits until
the first is through and gets the first one's answer. A form that was not taken (its answer leads nowhere) leaves
nothing behind, and the same page with other words in it is another form. Writes FormSent; no audit, because what the
form itself did is audited.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from advisor.cases.models import Case, FormSent
from advisor.cases.selectors import forms_sent_for

FIELD = "once"
KEPT = timedelta(days=3)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
Answer = TypeVar("Answer")


class SentBefore(Exception):
    """This form was taken already. `leads_to`: where the first sending led."""

    def __init__(self, leads_to: str) -> None:
        self.leads_to = leads_to
        super().__init__(leads_to)


def key_known(key: str) -> bool:
    """Whether a form's key is one that a page can have given it."""
    return bool(_KEY.fullmatch(key))


def said_in(route: str, fields: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 of what a form says: its address and its fields in order."""
    digest = hashlib.sha256(route.encode())
    for name, value in fields:
        digest.update(f"\0{len(name)}:{name}={len(value)}:{value}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def form_once(
    *, case: Case, user: Any, key: str, said: str, now: datetime, take: Callable[[], tuple[Answer, str]]
) -> Answer:
    """Call `take` (it returns its answer, and where that leads, "" when the form was not taken) unless the same form
    was taken before. One transaction around both. Raises SentBefore.
    """
    try:
        with transaction.atomic():
            sent = _begun(case, user, key, said, now)
            answer, leads_to = take()
            if leads_to:
                FormSent.objects.filter(pk=sent.pk).update(leads_to=leads_to)
                FormSent.objects.filter(case=case, at__lt=now - KEPT).delete()
            else:
                sent.delete()
            return answer
    except _Twice:
        first = forms_sent_for(user).filter(case=case, key=key, said=said).first()
        raise SentBefore(first.leads_to if first else "") from None


class _Twice(Exception):
    """The key stands in the database with these words."""


def _begun(case: Case, user: Any, key: str, said: str, now: datetime) -> FormSent:
    """The form's row; waits for whoever writes the same one. Raises _Twice."""
    try:
        with transaction.atomic():
            return FormSent.objects.create(case=case, agency_id=case.agency_id, key=key, said=said, by=user, at=now)
    except IntegrityError as error:
        if "cases_form_once" in str(error) or "cases_formsent.key" in str(error):
            raise _Twice from None
        raise
