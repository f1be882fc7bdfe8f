"""Editions: look at them and download them. They are published at the curators' desk; nobody edits one."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from instruments import models
from instruments.edition_words import edition_diff
from instruments.editions import edition_document

SHOWN = 200


@admin.register(models.Edition)
class EditionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The published editions."""

    list_display = ["label", "published_at", "published_by", "note", "short_hash"]
    search_fields = ["label", "note", "sha256"]
    readonly_fields = ["label", "sha256", "published_at", "published_by", "note", "previous", "download", "changes"]
    fields = tuple(readonly_fields)

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
        """Downloading beside Django's own pages."""
        view = self.admin_site.admin_view
        return [
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
