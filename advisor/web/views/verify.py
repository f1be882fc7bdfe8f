"""Is this file a dossier as it was stored? A file is dropped, compared, and forgotten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from advisor.dossiers.build.words import wording
from advisor.dossiers.verifying import Verdict, dossier_verify
from advisor.web.forms.dressing import PageForm
from advisor.web.views.drafts import shown_language
from advisor.web.views.entry import sent

MOST_BYTES = 32 * 1024 * 1024


class FileForm(PageForm):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A dossier's PDF, as it was downloaded or received. It is compared and not kept."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the PDF."),
        },
        widget=forms.FileInput,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and what was found about the file that was sent."""
    form = FileForm(sent(request), request.FILES or None)
    verdict: Verdict | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            form.add_error("file", _("The file is larger than 32 MB: no dossier is. Choose the PDF itself."))
        else:
            verdict = dossier_verify(content=upload.read())
    context: dict[str, Any] = {"form": form, "verdict": verdict}
    if verdict and verdict.unchanged:
        words = wording(shown_language())
        context |= {"approved_on": words.moment(verdict.approved_on), "law_of": words.day(str(verdict.law_of))}
    return render(request, "web/verify.html", context, status=422 if form.errors else 200)
