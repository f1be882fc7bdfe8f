"""What every page of the law is asked for: the day, the edition, the requesting State, the form of the answer.

*Reads* the address (`?on=2026-11-22&edition=3f9a12&from=FR&as=csv`) and the headers of editions. *Writes* nothing. What
cannot be read is said beside its field, and the page is shown as if it had not been asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from advisor.languages.words import state_worded
from advisor.web.states import index_of, states_read, suggestions
from advisor.web.views.entry import FileRefused, today
from instruments.editions import CurrentEdition, edition_current, edition_get
from instruments.models import Edition
from routing.rulebook import Rulebook

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
SHORTEST_PREFIX, LINKED_PREFIX = 6, 12
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
HEX = re.compile(r"[0-9a-f]{6,64}")
EDITIONS_OFFERED = 50
# A curator belongs to no agency, and a page needs a requesting State to begin with: the study's own seat of examples.
WITHOUT_AGENCY = "FR"
FORMS = ("csv", "json")


@dataclass(frozen=True)
class Asked:
    """One reader's question. `faults` holds a message by field; `typed` the parts that stand in the address."""

    edition: CurrentEdition
    newest: bool
    on: date
    requesting: str
    form: str
    editions: list[tuple[str, str]]
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def book(self) -> Rulebook:
        """The law that is asked."""
        return self.edition.rulebook

    @property
    def keep(self) -> str:
        """What a link to another page of the law carries on: '?on=...&edition=...', empty when nothing was asked."""
        return self._query("on", "edition", "from")

    @property
    def keep_day(self) -> str:
        """The same without the requesting State, for addresses that name it themselves."""
        return self._query("on", "edition")

    @property
    def keep_from(self) -> str:
        """The same with the requesting State, typed or not."""
        return self._query("on", "edition", **{"from": self.requesting})

    def _query(self, *names: str, **more: str) -> str:
        held: dict[str, str] = {name: self.typed[name] for name in names if name in self.typed} | more
        return f"?{urlencode(held)}" if held else ""

    @property
    def whole(self) -> str:
        """The address that will say the same in five years: the day, the edition and the requesting State."""
        return "?" + urlencode(
            {"on": self.on.isoformat(), "edition": self.edition.sha256[:LINKED_PREFIX], "from": self.requesting}
        )

    @property
    def requesting_name(self) -> str:
        """The requesting State by name."""
        return state_worded(self.requesting, self.book.states[self.requesting].name)

    @property
    def states(self) -> list[str]:
        """What the box of States offers."""
        return suggestions(self.book.states)


def asked(request: HttpRequest) -> Asked:
    """The question of a request. Raises NoEdition when nothing is published."""
    faults: dict[str, str] = {}
    typed: dict[str, str] = {}
    edition, newest, editions = _edition(request, faults, typed)
    day = _day(request, faults, typed)
    requesting = _requesting(request, edition, faults, typed)
    form = _form(request, faults)
    return Asked(edition, newest, day, requesting, form, editions, typed, faults)


def _form(request: HttpRequest, faults: dict[str, str]) -> str:
    """'csv', 'json' or '' for a page. Raises FileRefused: a file says nothing about what could not be read."""
    form = request.GET.get("as", "").strip().lower()
    if form and form not in FORMS:
        faults["as"] = _("“%(read)s” is no form of a file. Write as=csv or as=json.") % {"read": form[:40]}
    if form and faults:
        raise FileRefused(list(faults.values()))
    return form


def _day(request: HttpRequest, faults: dict[str, str], typed: dict[str, str]) -> date:
    text = request.GET.get("on", "").strip()
    if not text:
        return today()
    try:
        if not ISO_DAY.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
        if not EARLIEST <= day <= LATEST:
            raise ValueError
    except ValueError:
        message = _("“%(read)s” is not a day between 1950 and 2100. Write it as 2026-11-22. Today is shown instead.")
        faults["on"] = message % {"read": text[:40]}
        return today()
    typed["on"] = day.isoformat()
    return day


def _edition(
    request: HttpRequest, faults: dict[str, str], typed: dict[str, str]
) -> tuple[CurrentEdition, bool, list[tuple[str, str]]]:
    """(the edition asked for, whether it is the newest, what may be chosen). The newest where none can be read."""
    current = edition_current()
    held = list(Edition.objects.headers().order_by("-id").values_list("sha256", "label")[:EDITIONS_OFFERED])
    offered = [(sha256[:LINKED_PREFIX], label) for sha256, label in held]
    prefix = request.GET.get("edition", "").strip().lower()
    if not prefix:
        return current, True, offered
    found = set()
    if HEX.fullmatch(prefix):
        found = set(Edition.objects.headers().filter(sha256__startswith=prefix).values_list("sha256", flat=True)[:2])
    if len(found) != 1:
        message = _("No one edition begins with “%(read)s”. Give at least 6 of its letters. The newest is shown.")
        faults["edition"] = message % {"read": prefix[:40]}
        return current, True, offered
    typed["edition"] = prefix[:LINKED_PREFIX] if len(prefix) > LINKED_PREFIX else prefix
    chosen = edition_get(found.pop())
    return chosen, chosen.sha256 == current.sha256, offered


def _requesting(request: HttpRequest, edition: CurrentEdition, faults: dict[str, str], typed: dict[str, str]) -> str:
    """The State that asks: as typed, else that of the user's agency."""
    states = edition.rulebook.states
    agency: Any = getattr(request.user, "agency", None)
    home = agency.country if agency is not None and agency.country in states else WITHOUT_AGENCY
    text = request.GET.get("from", "").strip()
    if not text:
        return home
    codes, unknown = states_read(text[:120], index_of(states, edition.sha256))
    if len(codes) != 1 or unknown:
        near = ", ".join(state_worded(code, states[code].name) for item in unknown for code in item.near)
        message = _("“%(read)s” is not one State of the catalogue.") % {"read": text[:60]}
        hint = _("Did you mean %(near)s?") % {"near": near} if near else _("Write its name or its code, such as FR.")
        faults["from"] = f"{message} {hint}"
        return home
    typed["from"] = codes[0]
    return codes[0]
