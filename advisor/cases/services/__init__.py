"""Everything that changes a case, and the one place where the office asks the engine.

Every service takes the acting `user`, reaches the case through the query gate (ObjectDoesNotExist when it is foreign or
missing), and writes an audit event in the transaction of the change. Refusals: advisor.cases.errors.
"""

from advisor.cases.services.answers import answers_save
from advisor.cases.services.decisions import Compared, ComparedElse, route_compare, route_decide
from advisor.cases.services.edits import case_open, case_update
from advisor.cases.services.entities import (
    entities_add,
    entity_remove,
    entity_update,
    need_entities_save,
    need_entities_set,
)
from advisor.cases.services.exhibits import (
    custody_add,
    exhibit_add,
    exhibit_file,
    exhibit_receive,
    exhibit_withdraw,
)
from advisor.cases.services.files import case_from_document, case_from_file, case_to_document
from advisor.cases.services.needs import need_remove, need_update, needs_add
from advisor.cases.services.rights import right_add, right_remove, right_update
from advisor.cases.services.routes import Preview, case_preview, case_route
from advisor.cases.services.what_if import Change, WhatIf, case_what_if, what_if_keep

__all__ = [
    "Change",
    "Compared",
    "ComparedElse",
    "Preview",
    "WhatIf",
    "answers_save",
    "case_from_document",
    "case_from_file",
    "case_open",
    "case_preview",
    "case_route",
    "case_to_document",
    "case_update",
    "case_what_if",
    "custody_add",
    "entities_add",
    "entity_remove",
    "entity_update",
    "exhibit_add",
    "exhibit_file",
    "exhibit_receive",
    "exhibit_withdraw",
    "need_entities_save",
    "need_entities_set",
    "need_remove",
    "need_update",
    "needs_add",
    "right_add",
    "right_remove",
    "right_update",
    "route_compare",
    "route_decide",
    "what_if_keep",
]
