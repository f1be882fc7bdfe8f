"""One change set: what changes, what the rules say, what it does, and every act of author and reviewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from advisor.curation import services
from advisor.curation.draft import changeset_draft, check_of, rows_unpublished
from advisor.curation.impact import PROFILE_NAMES, impact_of
from advisor.curation.models import ChangeSet, SetState
from advisor.curation.selectors import changes_for, confirmations_for, edits_for, remarks_for
from advisor.curation.services.review import confirmed_by_others, editors, moved_sha256
from advisor.languages.words import day_worded
from advisor.web.record_names import KINDS, book_of_names, key_said
from advisor.web.record_rows import differences, fields_of
from advisor.web.views.curation.parts import done, set_or_404
from advisor.web.views.entry import now, rulebook, today
from instruments.records import ROW_KEYS, kind_of

SHOWN = 300


@require_safe
def changeset(request: HttpRequest, number: int) -> HttpResponse:
    """The set: its changes with sources, remarks and confirmations; what may be done next."""
    own = set_or_404(request, number)
    draft = changeset_draft(own) if own.state in (SetState.DRAFT, SetState.REVIEW) else None
    confirmed = confirmed_by_others(own)
    remarks: dict[str, list[Any]] = {}
    for remark in remarks_for(request.user).filter(changeset=own):
        remarks.setdefault(remark.key, []).append(remark)
    mine = set(
        confirmations_for(request.user).filter(changeset=own, by_id=request.user.pk).values_list("key", flat=True)
    )
    changes = list(changes_for(request.user).filter(changeset=own))
    writers = editors(own)
    book = book_of_names()
    context = {
        "set": own,
        "open": draft is not None,
        "lines": [line.text for line in draft.lines] if draft else [],
        "collided": [key_said(key) for key in draft.collided] if draft else [],
        "rows": [
            {
                "change": change,
                "said": key_said(change.key, change.after or change.before, book=book),
                "kind": KINDS.get(kind_of(change.key), kind_of(change.key)),
                "differences": differences(change.before, change.after),
                "brief": _brief(change),
                "remarks": remarks.get(change.key, []),
                "confirmed": confirmed.get(change.key, []),
                "mine": change.key in mine and any(row.by_id == request.user.pk for row in confirmed[change.key]),
            }
            for change in changes[:SHOWN]
        ],
        "more": max(0, len(changes) - SHOWN),
        "count": len(changes),
        "bare": sum(not change.sources for change in changes),
        "unconfirmed": sum(not rows for rows in confirmed.values()),
        "citations": _citations(changes) if own.state == SetState.REVIEW else [],
        "general": remarks.get("", []),
        "writer": request.user.pk in writers,
        "edits": edits_for(request.user).filter(changeset=own).count(),
    }
    return render(request, "web/curation/set.html", context)


def _brief(change: Any) -> list[tuple[str, str]]:
    """A row of a table that is new or goes, in one line: (field, text). Empty for what needs a comparison."""
    if kind_of(change.key) not in ROW_KEYS or (change.before and change.after):
        return []
    return [item for item in fields_of(change.after or change.before).items() if item[0] not in ("instrument", "iso2")]


def _citations(changes: list[Any]) -> list[dict[str, Any]]:
    """The sources of a set with how many changes were read in each."""
    found: dict[str, dict[str, Any]] = {}
    for change in changes:
        for source in change.sources:
            row = found.setdefault(source["citation"], {"source": source, "count": 0})
            row["count"] += 1
    return sorted(found.values(), key=lambda row: -row["count"])


@require_safe
def check(request: HttpRequest, number: int) -> HttpResponse:
    """What the rules and the scenarios say of the set as it stands: a part of its page, or a page of its own."""
    own = set_or_404(request, number)
    if own.state not in (SetState.DRAFT, SetState.REVIEW):
        raise Http404
    draft = changeset_draft(own)
    found = check_of(draft, on=today())
    reasons = {(row.scenario, row.says_sha256): row for row in own.scenario_reasons.select_related("by")}
    context = {
        "set": own,
        "check": found,
        "moved": [
            {
                "finding": item,
                "sha": moved_sha256(item),
                "reason": reasons.get((item.where, moved_sha256(item))),
            }
            for item in found.moved
        ],
        "missing": services.review_missing(
            changeset=own, check=found, user=request.user, unpublished=rows_unpublished(draft.base)
        ),
        "writer": request.user.pk in editors(own),
    }
    part = bool(request.headers.get("HX-Request"))
    return render(request, "web/curation/check_part.html" if part else "web/curation/check.html", context)


@require_safe
def impact(request: HttpRequest, number: int) -> HttpResponse:
    """What the set does: verdicts by day, provision and pair; open cases, steps and drafts as numbers."""
    own = set_or_404(request, number)
    if own.state not in (SetState.DRAFT, SetState.REVIEW):
        raise Http404
    draft = changeset_draft(own)
    found_check = check_of(draft, on=today())
    if not found_check.passes:
        return render(request, "web/curation/impact.html", {"set": own, "errors": found_check.errors})
    found = impact_of(draft, on=today())
    book = rulebook()
    context = {
        "set": own,
        "impact": found,
        "asked_on": ", ".join(day_worded(day) for day in found.asked_on),
        "days": [
            {
                "day": day,
                "profile": PROFILE_NAMES[day.profile],
                "provisions": [
                    {
                        "row": row,
                        "measure": book.measures[row.measure].name if row.measure in book.measures else row.measure,
                    }
                    for row in day.provisions
                ],
                "measures": [
                    {
                        "row": row,
                        "measure": book.measures[row.measure].name if row.measure in book.measures else row.measure,
                    }
                    for row in day.measures
                ],
            }
            for day in found.days
        ],
    }
    return render(request, "web/curation/impact.html", context)


@require_POST
def act(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """One act on the set; what stands in its way is told on the set's page."""
    own = set_or_404(request, number)
    if what not in ACTS:
        raise Http404
    ACTS[what](request, own)
    if what == "publish" and own.state == SetState.PUBLISHED:
        return redirect("catalogue-editions")
    anchor = request.POST.get("anchor", "")
    back = redirect("curation-set", own.number)
    if anchor.isascii() and anchor.replace("-", "").isalnum():
        back["Location"] += f"#{anchor}"
    return back


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "")


