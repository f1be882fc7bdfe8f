"""What a person may do in one case, by their part in it (CaseMember).

A case without members is worked on by the whole agency. Where somebody is a member, the part decides; a colleague who
is none works on a case that is not restricted as before. What a person may do at all stands in policy.py.
"""

from __future__ import annotations

from typing import Any

from advisor.accounts.models import Role
from advisor.cases.models import Case, CaseMember, MemberRole
from advisor.cases.selectors import CASE_WORKERS

WRITERS = frozenset({MemberRole.LEAD, MemberRole.INVESTIGATOR, MemberRole.PROSECUTOR})
APPROVERS = frozenset({MemberRole.LEAD, MemberRole.PROSECUTOR})


def role_in(user: Any, case: Case) -> str | None:
    """The user's part in the case; None for who is no member."""
    return CaseMember.objects.filter(case_id=case.pk, user_id=user.pk).values_list("role", flat=True).first()


def _works(user: Any, case: Case) -> bool:
    """Whether the user works on cases of the case's agency at all."""
    active = getattr(user, "is_active", False) and getattr(user, "role", None) in CASE_WORKERS
    return bool(active and user.agency_id == case.agency_id)


def may_write(user: Any, case: Case) -> bool:
    """Whether the user may change the case, open or closed."""
    return _works(user, case) and part_writes(role_in(user, case), case)


def part_writes(part: str | None, case: Case) -> bool:
    """Whether a part in the case is one that changes it; None: no member."""
    return not case.restricted if part is None else part in WRITERS


def may_manage(user: Any, case: Case) -> bool:
    """Whether the user may choose the members: a lead; where there is no active one, everybody who may write."""
    if not _works(user, case):
        return False
    part = role_in(user, case)
    if part == MemberRole.LEAD:
        return True
    led = CaseMember.objects.filter(case_id=case.pk, role=MemberRole.LEAD, user__is_active=True).exists()
    return not led and part_writes(part, case)


def may_approve(user: Any, case: Case) -> bool:
    """Whether the user may approve a draft as final: a prosecutor by account, whose part in the case is to lead or to
    prosecute, or who is no member of a case that is not restricted."""
    if not _works(user, case) or user.role != Role.PROSECUTOR:
        return False
    part = role_in(user, case)
    return not case.restricted if part is None else part in APPROVERS
