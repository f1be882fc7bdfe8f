"""What people type for the draft of a step, saved: texts by place, and the column of the nexus matrix.

Writes: DraftText, audit events (names of places, never their texts). Compare-and-set on the row's own version, so that
a change elsewhere in the case is no collision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults, StaleCase
from advisor.cases.services.held import acting, collide, writing
from advisor.dossiers.errors import DossierError
from advisor.dossiers.limits import DOSSIER_BYTES, FIELD_BYTES
from advisor.dossiers.models import DraftText
from advisor.dossiers.selectors import drafts_for
from advisor.intake.text import TextFault, clean_text
from advisor.languages.words import number_worded
from advisor.walk.models import Step
from advisor.walk.selectors import steps_for

LONGEST_PLACE = 160
MOST_PLACES = 2_000
MOST_LINKS = 500


def draft_of(*, step: Step, user: Any) -> DraftText | None:
    """The row of a step, through the gate; None before anything was typed."""
    return drafts_for(user).filter(step=step).first()


def texts_save(
    *,
    step: Step,
    user: Any,
    version: int,
    texts: Mapping[str, str],
    now: datetime,
    seen: Mapping[str, Any] | None = None,
) -> DraftText:
    """Save what was typed under these places; an empty text takes it out again. Other places stay as they are.

    `version` is the row's as the page showed it (0: none yet), `seen` what the page showed. Raises FieldFaults
    (place -> message: too long, a character that is refused), StaleCase (`mine`, `theirs` by place), DraftTooLong,
    Step.DoesNotExist, PermissionDenied.
    """
    mine = _cleaned(texts)

    def changed(row: DraftText) -> dict[str, Any]:
        held = {**row.texts, **mine}
        kept = {place: text for place, text in held.items() if text}
        _whole(kept, row.nexus)
        return {"texts": kept}

    def theirs(row: DraftText) -> dict[str, str]:
        return {place: row.texts.get(place, "") for place in mine}

    return _save(step, user, version, now, mine, seen, changed, theirs, "draft.written")


def nexus_save(
    *,
    step: Step,
    user: Any,
    version: int,
    links: Iterable[Mapping[str, str]],
    now: datetime,
    seen: Mapping[str, Any] | None = None,
) -> DraftText:
    """Save the column of a step: [{"fact": code or 'exhibit:<number>', "sentence": ...}]. Raises as texts_save does."""
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    for link in list(links)[:MOST_LINKS]:
        try:
            said[link["fact"]] = _field(link.get("sentence", ""))
        except TextFault as fault:
            faults[link["fact"]] = str(fault)
    if faults:
        raise FieldFaults(faults)
    column = [{"fact": fact, "need": step.need_key, "sentence": text} for fact, text in said.items()]

    def changed(row: DraftText) -> dict[str, Any]:
        _whole(row.texts, column)
        return {"nexus": column}

    def theirs(row: DraftText) -> dict[str, Any]:
        return {"nexus": nexus_seen(row)}

    mine = {"nexus": said}
    return _save(step, user, version, now, mine, seen, changed, theirs, "draft.nexus")


def nexus_seen(row: DraftText | None) -> dict[str, str]:
    """What a page shows of a column, {fact: sentence}."""
    return {link["fact"]: link["sentence"] for link in row.nexus} if row else {}


def _save(
    step: Step,
    user: Any,
    version: int,
    now: datetime,
    mine: Mapping[str, Any],
    seen: Mapping[str, Any] | None,
    changed: Callable[[DraftText], dict[str, Any]],
    theirs: Callable[[DraftText], dict[str, Any]],
    action: str,
) -> DraftText:
    """Compare and set one row, made when there is none."""
    acting(user)
    with transaction.atomic():
        own = steps_for(user).select_for_update().get(pk=step.pk)  # two first savings take turns
        writing(user, own.case)
        row = drafts_for(user).select_for_update().filter(step=own).first()
        if row is None:
            fresh = DraftText(
                step=own, case_id=own.case_id, agency_id=own.agency_id, version=0, updated_by=user, updated_at=now
            )
        else:
            fresh = row
        if fresh.version != version:
            found = theirs(fresh)
            if seen is None or collide(mine, found, seen):
                raise StaleCase(mine=mine, theirs=found, version=fresh.version, changed_at=fresh.updated_at)
        values = changed(fresh)
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            return row
        if row is None:
            fresh.version = 1
            for name, value in values.items():
                setattr(fresh, name, value)
            fresh.save(force_insert=True)
        else:
            drafts_for(user).filter(pk=row.pk).update(
                version=F("version") + 1, updated_by=user, updated_at=now, **values
            )
        audit_record(
            actor=user,
            action=action,
            now=now,
            object_type="step",
            object_id=own.pk,
            case_id=own.case_id,
            detail={"need": own.need_key, "provision": own.provision, "places": sorted(mine)[:MOST_LINKS]},
        )
        return drafts_for(user).get(step=own)


def _field(text: str) -> str:
    """One text as it is kept. Raises TextFault."""
    said = clean_text(text, longest=FIELD_BYTES, lines=True)
    size = len(said.encode())
    if size > FIELD_BYTES:
        raise TextFault(
            _("This takes %(size)s bytes; a dossier takes %(most)s in one field. Move a part into an attachment.")
            % {"size": number_worded(size), "most": number_worded(FIELD_BYTES)}
        )
    return said


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as they are kept. Raises FieldFaults, all at once."""
    faults: dict[str, str] = {}
    said: dict[str, str] = {}
    for place, text in list(texts.items())[:MOST_PLACES]:
        if len(place) > LONGEST_PLACE:
            continue
        try:
            said[place] = _field(text)
        except TextFault as fault:
            faults[place] = str(fault)
    if faults:
        raise FieldFaults(faults)
    return said


def _whole(texts: Mapping[str, str], nexus: Iterable[Mapping[str, str]]) -> None:
    """Raises DraftTooLong when all texts together are more than a dossier takes."""
    size = sum(len(text.encode()) for text in texts.values()) + sum(len(row["sentence"].encode()) for row in nexus)
    if size > DOSSIER_BYTES:
        raise DraftTooLong(size)


class DraftTooLong(DossierError):
    """All texts of one draft together are more than a dossier takes."""

    def __init__(self, size: int) -> None:
        super().__init__(
            _(
                "The texts of this draft come to %(size)s bytes; a dossier takes %(most)s. Nothing was saved: shorten "
                "the longest field, or move a part into an attachment."
            )
            % {"size": number_worded(size), "most": number_worded(DOSSIER_BYTES)}
        )
