"""Steps of a case: which option of which stored route somebody decided to take, and what happened to it since."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advisor.cases.models import CaseChild, CaseRoute
from advisor.walk import states
from advisor.walk.contact_models import Contact as Contact
from advisor.walk.contact_models import ContactKind as ContactKind
from advisor.walk.reminder_models import CalendarFeed as CalendarFeed
from advisor.walk.reminder_models import DigestState as DigestState
from advisor.walk.reminder_models import ReminderDigest as ReminderDigest
from advisor.walk.reminder_models import ReminderSetting as ReminderSetting


class StepState(models.TextChoices):
    """Where a step stands (advisor/walk/states.py has the moves between them)."""

    PLANNED = states.PLANNED, _("Planned")
    APPROVED = states.APPROVED, _("Approved")
    DRAFTED = states.DRAFTED, _("Drafted")
    SENT = states.SENT, _("Sent")
    RECEIVED = states.RECEIVED, _("Received")
    RECOGNISED = states.RECOGNISED, _("Recognised")
    EXECUTED = states.EXECUTED, _("Executed")
    PARTLY = states.PARTLY, _("Partly executed")
    RETURNED = states.RETURNED, _("Returned")
    REFUSED = states.REFUSED, _("Refused")
    WITHDRAWN = states.WITHDRAWN, _("Withdrawn")
    EXPIRED = states.EXPIRED, _("Expired")


class EventKind(models.TextChoices):
    """What a row of a step's log tells."""

    STATE = states.STATE, _("Change of state")
    EXTENSION = states.EXTENSION, _("Extension")
    SUSPENSION = states.SUSPENSION, _("Suspension")
    RESUMPTION = states.RESUMPTION, _("Resumption")
    CHASER = states.CHASER, _("Chaser")
    REMARK = states.REMARK, _("Remark")


class Step(CaseChild):
    """One chosen option. The option's own text stays in the stored route; the step points at it.

    `state` is what its log (StepEvent) leads to; `version` grows by one with every row of the log (compare-and-set).
    """

    route = models.ForeignKey(CaseRoute, on_delete=models.PROTECT, related_name="steps")
    need_key = models.CharField(max_length=20)
    measure = models.CharField(max_length=60)
    provision = models.CharField(max_length=120)
    instrument = models.CharField(max_length=80)
    tier = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=StepState.choices, default=StepState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True, help_text="why this one, or why a lower tier was skipped")
    acting_state = models.CharField(max_length=2, blank=True, help_text="the State whose authority or provider acts")
    authority = models.CharField(max_length=300, blank=True, help_text="to whom it goes")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["chosen_at", "need_key"]
        constraints = [
            models.UniqueConstraint(fields=["route", "need_key", "provision"], name="walk_step_once"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="walk_step_triple"),
        ]

    def __str__(self) -> str:
        return f"{self.need_key} {self.provision}"


def lawful() -> Q:
    """What the database takes as a row of the log: a lawful change of state (or one taken back), or none at all."""
    rows = Q(kind__in=sorted(set(states.KINDS) - {states.STATE}), from_state="", to_state="")
    for start in sorted({start for start, _end in states.LAWFUL}):
        ends = sorted(end for begin, end in states.LAWFUL if begin == start)
        rows |= Q(kind=states.STATE, from_state=start, to_state__in=ends)
    return rows


class StepEvent(CaseChild):
    """One row of a step's log: what happened to it, when it happened, who wrote it down. Added, never changed.

    `happened_on` (with `happened_time` in `zone`, an IANA name, both or neither) is the day there; `at` is when it was
    written down. `detail` by kind: extension `{"limit": kind, "duration": n, "unit": "..."}` or `{"limit": kind,
    "until": ISO}`; suspension `{"limit": kind, "why": ...}`; returned, refused and partly `{"grounds": [code, ...]}`.
    A mistake is taken back by a later row with `{"corrects": number}`: read logs through `states.standing`.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField()
    happened_time = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["step", "number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="walk_event_number"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="walk_event_triple"),
            models.CheckConstraint(condition=lawful(), name="walk_event_lawful"),
            models.CheckConstraint(
                condition=Q(happened_time__isnull=True, zone="") | (Q(happened_time__isnull=False) & ~Q(zone="")),
                name="walk_event_time_with_zone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.from_state}>{self.to_state}"

    @property
    def to_word(self) -> str:
        """The state that a change of state led to, in words; empty for other rows."""
        return str(StepState(self.to_state).label) if self.to_state else ""


class RefusalPoint(CaseChild):
    """One ground of a refusal, a return or a partial execution, tied to what our draft said. Added, never changed.

    `ground` is a code of the catalogue's vocabulary, `article` and `text` the instrument's own words for it, frozen.
    `place` names the sentence of the draft (label, language and version of its document), `sentence` quotes it; both
    are empty until somebody ties the ground to one. A ground tied to two sentences has two rows.
    """

    event = models.ForeignKey(StepEvent, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveIntegerField()
    ground = models.CharField(max_length=60)
    article = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)
    place = models.JSONField(default=dict, blank=True)
    sentence = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="their words, or our answer to them")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["event", "number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="walk_point_number")]
        indexes = [models.Index(fields=["agency", "ground"], name="walk_point_ground")]

    def __str__(self) -> str:
        return f"{self.ground} of {self.event_id}"


class CollisionAcceptance(CaseChild):
    """A warning that steps of the case spoil each other, accepted with a reason. Added, never changed.

    `code` and `text` are those of the stored route's warning: one with another text is another warning.
    """

    route = models.ForeignKey(CaseRoute, on_delete=models.CASCADE, related_name="acceptances")
    code = models.CharField(max_length=60)
    text = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["route", "code"], name="walk_acceptance_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="walk_acceptance_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.route_id}"
