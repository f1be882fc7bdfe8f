"""What can stand in the way of a service, said so that a person can go on. Pages and API show it as it is.

What is foreign or missing is django's ObjectDoesNotExist, raised by the query gate: both look the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from advisor.languages.words import day_worded


class OfficeError(Exception):
    """A refusal that is shown to the person as it is."""


class FieldFaults(OfficeError):
    """What was entered cannot be taken. `faults`: field (or fact) -> one message."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(" ".join(f"{field}: {message}" for field, message in self.faults.items()))


class CaseBusy(OfficeError):
    """A case that was changed again each time it was read; nothing was stored."""

    def __init__(self) -> None:
        super().__init__(_("Somebody is changing this case right now. Wait until they are done, then ask again."))


class StaleCase(OfficeError):
    """Somebody changed the case since this page was opened. Nothing was saved; both versions are here to choose from.

    `mine` is what this person sent, `theirs` what the case holds now, under the same keys; `version` is the version to
    send with the decision; `changed_at` is when the case was changed last.
    """

    def __init__(
        self, *, mine: Mapping[str, Any], theirs: Mapping[str, Any], version: int, changed_at: datetime
    ) -> None:
        self.mine, self.theirs = dict(mine), dict(theirs)
        self.version, self.changed_at = version, changed_at
        super().__init__(
            _(
                "This case was changed on %(day)s at %(time)s UTC, after you opened the page. Nothing was overwritten: "
                "compare both versions below, then save the one that is right."
            )
            % {"day": day_worded(changed_at.date()), "time": f"{changed_at:%H:%M}"}
        )

    @property
    def differing(self) -> list[str]:
        """The keys on which both versions disagree."""
        return [key for key in self.mine if self.mine[key] != self.theirs.get(key)]
