"""Informal contacts: a call to a colleague abroad before, beside and after the formal request."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.cases.models import CaseChild


class ContactKind(models.TextChoices):
    """What a row of the list does: a contact, one that stands in the place of another, or the end of one."""

    CONTACT = "contact", _("Contact")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class Contact(CaseChild):
    """One informal contact: with whom, when, what was asked and told, and whether it may be cited. Never changed.

    A row that `replaces` another takes its place: a correction tells it anew, a withdrawal (texts empty, `why` filled)
    ends it. What stands are the rows that nothing replaces and that are no withdrawal (contacts.standing). Confidential
    unless `citable`: such a row is for the screens of the case's own people and for nothing else. A citable one belongs
    to the need whose dossiers print it.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ContactKind.choices, default=ContactKind.CONTACT)
    need_key = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=300, blank=True)
    happened_on = models.DateField()
    asked = models.TextField(blank=True)
    told = models.TextField(blank=True)
    citable = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="walk_contact_number"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="walk_contact_triple"),
            models.CheckConstraint(
                condition=models.Q(citable=False) | ~models.Q(need_key=""), name="walk_contact_cited_for_a_need"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="contact", replaces__isnull=True)
                | (~models.Q(kind="contact") & models.Q(replaces__isnull=False)),
                name="walk_contact_replaces",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.number} of {self.case_id}"
