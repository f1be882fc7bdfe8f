"""What every page of the admin has in common: nothing is changed here; history, search without accents, origin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from instruments import models, records
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


class ReadOnly:
    """Law is changed by change sets that a second person reads; here it is looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here: at the curators' desk."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here: at the curators' desk."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here: at the curators' desk."""
        return False


class CuratedAdmin(ReadOnly, SimpleHistoryAdmin):  # type: ignore[misc]
    """A kind of row, to look at: its columns, where it comes from, its history."""

    list_per_page = 100
    show_full_result_count = False
    object_history_list_template = "admin/instruments/history_list.html"
    searched: ClassVar[str] = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Where a row comes from is told beside its columns."""
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is not None:
            fields += ["origin"] if self.model in KEY_PREFIX or self.model in ROW_KINDS else []
        return fields

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
