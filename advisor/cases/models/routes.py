"""What stands beside a stored route: its brief, and what people decided when law or facts had changed since."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.cases.models.case import CaseChild, CaseRoute


class RouteBrief(CaseChild):
    """What the overview of a stored route shows (advisor/cases/route_brief.py). Derived, never changed.

    A route without one (stored before briefs were) is read as a whole instead.
    """

    route = models.OneToOneField(CaseRoute, on_delete=models.CASCADE, related_name="brief")
    document = models.JSONField()

    def __str__(self) -> str:
        return f"brief of {self.route_id}"


class RouteVerdict(models.TextChoices):
    """What somebody decided about a route that law or facts have left behind."""

    KEPT = "kept", _("The route stays as it is")
    RENEWED = "renewed", _("A new route was made")


class RouteDecision(CaseChild):
    """A person's decision about a stored route after a comparison with law and facts of that day. Added, never changed.

    `edition_sha256`, `engine_version`, `case_version` and `on` say what it was compared with; `moved` how many needs
    would differ; `successor` is the route that was made, null where the old one was kept (then `reason` says why).
    """

    route = models.ForeignKey(CaseRoute, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=RouteVerdict.choices)
    reason = models.TextField(blank=True)
    successor = models.ForeignKey(
        CaseRoute, on_delete=models.PROTECT, related_name="predecessors", null=True, blank=True
    )
    on = models.DateField()
    edition_label = models.CharField(max_length=80)
    edition_sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    case_version = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="kept", successor__isnull=True) & ~models.Q(reason="")
                | models.Q(kind="renewed", successor__isnull=False),
                name="cases_route_decision_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.route_id}"
