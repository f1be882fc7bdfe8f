"""Time limits as budgets: from a limit of the law, a start and a calendar to the moment at which it ends.

Pure: no clock, no file, no list of holidays of its own. What is passed in decides.
"""

from routing.deadlines.calendars import Calendar, CalendarTooShort, joint
from routing.deadlines.deadline import Deadline, Extension, Reckoning, State, Status, Thresholds, deadline_for
from routing.deadlines.entries import Code, Entry
from routing.deadlines.limits import Actor, Amount, Effect, Limit, Unit, limits_of
from routing.deadlines.rules import CALENDAR, REG_1182_71, CountingRule, rule_of
from routing.deadlines.saying import said
from routing.deadlines.stops import Suspension

__all__ = [
    "CALENDAR",
    "REG_1182_71",
    "Actor",
    "Amount",
    "Calendar",
    "CalendarTooShort",
    "Code",
    "CountingRule",
    "Deadline",
    "Effect",
    "Entry",
    "Extension",
    "Limit",
    "Reckoning",
    "State",
    "Status",
    "Suspension",
    "Thresholds",
    "Unit",
    "deadline_for",
    "joint",
    "limits_of",
    "rule_of",
    "said",
]
