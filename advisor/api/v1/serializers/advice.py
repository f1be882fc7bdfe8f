"""A case and its answer, for the description of the API. The engine's own codec reads the one and writes the other."""

from __future__ import annotations

from rest_framework import serializers

from advisor.api.v1.serializers.base import EditionStamp, Record, maybe, plain, plains
from advisor.api.v1.serializers.catalogue import DualCriminalityShape, RefusalGroundShape, TimeLimitShape

ANY = serializers.JSONField
STATUSES = ("routed", "needs_facts", "needs_counsel", "no_route")
VERDICTS = ("open", "needs_facts", "needs_counsel", "closed")
TIERS = ("voluntary", "single_jurisdiction", "formal")


class NeedShape(Record):
    """One thing the case needs from one State."""

    id = plain()
    measure = plain(help_text="A code of /measures")
    requested_state = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-2; null: not known yet")
    variant = serializers.CharField(required=False)
    subject = serializers.CharField(required=False)
    facts = serializers.DictField(child=ANY(), required=False, help_text="Over the case's facts, for this need alone")


class CaseShape(Record):
    """A case. A fact that is absent is unknown, never false."""

    format = serializers.ChoiceField((1,))
    reference = plain()
    title = plain()
    requesting_state = plain(help_text="ISO 3166-1 alpha-2: GB and GR, never UK and EL")
    track = serializers.ChoiceField(("criminal", "civil", "administrative"))
    stage = serializers.ChoiceField(("pre_action", "investigation", "prosecution", "trial", "enforcement"))
    opened_on = serializers.DateField()
    needs = NeedShape(many=True)
    summary = serializers.CharField(required=False)
    facts = serializers.DictField(child=ANY(), required=False, help_text="Names of /facts")
    entities = ANY(required=False)
    rights = ANY(required=False)
    exhibits = ANY(required=False)


class StepShape(Record):
    """One row of a plan."""

    order = serializers.IntegerField()
    purpose = serializers.ChoiceField(("secure", "obtain", "support"))
    tier = serializers.ChoiceField(TIERS)
    measure = plain()
    provision = plain()
    instrument = plain()
    verdict = serializers.ChoiceField(VERDICTS)
    fallbacks = plains()
    why = plain()
    acting_state = maybe()
    held_back = serializers.BooleanField(required=False)


class BecauseShape(Record):
    """One tested condition: what was asked, what was found."""

    fact = plain()
    op = plain()
    value = ANY(allow_null=True)
    found = ANY(allow_null=True)
    verdict = serializers.ChoiceField(("holds", "fails", "unknown"))
    effect = plain()
    article = plain()
    text = plain()


class OptionShape(Record):
    """One provision for a need, closed ones too."""

    provision = plain()
    instrument = plain()
    measure = plain()
    tier = serializers.ChoiceField(TIERS)
    rank = serializers.IntegerField(allow_null=True)
    verdict = serializers.ChoiceField(VERDICTS)
    acting_state = serializers.CharField(allow_null=True)
    articles = plains()
    form = serializers.CharField(allow_null=True)
    channel = serializers.CharField(allow_null=True)
    issuing_authority = ANY(allow_null=True, help_text="In words, or a list of kinds of requester")
    time_limits = TimeLimitShape(many=True)
    languages = serializers.CharField(allow_null=True)
    dual_criminality = DualCriminalityShape(allow_null=True)
    refusal_grounds = RefusalGroundShape(many=True)
    costs = serializers.CharField(allow_null=True)
    confidence = serializers.CharField(allow_null=True)
    sources = plains()
    because = BecauseShape(many=True)
    missing = plains()
    would_open_if = plains()


class NeedAnswer(Record):
    """A need with its plan and options."""

    id = plain()
    measure = plain()
    requested_state = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(STATUSES)
    plan = StepShape(many=True)
    options = OptionShape(many=True)


class DecidesShape(Record):
    """What waits for a question."""

    need = plain()
    provision = plain()


class QuestionShape(Record):
    """What to ask next, the most decisive first."""

    fact = plain()
    question = plain()
    decides = DecidesShape(many=True)


class AlternativeShape(Record):
    """A little-used instrument that fits these facts too."""

    need = plain()
    provision = plain()
    instrument = plain()
    measure = plain()
    verdict = serializers.ChoiceField(VERDICTS)
    why = plain()
    needs = plains(required=False)


class WarningShape(Record):
    """Something the user must know."""

    code = plain()
    text = plain()
    need = serializers.CharField(required=False)
    facts = plains(required=False)


class Answer(Record):
    """The contract's answer. Its parts may carry further keys than those named here."""

    format = serializers.IntegerField()
    reference = plain()
    on = serializers.DateField()
    edition = EditionStamp()
    status = serializers.ChoiceField(STATUSES)
    needs = NeedAnswer(many=True)
    questions = QuestionShape(many=True)
    alternatives = AlternativeShape(many=True)
    warnings = WarningShape(many=True)
