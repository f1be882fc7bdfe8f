"""The forms of a case that were taken already: what tells a second click from a second note."""

from django.conf import settings
from django.db import models

from advisor.cases.models.case import CaseChild


class FormSent(CaseChild):
    """A form that added something, by its one-time key and what was in it. A few days old, it may go.

    `key` is the page's own random mark, `said` the SHA-256 of what was sent with it: the same page with other words in
    it is another form. `leads_to` is where the first sending led.
    """

    key = models.CharField(max_length=40)
    said = models.CharField(max_length=64)
    leads_to = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key", "said"], name="cases_form_once")]

    def __str__(self) -> str:
        return f"form {self.key} of {self.case_id}"
