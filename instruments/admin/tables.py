"""Participation, declarations and authorities: to look at, and to take along as a table."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from import_export import fields, resources

from instruments import models
from instruments.admin.base import CuratedAdmin
from instruments.admin.exchange import TableExport
from instruments.searching import found_keys, query_words


class _RowResource(resources.ModelResource):  # type: ignore[misc]
    """A table with the columns that the files have."""

    instrument = fields.Field(column_name="instrument", attribute="instrument_id")
    iso2 = fields.Field(column_name="iso2", attribute="jurisdiction_id")


class ParticipationResource(_RowResource):
    """participation.csv."""

    class Meta:
        model = models.ParticipationRow
        fields = ("instrument", "iso2", "status", "since", "until", "partial", "note", "source", "confidence")


class DeclarationResource(_RowResource):
    """declarations.csv."""

    class Meta:
        model = models.Declaration
        fields = ("instrument", "iso2", "topic", "value", "article", "source", "confidence")


class AuthorityResource(_RowResource):
    """authorities.csv."""

    class Meta:
        model = models.Authority
        fields = ("instrument", "iso2", "role", "name", "city", "public_url", "source", "confidence")


class TableAdmin(TableExport, CuratedAdmin):
    """A table that can be taken along as CSV."""

    list_select_related = ["instrument", "jurisdiction"]
    search_fields = ["instrument__search_text", "jurisdiction__search_text"]
    search_help_text = "Instrument and State: apostille france"

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """Each word is one of the instrument or of the State."""
        for word in query_words(search_term):
            codes = found_keys(models.Instrument.objects.values_list("pk", "search_text"), [word])
            states = found_keys(models.Jurisdiction.objects.values_list("pk", "search_text"), [word])
            queryset = queryset.filter(Q(instrument__in=codes) | Q(jurisdiction__in=states))
        return queryset, False


@admin.register(models.ParticipationRow)
class ParticipationAdmin(TableAdmin):
    """Who is bound by what, from when to when."""

    resource_classes = [ParticipationResource]
    list_display = ["instrument_id", "jurisdiction", "status", "since", "until", "partial", "confidence"]
    list_display_links = ["instrument_id", "jurisdiction"]
    list_filter = ["status", "confidence", ("instrument", admin.RelatedOnlyFieldListFilter)]


@admin.register(models.Declaration)
class DeclarationAdmin(TableAdmin):
    """What States declared."""

    resource_classes = [DeclarationResource]
    list_display = ["instrument_id", "jurisdiction", "topic", "value", "article", "confidence"]
    list_display_links = ["instrument_id", "jurisdiction"]
    list_filter = ["topic", "confidence", ("instrument", admin.RelatedOnlyFieldListFilter)]


@admin.register(models.Authority)
class AuthorityAdmin(TableAdmin):
    """Whom to write to."""

    resource_classes = [AuthorityResource]
    list_display = ["instrument_id", "jurisdiction", "role", "name", "city", "confidence"]
    list_display_links = ["instrument_id", "jurisdiction"]
    list_filter = ["role", "confidence", ("instrument", admin.RelatedOnlyFieldListFilter)]
