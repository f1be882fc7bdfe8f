"""Rules about times: periods, hours, dates, the day wanted, urgency, lapse of time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from advisor.dossiers.lint.dates import Period, duration_said, hours, moments, periods, zone_said
from advisor.dossiers.lint.measures import SERVICE, SURRENDER
from advisor.dossiers.lint.phrases import family, phrases
from advisor.dossiers.lint.reading import ASKING, PEOPLE, SUBJECT, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Line, Said, lines_of
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.wording import lines, said_of

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
    r"\b(?:order|judgment|warrant|decision|request|letter|contract|draft|born|registered|opened|made|dated"
    r"|note|seen|observed|found|visited"
    r"|resolved|resolving|answered|accessed|noted|noticed|captured|identified|seized|arrested|created"
    r"|founded|incorporated|complaint|report\w*"
    r"|invoice|since|exhibit|bill of lading|article)\b[^.;]{0,40}$",
    re.I,
)
REASON = re.compile(
    r"\b(?:because|since|as the|given that|so that|in order to|therefore|in view of|due to|needed to|necessary to"
    r"|shows? that)\b",
    re.I,
)
SHORT_LIMIT = re.compile(
    r"\b(?:within|in|inside|under|not later than|no more than)\s+(?:the next\s+)?(?P<n>\d{1,3}|one|two"
    r"|three|four|five|six|seven)\s+"
    r"(?:(?:working|calendar|business)\s+)?(?P<u>hours?|days?)\b",
    re.I,
)
IN_FIGURES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
FEW_HOURS, FEW_DAYS, OWN_WORDS = 96, 7, 3
BEGS = re.compile(
    r"\b(?:please|kindly|we (?:ask|request|beg|urge)|extremely|(?:very|most|highly|utmost) urgen\w+|treat)\b|!", re.I
)
OF_OTHERS = ("conduct", "classification", "questions", "wanted", "translation", "link", "persons", "identifiers")
OF_PROCEEDINGS = re.compile(
    r"\b(?:charged|indicted|arrest\w*|summon\w*|complain\w*|report\w*|question(?:ed|ing)|interview\w*"
    r"|examin\w*|identified|trial|opened|lodged"
    r"|filed|search\w*|seized|heard|stat(?:ed|ements?)|testif\w+|confess\w*|investigat\w*|proceedings"
    r"|suspended|absconded|left|fled|judgment"
    r"|convict\w*|sentenced)\b",
    re.I,
)
LIMITATION = re.compile(r"limitation|time[- ]barr|lapse of time|prescri|verjähr|statute of limit|interrupted", re.I)
SHORT_YEAR = re.compile(r"(?<![\w/.-])(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d\d(?![\w/.-]?\w)")
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
            ahead = draft.kinds.looks_back and moment.start > draft.on
            if not moment.wrong and not ahead and not OF_A_PAPER.search(one.text[max(0, moment.at - 60) : moment.at]):
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
    for one in draft.prose:
        for match in SHORT_YEAR.finditer(one.text):
            if match[1] != match[2]:
                yield one.place, match[0]


@rule("relative-time")
def relative_time(draft: Draft) -> Iterator[Place]:
    for line in lines(draft):
        span = said_of(line, "relative_time", unless="relative_unless")
        if span and not moments(line.text):
            yield line.one.place, line.shown(span)


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
        if not any(_reason(line) for line in lines_of((one,))):
            yield one.place, one.text
    if given:
        return
    for line in lines(draft, without=OF_OTHERS):
        told = line.one.role == "account" and not BEGS.search(line.text)
        hasty = not told and (phrases("urgent").inside(line.words) or _short_limit(line.text)) and _calls(line)
        if hasty and not _reason(line) and not moments(line.after):
            yield line.one.place, line.text


def _calls(line: Line) -> bool:
    return bool(BEGS.search(line.text)) or any(family("calls_for").takes(word) for word in line.words)


def _reason(line: Line) -> bool:
    """A day, an event or a risk; 'because the matter is important' is none."""
    if moments(line.text):
        return True
    hasty = {place for span in phrases("urgent").finds(line.words) for place in range(*span)}
    rest = [word for place, word in enumerate(line.words) if place not in hasty]
    own = [word for word in rest if not family("vague_reason").takes(word) and not family("formula").takes(word)]
    happens = [word for word in own if family("event").takes(word)]
    named = any(word.is_name for word in own)
    return bool(happens) or len(own) > OWN_WORDS - named


def _short_limit(text: str) -> bool:
    """A limit of a few hours or days."""
    for match in SHORT_LIMIT.finditer(text):
        number = IN_FIGURES.get(match["n"].lower()) or int(match["n"])
        if number <= (FEW_HOURS if match["u"].lower().startswith("hour") else FEW_DAYS):
            return True
    return False


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
    told = [BIRTH.sub(" ", said) for said in told if not OF_PROCEEDINGS.search(said)] or told
    days = [moment.end for said in told for moment in moments(said) if moment.end <= draft.on]
    if days and max(days) < draft.on - OLD and not LIMITATION.search(draft.all_text()):
        yield draft.where("account", "limitation"), max(days).isoformat()


__all__ = ["SUBJECT", "asked_periods"]
