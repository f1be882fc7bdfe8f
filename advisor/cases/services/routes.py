"""Asking the engine: the one place in the office where a case is routed.

Reads the published edition and the case; writes CaseRoute, which is added and never changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import Max

from advisor.audit.services import audit_record
from advisor.cases.models import Case, CaseRoute
from advisor.cases.selectors import cases_for, routes_for
from advisor.cases.services.files import case_to_document
from advisor.cases.services.held import acting
from advisor.intake.to_facts import case_facts
from instruments.editions import CurrentEdition, edition_current
from routing import ENGINE_VERSION
from routing.codec import route_to_document
from routing.engine import route
from routing.errors import CaseFaults, Fault


@dataclass(frozen=True, slots=True)
class Preview:
    """An answer that is not stored. `answer` is the contract's answer, None while `faults` stand in the way."""

    answer: Mapping[str, Any] | None
    faults: tuple[Fault, ...]
    edition: CurrentEdition


def canonical_sha256(document: Mapping[str, Any]) -> str:
    """SHA-256 over the document's canonical JSON bytes: keys sorted, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def routed(document: Mapping[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
    """The contract's answer to a case document. Raises CaseFaults."""
    return route_to_document(route(case_facts(document, edition.rulebook), edition.rulebook, on=on))


class _Answers:
    """The last answers of this process, by what they were made from: the same question gets the same answer.

    The key is the hash of the whole case document with edition, engine and day, so that nothing of one case can be
    taken for another's; whoever asks has read the document through the gate. Turning a page costs no evaluation then.
    """

    KEPT = 8

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], dict[str, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Mapping[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
        """The contract's answer; treat it as frozen. Raises CaseFaults."""
        key = (canonical_sha256(document), edition.sha256, edition.label, ENGINE_VERSION, on.isoformat())
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        answer = routed(document, edition, on)
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self.KEPT:
                self._kept.popitem(last=False)
        return answer


answers = _Answers()


def case_preview(*, case: Case, user: Any, on: date) -> Preview:
    """The engine's answer as the case stands, not stored. A case without needs answers with that fault.

    Raises Case.DoesNotExist, NoEdition.
    """
    edition = edition_current()
    document = case_to_document(case=case, user=user)
    try:
        return Preview(answers.of(document, edition, on), (), edition)
    except CaseFaults as faults:
        return Preview(None, faults.faults, edition)


def _document(asked: dict[str, Any], answer: dict[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
    """What a stored route keeps: enough to replay it, and all that a dossier is written from."""
    return {
        "case": asked,
        "on": on.isoformat(),
        "engine_version": ENGINE_VERSION,
        "edition": {"label": edition.label, "sha256": edition.sha256},
        "answer": answer,
    }


def case_route(*, case: Case, user: Any, on: date, now: datetime) -> CaseRoute:
    """Route the case with the law of the day `on` and store the answer, numbered from 1 within the case.

    Raises CaseFaults (every fault of the case; nothing is stored), Case.DoesNotExist, PermissionDenied, NoEdition.
    """
    acting(user)
    edition = edition_current()
    with transaction.atomic():
        own = cases_for(user).select_for_update().get(pk=case.pk)  # numbers routes one after the other
        asked = case_to_document(case=own, user=user)
        answer = answers.of(asked, edition, on)
        document = _document(asked, answer, edition, on)
        last = routes_for(user).filter(case=own).aggregate(last=Max("number"))["last"] or 0
        stored = CaseRoute.objects.create(
            case=own,
            agency_id=own.agency_id,
            number=last + 1,
            on=on,
            status=answer["status"],
            edition_label=edition.label,
            edition_sha256=edition.sha256,
            engine_version=ENGINE_VERSION,
            document=document,
            sha256=canonical_sha256(document),
            case_version=own.version,
            created_by=user,
            created_at=now,
        )
        audit_record(
            actor=user,
            action="case.routed",
            now=now,
            object_type="route",
            object_id=stored.pk,
            case_id=own.pk,
            detail={"number": stored.number, "status": stored.status, "edition": edition.label},
        )
    return stored
