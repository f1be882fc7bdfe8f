"""Records of the catalogue."""

from __future__ import annotations

from rest_framework import serializers

from advisor.api.v1.serializers.base import Record, maybe, maybe_day, plain, plains

WHEN = "ISO day; null is open or unknown"


class EditionRow(Record):
    """A published edition."""

    label = plain()
    sha256 = plain()
    published_at = serializers.DateTimeField()
    published_by = serializers.CharField()
    note = serializers.CharField()
    current = serializers.BooleanField()


class InstrumentRow(Record):
    """An instrument, network or practice."""

    code = plain()
    title = plain()
    short_title = plain()
    kind = plain()
    track = plains()
    tier = plain()
    status = serializers.CharField(allow_null=True, help_text="Where its position can change, else null")
    url = serializers.CharField(allow_null=True)
    in_force = maybe_day(help_text=WHEN)
    applies_from = maybe_day(help_text=WHEN)
    applies_until = maybe_day(help_text=f"Last day of use. {WHEN}")
    in_seed = serializers.BooleanField(help_text="Named by the study of 2021")
    underused = serializers.BooleanField()
    adjunct = serializers.BooleanField()
    last_resort = serializers.BooleanField()
    placeholder = serializers.BooleanField()
    measures = plains()


class DateExceptionShape(Record):
    """Another deciding date for pairs with one of these States."""

    states = plains()
    mode = plain()
    article = plain()


class TransitionShape(Record):
    """Which date decides."""

    mode = plain()
    note = plain()
    exceptions = DateExceptionShape(many=True, required=False)


class StatusNoteShape(Record):
    """Where the position can change."""

    status = plain()
    as_of = serializers.DateField()
    text = plain()


class PairingShape(Record):
    """How two bound States become a pair."""

    rule = plain()
    missing_row_means = plain()
    unknown_for = plains(required=False)
    hub = maybe()
    side = plains(required=False)
    note = maybe()


class ConditionShape(Record):
    """One condition of a provision."""

    fact = plain()
    op = plain()
    value = serializers.JSONField(help_text="A word, a number, true or false, or a list of words")
    effect = plain()
    article = plain()
    text = plain()
    basis = plain(help_text="verified or memory")
    source = maybe()
    only_for = maybe()
    or_group = maybe()


class TimeLimitShape(Record):
    """One time limit."""

    event = plain()
    duration = serializers.IntegerField(allow_null=True)
    unit = maybe()
    article = plain()
    basis = plain()
    source = maybe()
    note = maybe()


class RefusalGroundShape(Record):
    """One ground of refusal."""

    code = plain()
    article = plain()
    mandatory = serializers.BooleanField()
    text = plain()
    basis = plain()
    source = maybe()


class DualCriminalityShape(Record):
    """Whether the act must be an offence on both sides."""

    rule = plain()
    article = serializers.CharField(allow_null=True)
    text = plain()


class ProvisionRow(Record):
    """What one instrument offers for one measure."""

    id = plain()
    instrument = plain()
    measure = plain()
    variant = maybe()
    tier = plain()
    role = plain()
    status = maybe()
    adjunct = serializers.BooleanField(required=False)
    last_resort = serializers.BooleanField(required=False)
    applies_from = maybe_day(help_text=WHEN)
    applies_until = maybe_day(help_text=WHEN)
    articles = plains()
    confidence = plain(help_text="verified, partly-verified or memory: all but the first is provisional")


class ProvisionDetail(ProvisionRow):
    """A provision with its conditions and everything a user needs to know."""

    form = plain()
    channel = plain()
    languages = plain()
    costs = plain()
    issuing_authority = maybe()
    who_may_ask = plains(required=False)
    conditions = ConditionShape(many=True)
    dual_criminality = DualCriminalityShape()
    time_limits = TimeLimitShape(many=True)
    refusal_grounds = RefusalGroundShape(many=True)
    typical_days = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="An estimate from practice, not a legal time limit"
    )
    next_step_on_failure = maybe()
    options = serializers.DictField(child=serializers.BooleanField(), required=False)
    notes = maybe()
    reliability = maybe()
    sources = plains()


class InstrumentDetail(InstrumentRow):
    """An instrument with its provisions."""

    aliases = plains(required=False)
    identifiers = serializers.DictField(child=serializers.CharField(), required=False)
    adopted = maybe_day()
    transition = TransitionShape()
    status_note = StatusNoteShape(required=False)
    pairing = PairingShape(required=False)
    supersedes = plains()
    superseded_by = plains()
    replacement_note = maybe()
    amended_by = plains(required=False)
    ip_scope = plain()
    bound_states = plain()
    notes = plain()
    sources = plains()
    provisions = ProvisionDetail(many=True)


class LadderShape(Record):
    """Which measures secure a need or can meet it on a lower tier, in the order to try them."""

    secure = plains()
    voluntary = plains()
    single_jurisdiction = plains()
    instead = plains()


class MeasureRow(Record):
    """A measure that a case can ask for."""

    code = plain()
    name = plain()
    track = plain()
    seed = serializers.BooleanField(help_text="Named by the study of 2021")
    provisions = plains()
    ladder = LadderShape()


class FactRow(Record):
    """A fact that conditions rest on, with the question for it."""

    name = plain()
    type = plain()
    values = plains(required=False)
    unit = maybe()
    scope = plain()
    source = plain(help_text="asked, derived or judgement")
    question = plain()
    help = plain()
    used_by = serializers.IntegerField()


class NetworkRow(Record):
    """A network of practitioners."""

    code = plain()
    name = plain()
    areas = plains()
    members = plain()
    who_may_use = plain()
    can_do = plain()
    limits = plain()
    states = plains(required=False)
    closed = serializers.BooleanField(required=False)
    provisions = plains()
    url = plain()
    sources = plains()


class PrecedenceRow(Record):
    """A rule of precedence."""

    id = plain()
    kind = plain()
    between = plain()
    prefer = plains()
    over = plains()
    measures = plains(required=False)
    condition = plain()
    valid_from = maybe_day()
    valid_until = maybe_day()
    use = maybe(help_text="explain: shown and never computed")
    detail = maybe()
    article = plain()
    note = maybe()
    basis = plain()
    sources = plains(required=False)
