"""A case as a file, in the contract's format: out of the office and into it.

The round trip keeps everything but 'I don't know yet', which the format says by leaving the fact out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.models import Answer, Case, Need
from advisor.cases.practice_mark import is_practice
from advisor.cases.selectors import answers_for, needs_for, rights_for
from advisor.cases.services.edits import FIELDS, case_open
from advisor.cases.services.entities import entities_of, entities_write
from advisor.cases.services.exhibits import exhibits_document, exhibits_named
from advisor.cases.services.held import acting, own_case
from advisor.cases.services.needs import need_checked
from advisor.cases.services.rights import right_of, rights_write
from advisor.intake.entities.documents import Entity, entities_read, entity_document
from advisor.intake.from_file import case_file_read, faults_explained
from advisor.intake.rights.check import CheckedRight, right_document, rights_read
from advisor.intake.to_facts import EXTRA, case_document, case_facts
from instruments.editions import edition_current
from routing.errors import CaseFaults, Fault
from routing.facts import CaseFacts
from routing.rulebook import Rulebook

# An id becomes a part of the need's address, so it is kept to what an address shows as it is.
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
KEY_ADVICE = gettext_lazy(
    "An id here has 1 to 20 letters, digits, hyphens or underscores, no sign first. Change it in the file."
)


def case_to_document(*, case: Case, user: Any) -> dict[str, Any]:
    """The case in the contract's format, JSON-ready. Raises Case.DoesNotExist."""
    own = own_case(case, user)
    by_level: dict[Any, dict[str, Any]] = {}
    for need_id, fact, value in answers_for(user).filter(case=own).values_list("need_id", "fact", "value"):
        by_level.setdefault(need_id, {})[fact] = value
    needs = [
        (
            {
                "id": need.key,
                "measure": need.measure,
                "variant": need.variant,
                "requested_state": need.requested_state,
                "subject": need.subject,
            },
            by_level.get(need.pk, {}),
        )
        for need in needs_for(user).filter(case=own)
    ]
    header = {field: getattr(own, field) for field in FIELDS}
    extra = {**own.extra, **_things(own, user), "exhibits": exhibits_document(own, user) + exhibits_named(own)}
    return case_document(header, by_level.get(None, {}), needs, extra)


def _things(case: Case, user: Any) -> dict[str, Any]:
    """Entities and rights as the case file has them; keys without any are left out."""
    entities = [entity_document(entity) for entity in entities_of(case, user)]
    rights = [right_document(row.key, right_of(row)) for row in rights_for(user).filter(case=case)]
    return {key: rows for key, rows in (("entities", entities), ("rights", rights)) if rows}


def case_from_file(*, user: Any, content: bytes, name: str, now: datetime) -> Case:
    """A new case of the user's agency from an uploaded case file; `name` tells JSON (*.json) from YAML.

    Raises routing.errors.CaseFaults (what cannot be read, or every fault of the case), FieldFaults (texts, or the
    reference is taken), PermissionDenied, NoEdition.
    """
    acting(user)
    read = case_file_read(content, name=name)
    try:
        return case_from_document(user=user, document=read.document, now=now)
    except CaseFaults as faults:
        raise CaseFaults(faults_explained(faults.faults, read.spellings)) from None


def case_from_document(*, user: Any, document: Mapping[str, Any], now: datetime) -> Case:
    """A new case of the user's agency from a case document in the contract's form. Raises as `case_from_file` does.

    An empty list of needs is a draft: it opens with everything else that it holds, though nobody can be advised on it.
    """
    acting(user)
    rulebook = edition_current().rulebook
    entities, rights = _things_read(document, rulebook)  # raises CaseFaults with every fault, nothing written yet
    checked = _checked(document, rulebook)
    with transaction.atomic():
        case = case_open(
            user=user,
            now=now,
            practice=is_practice(str(document.get("reference", ""))),
            extra={key: document[key] for key in EXTRA if document.get(key) and key not in ("entities", "rights")},
            opened_on=checked.opened_on,
            **{field: document.get(field, "") for field in FIELDS if field != "opened_on"},
        )
        needs = _needs_and_answers(case, document, user, now, rulebook)
        entities_write(case=case, user=user, found=entities, needs=needs, now=now)
        rights_write(case=case, found=rights)
        audit_record(
            actor=user,
            action="case.read_from_file",
            now=now,
            object_type="case",
            object_id=case.pk,
            case_id=case.pk,
            detail={"needs": len(document["needs"])},
        )
    return case


def _checked(document: Mapping[str, Any], rulebook: Rulebook) -> CaseFacts:
    """The document as the engine takes it; a draft (`needs: []`) is read with one need in the place of those to come.

    Raises CaseFaults.
    """
    if document.get("needs") != []:
        return case_facts(document, rulebook)
    placeholder = {"id": "n1", "measure": next(iter(rulebook.measures)), "requested_state": None}
    return case_facts({**document, "needs": [placeholder]}, rulebook)


def _things_read(
    document: Mapping[str, Any], rulebook: Rulebook
) -> tuple[list[Entity], list[tuple[str, CheckedRight]]]:
    """Entities and rights of a case document. Raises CaseFaults with their faults and those of the case itself."""
    listed = document.get("needs")
    ids = (
        {str(need["id"]) for need in listed if isinstance(need, dict) and "id" in need}
        if isinstance(listed, list)
        else set()
    )
    entities, faults = entities_read(document.get("entities"), states=rulebook.states, needs=ids)
    rights, more = rights_read(document.get("rights"), states=rulebook.states)
    faults += more
    if faults:
        own: tuple[Fault, ...] = ()
        try:
            _checked(document, rulebook)
        except CaseFaults as error:
            own = error.faults
        said = {fault.where for fault in own}
        raise CaseFaults([*own, *(fault for fault in faults if fault.where not in said)])
    return entities, rights


def _needs_and_answers(
    case: Case, document: Mapping[str, Any], user: Any, now: datetime, rulebook: Rulebook
) -> dict[str, Need]:
    """Write needs and answers. Returns the needs by their ids."""
    answers: list[tuple[Need | None, Mapping[str, Any]]] = [(None, document.get("facts") or {})]
    needs: list[Need] = []
    faults: dict[str, str] = {}
    for position, item in enumerate(document["needs"], start=1):
        try:
            if not KEY.fullmatch(str(item["id"])):
                raise FieldFaults({"id": str(KEY_ADVICE)})
            values = need_checked(item, case, rulebook)
        except FieldFaults as fault:
            faults |= {f"needs.{item['id']}.{field}": message for field, message in fault.faults.items()}
            continue
        need = Need(case=case, agency_id=case.agency_id, key=str(item["id"]), position=position, **values)
        needs.append(need)
        answers.append((need, item.get("facts") or {}))
    if faults:
        raise FieldFaults(faults)
    Need.objects.bulk_create(needs)
    Answer.objects.bulk_create(
        Answer(
            case=case,
            agency_id=case.agency_id,
            need=need,
            fact=fact,
            value=value,
            answered_by=user,
            answered_at=now,
        )
        for need, facts in answers
        for fact, value in facts.items()
    )
    return {need.key: need for need in needs}
