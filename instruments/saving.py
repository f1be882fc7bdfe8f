"""Records -> rows of the database: what loading files and publishing a change set have in common.

*Writes* rows with their history, in loading order, inside the caller's transaction. `reason` and `user` go into the
history of every row.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from instruments import models, records
from instruments.records import Records, kind_of
from instruments.to_rows import MODELS, lines_of, row_of

BATCH = 500
LEAVES = ("participation", "declaration", "authority", "precedence", "network", "provision", "instrument")


class RowWriter:
    """Writes records as rows. `reason` says why, `user` who (None: a program)."""

    def __init__(self, *, reason: str, user: Any = None) -> None:
        self.reason, self.user = reason, user

    def save(self, added: Iterable[str], updated: Iterable[str], wanted: Records) -> None:
        """Insert and update, in loading order. `wanted` holds at least the records of these keys."""
        added, updated = list(added), list(updated)
        for kind in records.KINDS:
            fresh = [key for key in added if kind_of(key) == kind]
            changed = [key for key in updated if kind_of(key) == kind]
            for row in _shrinking_first(kind, changed, wanted):
                self._told(row)
                row.save()
            self._create([row_of(kind, key, wanted[key]) for key in fresh])
            if kind == "provision":
                for key in changed:
                    self._clear_lines(records.name_of(key))
                self._create([line for key in (*changed, *fresh) for line in lines_of(wanted[key])])

    def delete(self, rows: Iterable[Model]) -> None:
        """Delete rows; their history stays."""
        for row in rows:
            self._told(row)
            row.delete()

    def remove(self, keys: Iterable[str], standing: Records) -> None:
        """Delete the rows of records, dependants first. Raises django's ProtectedError for one that is in use."""
        for key in sorted(keys, key=dependants_first):
            self.delete(rows_standing(key, standing[key]))

    def _told(self, row: Model) -> None:
        row._change_reason = self.reason[:100]  # type: ignore[attr-defined]  # simple-history reads both
        if self.user is not None:
            row._history_user = self.user  # type: ignore[attr-defined]

    def _create(self, rows: list[Model]) -> None:
        """Insert rows with their first history entry, model by model."""
        by_model: dict[type[Model], list[Model]] = {}
        for row in rows:
            by_model.setdefault(type(row), []).append(row)
        for model, group in by_model.items():
            bulk_create_with_history(
                group, model, batch_size=BATCH, default_user=self.user, default_change_reason=self.reason[:100]
            )

    def _clear_lines(self, provision: str) -> None:
        for model in (models.Condition, models.TimeLimit, models.RefusalGroundUse):
            self.delete(model._default_manager.filter(provision_id=provision))


def rows_standing(key: str, record: dict[str, Any]) -> Iterable[Model]:
    """The rows that a record stands for now: one, or none."""
    kind = kind_of(key)
    if kind in records.ROW_KEYS:
        return [_standing_row(kind, record)]
    identity = record["citation"] if kind == "source" else records.name_of(key)
    return MODELS[kind]._default_manager.filter(pk=identity)


def dependants_first(key: str) -> int:
    """Sort key: what needs others goes before them."""
    return -records.KINDS.index(kind_of(key))


def _shrinking_first(kind: str, keys: list[str], wanted: Records) -> list[Model]:
    """The changed rows, with the identity of those that stand; periods that end come before open ones."""
    rows = []
    for key in sorted(keys, key=lambda key: wanted[key].get("until") or "9999-12-31"):
        row = row_of(kind, key, wanted[key])
        if kind in records.ROW_KEYS:
            row.pk = _standing_row(kind, wanted[key]).pk
        row._state.adding = False
        rows.append(row)
    return rows


def _standing_row(kind: str, record: dict[str, Any]) -> Model:
    names = records.ROW_KEYS[kind]
    wanted = {
        {"instrument": "instrument_id", "iso2": "jurisdiction_id"}.get(name, name): record[name] or None
        if name == "since"
        else record[name]
        for name in names
    }
    return MODELS[kind]._default_manager.get(**wanted)
