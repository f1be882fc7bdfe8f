"""The ledger of the cases that a person may see: steps and their logs, read through the gate, made into lines.

Reads: steps, logs, the chosen options and the facts of their stored routes, the kinds of instruments of the current
edition, calendars. Writes: nothing. Stored routes never change, so what the ledger needs of one is kept in the process.
The rows are three queries, however many steps there are, and one or two for routes that this process has not read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from threading import Lock
from typing import Any

from django.db.models import Prefetch

from advisor.cases.models import Case, CaseRoute, CaseState, RouteBrief
from advisor.cases.selectors import owned_by
from advisor.intake.retention import FACT, countdown
from advisor.walk import states
from advisor.walk.calendars import NoCalendar, calendar_of
from advisor.walk.ledger import LedgerLine, Status, ledger_of
from advisor.walk.ledger_lines import NOBODY, THEM, US
from advisor.walk.models import Step, StepEvent
from instruments.editions import edition_current, edition_get
from instruments.errors import NoEdition
from routing.deadlines import Actor, Calendar

KEPT = 4_000
YEARS_BACK, YEARS_AHEAD = 2, 6
RETENTION = "data-retention"
_OPTION = ("provision", "instrument", "measure", "tier", "acting_state", "short_title", "time_limits", "typical_days")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the ledger needs of a stored route for one step: the option, both States, until when the data are kept."""

    option: Mapping[str, Any]
    requesting: str
    acting: str
    subject: str
    retention: str


Key = tuple[Any, str, str]


class _Kept:
    """Chosen options of this process by (route, need, provision); the oldest go when there are more than KEPT."""

    def __init__(self) -> None:
        self._rows: OrderedDict[Key, Chosen] = OrderedDict()
        self._lock = Lock()

    def of(self, steps: Iterable[Step]) -> dict[Any, Chosen]:
        """What is known of each step, by its id. Steps whose route has no such option are left out."""
        wanted = {step.pk: (step.route_id, step.need_key, step.provision) for step in steps}
        with self._lock:
            known = {key: self._rows[key] for key in wanted.values() if key in self._rows}
        missing = {key for key in wanted.values() if key not in known}
        if missing:
            known |= self._read(missing)
        return {pk: known[key] for pk, key in wanted.items() if key in known}

    def _read(self, missing: set[Key]) -> dict[Key, Chosen]:
        """From the routes' briefs, and from whole documents (some megabytes each) only what no brief has."""
        # The steps came through the gate; a route that one of them points at is of the same case.
        found: dict[Key, Chosen] = {}
        briefs = RouteBrief.objects.filter(route_id__in={key[0] for key in missing}).values_list("route_id", "document")
        for pk, brief in briefs.iterator(chunk_size=50):
            found |= {key: one for key in missing if key[0] == pk and (one := _from_brief(brief, key[1], key[2]))}
        left = missing - found.keys()
        if left:
            routes = CaseRoute.objects.filter(pk__in={key[0] for key in left}).values_list("pk", "document")
            for pk, document in routes.iterator(chunk_size=4):
                found |= {key: one for key in left if key[0] == pk and (one := chosen_of(document, key[1], key[2]))}
        with self._lock:
            self._rows.update(found)
            while len(self._rows) > KEPT:
                self._rows.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything (tests measure a cold start with it)."""
        with self._lock:
            self._rows.clear()


kept = _Kept()


def chosen_of(document: Mapping[str, Any], need_key: str, provision: str) -> Chosen | None:
    """The chosen option of a stored route's document; None when it has none such."""
    need = next((one for one in document["answer"]["needs"] if one["id"] == need_key), None)
    option = next((one for one in (need or {}).get("options", ()) if one["provision"] == provision), None)
    if need is None or option is None:
        return None
    case = document["case"]
    asked: dict[str, Any] = next((one for one in case.get("needs", ()) if one["id"] == need_key), {})
    facts = {**(case.get("facts") or {}), **(asked.get("facts") or {})}
    return Chosen(
        option={name: option[name] for name in _OPTION if name in option},
        requesting=str(case.get("requesting_state") or ""),
        acting=str(option.get("acting_state") or need.get("requested_state") or ""),
        subject=str(asked.get("subject") or ""),
        retention=str(facts.get(FACT) or ""),
    )


def _from_brief(brief: Mapping[str, Any], need_key: str, provision: str) -> Chosen | None:
    """The chosen option from a route's brief; None when it stands only in the whole document."""
    need = next((one for one in brief["needs"] if one["id"] == need_key), None)
    rows = () if need is None else (*need["plan"], *need["ways"])
    option = next((one for one in rows if one["provision"] == provision), None)
    if need is None or option is None:
        return None
    return Chosen(
        option={name: option[name] for name in _OPTION if name in option},
        requesting=str(brief.get("requesting_state") or ""),
        acting=str(option.get("acting_state") or need.get("requested_state") or ""),
        subject=str(need.get("subject") or ""),
        retention=str(need.get("kept_until") or ""),
    )


