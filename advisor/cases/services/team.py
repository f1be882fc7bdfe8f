"""Who works on a case: members and their parts, the case handed over, the case shown to its members alone.

Every change locks the case's row, so that two people cannot both take out the other one of two leads. Writes
CaseMember, CaseDecision, notes (a hand-over is told to whom it concerns) and audit events, which hold ids and parts,
no text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advisor.accounts.models import Role
from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.models import Case, CaseDecision, CaseMember, DecisionKind, MemberRole
from advisor.cases.roles import may_manage
from advisor.cases.selectors import cases_for, colleagues_of, members_for
from advisor.cases.services.held import CLOSED, acting
from advisor.cases.services.notes import note_write
from advisor.intake.text import TextFault, clean_text

MOST_MEMBERS = 60
TEXT_LONGEST = 4_000
ONLY_LEADS = gettext_lazy("The lead of this case chooses who works on it. Ask them.")
LAST_LEAD = gettext_lazy(
    "This is the only lead. Hand the case over first, or say that it shall go on without a lead: then everybody who "
    "works on it may choose its members."
)
LAST_LEAD_RESTRICTED = gettext_lazy(
    "This is the only lead of a case that only its members see. Hand the case over first, or show it to the agency."
)


def managed(case: Case, user: Any) -> Case:
    """The case, locked until the transaction ends. Raises PermissionDenied for who may not choose its members."""
    acting(user)
    own = cases_for(user).select_for_update().get(pk=case.pk)
    if own.state == "closed":
        raise PermissionDenied(CLOSED)
    if not may_manage(user, own):
        raise PermissionDenied(ONLY_LEADS)
    return own


def colleague(user: Any, who: str, field: str = "who") -> Any:
    """The colleague of that e-mail address or id. Raises FieldFaults: foreign and unknown look the same."""
    who = " ".join(who.split())
    rows = colleagues_of(user)
    try:
        found = rows.filter(pk=UUID(who)).first()
    except ValueError:
        found = rows.filter(email__iexact=who).first() if who else None
    if found is None:
        message = _("Read “%(read)s”. Choose somebody of your agency who works on cases.") % {"read": who[:200]}
        raise FieldFaults({field: message if who else str(_("Choose a person."))})
    return found


def role_checked(role: str, person: Any) -> str:
    """A part that the person can have. Raises FieldFaults."""
    if role not in MemberRole.values:
        raise FieldFaults({"role": _("Choose what they do in this case.")})
    if role == MemberRole.PROSECUTOR and person.role != Role.PROSECUTOR:
        raise FieldFaults(
            {
                "role": _("%(name)s is no prosecutor by account. Choose another part, or ask whoever keeps accounts.")
                % {"name": person.get_full_name()}
            }
        )
    return role


def told(user: Any, action: str, member: CaseMember, now: datetime, detail: dict[str, Any]) -> None:
    """One audit event about a member."""
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="member",
        object_id=member.pk,
        case_id=member.case_id,
        detail={"user": str(member.user_id), **detail},
    )


def _added(case: Case, user: Any, person: Any, role: str, now: datetime) -> CaseMember:
    member = CaseMember.objects.create(
        case=case, agency_id=case.agency_id, user=person, role=role, added_by=user, added_at=now
    )
    told(user, "member.added", member, now, {"role": role})
    return member


def member_add(*, case: Case, user: Any, who: str, role: str, now: datetime) -> CaseMember:
    """Make a colleague (`who`: e-mail address or id) a member. The first member of a case becomes its lead's choice:
    nothing else changes. Raises FieldFaults (`who`, `role`), Case.DoesNotExist, PermissionDenied.
    """
    with transaction.atomic():
        own = managed(case, user)
        person = colleague(user, who)
        role = role_checked(role, person)
        present = CaseMember.objects.filter(case=own)
        if present.filter(user=person).exists():
            raise FieldFaults(
                {"who": _("%(name)s is a member already. Change their part below.") % {"name": person.get_full_name()}}
            )
        if present.count() >= MOST_MEMBERS:
            raise FieldFaults({"who": _("A case has at most %(most)s members.") % {"most": MOST_MEMBERS}})
        return _added(own, user, person, role, now)


def _lead_left(case: Case, member: CaseMember, without_lead: bool) -> None:
    """Raises FieldFaults when the case would lose its last lead unasked."""
    others = CaseMember.objects.filter(case=case, role=MemberRole.LEAD, user__is_active=True).exclude(pk=member.pk)
    if member.role != MemberRole.LEAD or others.exists():
        return
    if case.restricted:
        raise FieldFaults({"without_lead": str(LAST_LEAD_RESTRICTED)})
    if not without_lead:
        raise FieldFaults({"without_lead": str(LAST_LEAD)})


def member_change(
    *, member: CaseMember, user: Any, role: str, version: int, now: datetime, without_lead: bool = False
) -> CaseMember:
    """Give a member another part. `version` is the member's as the page showed it; `without_lead` says that the case
    may go on without one.

    Raises StaleCase (somebody changed the part meanwhile), FieldFaults, CaseMember.DoesNotExist, PermissionDenied.
    """
    with transaction.atomic():
        seen = members_for(user).select_related("case").get(pk=member.pk)
        case = managed(seen.case, user)
        own = members_for(user).select_related("user").get(pk=member.pk)
        role = role_checked(role, own.user)
        if own.role == role:
            return own
        _same_version(own, version, {"role": role}, now)
        if role != MemberRole.LEAD:
            _lead_left(case, own, without_lead)
        own.role, own.version = role, own.version + 1
        own.save(update_fields=["role", "version"])
        told(user, "member.changed", own, now, {"role": role})
    return own


def _same_version(own: CaseMember, version: int, mine: dict[str, Any], now: datetime) -> None:
    if own.version != version:
        raise StaleCase(mine=mine, theirs={"role": own.role}, version=own.version, changed_at=now)


def member_remove(*, member: CaseMember, user: Any, version: int, now: datetime, without_lead: bool = False) -> None:
    """Take a member out. What they wrote stays. Raises as `member_change` does."""
    with transaction.atomic():
        seen = members_for(user).select_related("case").get(pk=member.pk)
        case = managed(seen.case, user)
        own = members_for(user).get(pk=member.pk)
        _same_version(own, version, {"role": ""}, now)
        _lead_left(case, own, without_lead)
        told(user, "member.removed", own, now, {"role": own.role})
        own.delete()


def _text(text: str, field: str, needed: str) -> str:
    try:
        said = clean_text(text, longest=TEXT_LONGEST, lines=True)
    except TextFault as fault:
        raise FieldFaults({field: str(fault)}) from None
    if needed and not said:
        raise FieldFaults({field: needed})
    return said


def _passed_on(user: Any, to: str, text: str) -> tuple[Any, str]:
    """Who takes the case over, and what they are told. Raises FieldFaults for both at once."""
    faults: dict[str, str] = {}
    person, said = None, ""
    try:
        person = colleague(user, to, "to")
    except FieldFaults as fault:
        faults |= fault.faults
    if person is not None and person.pk == user.pk:
        faults["to"] = _("You lead this case yourself. Choose a colleague.")
    try:
        said = _text(text, "text", _("Write what the next lead must know: where the case stands, what is due."))
    except FieldFaults as fault:
        faults |= fault.faults
    if faults:
        raise FieldFaults(faults)
    return person, said


def case_hand_over(*, case: Case, user: Any, to: str, text: str, now: datetime) -> CaseDecision:
    """Pass the case to a colleague (`to`: e-mail address or id), who becomes its lead and finds the note on their desk.

    Who handed it over stays a member, with the part of their account. Raises FieldFaults (`to`, `text`),
    Case.DoesNotExist, PermissionDenied.
    """
    with transaction.atomic():
        own = managed(case, user)
        person, said = _passed_on(user, to, text)
        members = {m.user_id: m for m in CaseMember.objects.filter(case=own)}
        _made(own, user, person, members.get(person.pk), MemberRole.LEAD, now)
        _made(own, user, user, members.get(user.pk), str(user.role), now)
        decision = CaseDecision.objects.create(
            case=own, agency_id=own.agency_id, kind=DecisionKind.HANDED_OVER, text=said, to=person, by=user, at=now
        )
        audit_record(
            actor=user,
            action="case.handed_over",
            now=now,
            object_type="decision",
            object_id=decision.pk,
            case_id=own.pk,
            detail={"to": str(person.pk)},
        )
        note_write(case=own, user=user, text=_("Handed over:") + "\n" + said, named=[person], now=now)
    return decision


def _made(case: Case, user: Any, person: Any, member: CaseMember | None, role: str, now: datetime) -> None:
    """A person in a part, whether they were a member before or not."""
    if member is None:
        _added(case, user, person, role, now)
    elif member.role != role:
        member.role, member.version = role, member.version + 1
        member.save(update_fields=["role", "version"])
        told(user, "member.changed", member, now, {"role": role})


def case_restrict(*, case: Case, user: Any, restricted: bool, now: datetime) -> Case:
    """Show the case to its members alone, or to the whole agency again. Who restricts a case that has no lead becomes
    its lead: else nobody would see it; shown again, a case that got no other member is everybody's again. Setting what
    is set already changes nothing.

    Raises Case.DoesNotExist, PermissionDenied.
    """
    with transaction.atomic():
        own = managed(case, user)
        if own.restricted == restricted:
            return own
        if restricted:
            members = {m.user_id: m for m in CaseMember.objects.filter(case=own).select_related("user")}
            if not any(m.role == MemberRole.LEAD and m.user.is_active for m in members.values()):
                _made(own, user, user, members.get(user.pk), MemberRole.LEAD, now)
        cases_for(user).filter(pk=own.pk).update(restricted=restricted, updated_at=now)
        if not restricted:
            _lead_of_itself_goes(own, user, now)
        kind = DecisionKind.RESTRICTED if restricted else DecisionKind.UNRESTRICTED
        decision = CaseDecision.objects.create(case=own, agency_id=own.agency_id, kind=kind, by=user, at=now)
        audit_record(
            actor=user,
            action=f"case.{kind.value}",
            now=now,
            object_type="decision",
            object_id=decision.pk,
            case_id=own.pk,
        )
    return cases_for(user).get(pk=own.pk)


def _lead_of_itself_goes(case: Case, user: Any, now: datetime) -> None:
    """Take out the lead whom restricting made, when they are the only member still: nobody chose them."""
    last = CaseDecision.objects.filter(case=case, kind=DecisionKind.RESTRICTED).order_by("-at").first()
    members = list(CaseMember.objects.filter(case=case))
    if last is None or len(members) != 1:
        return
    (lead,) = members
    made = (lead.user_id, lead.role, lead.version, lead.added_at) == (last.by_id, MemberRole.LEAD, 1, last.at)
    if made:
        told(user, "member.removed", lead, now, {"role": lead.role})
        lead.delete()


def case_restrict_like(*, case: Case, source: Case, user: Any, now: datetime) -> None:
    """A case made from a restricted one is restricted too, with its maker as lead."""
    if source.restricted:
        case_restrict(case=case, user=user, restricted=True, now=now)
