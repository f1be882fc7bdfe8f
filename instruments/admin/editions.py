"""Editions: look at them, download them, publish the next one after the integrity check. Nobody edits one."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from instruments import models
from instruments.edition_words import edition_diff
from instruments.editions import edition_document, edition_next_label, edition_publish, gate_findings
from instruments.errors import CatalogueError
from instruments.from_rows import book_from_rows
from instruments.records import edition_document as published_part
from instruments.scenarios import CODE as SCENARIO

SHOWN, SHOWN_SCENARIOS = 200, 50


class PublishForm(forms.Form):
    """What an edition says about itself."""

    note = forms.CharField(
        label="What changed, and why",
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="Everybody who reads an answer by this edition can read it.",
    )
    label = forms.CharField(
        required=False, max_length=40, help_text="Left empty: the day and a running number, such as 2026-11-22.1"
    )


@admin.register(models.Edition)
class EditionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The published editions."""

    list_display = ["label", "published_at", "published_by", "note", "short_hash"]
    search_fields = ["label", "note", "sha256"]
    readonly_fields = ["label", "sha256", "published_at", "published_by", "note", "previous", "download", "changes"]
    fields = tuple(readonly_fields)
    change_list_template = "admin/instruments/edition/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the documents."""
        return models.Edition.objects.headers()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An edition is published, not added."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An edition never changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An edition is never deleted."""
        return False

    def get_urls(self) -> Any:
        """Publishing and downloading beside Django's own pages."""
        view = self.admin_site.admin_view
        return [
            path("publish/", view(self.publish_view), name="instruments_edition_publish"),
            path("<int:pk>/document.json", view(self.document_view), name="instruments_edition_document"),
            *super().get_urls(),
        ]

    @admin.display(description="SHA-256")
    def short_hash(self, obj: models.Edition) -> str:
        """Enough of the hash to tell two apart."""
        return obj.sha256[:12]

    @admin.display(description="Document")
    def download(self, obj: models.Edition) -> str:
        """A link to the bytes."""
        return format_html(
            '<a href="{}">Download (JSON)</a>', reverse("admin:instruments_edition_document", args=[obj.pk])
        )

    @admin.display(description="Changes since the edition before")
    def changes(self, obj: models.Edition) -> str:
        """The difference in words."""
        if obj.previous is None:
            return "This is the first edition."
        lines = edition_diff(edition_document(obj.previous), edition_document(obj))
        shown = format_html_join("", "<li>{}</li>", ((line,) for line in lines[:SHOWN]))
        more = f"and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
        return format_html("<ul>{}</ul>{}", shown, more) if lines else "None: the same bytes."

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes that the hash stands for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        edition = models.Edition.objects.filter(pk=pk).first()
        if edition is None:
            raise Http404("no such edition")
        response = HttpResponse(bytes(edition.document), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="edition-{edition.sha256[:12]}.json"'
        return response

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would be published and what the rules say; publish on POST."""
        if not request.user.has_perm("instruments.add_edition"):
            raise PermissionDenied
        form = PublishForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._published(request, form.cleaned_data):
            return HttpResponseRedirect(reverse("admin:instruments_edition_changelist"))
        return TemplateResponse(request, "admin/instruments/edition/publish.html", self._context(request, form))

    def _published(self, request: HttpRequest, data: dict[str, Any]) -> bool:
        try:
            edition = edition_publish(
                label=data["label"], by=request.user.get_username(), note=data["note"], now=timezone.now()
            )
        except CatalogueError as error:
            messages.error(request, str(error).splitlines()[0])
            return False
        messages.success(request, f"Edition {edition.label} is published; every answer from now on is given by it.")
        return True

    def _context(self, request: HttpRequest, form: PublishForm) -> dict[str, Any]:
        now = timezone.now()
        book = book_from_rows()
        findings = gate_findings(book, on=now.date())
        errors = [finding for finding in findings if finding.is_error]
        moved = [finding for finding in findings if finding.code == SCENARIO]
        others = Counter(item.code for item in findings if not item.is_error and item.code != SCENARIO)
        current = models.Edition.objects.order_by("-id").first()
        changes = edition_diff(edition_document(current), published_part(book)) if current else []
        return {
            **self.admin_site.each_context(request),
            "title": "Publish an edition",
            "opts": self.opts,
            "form": form,
            "errors": errors,
            "moved": moved[:SHOWN_SCENARIOS],
            "moved_count": len(moved),
            "warnings": sorted(others.items()),
            "current": current,
            "changes": changes[:SHOWN],
            "more": max(0, len(changes) - SHOWN),
            "next_label": edition_next_label(now),
        }
