"""Pages around dossiers in a browser: axe, 320 to 1440 px, no console error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from advisor.dossiers.models import DossierJob
from tests.browser.test_pages import iptv  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_around_dossiers(walker: Callable[..., Any], iptv: Any, prosecutor: Any) -> None:  # noqa: F811
    walk = walker(prosecutor)
    case = iptv.pk
    job = iptv.dossierjobs.get(state="done")
    DossierJob.objects.filter(state="failed").update(state="running", progress="Laying out the pages")
    for path in (
        reverse("case-dossiers", args=[case]),
        reverse("case-dossier-approve", args=[case, job.pk]),
        reverse("case-dossier-redline", args=[case, job.pk]),
        reverse("case-dossier-return", args=[case, job.pk]),
        reverse("case-bundle", args=[case]),
        reverse("catalogue-documents"),
        reverse("verify"),
        reverse("letterhead"),
    ):
        walk.open(path)
        walk.checked()


def test_a_refused_return_is_read_by_everybody(walker: Callable[..., Any], iptv: Any, prosecutor: Any) -> None:  # noqa: F811
    """The page of a translation with its table of faults: sent through the form, then axe at every width."""
    walk = walker(prosecutor)
    job = iptv.dossierjobs.get(state="done")
    walk.open(reverse("case-dossier-return", args=[iptv.pk, job.pk]))
    walk.page.set_input_files("#file", {"name": "back.xlf", "mimeType": "application/xliff+xml", "buffer": b"<xliff/>"})
    walk.page.get_by_role("button", name="Check and keep the translation").click()
    walk.page.wait_for_selector(".govuk-error-summary")
    walk.checked()