def ledger_steps(user: Any, case: Case | None = None) -> list[Step]:
    """The steps that the ledger is about, with their cases and logs.

    Of one case all; of all cases those of open cases that were not taken back.
    """
    found = owned_by(user, Step.objects.all())
    if case is None:
        found = found.exclude(state=states.WITHDRAWN).exclude(case__state=CaseState.CLOSED)
    else:
        found = found.filter(case=case)
    found = found.select_related("case", "route").defer("route__document", "route__sha256", "case__extra")
    log = Prefetch("events", queryset=StepEvent.objects.order_by("number"))
    return list(found.prefetch_related(log).order_by("case__reference", "chosen_at", "need_key", "pk"))


def chosen_for(steps: Iterable[Step]) -> dict[Any, Chosen]:
    """What the stored routes say of steps that came through the gate, by the step's id."""
    return kept.of(steps)


def ledger_for(
    user: Any, *, today: date, case: Case | None = None, now: datetime | None = None, steps: list[Step] | None = None,
    instruments: Mapping[str, Any] | None = None,
) -> list[LedgerLine]:  # fmt: skip
    """The lines of one case, or of all that the user may see, in the order of the cases and of their steps.

    `now` decides for limits in hours; without it noon (UTC) of `today` is meant. `steps` are those of `ledger_steps`,
    where the caller has read them already, `instruments` those of the current edition. Data that a holder deletes on
    a known day have a line of their own.
    """
    moment = now or datetime.combine(today, time(12), UTC)
    rows = ledger_steps(user, case) if steps is None else steps
    known = chosen_for(rows)
    kinds = _Kinds(instruments)
    found: list[LedgerLine] = []
    for step in rows:
        chosen = known.get(step.pk)
        if chosen is not None:
            found += step_lines(step, chosen, kinds.of(step), today, moment)
    return found + _retention_lines(rows, known, today)


def step_lines(
    step: Step, chosen: Chosen, kind: str, today: date, now: datetime, *, log: list[StepEvent] | None = None
) -> tuple[LedgerLine, ...]:
    """The lines of one step whose log was read; `log` where it did not come with the step."""
    log = list(step.events.all()) if log is None else log
    first = min([row.happened_on.year for row in log] + [today.year])
    calendars = calendars_of(chosen.requesting, chosen.acting, first - YEARS_BACK, today.year + YEARS_AHEAD)
    return ledger_of(chosen.option, step, log, None, calendars, today, now, kind=kind)


class _Kinds:
    """The kind of an instrument, which decides how its limits are counted: by the edition of now.

    An instrument that is gone from it is looked up in the edition of the step's route.
    """

    def __init__(self, instruments: Mapping[str, Any] | None = None) -> None:
        self._instruments = instruments

    def of(self, step: Step) -> str:
        if self._instruments is None:
            self._instruments = edition_current().rulebook.instruments
        found = self._instruments.get(step.instrument)
        if found is None:
            try:
                found = edition_get(step.route.edition_sha256).rulebook.instruments.get(step.instrument)
            except NoEdition:
                return ""
        return str(found.kind) if found is not None else ""


def calendars_of(requesting: str, acting: str, first: int, last: int) -> dict[Actor, Calendar]:
    """Whose calendar counts for whom. A State that is not known has days without holidays (and no name)."""
    theirs, ours = _calendar(acting, first, last), _calendar(requesting, first, last)
    return {Actor.REQUESTED: theirs, Actor.PROVIDER: theirs, Actor.REQUESTING: ours, Actor.PARTY: theirs}


def _calendar(state: str, first: int, last: int) -> Calendar:
    try:
        return calendar_of(state, first, last)
    except NoCalendar:
        return Calendar("", UTC, frozenset(), date(first, 1, 1), date(last, 12, 31))


def _retention_lines(steps: Iterable[Step], known: Mapping[Any, Chosen], today: date) -> list[LedgerLine]:
    """One line for each need whose data vanish on a known day, on the newest step that could still save them."""
    newest: dict[tuple[Any, str], list[Step]] = {}
    for step in steps:
        if step.pk in known and known[step.pk].retention and step.state != states.WITHDRAWN:
            newest.setdefault((step.case_id, step.need_key), []).append(step)
    return [line for group in newest.values() if (line := _retention_line(group, known, today)) is not None]


def _retention_line(group: list[Step], known: Mapping[Any, Chosen], today: date) -> LedgerLine | None:
    step = max(group, key=lambda one: one.route.number)
    left = countdown(known[step.pk].retention, on=today)
    if left is None:
        return None
    saved = [day for one in group if (day := _saved_on(one)) is not None]
    status = Status.OVERDUE if left.days < 0 else Status.DUE_SOON if left.days <= 7 else Status.RUNNING
    owes = THEM if any(one.state in states.UNDER_WAY for one in group) else US
    met = min(saved) if saved else None
    if met is not None:
        status, owes = Status.LATE if met > left.until else Status.MET, NOBODY
    return LedgerLine(
        step.case_id, step.pk, RETENTION, "", None, left.until, owes, status,
        (left.until - met).days if met else left.days, (), "case",
        event="data.retention_until", sort="retention", met_on=met, extendable=False, state=known[step.pk].acting,
    )  # fmt: skip


def _saved_on(step: Step) -> date | None:
    """The day on which the data were in safe hands: executed, at least in part."""
    for row in states.standing(step.events.all()):
        if row.kind == states.STATE and row.to_state in {states.EXECUTED, states.PARTLY}:
            return row.happened_on
    return None
