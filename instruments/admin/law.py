"""Instruments and provisions, a provision with its conditions, time limits and grounds of refusal on one page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from instruments import codes, models
from instruments.admin.base import CuratedAdmin, CuratedForm, LinesMixin
from instruments.admin.fields import ValueField, value_from_words
from instruments.admin.line_history import lines_changed
from instruments.condition_rules import condition_problem


class InstrumentForm(CuratedForm):
    """The header of an instrument, with what must stand together."""

    def clean(self) -> dict[str, Any]:
        """A status has its day and words; a pairing rule what it needs; a period its order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("status") and not (data.get("status_as_of") and data.get("status_text")):
            self.add_error("status", "A status comes with its day and with words.")
        if data.get("pairing_rule") and not data.get("pairing_missing_row"):
            self.add_error("pairing_missing_row", "Say what a State without a row is: not bound, or unknown.")
        if data.get("pairing_rule") == "hub" and not data.get("pairing_hub"):
            self.add_error("pairing_hub", "The rule hub needs the State that is the hub.")
        if data.get("pairing_rule") == "two_sided" and not data.get("pairing_side"):
            self.add_error("pairing_side", "The rule two_sided needs the States of one side.")
        first, last = data.get("applies_from"), data.get("applies_until")
        if first and last and last < first:
            self.add_error("applies_until", f"The last day lies before the first, {first}.")
        return data


@admin.register(models.Instrument)
class InstrumentAdmin(CuratedAdmin):
    """The header of an instrument; its provisions and tables are one step away."""

    form = InstrumentForm
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
        ("Your change", {"fields": ["why"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new instrument has no other pages and no origin yet."""
        if obj is not None:
            return self.fieldsets
        hidden = {"its_provisions", "its_tables", "origin"}
        kept = [
            (title, [name for name in options["fields"] if name not in hidden]) for title, options in self.fieldsets
        ]
        return [(title, {"fields": fields}) for title, fields in kept if fields]

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
        """Links to the provisions, and to a new one."""
        links = format_html_join(
            "",
            '<li><a href="{}">{}</a> ({})</li>',
            (
                (reverse("admin:instruments_provision_change", args=[row.pk]), row.pk, row.measure_id)
                for row in obj.provisions.order_by("position", "pk")
            ),
        )
        new = f"{reverse('admin:instruments_provision_add')}?instrument={obj.pk}"
        return format_html('<ul>{}<li><a href="{}">Add a provision</a></li></ul>', links, new)

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


class ConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One condition; an operator or value that does not fit its fact is refused with what fits."""

    value = ValueField(help_text="true, 36, 2026-11-22 or a code; several codes on a line each.")

    class Meta:
        model = models.Condition
        fields = "__all__"  # noqa: DJ007 - the curator edits every column

    def clean(self) -> dict[str, Any]:
        """Read the value by the operator and hold it against the type of the fact."""
        data: dict[str, Any] = super().clean() or {}
        fact, op = data.get("fact"), data.get("op")
        if fact is None or not op or "value" not in data:
            return data
        data["value"] = value_from_words(data["value"], many=op in codes.LIST_OPS)
        record = {"name": fact.pk, "type": fact.type, "values": fact.values}
        known = set(models.Instrument.objects.values_list("pk", flat=True))
        states = set(models.Jurisdiction.objects.values_list("pk", flat=True))
        problem = condition_problem(record, op, data["value"], instruments=known, states=states)
        if problem:
            self.add_error("value", f"{problem[0]}. Allowed: {problem[1]}.")
        return data


class AlternativesFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The conditions of a provision together: at least one, and no group of alternatives with one member."""

    def clean(self) -> None:
        """Count conditions and the members of each group."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        kept = [row for row in rows if not row.get("DELETE") and row.get("fact")]
        if not any(self.errors) and not kept:
            raise ValidationError("A provision needs at least one condition: nothing is open to everybody always.")
        groups = [row["or_group"] for row in kept if row.get("or_group")]
        for group in set(groups):
            if groups.count(group) < 2:
                raise ValidationError(f"The group of alternatives {group} has one member; give it another or none.")


class LineInline(LinesMixin, admin.StackedInline):  # type: ignore[type-arg]
    """Lines of a provision in their order."""

    extra = 0
    ordering = ["position", "pk"]


class ConditionInline(LineInline):
    """Conditions."""

    model = models.Condition
    form = ConditionForm
    formset = AlternativesFormSet
    autocomplete_fields = ["fact"]
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
    autocomplete_fields = ["ground"]
    fields = [("position", "ground", "mandatory"), ("article", "basis"), "text", "source"]


class ProvisionForm(CuratedForm):
    """A provision; its id begins with the code of its instrument."""

    def clean(self) -> dict[str, Any]:
        """The id belongs to the instrument, somebody may ask, and an estimate is a range."""
        data: dict[str, Any] = super().clean() or {}
        instrument, identity = data.get("instrument"), data.get("id")
        if instrument and identity and not identity.startswith(f"{instrument.pk}/"):
            self.add_error("id", f"The id begins with {instrument.pk}/")
        if not data.get("issuing_authority") and not data.get("who_may_ask"):
            self.add_error("issuing_authority", "Say who may ask, here or by the kinds of requester.")
        days = data.get("typical_days")
        if days is not None and not _is_range(days):
            self.add_error("typical_days", "Two numbers of days, the smaller first: [3, 30].")
        return data


def _is_range(days: Any) -> bool:
    return (
        isinstance(days, list)
        and len(days) == 2
        and all(isinstance(day, int) and not isinstance(day, bool) for day in days)
        and 0 <= days[0] <= days[1]
    )


@admin.register(models.Provision)
class ProvisionAdmin(CuratedAdmin):
    """A provision with everything that hangs on it."""

    form = ProvisionForm
    searched = "search_text"
    search_fields = ["search_text"]
    search_help_text = "Instrument, measure or article: budapest 29"
    list_display = ["id", "measure", "role", "variant", "confidence"]
    list_filter = ["measure__code", "role", "confidence", "status"]
    list_select_related = ["measure"]
    autocomplete_fields = ["instrument", "measure"]
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
        ("Your change", {"fields": ["why"]}),
    ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to the provision and to each of its lines."""
        lines = lines_changed(unquote(object_id))
        answer: HttpResponse = super().history_view(request, object_id, {**(extra_context or {}), "lines": lines})
        return answer

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new provision has no origin yet."""
        if obj is not None:
            return self.fieldsets
        return [
            (title, {"fields": [name for name in options["fields"] if name != "origin"]})
            for title, options in self.fieldsets
        ]
