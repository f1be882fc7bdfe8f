"""An answer from abroad: the coded answers typed in, or the slip read from a file and looked at before it is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from advisor.cases.errors import FieldFaults
from advisor.cases.models import Case
from advisor.dossiers.answering import grounds_of, reply_fits, reply_record
from advisor.dossiers.models import JobState
from advisor.dossiers.replies import ANSWERS, Reply, ReplyFault, read_reply
from advisor.dossiers.selectors import jobs_for
from advisor.dossiers.showing import job_slip
from advisor.languages.words import worded
from advisor.walk.models import Step
from advisor.walk.moves import MoveRefused, StepStale
from advisor.web.forms.reply import ReplyForm, SlipForm, filled_in
from advisor.web.views.drafts import step_or_404, step_shown
from advisor.web.views.entry import case_or_404, now, sent, today

READ = "read"


@require_safe
def case_slip(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """The slip of the step's newest dossier as a PDF with form fields, to send along."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    job = jobs_for(request.user).filter(step=step).exclude(state=JobState.CANCELLED).order_by("-created_at").first()
    slip = job_slip(job=job) if job else None
    if slip is None or job is None:
        raise Http404
    name = slugify(f"{case.reference}-{step.need_key}-v{job.version}-reply") or "reply"
    return HttpResponse(
        slip,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_reply(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Enter what the receiver answered. A file only fills the form in; what was looked at is saved in the log."""
    case = case_or_404(request, case_id)
    step = step_or_404(request, case, step_id)
    listed = grounds_of(step)
    choices = [(f"G{number}", f"G{number} {worded(str(ground['text']))}") for number, ground in enumerate(listed, 1)]
    start = {"received_on": today(), "version": step.version}
    if request.method == "POST" and request.POST.get("action") == READ:
        return _read(request, case, step, choices, start)
    form = ReplyForm(sent(request), grounds=choices, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            reply_record(
                step=step,
                user=request.user,
                answers=form.answers(),
                received_on=form.cleaned_data["received_on"],
                version=form.cleaned_data["version"],
                now=now(),
            )
        except FieldFaults as fault:
            for name, said in fault.faults.items():
                form.add_error(name if name in form.fields else None, said)
        except (MoveRefused, StepStale) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The answer is in the log of the step."))
            return redirect("case-steps", case.pk)
    return _page(request, case, step, form, SlipForm())


def _read(
    request: HttpRequest, case: Case, step: Step, choices: list[tuple[str, str]], start: dict[str, Any]
) -> HttpResponse:
    """Fill the form in from a file; nothing is saved."""
    slip = SlipForm(request.POST, request.FILES)
    reply: Reply | None = None
    if slip.is_valid():
        try:
            reply = read_reply(slip.cleaned_data["file"].read())
            if not reply_fits(step=step, user=request.user, reply=reply):
                messages.warning(
                    request,
                    _(
                        "The slip belongs to this step, but not to a version that was made here. Compare it with the "
                        "file."
                    ),
                )
        except ReplyFault as fault:
            slip.add_error("file", str(fault))
            reply = None
    form = ReplyForm(None, grounds=choices, initial=start | (filled_in(reply.answers) if reply else {}))
    return _page(request, case, step, form, slip, read=reply is not None)


def _page(
    request: HttpRequest, case: Case, step: Step, form: ReplyForm, slip: SlipForm, *, read: bool = False
) -> HttpResponse:
    rows = [
        {"mark": form[answer.code], "on": form[f"{answer.code}-on"], "text": form[f"{answer.code}-text"]}
        for answer in ANSWERS
    ]
    context = {
        "case": case,
        "step": step,
        "row": step_shown(request, case, step),
        "form": form,
        "slip": slip,
        "rows": rows,
        "read": read,
        "made": jobs_for(request.user).filter(step=step).exclude(state=JobState.CANCELLED).exists(),
    }
    return render(request, "web/reply.html", context, status=422 if form.errors or slip.errors else 200)
