"""Refusals as knowledge: the grounds that an instrument knows, those that were given, and the sentences they struck.

Reads: the published edition that the step's route was computed with (grounds in the instrument's own words and the
vocabulary), logs through the gate. Writes: RefusalPoint rows, audit events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from advisor.audit.services import audit_record
from advisor.cases.errors import FieldFaults
from advisor.cases.services.held import acting, writing
from advisor.intake.text import TextFault, clean_text
from advisor.walk import states
from advisor.walk.models import RefusalPoint, Step, StepEvent
from advisor.walk.selectors import events_for
from instruments.editions import edition_get

AUTHORITY_LONGEST, SENTENCE_LONGEST, NOTE_LONGEST = 300, 4_000, 4_000
MOST_POINTS = 100
PLACE_KEYS = ("label", "version", "language", "where")


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of refusal: `own` when the provision itself lists it, with the instrument's article and words."""

    code: str
    article: str
    text: str
    mandatory: bool
    own: bool

    @property
    def value(self) -> str:
        """How a form names it: one code can stand under two articles."""
        return f"{self.code}|{self.article}"


def grounds_of(step: Step) -> list[Ground]:
    """The grounds to choose from: the provision's own list in its order, then the rest of the vocabulary by code."""
    book = edition_get(step.route.edition_sha256).rulebook
    provision = book.provisions.get(step.provision)
    own = [
        Ground(row["code"], row.get("article") or "", row.get("text") or book.grounds[row["code"]],
               bool(row.get("mandatory")), True)
        for row in (provision.document.get("refusal_grounds") or () if provision else ())
    ]  # fmt: skip
    listed = {row.code for row in own}
    return own + [Ground(code, "", text, False, False) for code, text in book.grounds.items() if code not in listed]


def move_detail(step: Step, to: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a move keeps of the detail it was given. Raises FieldFaults.

    To returned, refused and partly: `grounds` (codes) and `cited` ([code, article] pairs, for codes that the provision
    lists twice). To sent: `authority`, to whom it went. Nothing else is kept.
    """
    if to in states.WITH_GROUNDS:
        return _grounds_given(step, given)
    if to == states.SENT and given.get("authority"):
        try:
            return {"authority": clean_text(str(given["authority"]), longest=AUTHORITY_LONGEST)}
        except TextFault as fault:
            raise FieldFaults({"authority": str(fault)}) from None
    return {}


def _grounds_given(step: Step, given: Mapping[str, Any]) -> dict[str, Any]:
    cited = [(str(code), str(article)) for code, article in given.get("cited") or ()]
    codes = list(dict.fromkeys([*(str(code) for code in given.get("grounds") or ()), *(code for code, _a in cited)]))
    if not codes:
        return {}
    known = grounds_of(step)
    places = {(row.code, row.article) for row in known}
    unknown = [code for code in codes if code not in {row.code for row in known}]
    unknown += [f"{code} {article}" for code, article in cited if article and (code, article) not in places]
    if unknown:
        said = _("%(read)s is no ground of refusal that this instrument or the vocabulary knows. Choose from the list.")
        raise FieldFaults({"grounds": said % {"read": ", ".join(unknown)}})
    detail: dict[str, Any] = {"grounds": codes}
    if cited:
        detail["cited"] = [list(pair) for pair in dict.fromkeys(cited)]
    return detail


def points_begin(event: StepEvent, step: Step, user: Any, now: datetime) -> list[RefusalPoint]:
    """One row for each ground of an event, tied to no sentence yet."""
    codes = event.detail.get("grounds") or []
    if not codes:
        return []
    known = grounds_of(step)
    cited = [tuple(pair) for pair in event.detail.get("cited") or ()]
    pairs = cited + [(code, None) for code in codes if code not in {code for code, _article in cited}]
    rows = []
    for number, (code, article) in enumerate(pairs, start=1):
        ground = next(row for row in known if row.code == code and article in {None, "", row.article})
        rows.append(_point(event, number, ground, user, now))
    return rows


def _point(event: StepEvent, number: int, ground: Ground, user: Any, now: datetime, **said: Any) -> RefusalPoint:
    return RefusalPoint.objects.create(
        agency_id=event.agency_id,
        case_id=event.case_id,
        event=event,
        number=number,
        ground=ground.code,
        article=ground.article,
        text=ground.text,
        by=user,
        at=now,
        **said,
    )


def refusal_point_add(
    *, event: StepEvent, user: Any, ground: str, place: Mapping[str, Any], sentence: str, note: str, now: datetime
) -> RefusalPoint:
    """Tie a ground that was given to a sentence of our draft, or write down their words on it.

    `ground` is a Ground's `value`; `place` says where the sentence stands (label, version, language, where). Raises
    FieldFaults, StepEvent.DoesNotExist, PermissionDenied.
    """
    acting(user)
    with transaction.atomic():
        own = events_for(user).select_for_update(of=("self",)).select_related("step__route", "case").get(pk=event.pk)
        writing(user, own.case)
        code, _bar, article = ground.partition("|")
        found = next((row for row in grounds_of(own.step) if (row.code, row.article) == (code, article)), None)
        faults = {} if found else {"ground": _("Choose the ground from the list.")}
        if own.to_state not in states.WITH_GROUNDS or own.detail.get("corrects"):
            faults["ground"] = _("This row of the log tells of no refusal. Open the step again.")
        texts = {}
        for name, text, longest in (("sentence", sentence, SENTENCE_LONGEST), ("note", note, NOTE_LONGEST)):
            try:
                texts[name] = clean_text(text, longest=longest, lines=True)
            except TextFault as fault:
                faults[name] = str(fault)
        if not faults and not any(texts.values()):
            faults["note"] = _("Choose a sentence of the draft, or write what they said.")
        last = own.points.order_by("-number").values_list("number", flat=True).first() or 0
        if last >= MOST_POINTS:
            faults["ground"] = _("100 grounds are kept for one refusal. Put the rest into a remark.")
        if faults or found is None:
            raise FieldFaults(faults)
        kept = {key: str(place[key])[:200] for key in PLACE_KEYS if place.get(key)} if texts["sentence"] else {}
        point = _point(own, last + 1, found, user, now, place=kept, **texts)
        audit_record(
            actor=user, action="refusal.point", now=now, object_type="step", object_id=own.step_id,
            case_id=own.case_id, detail={"event": own.number, "ground": point.ground, "number": point.number},
        )  # fmt: skip
    return point
