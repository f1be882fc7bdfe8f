"""The things of a case: added, changed, taken out, and put with the needs they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case, Certainty, Entity, EntityNeed, Need
from advisor.cases.selectors import entities_for, entity_needs_for, needs_for
from advisor.cases.services.held import acting, next_version
from advisor.intake.entities.check import Checked, entity_checked
from advisor.intake.entities.documents import MOST_ENTITIES
from advisor.intake.entities.documents import Entity as EntityInFile
from advisor.intake.entities.faults import EntityFaults
from advisor.intake.entities.moments import utc_of
from instruments.editions import edition_current
from routing.rulebook import Rulebook

SEEN = ("value", "details", "note", "state", "certainty")


@dataclass(frozen=True, slots=True)
class Given:
    """A thing as somebody entered it. `texts`: value, note, at, zone, port, number. `state` '' = nobody knows."""

    kind: str
    texts: Mapping[str, str]
    state: str = ""
    certainty: str = ""
    needs: Sequence[str] = field(default_factory=tuple)


def _checked(given: Given, rulebook: Rulebook, now: datetime) -> Checked:
    """The thing as it is kept. Raises FieldFaults, also for a use that is still to come."""
    faults: dict[str, str] = {}
    checked = None
    try:
        checked = entity_checked(given.kind, given.texts)
    except EntityFaults as error:
        faults |= error.faults
    if checked and (used := utc_of(checked.details.get("at", ""), checked.details.get("zone", ""))) and used > now:
        faults["at"] = _("Read %(read)s, which is still to come. Enter the moment at which it was used.") % {
            "read": f"{used:%Y-%m-%d %H:%M} UTC"
        }
    if given.state and given.state not in rulebook.states:
        faults["state"] = _("Read “%(read)s”. Enter a State of the catalogue.") % {"read": given.state[:40]}
    if given.certainty and given.certainty not in Certainty.values:
        faults["certainty"] = _("Choose certain or believed.")
    if faults or checked is None:
        raise FieldFaults(faults)
    return checked


def _certainty(given: Given) -> str:
    return (given.certainty or Certainty.BELIEVED) if given.state else ""


def _row(given: Given, checked: Checked) -> dict[str, Any]:
    return {
        "kind": checked.kind,
        "value": checked.value,
        "details": checked.details,
        "note": checked.note,
        "state": given.state,
        "certainty": _certainty(given),
    }


def next_key(taken: set[str], letter: str) -> str:
    """The next free e1, e2, e3 ..."""
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"


def _told(user: Any, action: str, entity: Entity, now: datetime, detail: Mapping[str, Any]) -> None:
    audit_record(
        actor=user,
        action=action,
        now=now,
        object_type="entity",
        object_id=entity.pk,
        case_id=entity.case_id,
        detail={"key": entity.key, "kind": entity.kind, **detail},
    )


def entities_add(*, case: Case, user: Any, given: Sequence[Given], now: datetime) -> list[Entity]:
    """Add things to a case, all or none; those that it has already (same kind and value) are left out.

    Adding collides with nobody, so no version is asked. Raises FieldFaults (of one thing: its fields; of several:
    '<place>.<field>'), Case.DoesNotExist, PermissionDenied, NoEdition.
    """
    acting(user)
    rulebook = edition_current().rulebook
    checked: list[tuple[Given, Checked]] = []
    faults: dict[str, str] = {}
    for place, one in enumerate(given):
        try:
            checked.append((one, _checked(one, rulebook, now)))
        except FieldFaults as error:
            prefix = f"{place}." if len(given) > 1 else ""
            faults |= {f"{prefix}{name}": said for name, said in error.faults.items()}
    if faults:
        raise FieldFaults(faults)
    with transaction.atomic():
        fresh = next_version(case, user, version=None, now=now, mine={}, theirs=lambda current: {})
        added = _append(fresh, user, checked, now)
        for entity in added:
            _told(user, "entity.added", entity, now, {"state": entity.state})
    return added


def _append(case: Case, user: Any, checked: Iterable[tuple[Given, Checked]], now: datetime) -> list[Entity]:
    """Write new things behind the last one."""
    present = entities_for(user).filter(case=case)
    taken = set(present.values_list("key", flat=True))
    known = {(kind, value.casefold()) for kind, value in present.values_list("kind", "value")}
    position = present.aggregate(last=Max("position"))["last"] or 0
    needs = {need.key: need for need in needs_for(user).filter(case=case)}
    added: list[Entity] = []
    links: list[EntityNeed] = []
    own = {"case": case, "agency_id": case.agency_id}
    for given, one in checked:
        if (one.kind, one.value.casefold()) in known:
            continue
        known.add((one.kind, one.value.casefold()))
        key, position = next_key(taken, "e"), position + 1
        taken.add(key)
        entity = Entity(**own, key=key, position=position, added_by=user, added_at=now, **_row(given, one))
        added.append(entity)
        links += [EntityNeed(**own, entity=entity, need=needs[k]) for k in dict.fromkeys(given.needs) if k in needs]
    if len(taken) > MOST_ENTITIES:
        raise FieldFaults({"value": _("A case holds at most %(most)s things.") % {"most": MOST_ENTITIES}})
    Entity.objects.bulk_create(added)
    EntityNeed.objects.bulk_create(links)
    return added


def entity_seen(entity: Entity, user: Any) -> dict[str, Any]:
    """What a page shows of a thing, JSON-ready, under the keys of a collision."""
    held = entity_needs_for(user).filter(entity=entity).order_by("need__key").values_list("need__key", flat=True)
    return {name: getattr(entity, name) for name in SEEN} | {"needs": list(held)}


def entity_update(
    *,
    entity: Entity,
    user: Any,
    version: int,
    given: Given,
    now: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Entity:
    """Change a thing: everything but its kind. `version` is the case's as the page showed it, `seen` what it showed.

    Raises StaleCase (`mine` and `theirs` by field), FieldFaults, Entity.DoesNotExist.
    """
    own = entities_for(user).select_related("case").get(pk=entity.pk)
    given = Given(own.kind, given.texts, given.state, given.certainty, given.needs)
    checked = _checked(given, edition_current().rulebook, now)
    mine = _row(given, checked)
    twins = entities_for(user).filter(case=own.case, kind=own.kind, value__iexact=checked.value).exclude(pk=own.pk)
    if twin := twins.first():
        raise FieldFaults({"value": _("The case has this already, as %(key)s.") % {"key": twin.key}})

    def theirs(_case: Case) -> dict[str, Any]:
        current = entities_for(user).filter(pk=own.pk).first()
        return entity_seen(current, user) if current else {}

    said = {name: mine[name] for name in SEEN} | {"needs": sorted(set(given.needs))}
    with transaction.atomic():
        fresh = next_version(own.case, user, version=version, now=now, mine=said, theirs=theirs, seen=seen)
        entities_for(user).filter(pk=own.pk).update(**mine)
        _links_set(fresh, user, entity=own, needs=given.needs)
        changed = sorted(name for name, value in mine.items() if getattr(own, name) != value)
        _told(user, "entity.changed", own, now, {"fields": changed})
    return entities_for(user).get(pk=own.pk)


def entity_remove(*, entity: Entity, user: Any, version: int, now: datetime) -> None:
    """Take a thing out of the case. Stored routes keep it. Raises StaleCase, Entity.DoesNotExist."""
    own = entities_for(user).select_related("case").get(pk=entity.pk)
    with transaction.atomic():
        next_version(own.case, user, version=version, now=now, mine={"removed": own.key}, theirs=lambda current: {})
        _told(user, "entity.removed", own, now, {})
        own.delete()


def _links_set(case: Case, user: Any, *, entity: Entity, needs: Sequence[str]) -> None:
    """Put a thing with these needs and no others."""
    wanted = {need.key: need for need in needs_for(user).filter(case=case, key__in=list(needs))}
    present = entity_needs_for(user).filter(entity=entity)
    present.exclude(need__key__in=list(wanted)).delete()
    held = set(present.values_list("need__key", flat=True))
    EntityNeed.objects.bulk_create(
        EntityNeed(case=case, agency_id=case.agency_id, entity=entity, need=need)
        for key, need in wanted.items()
        if key not in held
    )


def need_entities_set(*, need: Need, user: Any, keys: Sequence[str], now: datetime) -> None:
    """Say which things of the case a need is about. Call it inside the transaction that changed or added the need.

    Keys that are no thing of the case are left out. Raises Need.DoesNotExist.
    """
    own = needs_for(user).select_related("case").get(pk=need.pk)
    wanted = {entity.key: entity for entity in entities_for(user).filter(case=own.case, key__in=list(keys))}
    present = entity_needs_for(user).filter(need=own)
    held = set(present.values_list("entity__key", flat=True))
    if held == set(wanted):
        return
    present.exclude(entity__key__in=list(wanted)).delete()
    EntityNeed.objects.bulk_create(
        EntityNeed(case=own.case, agency_id=own.agency_id, entity=entity, need=own)
        for key, entity in wanted.items()
        if key not in held
    )
    audit_record(
        actor=user,
        action="need.things_set",
        now=now,
        object_type="need",
        object_id=own.pk,
        case_id=own.case_id,
        detail={"key": own.key, "things": sorted(wanted)},
    )


def need_entities_save(*, need: Need, user: Any, version: int, keys: Sequence[str], now: datetime) -> Case:
    """Say which things a need is about, by compare-and-set. Returns the case with its new version.

    Raises StaleCase (`mine` and `theirs` under `things`), Need.DoesNotExist.
    """
    own = needs_for(user).select_related("case").get(pk=need.pk)

    def theirs(_case: Case) -> dict[str, Any]:
        held = entity_needs_for(user).filter(need=own).order_by("entity__position")
        return {"things": list(held.values_list("entity__key", flat=True))}

    with transaction.atomic():
        fresh = next_version(own.case, user, version=version, now=now, mine={"things": list(keys)}, theirs=theirs)
        need_entities_set(need=own, user=user, keys=keys, now=now)
    return fresh


def entities_of(case: Case, user: Any) -> list[EntityInFile]:
    """The things of a case as a case file has them, in their order."""
    needs: dict[Any, list[str]] = {}
    links = entity_needs_for(user).filter(case=case).order_by("need__position")
    for entity_id, key in links.values_list("entity_id", "need__key"):
        needs.setdefault(entity_id, []).append(key)
    return [
        EntityInFile(
            row.key,
            Checked(row.kind, row.value, row.details, row.note),
            row.state,
            row.certainty,
            tuple(needs.get(row.pk, ())),
        )
        for row in entities_for(user).filter(case=case)
    ]


def entities_write(
    *, case: Case, user: Any, found: Iterable[EntityInFile], needs: Mapping[str, Need], now: datetime
) -> None:
    """The things of a case file as rows of a new case. Call it inside the transaction that made the case."""
    own = {"case": case, "agency_id": case.agency_id}
    rows: list[Entity] = []
    links: list[EntityNeed] = []
    for position, one in enumerate(found, start=1):
        given = Given(one.checked.kind, {}, one.state, one.certainty)
        row = Entity(**own, key=one.key, position=position, added_by=user, added_at=now, **_row(given, one.checked))
        rows.append(row)
        links += [EntityNeed(**own, entity=row, need=needs[key]) for key in dict.fromkeys(one.needs)]
    Entity.objects.bulk_create(rows)
    EntityNeed.objects.bulk_create(links)
