"""What every page of the desk has in common: history with a reason, search without accents, lists as lines, origin."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.validators import URLValidator
from django.db.models import JSONField, Model, QuerySet, TextField
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from instruments import codes, models, records
from instruments.admin.fields import LinesField
from instruments.origins import origins
from instruments.searching import found_keys, query_words

ROW_KINDS: dict[type[Model], str] = {
    models.ParticipationRow: "participation",
    models.Declaration: "declaration",
    models.Authority: "authority",
}
KEY_PREFIX: dict[type[Model], str] = {
    models.Jurisdiction: "jurisdiction",
    models.Measure: "measure",
    models.LadderEntry: "ladder",
    models.Fact: "fact",
    models.RefusalGround: "ground",
    models.OffenceList: "offence_list",
    models.Instrument: "instrument",
    models.Provision: "provision",
    models.Network: "network",
    models.PrecedenceRule: "precedence",
}


def _pks(model: type[Model]) -> Collection[str]:
    return set(model._default_manager.values_list("pk", flat=True))


def _instruments() -> Collection[str]:
    return _pks(models.Instrument)


def _states() -> Collection[str]:
    return _pks(models.Jurisdiction)


def _measures() -> Collection[str]:
    return _pks(models.Measure)


def _tracks() -> Collection[str]:
    return codes.TRACKS


def _requesters() -> Collection[str]:
    fact = models.Fact.objects.filter(pk="requester.kind").first()
    return (fact.values or []) if fact else []


# JSON columns that hold a list of texts: (may be NULL is read from the column), and the codes that a line may hold.
LINES: dict[str, Any] = {
    "track": _tracks,
    "areas": _tracks,
    "supersedes": _instruments,
    "superseded_by": _instruments,
    "pairing_side": _states,
    "pairing_unknown_for": _states,
    "states": _states,
    "who_may_ask": _requesters,
    "measures": _measures,
    "secure": _measures,
    "voluntary": _measures,
    "single_jurisdiction": _measures,
    "instead": _measures,
    "provisions": lambda: _pks(models.Provision),
    **dict.fromkeys(("aliases", "amended_by", "sources", "articles", "earlier_codes", "values", "prefer", "over")),
}
REQUIRED_LINES = {"track", "areas", "articles", "prefer", "over"}


class CuratedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row with the reason of its change, which its history keeps."""

    why = forms.CharField(
        label="Why, and where you read it",
        max_length=100,
        help_text="Kept in the history of this row, with your name and the time.",
        widget=forms.TextInput(attrs={"size": 80}),
    )


# Texts of a few words.
SHORT = {"article", "dual_criminality_article", "event", "form", "languages", "costs", "url", "public_url", "name"}


ADDRESSES = {"url", "public_url"}


class LinesMixin:
    """Shows a list of texts as lines, and a text no larger than what usually stands in it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Lists of texts as lines, any other JSON as JSON."""
        if isinstance(db_field, JSONField) and db_field.name in LINES:
            return LinesField(
                codes=LINES[db_field.name],
                null=db_field.null,
                required=db_field.name in REQUIRED_LINES or (db_field.name == "sources" and not db_field.null),
                label=str(db_field.verbose_name).capitalize(),
                help_text=". ".join(str(text) for text in (db_field.help_text, "One a line.") if text),
            )
        if isinstance(db_field, TextField) and "widget" not in kwargs:
            short = forms.TextInput(attrs={"size": 60})
            kwargs["widget"] = short if db_field.name in SHORT else forms.Textarea(attrs={"rows": 2, "cols": 90})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and db_field.name in ADDRESSES:
            field.validators.append(URLValidator(schemes=["https", "http"]))
        return field


class CuratedAdmin(LinesMixin, SimpleHistoryAdmin):  # type: ignore[misc]
    """A kind of row: identity fixed once made, each change with its reason, and the origin of the row."""

    form = CuratedForm
    save_on_top = True
    list_per_page = 100
    show_full_result_count = False
    object_history_list_template = "admin/instruments/history_list.html"
    searched: ClassVar[str] = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The code of a row is stable: it is given once. Where it comes from is told, not set."""
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is not None:
            fields += [self.opts.pk.name] if self.opts.pk.editable and not self.opts.pk.auto_created else []
            fields += ["origin"] if self.model in KEY_PREFIX or self.model in ROW_KINDS else []
        return fields

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason last, after what it explains."""
        fields = [name for name in super().get_fields(request, obj) if name != "why"]
        return [*fields, "why"] if self.has_change_permission(request, obj) else fields

    @admin.display(description="Comes from")
    def origin(self, obj: Any) -> str:
        """The shipped file, or a curator."""
        if type(obj) in ROW_KINDS:
            kind = ROW_KINDS[type(obj)]
            given = {"iso2": obj.jurisdiction_id, "instrument": obj.instrument_id}
            names = records.ROW_KEYS[kind]
            row = {name: given.get(name) or str(getattr(obj, name, None) or "") for name in names}
            return origins().get(records.row_key(kind, row), "curator")
        return origins().get(f"{KEY_PREFIX[type(obj)]}:{obj.pk}", "curator")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Rows with a search column are found without accents and by number; others as Django finds them."""
        words = query_words(search_term)
        if not self.searched or not words:
            return super().get_search_results(request, queryset, search_term)
        found = found_keys(self.model._default_manager.values_list("pk", self.searched), words)
        return queryset.filter(pk__in=found), False

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """One past state. An id with a slash comes quoted, as Django's own pages have it."""
        return super().history_form_view(request, unquote(object_id), version_id, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row; the reason goes into its history."""
        obj._change_reason = form.cleaned_data.get("why", "")
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; its history stays."""
        obj._change_reason = "deleted"
        super().delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store the lines of a row under the same reason."""
        reason = form.cleaned_data.get("why", "")
        for obj in formset.save(commit=False):
            obj._change_reason = reason
            obj.save()
        for obj in formset.deleted_objects:
            obj._change_reason = reason
            obj.delete()
        formset.save_m2m()
