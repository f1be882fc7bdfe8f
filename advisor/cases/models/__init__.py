"""Cases and what hangs on them.

Every row carries its agency, and every child the pair (case, agency): the migrations let the database refuse a child
whose agency is not its case's (a composite foreign key on PostgreSQL, a trigger on SQLite; advisor/audit/guards.py).
"""

from advisor.cases.models.case import Answer, Case, CaseChild, CaseRoute, CaseState, Need, Stage, Track
from advisor.cases.models.exhibits import CustodyAct, CustodyEntry, Exhibit
from advisor.cases.models.routes import RouteBrief, RouteDecision, RouteVerdict
from advisor.cases.models.sent import FormSent
from advisor.cases.models.team import (
    CaseDecision,
    CaseMember,
    CaseMention,
    CaseNote,
    CaseText,
    CloseReason,
    DecisionKind,
    MemberRole,
)
from advisor.cases.models.things import Certainty, Entity, EntityNeed, Right

__all__ = [
    "Answer",
    "Case",
    "CaseChild",
    "CaseDecision",
    "CaseMember",
    "CaseMention",
    "CaseNote",
    "CaseRoute",
    "CaseState",
    "CaseText",
    "Certainty",
    "CloseReason",
    "CustodyAct",
    "CustodyEntry",
    "DecisionKind",
    "Entity",
    "EntityNeed",
    "Exhibit",
    "FormSent",
    "MemberRole",
    "Need",
    "Right",
    "RouteBrief",
    "RouteDecision",
    "RouteVerdict",
    "Stage",
    "Track",
]
