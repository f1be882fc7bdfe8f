"""Who works on a case, what they tell each other, and what was decided about the case as a whole."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisor.cases.models.case import CaseChild


class MemberRole(models.TextChoices):
    """What a member does in one case. What the person may do at all is the account's role."""

    LEAD = "lead", _("Lead")
    INVESTIGATOR = "investigator", _("Investigator")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    TRANSLATOR = "translator", _("Translator")
    READER = "reader", _("Reader")


class CaseMember(CaseChild):
    """One person's part in one case. `version` grows with every change of the role (compare-and-set)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=MemberRole.choices)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="cases_member_once"),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="cases_member_role_known"),
        ]
        indexes = [models.Index(fields=["user", "role", "case"], name="cases_member_of")]

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"


class CaseNote(CaseChild):
    """A note of one person to the others. Added, and withdrawn where it was wrong; its text never changes."""

    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_note_number"),
            models.UniqueConstraint(fields=["id", "case", "agency"], name="cases_note_triple"),
        ]

    def __str__(self) -> str:
        return f"note {self.number} of {self.case_id}"


class CaseMention(CaseChild):
    """Somebody who is named in a note. It stands on their desk until they have seen it."""

    note = models.ForeignKey(CaseNote, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="cases_mention_once")]
        indexes = [models.Index(fields=["user"], condition=models.Q(seen_at__isnull=True), name="cases_mention_unseen")]

    def __str__(self) -> str:
        return f"mention in {self.note_id}"


class DecisionKind(models.TextChoices):
    """What somebody decided about a case as a whole."""

    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    HANDED_OVER = "handed_over", _("Handed over")
    RESTRICTED = "restricted", _("Shown to its members only")
    UNRESTRICTED = "unrestricted", _("Shown to the whole agency")


class CloseReason(models.TextChoices):
    """Why a case is closed."""

    DONE = "done", _("Everything that was asked for has come")
    ENDED = "ended", _("The proceedings ended here")
    PASSED_ON = "passed_on", _("Another authority has taken it over")
    NO_WAY = "no_way", _("No way is left to get what is needed")
    MISTAKE = "mistake", _("It was opened by mistake, or twice")


class CaseDecision(CaseChild):
    """One decision about a case as a whole, with its reason. Added, never changed."""

    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    text = models.TextField(blank=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class CaseText(CaseChild):
    """The words by which a case is found (advisor/cases/finding.py): made from its rows, and made anew from them.

    `words` are folded words between single spaces, each once, a space in front; `of` is the case's `updated_at` that
    they were made from. Nothing of a confidential contact is among them.
    """

    words = models.TextField()
    of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="cases_text_once")]

    def __str__(self) -> str:
        return f"words of {self.case_id}"
