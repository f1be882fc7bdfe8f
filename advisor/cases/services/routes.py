"""Asking the engine: the one place in the office where a case is routed.

Reads the published edition and the case; writes CaseRoute with its brief, which are added and never changed.
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db import transaction
from django.db.models import Max

from advisor.audit.services import audit_record
from advisor.cases.errors import CaseBusy
from advisor.cases.models import Case, CaseRoute, RouteBrief
from advisor.cases.route_brief import brief_of
from advisor.cases.selectors import cases_for, routes_for
from advisor.cases.services.files import case_to_document
from advisor.cases.services.held import acting
from advisor.intake.to_facts import case_facts
from instruments.editions import CurrentEdition, edition_current
from routing import ENGINE_VERSION
from routing.codec import route_to_document
from routing.engine import route
from routing.errors import CaseFaults, Fault
from routing.rulebook import Rulebook

ATTEMPTS = 5
Made = Callable[[Mapping[str, Any], CurrentEdition, date], dict[str, Any]]


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


def answered(document: Mapping[str, Any], rulebook: Rulebook, on: date) -> dict[str, Any]:
    """The contract's answer to a case document by any rulebook. Raises CaseFaults."""
    return route_to_document(route(case_facts(document, rulebook), rulebook, on=on))


def routed(document: Mapping[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
    """The contract's answer to a case document by a published edition. Raises CaseFaults."""
    return answered(document, edition.rulebook, on)


class Answers:
    """The last answers of this process, by what they were made from: the same question gets the same answer.

    The key is the hash of the whole case document with edition, engine and day, so that nothing of one case can be
    taken for another's; whoever asks has read the document through the gate. Turning a page costs no evaluation then.
    Who asks the same at once waits for the first. The oldest make room when there are more than KEPT or when all have
    more than BYTES, as marshal writes them. The newest is kept whatever its size, which the cap on options bounds.
    """

    KEPT = 8
    BYTES = 10 * 1024 * 1024  # an answer to 28 needs has 1.1 MB, which is 2 MB of JSON and at most 7 MB of memory

    def __init__(self, made: Made | None = None) -> None:
        self._made = made  # None: the contract's answer
        self._kept: OrderedDict[tuple[str, ...], tuple[int, dict[str, Any]]] = OrderedDict()
        self._making: dict[tuple[str, ...], Lock] = {}
        self._lock = Lock()

    def of(self, document: Mapping[str, Any], edition: CurrentEdition, on: date) -> dict[str, Any]:
        """The contract's answer; treat it as frozen. Raises CaseFaults."""
        key = (canonical_sha256(document), edition.sha256, edition.label, ENGINE_VERSION, on.isoformat())
        with self._lock:
            turn = self._making.setdefault(key, Lock())
        with turn:
            try:
                found = self._found(key)
                if found is None:
                    found = (self._made or routed)(document, edition, on)
                    self._keep(key, found)
                return found
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _found(self, key: tuple[str, ...]) -> dict[str, Any] | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def _keep(self, key: tuple[str, ...], answer: dict[str, Any]) -> None:
        size = len(marshal.dumps(answer))  # five times faster than JSON
        with self._lock:
            self._kept[key] = (size, answer)
            held = sum(size for size, _ in self._kept.values())
            while len(self._kept) > self.KEPT or (held > self.BYTES and len(self._kept) > 1):
                held -= self._kept.popitem(last=False)[1][0]


answers = Answers()


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


def _unchanged(case: Case, user: Any, asked: Mapping[str, Any], edition: CurrentEdition, on: date) -> CaseRoute | None:
    """The newest route of the case, if it was made of the same: then it is the answer, and another row says nothing.

    Same version and content of the case, edition, engine and day.
    """
    newest = routes_for(user).filter(case=case).defer("document").order_by("-number").first()
    if newest is None:
        return None
    made_of = (
        newest.case_version,
        newest.on,
        newest.edition_sha256,
        newest.edition_label,
        newest.engine_version,
    )
    if made_of != (case.version, on, edition.sha256, edition.label, ENGINE_VERSION):
        return None
    kept = routes_for(user).filter(pk=newest.pk).values_list("document__case", flat=True).get()
    return newest if canonical_sha256(kept) == canonical_sha256(asked) else None


def case_route(*, case: Case, user: Any, on: date, now: datetime) -> CaseRoute:
    """Route the case with the law of the day `on` and store the answer, numbered from 1 within the case.

    A case that was not changed since its newest route, asked by the same edition, engine and day, gets that route back
    (its `created_at` is not `now` then). The engine works outside of the transaction, so that nobody else waits for
    it; when the case was changed meanwhile, it is asked again.
    Raises CaseFaults (every fault of the case; nothing is stored), CaseBusy, Case.DoesNotExist, PermissionDenied,
    NoEdition.
    """
    acting(user)
    edition = edition_current()
    for _ in range(ATTEMPTS):
        seen = cases_for(user).get(pk=case.pk)
        asked = case_to_document(case=seen, user=user)
        if (stored := _unchanged(seen, user, asked, edition, on)) is not None:
            return stored
        document = _document(asked, answers.of(asked, edition, on), edition, on)
        if (stored := _stored(seen, user, document, edition, on, now)) is not None:
            return stored
    raise CaseBusy


def _stored(
    seen: Case, user: Any, document: dict[str, Any], edition: CurrentEdition, on: date, now: datetime
) -> CaseRoute | None:
    """The route as a row, or the same one that somebody stored a moment before; None when the case has moved on."""
    sha256 = canonical_sha256(document)
    with transaction.atomic():
        own = cases_for(user).select_for_update().get(pk=seen.pk)  # numbers routes one after the other
        if own.version != seen.version:
            return None
        if (twin := _unchanged(own, user, document["case"], edition, on)) is not None:
            return twin
        last = routes_for(user).filter(case=own).aggregate(last=Max("number"))["last"] or 0
        stored = CaseRoute.objects.create(
            case=own,
            agency_id=own.agency_id,
            number=last + 1,
            on=on,
            status=document["answer"]["status"],
            edition_label=edition.label,
            edition_sha256=edition.sha256,
            engine_version=ENGINE_VERSION,
            document=document,
            sha256=sha256,
            case_version=own.version,
            created_by=user,
            created_at=now,
        )
        RouteBrief.objects.create(case=own, agency_id=own.agency_id, route=stored, document=brief_of(document))
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
