"""Two agencies with one full case each, and which object a part of an address stands for.

The generated permission test builds every address of the application from OBJECTS and PLAIN. A route whose address has
another part is red until it is named here: an object of a case in OBJECTS, anything else in PLAIN.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from advisor.accounts.models import Agency, ApiToken, User
from advisor.accounts.services import token_create
from advisor.cases.models import Case, CaseMember, CaseNote, CaseRoute, Exhibit, FormSent, Need, RouteDecision
from advisor.cases.selectors import cases_for
from advisor.cases.services import (
    answers_save,
    case_open,
    case_route,
    entities_add,
    exhibit_add,
    exhibit_receive,
    needs_add,
    right_add,
)
from advisor.cases.services.closing import case_close, case_reopen
from advisor.cases.services.entities import Given
from advisor.cases.services.notes import note_add
from advisor.cases.services.team import case_restrict, member_add
from advisor.dossiers.inputs import dossier_inputs
from advisor.dossiers.models import Bundle, Dossier, DossierJob, DraftText
from advisor.walk.contacts import contact_add
from advisor.walk.models import CollisionAcceptance, Contact, Step
from advisor.walk.services import Choice, step_move, steps_choose
from tests.conftest import NOW, PASSWORD, ROUTED_ANSWERS, TODAY


@dataclass
class Office:
    """One agency, its people and one case with everything that hangs on it."""

    agency: Agency
    investigator: User
    prosecutor: User
    case: Case
    need: Need
    route: CaseRoute
    step: Step
    job: DossierJob
    dossier: Dossier
    token: ApiToken
    secret: str
    exhibit: Exhibit
    member: CaseMember
    note: CaseNote
    contact: Contact
    bundle: Bundle


def office(code: str, country: str, mark: str, agency: Agency | None = None) -> Office:
    """An agency (a new one, or the one given) with a routed case, a step, and a finished dossier.

    `mark` stands in every text that a person wrote; `code` in the addresses of the people.
    """
    agency = agency or Agency.objects.create(code=code, name=f"Agency of {code}", country=country)
    people = [
        User.objects.create_user(
            email=f"{role}@{code}.example", password=PASSWORD, role=role, agency=agency, name=f"{role} of {code}"
        )
        for role in ("investigator", "prosecutor")
    ]
    investigator, prosecutor = people
    case = case_open(
        user=investigator,
        reference=f"{mark}-reference",
        title=f"{mark}-title",
        summary=f"{mark}-summary",
        requesting_state=country,
        track="criminal",
        stage="investigation",
        opened_on=TODAY,
        now=NOW,
    )
    [need] = needs_add(
        case=case,
        user=investigator,
        measure="criminal.search_and_seizure",
        requested_states=["ES"],
        subject=f"{mark}-subject",
        now=NOW,
    )
    thing = Given("person", {"value": f"{mark}-person", "note": f"{mark}-note"}, "ES", "believed", [need.key])
    entities_add(case=case, user=investigator, given=[thing], now=NOW)
    right_add(case=case, user=investigator, values={"kind": "eu_trade_mark", "name": f"{mark}-sign"}, now=NOW)
    case = cases_for(investigator).get(pk=case.pk)
    case = answers_save(case=case, user=investigator, version=case.version, values=ROUTED_ANSWERS, now=NOW)
    route = case_route(case=case, user=investigator, on=TODAY, now=NOW)
    token, secret = token_create(user=investigator, label=f"{mark}-token", now=timezone.now())
    step = _refused(_step(route, need, investigator, mark), prosecutor, mark)
    _decided(route, step, prosecutor, mark)
    exhibit = _exhibit(case, investigator, mark)
    team = _team(case, investigator, prosecutor, mark)
    made = _dossier(step, mark)
    bundle = _bundle(step, mark)
    return Office(
        agency, investigator, prosecutor, case, need, route, step, *made, token, secret, exhibit, *team, bundle
    )


def _bundle(step: Step, mark: str) -> Bundle:
    content = f"%PDF-1.7 {mark}-bundle".encode()
    return Bundle.objects.create(
        case_id=step.case_id,
        agency_id=step.agency_id,
        number=1,
        inputs={**dossier_inputs(step=step, language="en"), "reason": f"{mark}-inputs"},
        state="done",
        content=content,
        size=len(content),
        requested_by=step.chosen_by,
        created_at=NOW,
    )


def restricted(office: Office) -> Office:
    """The office with its case shown to its members alone."""
    case_restrict(case=office.case, user=office.investigator, restricted=True, now=NOW)
    return office


def _team(case: Case, lead: User, other: User, mark: str) -> tuple[CaseMember, CaseNote, Contact]:
    """Two members, a note that names the other one, a confidential contact, and a case closed and opened again."""
    member_add(case=case, user=lead, who=lead.email, role="lead", now=NOW)
    member = member_add(case=case, user=lead, who=other.email, role="prosecutor", now=NOW)
    note, _unknown = note_add(case=case, user=lead, text=f"{mark}-note @{other.email}", now=NOW)
    FormSent.objects.create(case=case, agency_id=case.agency_id, key=f"{mark}-form", said="0" * 64, by=lead, at=NOW)
    told = {"who": f"{mark}-colleague", "asked": f"{mark}-asked", "told": f"{mark}-told", "happened_on": TODAY}
    contact = contact_add(case=case, user=lead, values=told, now=NOW)
    case_close(case=case, user=lead, reason="done", text=f"{mark}-closing", now=NOW)
    case_reopen(case=case, user=lead, text=f"{mark}-opening", now=NOW)
    return member, note, contact


def _exhibit(case: Case, user: User, mark: str) -> Exhibit:
    file = SimpleUploadedFile(f"{mark}-file.txt", f"{mark}-content".encode())
    values = {name: f"{mark}-{name}" for name in ("title", "note", "captured_by", "captured_how", "source", "kept_at")}
    received = exhibit_receive(case=case, user=user, file=file)
    return exhibit_add(case=case, user=user, values=values | {"captured_on": TODAY}, now=NOW, file=received)


def _step(route: CaseRoute, need: Need, user: User, mark: str) -> Step:
    option = next(o for o in route.document["answer"]["needs"][0]["options"] if o["verdict"] == "open")
    choice = Choice(need.key, option["provision"], f"{mark}-reason")
    return steps_choose(route=route, user=user, choices=[choice], now=NOW)[0]


def _refused(step: Step, user: User, mark: str) -> Step:
    """The step after it was approved, sent and refused (rows 2 to 4 of its log)."""
    for to, detail in (("approved", {}), ("sent", {}), ("refused", {"grounds": ["immunity-or-privilege"]})):
        said = {"note": f"{mark}-{to}", "detail": detail}
        step = step_move(step=step, to=to, user=user, happened_on=TODAY, now=NOW, **said)
    return step


def _decided(route: CaseRoute, step: Step, user: User, mark: str) -> None:
    """What people decided and typed: a route kept, a warning accepted, the text of a draft."""
    own = {"case_id": step.case_id, "agency_id": step.agency_id}
    compared = {"edition_label": "x", "edition_sha256": route.edition_sha256, "engine_version": "x", "case_version": 1}
    RouteDecision.objects.create(
        **own, **compared, route=route, kind="kept", reason=f"{mark}-kept", on=TODAY, moved=0, by=user, at=NOW
    )
    CollisionAcceptance.objects.create(
        **own,
        route=route,
        code="voluntary-evidence",
        text=f"{mark}-warning",
        reason=f"{mark}-accepted",
        by=user,
        at=NOW,
    )
    DraftText.objects.create(**own, step=step, texts={}, nexus=[], updated_by=user, updated_at=NOW)


def _dossier(step: Step, mark: str) -> tuple[DossierJob, Dossier]:
    common = {"case_id": step.case_id, "agency_id": step.agency_id}
    job = DossierJob.objects.create(
        **common,
        step=step,
        version=1,
        language="en",
        inputs=dossier_inputs(step=step, language="en") | {"text": f"{mark}-inputs"},
        state="done",
        error=f"{mark}-error",
        requested_by=step.chosen_by,
        created_at=NOW,
        finished_at=NOW,
    )
    content = f"%PDF-1.7 {mark}-bytes".encode()
    dossier = Dossier.objects.create(
        **common, job=job, content=content, sha256="0" * 64, size=len(content), pages=1, created_at=NOW
    )
    return job, dossier


# Parts of an address that name an object of a case: what they are in an office. Missing ones are made by MISSING.
OBJECTS: dict[str, Callable[[Office], Any]] = {
    "case_id": lambda office: office.case.pk,
    "need_id": lambda office: office.need.pk,
    "route_id": lambda office: office.route.pk,
    "step_id": lambda office: office.step.pk,
    "job_id": lambda office: office.job.pk,
    "dossier_id": lambda office: office.dossier.pk,
    "bundle_id": lambda office: office.bundle.pk,
    "exhibit_id": lambda office: office.exhibit.pk,
    "member_id": lambda office: office.member.pk,
    "note_id": lambda office: office.note.pk,
    "contact_id": lambda office: office.contact.pk,
    "token_id": lambda office: office.token.pk,
}

# Parts that name nothing of a case by themselves: the same for everybody.
PLAIN: dict[str, Any] = {
    "key": "n1",
    "entity_key": "e1",
    "entity_kind": "person",
    "right_key": "r1",
    "right_kind": "eu_trade_mark",
    "number": 1,
    "event_number": 4,
    "to": "sent",
    "warning": "voluntary-evidence",
    "slug": "offence",
    "fact": "right.kind",
    "provision": "eio/search-and-seizure",
    "suffix": "json",
    "target": "de",
    "ref": "acknowledge-receipt",
    "act": "begun",
    "letter": "txt",
    "secret": "x" * 43,
    "language": "en",
    "code": "eio",
    "document": "eaw",
    "requesting": "FR",
    "requested": "DE",
    "old": "0" * 12,
    "new": "1" * 12,
    "label": "2026-11-22.1",
    "what": "submit",
    "report_id": "00000000-0000-4000-8000-000000000000",
    "name": "right.kind",
    "rest": "nothing",
    "iso2": "FR",
    "state": "FR",
    "instrument": "eio",
    "uidb36": "1",
    "sha256": "0" * 64,
    # Django's admin
    "object_id": "1",
    "pk": 1,
    "app_label": "instruments",
    "content_type_id": 1,
    "history_id": 1,
    "url": "x",
}


# Parts that are ids all the same, of what belongs to the installation: law alone, and only curators reach it.
OF_NOBODY = frozenset({"report_id"})


def missing() -> dict[str, Any]:
    """Values for every part of OBJECTS that stand for nothing."""
    return {name: uuid.uuid4() for name in OBJECTS}


def of(office: Office) -> dict[str, Any]:
    """Values for every part of OBJECTS in an office."""
    return {name: find(office) for name, find in OBJECTS.items()}
