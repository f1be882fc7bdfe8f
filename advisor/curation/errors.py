"""What can stand in the way of a curator, said so that a person can go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.errors import FieldFaults, OfficeError
from instruments.errors import Fault

__all__ = ["CurationError", "FieldFaults", "RecordFaults", "ReviewMissing", "SetMoved", "StaleChange"]


class CurationError(OfficeError):
    """A refusal that is shown to the curator as it is."""


class RecordFaults(CurationError):
    """A record that cannot stand in the catalogue; `faults` holds every reason, each with its field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{fault.where}: {fault.read}; {fault.allowed}" for fault in self.faults))


class SetMoved(CurationError):
    """The change set is no longer in the state that this needs."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This change set is %(state)s. Nothing was changed: open it again and see where it stands.")
            % {"state": state}
        )


class StaleChange(CurationError):
    """Somebody edited the same record in the meantime. `mine` is what was sent, `theirs` what stands."""

    def __init__(self, *, mine: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None, version: int) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(
            _("Somebody changed this record after you opened it. Nothing was overwritten: compare both, then save.")
        )


class ReviewMissing(CurationError):
    """What a publication still waits for, one sentence each."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))