def _submit(request: HttpRequest, own: ChangeSet) -> None:
    done(
        request,
        lambda: services.changeset_submit(changeset=own, user=request.user, now=now()),
        _("Given to review. Another curator reads it now."),
    )


def _remark(request: HttpRequest, own: ChangeSet) -> None:
    done(
        request,
        lambda: services.remark_add(
            changeset=own, key=request.POST.get("key", ""), text=_text(request), user=request.user, now=now()
        ),
        _("Your remark stands beside the change."),
    )


def _confirm(request: HttpRequest, own: ChangeSet) -> None:
    keys = request.POST.getlist("key")
    counted: list[int] = []
    if done(
        request,
        lambda: counted.append(services.change_confirm(changeset=own, keys=keys, user=request.user, now=now())),
        "",
    ):
        _said(request, counted[0])


def _confirm_source(request: HttpRequest, own: ChangeSet) -> None:
    counted: list[int] = []
    citation = request.POST.get("citation", "")
    if done(
        request,
        lambda: counted.append(services.source_confirm(changeset=own, citation=citation, user=request.user, now=now())),
        "",
    ):
        _said(request, counted[0])


def _said(request: HttpRequest, count: int) -> None:
    words = ngettext("%(n)s change is confirmed.", "%(n)s changes are confirmed.", count)
    messages.success(request, words % {"n": count})


def _scenario(request: HttpRequest, own: ChangeSet) -> None:
    found = check_of(changeset_draft(own), on=today())
    finding = next((item for item in found.moved if moved_sha256(item) == request.POST.get("finding")), None)
    if finding is None:
        messages.error(request, _("This expectation moves no longer, or otherwise than you saw. Look again."))
        return
    done(
        request,
        lambda: services.scenario_accept(
            changeset=own, finding=finding, text=_text(request), user=request.user, now=now()
        ),
        _("Your reason is kept."),
    )


def _return(request: HttpRequest, own: ChangeSet) -> None:
    done(
        request,
        lambda: services.changeset_return(changeset=own, text=_text(request), user=request.user, now=now()),
        _("Sent back to its author."),
    )


def _withdraw(request: HttpRequest, own: ChangeSet) -> None:
    done(
        request,
        lambda: services.changeset_withdraw(changeset=own, text=_text(request), user=request.user, now=now()),
        _("The change set is given up. It stays to be read."),
    )


def _keep(request: HttpRequest, own: ChangeSet) -> None:
    done(
        request,
        lambda: services.change_undone(changeset=own, key=request.POST.get("key", ""), user=request.user, now=now()),
        _("The record stays as it is; its change is out of the set."),
    )


def _publish(request: HttpRequest, own: ChangeSet) -> None:
    published = done(
        request,
        lambda: services.changeset_publish(changeset=own, note=_text(request), user=request.user, now=now()),
        _("Published. Every answer from now on is given by the new edition."),
    )
    if published:
        own.refresh_from_db()


ACTS: dict[str, Callable[[HttpRequest, ChangeSet], None]] = {
    "submit": _submit,
    "remark": _remark,
    "confirm": _confirm,
    "confirm-source": _confirm_source,
    "scenario": _scenario,
    "return": _return,
    "withdraw": _withdraw,
    "keep": _keep,
    "publish": _publish,
}
