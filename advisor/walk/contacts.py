"""Informal contacts: noted in one go, corrected or withdrawn by a later row, cited only where somebody said so.

Reads and writes Contact. The audit hears numbers and whether a row may be cited, never a word of it. What may leave the
case's own screens goes through `contacts_citable` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, OfficeError
from advisor.cases.models import Case
from advisor.cases.selectors import cases_for, needs_for
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text
from advisor.walk.contact_models import Contact, ContactKind
from advisor.walk.selectors import contacts_for

LONGEST = {"who": 300, "asked": 8_000, "told": 8_000}
WHY_LONGEST = 1_000
EARLIEST = date(1950, 1, 1)
MOST = 2_000
NEEDED = {
    "who": gettext_lazy("Say with whom: the person, the office, the State."),
    "asked": gettext_lazy("Say what was asked, or what was told; one of the two is enough."),
}


class ContactReplaced(OfficeError):
    """Somebody corrected or withdrew the same contact a moment before. Nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody corrected or withdrew this contact meanwhile. Nothing was saved: look at what stands now, "
                "then correct that."
            )
        )


def standing(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """The contacts that count: nothing replaces them, and they are no withdrawal."""
    return rows.filter(replaced_by__isnull=True).exclude(kind=ContactKind.WITHDRAWAL)


def contacts_citable(case: Any, need: str) -> QuerySet[Contact]:
    """The contacts that the dossiers of a need (its key) may cite, the oldest first. `case`: a case or its id.

    The one way out of the case's own screens: search, dossiers and whatever else leaves the office ask here.
    """
    rows = Contact.objects.filter(case=case, need_key=need, citable=True)
    return standing(rows).order_by("happened_on", "number")


def contact_words(cases: Iterable[Any]) -> list[tuple[Any, ...]]:
    """(case id, with whom, asked, told) of the contacts by which these cases may be found: no confidential one."""
    rows = standing(Contact.objects.filter(case__in=list(cases), citable=True))
    return list(rows.order_by().values_list("case_id", "who", "asked", "told"))


def contact_checked(values: Mapping[str, Any], keys: frozenset[str], today: date) -> dict[str, Any]:
    """The columns of a contact from what was typed. `keys`: the needs of the case. Raises FieldFaults, all at once."""
    checked: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field, longest in LONGEST.items():
        try:
            checked[field] = clean_text(str(values.get(field) or ""), longest=longest, lines=field != "who")
        except TextFault as fault:
            faults[field] = str(fault)
    if not checked.get("who") and "who" not in faults:
        faults["who"] = str(NEEDED["who"])
    if not {"asked", "told"} & set(faults) and not (checked["asked"] or checked["told"]):
        faults["asked"] = str(NEEDED["asked"])
    day = values.get("happened_on")
    if not isinstance(day, date) or not EARLIEST <= day <= today:
        faults["happened_on"] = _("Enter the day of the contact: today or before.")
    checked["happened_on"] = day
    need = str(values.get("need_key") or "")
    if need and need not in keys:
        faults["need_key"] = _("Choose a need of this case.")
    checked["citable"] = bool(values.get("citable"))
    if checked["citable"] and not need:
        faults["need_key"] = _("Choose the need in whose dossiers the contact may be cited.")
    if faults:
        raise FieldFaults(faults)
    return checked | {"need_key": need}


def _keys(case: Case, user: Any) -> frozenset[str]:
    return frozenset(needs_for(user).filter(case=case).values_list("key", flat=True))


def _written(case: Case, user: Any, now: datetime, action: str, **columns: Any) -> Contact:
    """One more row, numbered; the caller has locked the case."""
    last = Contact.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST:
        raise FieldFaults({"who": _("A case holds at most %(most)s contacts.") % {"most": MOST}})
    row = Contact.objects.create(case=case, agency_id=case.agency_id, number=last + 1, by=user, at=now, **columns)
    cases_for(user).filter(pk=case.pk).update(updated_at=now)
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="contact",
        object_id=row.pk,
        case_id=case.pk,
        detail={"number": row.number, "citable": row.citable},
    )
    return row


def contact_add(*, case: Case, user: Any, values: Mapping[str, Any], now: datetime) -> Contact:
    """Note a contact. `values`: who, happened_on, asked, told, need_key, citable (confidential unless true).

    Raises FieldFaults, Case.DoesNotExist, PermissionDenied.
    """
    acting(user)
    with transaction.atomic():
        own = cases_for(user).select_for_update().get(pk=case.pk)
        writing(user, own)
        checked = contact_checked(values, _keys(own, user), now.date())
        return _written(own, user, now, "contact.added", **checked)


def _replaced(contact: Contact, user: Any, now: datetime, action: str, columns: Any) -> Contact:
    """A row in the place of another. Raises ContactReplaced for who comes second, and for a row that stands no more."""
    acting(user)
    try:
        with transaction.atomic():
            seen = contacts_for(user).get(pk=contact.pk)
            own = cases_for(user).select_for_update().get(pk=seen.case_id)
            writing(user, own)
            if not standing(contacts_for(user)).filter(pk=seen.pk).exists():
                raise ContactReplaced
            return _written(own, user, now, action, replaces=seen, **columns(own, seen))
    except IntegrityError as error:  # the same row was replaced a moment ago
        if contacts_for(user).filter(replaces=contact.pk).exists():
            raise ContactReplaced from error
        raise


def contact_correct(*, contact: Contact, user: Any, values: Mapping[str, Any], now: datetime) -> Contact:
    """Tell a contact anew; what stood stays readable beneath. Dossiers that were asked for before keep what they cite.

    Raises FieldFaults, ContactReplaced, Contact.DoesNotExist, PermissionDenied.
    """

    def columns(case: Case, _seen: Contact) -> dict[str, Any]:
        return {"kind": ContactKind.CORRECTION, **contact_checked(values, _keys(case, user), now.date())}

    return _replaced(contact, user, now, "contact.corrected", columns)


def contact_withdraw(*, contact: Contact, user: Any, why: str, now: datetime) -> Contact:
    """End a contact, with a reason. Raises FieldFaults, ContactReplaced, Contact.DoesNotExist, PermissionDenied."""
    try:
        said = clean_text(why, longest=WHY_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({"why": str(fault)}) from None
    if not said:
        raise FieldFaults({"why": _("Say why it is withdrawn. The reason stays with it.")})

    def columns(_case: Case, seen: Contact) -> dict[str, Any]:
        return {
            "kind": ContactKind.WITHDRAWAL,
            "why": said,
            "happened_on": seen.happened_on,
            "need_key": seen.need_key,
        }

    return _replaced(contact, user, now, "contact.withdrawn", columns)
