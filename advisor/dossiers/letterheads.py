"""The letterhead of an agency: kept by its prosecutors, frozen into every dossier that is asked for from then on.

Reads and writes Letterhead; audit events. An agency without one has its name at the head, as before.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from advisor.accounts.models import Role
from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.services.held import acting
from advisor.dossiers.logos import logo_made
from advisor.dossiers.models import Letterhead
from advisor.intake.text import TextFault, clean_text

MOST_LINES, LONGEST_LINE = 5, 120


def letterhead_of(agency: Any) -> Letterhead | None:
    """The letterhead of an agency; None where there is none."""
    return Letterhead.objects.filter(agency=agency).first()


def letterhead_inputs(agency: Any) -> dict[str, Any] | None:
    """What a dossier freezes of it: lines, address, and the logo's PNG in base64."""
    found = letterhead_of(agency)
    if found is None or not (found.lines or found.address or found.logo):
        return None
    logo = base64.b64encode(bytes(found.logo)).decode() if found.logo else ""
    return {"lines": list(found.lines), "address": list(found.address), "logo": logo}


def letterhead_save(
    *, user: Any, version: int, lines: str, address: str, logo: bytes | None, without_logo: bool, now: datetime
) -> Letterhead:
    """Set the letterhead of the user's own agency. `version`: as the page showed it, 0 where there was none.

    `logo`: the bytes of a new picture; None keeps the present one, unless `without_logo`.
    Raises PermissionDenied, FieldFaults, LogoRefused.
    """
    acting(user)
    if user.role != Role.PROSECUTOR:
        raise PermissionDenied(_("Only a prosecutor changes the letterhead of the agency."))
    checked = _checked({"lines": lines, "address": address})
    picture = logo_made(logo) if logo is not None else None
    changes: dict[str, Any] = {**checked, "changed_by": user, "changed_at": now}
    if picture is not None or without_logo:
        changes["logo"] = picture
    with transaction.atomic():
        if version == 0:
            row, made = Letterhead.objects.get_or_create(agency_id=user.agency_id, defaults=changes)
        else:
            rows = Letterhead.objects.filter(agency_id=user.agency_id, version=version)
            made = bool(rows.update(**changes, version=F("version") + 1))
            row = Letterhead.objects.get(agency_id=user.agency_id)
        if not made:
            raise FieldFaults(
                {
                    "lines": _(
                        "Somebody changed the letterhead meanwhile. What stands here is yours: save again to keep it."
                    )
                }
            )
        audit_record(
            actor=user,
            action="letterhead.changed",
            now=now,
            object_type="agency",
            object_id=user.agency_id,
            detail={"version": row.version, "logo": bool(row.logo)},
        )
    return row


def _checked(typed: Mapping[str, str]) -> dict[str, list[str]]:
    """The typed lines, cleaned. Raises FieldFaults with one message a field."""
    found, faults = {}, {}
    for name, text in typed.items():
        try:
            whole = clean_text(text, longest=MOST_LINES * (LONGEST_LINE + 1), lines=True)
        except TextFault as fault:
            faults[name] = str(fault)
            continue
        rows = [line.strip() for line in whole.splitlines() if line.strip()]
        if len(rows) > MOST_LINES or any(len(line) > LONGEST_LINE for line in rows):
            faults[name] = _("Write at most %(lines)s lines of at most %(most)s characters.") % {
                "lines": MOST_LINES,
                "most": LONGEST_LINE,
            }
        found[name] = rows
    if faults:
        raise FieldFaults(faults)
    return found
