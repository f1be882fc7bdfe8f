"""What may stand in the query of each address; everything else is refused with the list of what is allowed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.request import Request

from advisor.api.errors import QueryFaults
from advisor.api.pagination import MOST, USUAL
from advisor.intake.reading import shown
from routing.errors import Fault

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EDITION = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"
TIERS = ("voluntary", "single_jurisdiction", "formal")
TRACKS = ("criminal", "civil", "administrative")


def _code(help_text: str = "") -> serializers.CharField:
    """A code of the book; one that the book does not know finds nothing."""
    return serializers.CharField(max_length=120, required=False, help_text=help_text)


class DayField(serializers.DateField):
    """A day as YYYY-MM-DD and in no other of ISO's forms."""

    def to_internal_value(self, value: Any) -> date:
        """The day. Raises ValidationError."""
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class NoQuery(serializers.Serializer[Any]):
    """An address that takes no query."""


class EditionQuery(serializers.Serializer[Any]):
    """`edition`: the label or the hash of a published edition; the current one without it."""

    edition = serializers.RegexField(
        EDITION, required=False, help_text="Label or SHA-256 of a published edition; without it the current one."
    )


class AdviceQuery(EditionQuery):
    """The day of the advice."""

    on = DayField(
        required=False, help_text="The day of the advice, YYYY-MM-DD; the law of that day answers. Today without it."
    )


class PageQuery(serializers.Serializer[Any]):
    """Which page of a list."""

    page = serializers.IntegerField(min_value=1, max_value=1_000_000, default=1, help_text="The page, from 1.")
    page_size = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL, help_text="Records on a page.")


class ListQuery(PageQuery, EditionQuery):
    """A list of an edition."""


class SearchQuery(ListQuery):
    """A list that can be searched."""

    q = serializers.CharField(
        max_length=200,
        required=False,
        help_text="Words that all occur, accents and case aside; 655/2014 finds a number.",
    )


class InstrumentsQuery(SearchQuery):
    """Instruments."""

    track = serializers.ChoiceField(TRACKS, required=False)
    tier = serializers.ChoiceField(TIERS, required=False, help_text="The tier of the instrument or of a provision.")
    measure = _code("Instruments with a provision for this measure.")
    on = DayField(required=False, help_text="Instruments that apply on this day.")


class ProvisionsQuery(SearchQuery):
    """Provisions."""

    instrument = _code()
    measure = _code()
    tier = serializers.ChoiceField(TIERS, required=False)
    on = DayField(required=False, help_text="Provisions whose window holds this day.")


class MeasuresQuery(SearchQuery):
    """Measures."""

    track = _code("The first word of the code: criminal, civil, voluntary ...")


class FactsQuery(SearchQuery):
    """Facts of the vocabulary."""

    scope = serializers.ChoiceField(("case", "need", "pair", "instrument"), required=False)
    source: Any = serializers.ChoiceField(("asked", "derived", "judgement"), required=False)


class StateQuery(EditionQuery):
    """One State on one day."""

    on = DayField(required=False, help_text="The day the positions are told for; today without it.")


class ParticipationQuery(ListQuery):
    """Rows of participation."""

    instrument = _code()
    state = _code("ISO 3166-1 alpha-2, for example FR.")
    status = serializers.ChoiceField(("bound", "signatory", "not_bound"), required=False)
    on = DayField(required=False, help_text="Bound rows that hold on this day; one without a first day counts.")


class TableQuery(ListQuery):
    """Rows of declarations or authorities."""

    instrument = _code()
    state = _code("ISO 3166-1 alpha-2, for example FR.")


class PrecedenceQuery(ListQuery):
    """Rules of precedence."""

    instrument = _code("Rules that name this instrument on either side.")
    measure = _code("Rules for this measure, and those for all.")
    kind = serializers.ChoiceField(
        ("instrument", "tier", "order_of_steps", "in_force_first", "adjunct"), required=False
    )
    on = DayField(required=False, help_text="Rules whose validity holds this day.")


Query = TypeVar("Query", bound=serializers.Serializer[Any])


def query_read(request: Request, query: type[Query]) -> dict[str, Any]:
    """The validated query of a request. Raises QueryFaults with all that is wrong."""
    known = query()
    faults = []
    for name, values in request.query_params.lists():
        if name not in known.fields:
            allowed = ", ".join(known.fields) or "none"
            faults.append(
                Fault(f"query {shown(name)}", shown(values[0]), f"this name is not known; allowed: {allowed}")
            )
        elif len(values) > 1:
            faults.append(Fault(f"query {name}", f"{len(values)} values", "one value"))
    read = query(data=request.query_params.dict())
    if not read.is_valid():
        for name, messages in read.errors.items():
            value = shown(str(request.query_params.get(name, "")))
            faults += [Fault(f"query {name}", value, str(message)) for message in messages]
    if faults:
        raise QueryFaults(faults)
    return dict(read.validated_data)
