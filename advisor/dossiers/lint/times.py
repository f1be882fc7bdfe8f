"""Rules about times: periods, hours, dates, the day wanted, urgency, lapse of time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from advisor.dossiers.lint.dates import Period, duration_said, hours, moments, periods, zone_said
from advisor.dossiers.lint.measures import SERVICE, SURRENDER
from advisor.dossiers.lint.reading import ASKING, PEOPLE, SUBJECT, Draft, Said
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences

LONG = timedelta(days=732)
SERVICE_NEEDS = timedelta(days=60)
OLD = timedelta(days=5 * 365)
BIRTH = re.compile(r"\b(?:born|birth|geboren|nacid\w|nat[oa]|née?)\b[^;)]{0,30}?\b(?:19|20)\d\d\b", re.I)
# A sentence about a paper of the proceedings tells no fact of the case.
ABOUT_A_PAPER = re.compile(
    r"\b(?:warrants?|orders?|decisions?|rulings?|indictments?|enclosed|attached|certified)\b", re.I
)
# A single day in front of which one of these stands is the day of a paper or an event, not what is asked for.
OF_A_PAPER = re.compile(
    r"\b(?:order|judgment|warrant|decision|request|letter|contract|draft|born|registered|opened|made|dated|note"
    r"|invoice|since|exhibit|bill of lading|article)\b[^.;]{0,40}$",
    re.I,
)
REASON = re.compile(
    r"\b(?:because|since|as the|given that|so that|in order to|therefore|in view of|due to|needed to|necessary to"
    r"|shows? that)\b",
    re.I,
)
URGENT = re.compile(
    r"\b(?:urgent(?:ly)?|urgency|immediately|at once|straight away|right away|without (?:any )?delay"
    r"|as soon as possible|as fast as possible|asap|at (?:your|the) earliest|promptly|high priority|top priority"
    r"|expedit\w+|speed(?:y|ily)|quick(?:ly)?|(?:time|speed) is of the essence|prior(?:ity|itised|itized)"
    r"|brooks? no delay|no delay|earliest (?:possible )?(?:convenience|opportunity)|rush|swift(?:ly)?|rapid(?:ly)?"
    r"|pressing|with all haste)\b",
    re.I,
)
CALL = re.compile(
    r"\b(?:please|we ask|we request|is requested|are requested|must be|should be|needs? to be|has to be|have to be"
    r"|this is|request is|matter is|is very|is extremely|extremely|very|highly)\b",
    re.I,
)
WHY = re.compile(
    r"\b(?:because|since|as (?:the|he|she|they|it|we)|otherwise|will (?:be (?!appreciated|grateful|obliged|welcome"
    r"|thanked)|expire|end|leave|move|begin|lapse)|delet\w+|expir\w+|ends?|ended|lost|overwritten|destroy\w*"
    r"|remov\w+|"
    r"flee\w*|fled|hearing|trial|detention|custody|release\w*|sale|sold|offered|closed?|emptied|empty|moved?"
    r"|transfer\w*|retention|keeps?|kept|storage|stored|risk|danger|threat\w*|"
    r"transport|departure|depart\w*|limitation|deadline|expected|begins?|leaves?|lease|until|days?|weeks?|hours?"
    r"|due to|so that|in order)\b",
    re.I,
)  # fmt: skip
RELATIVE = re.compile(
    r"\b(?:until now|so far(?! as)|to date|up to now|this year|the day before yesterday|(?:in|over|during"
    r"|for) the (?:past|last|recent) (?:few |several )?(?:days|weeks|months|years)|a (?:week|month|year) ago"
    r"|lately|of late|at this (?:time|point|stage)|these days)\b|"
    r"\b(?:recently|lately|nowadays|at present|at the moment(?! (?:of|when|that|at|in))|currently|presently"
    r"|last (?:week|month|year|spring"
    r"|summer|autumn|winter|night|monday|tuesday|wednesday|thursday|friday)|"
    r"yesterday|today|tomorrow|the other day|(?:a few|several|some|two|three) (?:days|weeks|months|years) ago"
    r"|not long ago|earlier this (?:week|month|year)|"
    r"this (?:week|month|morning|summer|autumn|spring|winter)|next (?:week|month|year)|in recent (?:days|weeks"
    r"|months|years|times)|(?:in|within) the (?:near|coming|next|immediate) (?:future|days|weeks|months|period)"
    r"|(?:some|a|quite a) (?:time|while|bit) (?:ago|back|earlier)|(?:days|weeks|months|years) (?:back"
    r"|earlier)\b(?! than)|long ago|(?:a )?(?:short|long) (?:time|while) ago|(?:a|one) (?:couple of|few) (?:days"
    r"|weeks|months"
    r"|years) ago|(?:earlier|later) (?:today|this year)|soon(?! after)|shortly(?! (?:before|after)))\b",
    re.I,
)  # fmt: skip
QUIET = {"soon as", "as soon"}
LIMITATION = re.compile(r"limitation|time[- ]barr|lapse of time|prescri|verjähr|statute of limit|interrupted", re.I)
PRESERVED = re.compile(r"\bpreserv", re.I)
MONITOR = re.compile(r"\bmonitor|real time|going forward|future\b|intercept", re.I)


def asked_periods(draft: Draft) -> Iterator[tuple[Said, Period]]:
    """The periods of what is asked for."""
    for one in draft.said:
        if one.role in ASKING or one.role in ("other", "link"):
            for period in periods(one.text):
                yield one, period


def _has_period(draft: Draft) -> bool:
    if any(True for _ in asked_periods(draft)):
        return True
    for one in draft.asked:
        if duration_said(one.text):
            return True
        for moment in moments(one.text):
            if not moment.wrong and not OF_A_PAPER.search(one.text[max(0, moment.at - 60) : moment.at]):
                return True
    return any(
        re.search(r"\bperiod\b", one.text, re.I) and moments(one.text) for one in draft.of("other", "link", "procedure")
    )


@rule("period-missing")
def period_missing(draft: Draft) -> Iterator[Place]:
    if draft.kinds.has_period and not _has_period(draft):
        yield draft.where("particulars", "identifiers"), ""


@rule("period-reversed")
def period_reversed(draft: Draft) -> Iterator[Place]:
    for one in draft.prose:
        for period in periods(one.text):
            if period.end < period.start:
                yield one.place, period.text


@rule("period-too-long")
def period_too_long(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.looks_back:
        return
    for one, period in asked_periods(draft):
        if one.role in ("link", "other") or period.end - period.start <= LONG:
            continue
        years = re.compile(rf"\b(?:{period.start.year}|years?|period)\b", re.I)
        reasons = draft.of("link", "necessity", "reason", "other", one.role)
        if not any(years.search(said) and REASON.search(said) for text in reasons for said in sentences(text.text)):
            yield one.place, period.text


@rule("period-not-over")
def period_not_over(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.looks_back:
        return
    for one, period in asked_periods(draft):
        if one.role in ASKING and period.end > draft.on and period.start <= period.end and not MONITOR.search(one.text):
            yield one.place, period.text


@rule("hours-without-zone")
def hours_without_zone(draft: Draft) -> Iterator[Place]:
    if any(zone_said(one.text) for one in draft.said):
        return
    for one in draft.prose:
        if found := hours(one.text):
            yield one.place, found[0]


@rule("date-impossible")
def date_impossible(draft: Draft) -> Iterator[Place]:
    for one in draft.said:
        for moment in moments(one.text):
            if moment.wrong:
                yield one.place, moment.wrong


@rule("date-ambiguous")
def date_ambiguous(draft: Draft) -> Iterator[Place]:
    for one in draft.said:
        for moment in moments(one.text):
            if moment.ambiguous:
                yield one.place, moment.text


@rule("relative-time")
def relative_time(draft: Draft) -> Iterator[Place]:
    for one in draft.prose:
        for said in sentences(one.text):
            match = RELATIVE.search(said)
            if match and not moments(said) and "as soon as" not in said.lower():
                yield one.place, match[0]


@rule("answer-day-missing")
def answer_day_missing(draft: Draft) -> Iterator[Place]:
    place = draft.place("wanted")
    if not place or draft.kinds.measure == "criminal.spontaneous_information":
        return
    wanted = draft.of("wanted")
    if any(draft.nothing(one.text) or duration_said(one.text) for one in wanted) or any(
        moments(one.text) for one in wanted
    ):
        return
    yield place, wanted[0].text if wanted else ""


@rule("answer-day-past")
def answer_day_past(draft: Draft) -> Iterator[Place]:
    for one in draft.of("wanted"):
        days = [moment.end for moment in moments(one.text) if not moment.wrong]
        if days and max(days) <= draft.on:
            yield one.place, one.text


@rule("urgency-without-reason")
def urgency_without_reason(draft: Draft) -> Iterator[Place]:
    given = [one for one in draft.of("urgency") if not draft.nothing(one.text)]
    for one in given:
        if not moments(one.text) and not any(WHY.search(_without_urgent(said)) for said in sentences(one.text)):
            yield one.place, one.text
    if given:
        return
    for one in draft.prose:
        for said in sentences(one.text):
            called = URGENT.search(said) and CALL.search(said)
            if called and not moments(said) and not WHY.search(_without_urgent(said)):
                yield one.place, said


def _without_urgent(said: str) -> str:
    return URGENT.sub(" ", said)


@rule("service-day-near")
def service_day_near(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(SERVICE):
        return
    for one in draft.said:
        if one.role in PEOPLE or one.role == "wanted":
            continue
        for said in sentences(one.text):
            hearing = re.search(
                r"\b(?:hearing|summon\w*|appear\w*|trial|session|reply|deadline|audience|oral|sitting)\b", said, re.I
            ) or re.search(r"appear|hearing|time-limit", one.place.rpartition(".")[2])
            told = one.role in ("particulars", "account", "subject", "documents", "other", "unplaced")
            for moment in moments(said) if hearing or told else ():
                if draft.on <= moment.end < draft.on + SERVICE_NEEDS:
                    yield one.place, moment.text


@rule("storage-ends-first")
def storage_ends_first(draft: Draft) -> Iterator[Place]:
    kept = draft.facts.get("data.retention_until")
    if not kept or not draft.kinds.looks_back or "preservation" in draft.kinds.measure:
        return
    until = date.fromisoformat(str(kept))
    days = [moment.end for one in draft.of("wanted") for moment in moments(one.text)]
    if (until < draft.on or any(day > until for day in days)) and not any(
        PRESERVED.search(one.text) for one in draft.said
    ):
        yield draft.where("wanted", "urgency"), str(kept)


@rule("time-bar-unsaid")
def time_bar_unsaid(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(SURRENDER, {"criminal.confiscation"}):
        return
    told = [said for one in draft.of("account") for said in sentences(one.text) if not ABOUT_A_PAPER.search(said)]
    told = [BIRTH.sub(" ", said) for said in told]
    days = [moment.end for said in told for moment in moments(said) if moment.end <= draft.on]
    if days and max(days) < draft.on - OLD and not LIMITATION.search(draft.all_text()):
        yield draft.where("account", "limitation"), max(days).isoformat()


__all__ = ["SUBJECT", "asked_periods"]
