"""Instruments and provisions, a provision with its conditions, time limits and grounds of refusal on one page."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from instruments import models
from instruments.admin.base import CuratedAdmin, ReadOnly
from instruments.admin.line_history import lines_changed


@admin.register(models.Instrument)
class InstrumentAdmin(CuratedAdmin):
    """The header of an instrument; its provisions and tables are one step away."""

    ordering = ["code"]
    searched = "search_text"
    search_fields = ["search_text"]
    search_help_text = "Name, alias or number, with or without accents: 655/2014, budapest, rogatory"
    list_display = ["code", "short_title", "kind", "tier", "applies_from", "applies_until", "provision_count"]
    list_filter = ["kind", "tier", "status", "in_seed", "underused", "placeholder"]
    readonly_fields = ["its_provisions", "its_tables"]
    fieldsets = [
        (None, {"fields": ["code", "title", "short_title", "aliases", "kind", "track", "tier", "origin"]}),
        ("On other pages", {"fields": ["its_provisions", "its_tables"]}),
        ("When it applies", {"fields": ["adopted", "in_force", "applies_from", "applies_until"]}),
        ("Which day decides", {"fields": ["transition_mode", "transition_exceptions", "transition_note"]}),
        ("Succession", {"fields": ["supersedes", "superseded_by", "replacement_note", "amended_by"]}),
        ("Status that can change", {"fields": ["status", "status_as_of", "status_text"]}),
        (
            "Who is bound, and how two States become a pair",
            {
                "fields": [
                    *("bound_states", "pairing_rule", "pairing_hub", "pairing_side", "pairing_missing_row"),
                    *("pairing_unknown_for", "pairing_note"),
                ]
            },
        ),
        ("How it is offered", {"fields": ["in_seed", "underused", "adjunct", "last_resort", "placeholder"]}),
        ("In words, and where to read it", {"fields": ["ip_scope", "notes", "identifiers", "url", "sources"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Instrument]:
        """With the number of provisions."""
        queryset: QuerySet[models.Instrument] = super().get_queryset(request)
        return queryset.annotate(provisions_counted=Count("provisions"))

    @admin.display(description="Provisions", ordering="provisions_counted")
    def provision_count(self, obj: Any) -> int:
        """How many provisions it has."""
        return int(obj.provisions_counted)

    @admin.display(description="Provisions")
    def its_provisions(self, obj: models.Instrument) -> str:
        """Links to the provisions."""
        links = format_html_join(
            "",
            '<li><a href="{}">{}</a> ({})</li>',
            (
                (reverse("admin:instruments_provision_change", args=[row.pk]), row.pk, row.measure_id)
                for row in obj.provisions.order_by("position", "pk")
            ),
        )
        return format_html("<ul>{}</ul>", links)

    @admin.display(description="Tables")
    def its_tables(self, obj: models.Instrument) -> str:
        """Links to its rows of participation, declarations and authorities."""
        names = (("participationrow", "participation"), ("declaration", "declarations"), ("authority", "authorities"))
        return format_html_join(
            "",
            '<p><a href="{}?instrument__code__exact={}">{} rows of {}</a></p>',
            (
                (reverse(f"admin:instruments_{model}_changelist"), obj.pk, getattr(obj, related).count(), related)
                for model, related in names
            ),
        )


class LineInline(ReadOnly, admin.StackedInline):  # type: ignore[type-arg]
    """Lines of a provision in their order."""

    extra = 0
    ordering = ["position", "pk"]


class ConditionInline(LineInline):
    """Conditions."""

    model = models.Condition
    fields = [
        ("position", "fact", "op", "value"),
        ("effect", "or_group", "only_for"),
        ("article", "basis"),
        "text",
        "source",
    ]


class TimeLimitInline(LineInline):
    """Time limits that the law sets."""

    model = models.TimeLimit
    fields = [("position", "event"), ("duration", "unit", "article", "basis"), "note", "source"]


class GroundInline(LineInline):
    """Grounds of refusal in the words of the provision."""

    model = models.RefusalGroundUse
    fields = [("position", "ground", "mandatory"), ("article", "basis"), "text", "source"]


@admin.register(models.Provision)
class ProvisionAdmin(CuratedAdmin):
    """A provision with everything that hangs on it."""

    searched = "search_text"
    search_fields = ["search_text"]
    search_help_text = "Instrument, measure or article: budapest 29"
    list_display = ["id", "measure", "role", "variant", "confidence"]
    list_filter = ["measure__code", "role", "confidence", "status"]
    list_select_related = ["measure"]
    inlines = [ConditionInline, TimeLimitInline, GroundInline]
    fieldsets = [
        (None, {"fields": ["id", "instrument", "position", "measure", "variant", "role", "articles", "origin"]}),
        (
            "Where it differs from its instrument",
            {"fields": ["tier", "status", "applies_from", "applies_until", "adjunct", "last_resort"]},
        ),
        (
            "For the user",
            {"fields": ["form", "channel", "issuing_authority", "who_may_ask", "languages", "costs", "options"]},
        ),
        (
            "Dual criminality",
            {"fields": ["dual_criminality_rule", "dual_criminality_article", "dual_criminality_text"]},
        ),
        ("From practice", {"fields": ["typical_days", "next_step_on_failure", "notes"]}),
        ("How sure it is", {"fields": ["confidence", "reliability", "sources"]}),
    ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to the provision and to each of its lines."""
        lines = lines_changed(unquote(object_id))
        answer: HttpResponse = super().history_view(request, object_id, {**(extra_context or {}), "lines": lines})
        return answer
