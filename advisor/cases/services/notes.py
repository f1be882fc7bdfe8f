"""Notes to the others who work on a case, and who is named in them.

`@` and a colleague's e-mail address or name names them; the note stands on their desk until they have seen it. Writes
CaseNote, CaseMention, audit events (numbers, no text).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, CaseMember, CaseMention, CaseNote, MemberRole
from advisor.cases.roles import may_manage
from advisor.cases.selectors import cases_for, colleagues_of, mentions_for, notes_for
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text

LONGEST = 8_000
MOST_NAMED = 30
_AT = re.compile(r"(?<![\w.@])@(?=\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a text names. `people`: colleagues; `unknown`: words after an @ that stand for nobody."""

    people: tuple[Any, ...]
    unknown: tuple[str, ...]


def named_in(text: str, colleagues: Iterable[Any]) -> Named:
    """The colleagues whom a text names by `@e-mail` or `@Name`, each once, in the text's order.

    The longest form that fits counts. Raises FieldFaults at `text` where a name stands for more than one person.
    """
    forms: dict[str, list[Any]] = {}
    for person in colleagues:
        for form in {person.email.casefold(), " ".join(person.name.split()).casefold()} - {""}:
            forms.setdefault(form, []).append(person)
    longest_first = sorted(forms, key=len, reverse=True)
    people: dict[Any, Any] = {}
    unknown: list[str] = []
    for match in _AT.finditer(text):
        rest = text[match.end() : match.end() + 400]
        folded = rest.casefold()
        form = next((f for f in longest_first if _fits(folded, f)), None)
        if form is None:
            unknown.append(re.split(r"[\s,;:!?]", rest, maxsplit=1)[0][:80])
            continue
        if len(forms[form]) > 1:
            message = _("“@%(name)s” stands for more than one colleague. Write their e-mail address after the @.")
            raise FieldFaults({"text": message % {"name": rest[: len(form)]}})
        people.setdefault(forms[form][0].pk, forms[form][0])
    return Named(tuple(people.values()), tuple(dict.fromkeys(unknown)))


def _fits(folded: str, form: str) -> bool:
    after = folded[len(form) : len(form) + 1]
    return folded.startswith(form) and not (after.isalnum() or after == "_")


def _readers_alone(case: Case, people: Iterable[Any]) -> None:
    """Raises FieldFaults for people who could not read the note: strangers to a restricted case, and translators."""
    parts = dict(CaseMember.objects.filter(case=case).values_list("user_id", "role"))
    outside = [
        person.get_full_name()
        for person in people
        if parts.get(person.pk) == MemberRole.TRANSLATOR or (case.restricted and person.pk not in parts)
    ]
    if outside:
        message = _("%(names)s cannot see this case's notes. Make them members first, or leave their names out.")
        raise FieldFaults({"text": message % {"names": ", ".join(outside)}})


def note_add(*, case: Case, user: Any, text: str, now: datetime) -> tuple[CaseNote, tuple[str, ...]]:
    """Add a note: it, and the words after an @ that stand for nobody (nobody was told of them).

    Raises FieldFaults (`text`), Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    try:
        said = clean_text(text, longest=LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"text": str(fault)}) from None
    if not said:
        raise FieldFaults({"text": _("Write the note.")})
    named = named_in(said, colleagues_of(user)) if "@" in said else Named((), ())
    if len(named.people) > MOST_NAMED:
        raise FieldFaults({"text": _("A note names at most %(most)s people.") % {"most": MOST_NAMED}})
    with transaction.atomic():
        own = cases_for(user).select_for_update().get(pk=case.pk)
        writing(user, own)
        _readers_alone(own, named.people)
        note = note_write(case=own, user=user, text=said, named=named.people, now=now)
    return note, named.unknown


def note_write(*, case: Case, user: Any, text: str, named: Iterable[Any], now: datetime) -> CaseNote:
    """The note as a row, with whom it names. The caller holds the case's lock and has checked everything."""
    last = CaseNote.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    common = {"case": case, "agency_id": case.agency_id}
    note = CaseNote.objects.create(**common, number=last + 1, text=text, by=user, at=now)
    people = [person for person in named if person.pk != user.pk]
    CaseMention.objects.bulk_create(CaseMention(**common, note=note, user=person) for person in people)
    cases_for(user).filter(pk=case.pk).update(updated_at=now)
    _told(user, "note.added", note, now, {"named": [str(person.pk) for person in people]})
    return note


def _told(user: Any, action: str, note: CaseNote, now: datetime, detail: dict[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="note",
        object_id=note.pk,
        case_id=note.case_id,
        detail={"number": note.number, **detail},
    )


def note_withdraw(*, note: CaseNote, user: Any, now: datetime) -> CaseNote:
    """Take a note back: its writer or a lead. It stays on the list, marked, and leaves every desk and the search.

    Withdrawing twice changes nothing. Raises CaseNote.DoesNotExist, PermissionDenied.
    """
    acting(user)
    with transaction.atomic():
        own = notes_for(user).select_for_update().get(pk=note.pk)
        case = cases_for(user).get(pk=own.case_id)
        writing(user, case)
        if own.by_id != user.pk and not may_manage(user, case):
            raise PermissionDenied(_("A note is taken back by who wrote it, or by the lead of the case."))
        if own.withdrawn_at is None:
            own.withdrawn_at, own.withdrawn_by = now, user
            own.save(update_fields=["withdrawn_at", "withdrawn_by"])
            cases_for(user).filter(pk=case.pk).update(updated_at=now)
            _told(user, "note.withdrawn", own, now, {})
    return own


def mentions_seen(*, case: Case, user: Any, now: datetime) -> int:
    """The user has seen the notes of the case that name them: how many were new. What somebody has read is their own
    business: not audited."""
    return mentions_for(user).filter(case=case, user=user, seen_at=None).update(seen_at=now)
