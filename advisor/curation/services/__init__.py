"""Everything that changes the desk: sets and their changes, review, publication, checks of rows, reports.

Every service takes the acting `user` (a curator, unless it says otherwise) and `now`, and writes an audit event in the
transaction of the change. Refusals: advisor.curation.errors.
"""

from advisor.curation.services.changes import change_drop, change_put, change_undone, changes_put
from advisor.curation.services.checks import row_still_true, watch_looked
from advisor.curation.services.exchange import edition_receive
from advisor.curation.services.publishing import changeset_publish, edition_undo
from advisor.curation.services.reports import report_add, report_close, report_seen
from advisor.curation.services.review import (
    change_confirm,
    remark_add,
    review_missing,
    scenario_accept,
    source_confirm,
)
from advisor.curation.services.sets import (
    changeset_open,
    changeset_return,
    changeset_submit,
    changeset_update,
    changeset_withdraw,
)

__all__ = [
    "change_confirm",
    "change_drop",
    "change_put",
    "change_undone",
    "changes_put",
    "changeset_open",
    "changeset_publish",
    "changeset_return",
    "changeset_submit",
    "changeset_update",
    "changeset_withdraw",
    "edition_receive",
    "edition_undo",
    "remark_add",
    "report_add",
    "report_close",
    "report_seen",
    "review_missing",
    "row_still_true",
    "scenario_accept",
    "source_confirm",
    "watch_looked",
]
