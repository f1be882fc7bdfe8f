"""States and what binds them."""

from __future__ import annotations

from rest_framework import serializers

from advisor.api.v1.serializers.base import Record, maybe, maybe_day, plain, plains


class StateRow(Record):
    """A State or territory."""

    iso2 = plain()
    iso3 = plain()
    name = plain()
    official_languages = plains()
    eu_member_since = maybe_day()
    eu_member_until = maybe_day(help_text="Last day")
    schengen = serializers.BooleanField()
    council_of_europe = serializers.BooleanField()
    wto_member = serializers.BooleanField()
    legal_tradition = maybe()
    notes = maybe()


class ParticipationRow(Record):
    """A State's position under an instrument. A bound row without a first day: bound, day not established."""

    instrument = plain()
    iso2 = plain()
    status = plain(help_text="bound, signatory or not_bound")
    since = maybe_day()
    until = maybe_day(help_text="Last day")
    partial = maybe()
    note = maybe()
    source = maybe()
    confidence = maybe()


class PositionShape(ParticipationRow):
    """A State's position on a day."""

    bound = serializers.ChoiceField(("yes", "no", "unknown"))
    reason = plain()


class StateDetail(StateRow):
    """A State with its position under every instrument on a day."""

    on = serializers.DateField()
    participation = PositionShape(many=True)


class DeclarationRow(Record):
    """What a State declared under an instrument."""

    instrument = plain()
    iso2 = plain()
    topic = plain()
    value = maybe()
    article = maybe()
    source = maybe()
    confidence = maybe()


class AuthorityRow(Record):
    """An authority of a State under an instrument."""

    instrument = plain()
    iso2 = plain()
    role = plain()
    name = maybe()
    city = maybe()
    public_url = maybe()
    source = maybe()
    confidence = maybe()
