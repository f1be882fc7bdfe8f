"""The rows of the catalogue, one module a subject.

`vocabulary` States, facts, measures, ladder, grounds, lists, networks, sources; `instrument` headers, provisions and
what hangs on them; `participation` who is bound, declarations, authorities; `precedence` which goes first; `edition`
what was published and what was shipped. Primary keys are the codes of the source book: they are stable, and an export
needs no join to say them.
"""

from instruments.models.check import RecordCheck
from instruments.models.edition import Edition, ShippedRecord, StudyTable
from instruments.models.instrument import Condition, Instrument, Provision, RefusalGroundUse, TimeLimit
from instruments.models.participation import Authority, Declaration, ParticipationRow
from instruments.models.precedence import PrecedenceRule
from instruments.models.vocabulary import (
    Fact,
    Jurisdiction,
    LadderEntry,
    Measure,
    Network,
    OffenceList,
    RefusalGround,
    Source,
)

__all__ = [
    "Authority",
    "Condition",
    "Declaration",
    "Edition",
    "Fact",
    "Instrument",
    "Jurisdiction",
    "LadderEntry",
    "Measure",
    "Network",
    "OffenceList",
    "ParticipationRow",
    "PrecedenceRule",
    "Provision",
    "RecordCheck",
    "RefusalGround",
    "RefusalGroundUse",
    "ShippedRecord",
    "Source",
    "StudyTable",
    "TimeLimit",
]
