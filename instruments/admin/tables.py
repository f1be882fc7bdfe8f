"""Participation, declarations and authorities: by hand, or as a table with a preview of the differences."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from import_export import fields, resources
from import_export.widgets import DateWidget

from instruments import models
from instruments.admin.base import CuratedAdmin, CuratedForm
from instruments.admin.exchange import KnownRows, TableExchange
from instruments.searching import found_keys, query_words


class ParticipationForm(CuratedForm):
    """A participation row; one that overlaps another of its State is refused before the database does."""

    def clean(self) -> dict[str, Any]:
        """Days on bound rows only, in order, with a source where verified, and no day that another row holds."""
        data: dict[str, Any] = super().clean() or {}
        since, until, status = data.get("since"), data.get("until"), data.get("status")
        if status and status != "bound" and (since or until):
            self.add_error("status", "Days stand on bound rows only.")
        if since and until and until < since:
            self.add_error("until", f"The last day lies before the first, {since}.")
        if data.get("confidence") == "verified" and not data.get("source"):
            self.add_error("source", "Verified means read somewhere: name the source, or mark it as memory.")
        if not self.errors:
            self._alone(data)
        return data

    def _alone(self, data: dict[str, Any]) -> None:
        others = models.ParticipationRow.objects.filter(
            instrument=data["instrument"], jurisdiction=data["jurisdiction"]
        ).exclude(pk=self.instance.pk)
        since, until = data.get("since"), data.get("until")
        for other in others:
            apart = (until and other.since and until < other.since) or (since and other.until and since > other.until)
            if not apart:
                raise ValidationError(
                    f"The row {other} holds a day of this period. End it first: a period is closed, never overwritten."
                )


class _RowResource(resources.ModelResource):  # type: ignore[misc]
    """A table as the files have it: the same columns, matched by what identifies a row."""

    instrument = fields.Field(column_name="instrument", attribute="instrument", widget=KnownRows(models.Instrument))
    iso2 = fields.Field(column_name="iso2", attribute="jurisdiction", widget=KnownRows(models.Jurisdiction))

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Read all instruments and States once: each row names one of each."""
        for name in ("instrument", "iso2"):
            widget = self.fields[name].widget
            widget.known = widget.model._default_manager.in_bulk()


class ParticipationResource(_RowResource):
    """participation.csv."""

    since = fields.Field(column_name="since", attribute="since", widget=DateWidget(format="%Y-%m-%d"))
    until = fields.Field(column_name="until", attribute="until", widget=DateWidget(format="%Y-%m-%d"))

    class Meta:
        model = models.ParticipationRow
        fields = ("instrument", "iso2", "status", "since", "until", "partial", "note", "source", "confidence")
        import_id_fields = ("instrument", "iso2", "since")
        skip_unchanged = report_skipped = clean_model_instances = use_transactions = True


class DeclarationResource(_RowResource):
    """declarations.csv."""

    class Meta:
        model = models.Declaration
        fields = ("instrument", "iso2", "topic", "value", "article", "source", "confidence")
        import_id_fields = ("instrument", "iso2", "topic", "value", "article")
        skip_unchanged = report_skipped = clean_model_instances = use_transactions = True


class AuthorityResource(_RowResource):
    """authorities.csv."""

    class Meta:
        model = models.Authority
        fields = ("instrument", "iso2", "role", "name", "city", "public_url", "source", "confidence")
        import_id_fields = ("instrument", "iso2", "role", "name")
        skip_unchanged = report_skipped = clean_model_instances = use_transactions = True


class TableAdmin(TableExchange, CuratedAdmin):
    """A table that comes and goes as CSV, with a preview of what an import would change."""

    autocomplete_fields = ["instrument", "jurisdiction"]
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

    form = ParticipationForm
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
