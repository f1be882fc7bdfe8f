"""Days and successions: periods that cannot be, successors that do not follow."""

from collections.abc import Iterator
from datetime import date, timedelta

from instruments.integrity.base import Rule, View

Found = Iterator[tuple[str, str]]


class PeriodEndsBeforeItStarts(Rule):
    """A period ends on or after the day on which it starts."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            if record["applies_from"] and record["applies_until"] and record["applies_from"] > record["applies_until"]:
                yield f"instrument:{code}", f"{record['applies_from']} to {record['applies_until']}"
        for identity, (_, provision) in view.provisions.items():
            first, last = provision.get("applies_from"), provision.get("applies_until")
            if first and last and first > last:
                yield f"provision:{identity}", f"{first} to {last}"
        for rule in view.book["precedence"]:
            first, last = rule.get("valid_from"), rule.get("valid_until")
            if first and last and first > last:
                yield f"precedence:{rule['id']}", f"{first} to {last}"


class AppliesBeforeAdoption(Rule):
    """Nothing applies before it was adopted."""

    is_error = False

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            for name in ("in_force", "applies_from"):
                if record["adopted"] and record[name] and record[name] < record["adopted"]:
                    yield f"instrument:{code}", f"{name} {record[name]}, adopted {record['adopted']}"


class SupersessionNotMutual(Rule):
    """Whoever is superseded by another is named among what that other supersedes, and the other way round.

    A replacement between some States only, or of some provisions, may stand on one side alone if `replacement_note`
    tells it.
    """

    is_error = False

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            for name, back in (("superseded_by", "supersedes"), ("supersedes", "superseded_by")):
                for other in record[name]:
                    partner = view.instruments.get(other)
                    if partner and code not in partner[back] and not record.get("replacement_note"):
                        yield f"instrument:{code}", f"{name} {other}, which does not say so"


class SupersessionDatesDoNotMeet(Rule):
    """When an instrument ended for all, a successor applies by the next day, or `replacement_note` tells why not.

    A gap is possible: an act may be repealed before the one that takes its place can be used.
    """

    is_error = False

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            successors = [view.instruments[other] for other in record["superseded_by"] if other in view.instruments]
            if not record["applies_until"] or not successors or record.get("replacement_note"):
                continue
            next_day = (date.fromisoformat(record["applies_until"]) + timedelta(days=1)).isoformat()
            starts = [other["applies_from"] for other in successors if other["applies_from"]]
            if starts and min(starts) > next_day:
                yield f"instrument:{code}", f"it ended on {record['applies_until']}, the next began on {min(starts)}"


class SuccessorIsOlder(Rule):
    """A successor was adopted after what it supersedes."""

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            for other in record["supersedes"]:
                older = view.instruments.get(other)
                if older and record["adopted"] and older["adopted"] and older["adopted"] > record["adopted"]:
                    yield f"instrument:{code}", f"{record['adopted']}, but {other} is of {older['adopted']}"


class StatusContradictsDates(Rule):
    """The status of an instrument agrees with its dates on the day of the check."""

    is_error = False

    def found(self, view: View) -> Found:
        for code, record in view.instruments.items():
            status = (record.get("status_note") or {}).get("status")
            begins = record["applies_from"]
            if status == "not_yet_applicable" and begins and begins <= view.today:
                yield f"instrument:{code}", f"not_yet_applicable, but it applies from {begins}"
            if status == "in_application" and begins and begins > view.today:
                yield f"instrument:{code}", f"in_application, but it applies from {begins} only"
            if status == "not_in_force" and record["in_force"] and record["in_force"] <= view.today:
                yield f"instrument:{code}", f"not_in_force, but in force since {record['in_force']}"


class StatusIsOld(Rule):
    """A status that can change was looked at within the last 100 days."""

    is_error = False

    def found(self, view: View) -> Found:
        limit = (view.on - timedelta(days=100)).isoformat()
        for code, record in view.instruments.items():
            note = record.get("status_note")
            if note and note["as_of"] < limit:
                yield f"instrument:{code}", f"{note['status']} as of {note['as_of']}"
