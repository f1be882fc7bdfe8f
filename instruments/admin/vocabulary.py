"""The words of the catalogue: States, facts, measures, ladder, grounds, lists, networks, precedence, sources."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from instruments import models
from instruments.admin.base import CuratedAdmin, CuratedForm
from instruments.from_fixtures import entry_faults


@admin.register(models.Jurisdiction)
class JurisdictionAdmin(CuratedAdmin):
    """States and territories."""

    searched = "search_text"
    search_fields = ["search_text"]
    list_display = ["iso2", "iso3", "name", "official_languages", "eu_member_since", "eu_member_until"]
    list_filter = ["schengen", "council_of_europe", "wto_member", "legal_tradition"]


class FactForm(CuratedForm):
    """A fact; values stand on an enum and only there."""

    def clean(self) -> dict[str, Any]:
        """Type and values agree, the question is one."""
        data: dict[str, Any] = super().clean() or {}
        if (data.get("type") == "enum") != bool(data.get("values")):
            self.add_error("values", "An enum has values, and nothing else has.")
        if data.get("question") and not data["question"].endswith("?"):
            self.add_error("question", "A question ends with a question mark.")
        return data


@admin.register(models.Fact)
class FactAdmin(CuratedAdmin):
    """Facts, with the question that a user is asked."""

    form = FactForm
    search_fields = ["name", "question"]
    list_display = ["name", "type", "scope", "source", "question"]
    list_filter = ["type", "scope", "source"]


class FixedCodes(CuratedAdmin):
    """Rows whose codes are a contract: they can be worded anew, not added or taken away."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The contract fixes the codes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The contract fixes the codes."""
        return False


@admin.register(models.Measure)
class MeasureAdmin(FixedCodes):
    """Measures of the contract."""

    search_fields = ["code", "name"]
    list_display = ["code", "name", "position", "seed"]


@admin.register(models.LadderEntry)
class LadderAdmin(CuratedAdmin):
    """Which lower-tier measures can meet the same need."""

    search_fields = ["measure__code"]
    list_display = ["measure", "secure", "voluntary", "single_jurisdiction", "instead"]
    list_select_related = ["measure"]


@admin.register(models.RefusalGround)
class RefusalGroundAdmin(CuratedAdmin):
    """Canonical grounds of refusal."""

    search_fields = ["code", "text"]
    list_display = ["code", "text"]


class OffenceListForm(CuratedForm):
    """An offence list; its entry has the form that the files have."""

    def clean(self) -> dict[str, Any]:
        """Hold the entry against the fields of the book."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("entry") is not None:
            known = {
                "instrument": set(models.Instrument.objects.values_list("pk", flat=True)),
                "state": set(models.Jurisdiction.objects.values_list("pk", flat=True)),
            }
            for fault in entry_faults(data["entry"], known):
                self.add_error("entry", f"{fault.where}: {fault.read}. Allowed: {fault.allowed}.")
        return data


@admin.register(models.OffenceList)
class OffenceListAdmin(CuratedAdmin):
    """Lists of offences and bars for nationals."""

    form = OffenceListForm
    search_fields = ["name"]
    list_display = ["name"]


@admin.register(models.Network)
class NetworkAdmin(CuratedAdmin):
    """Networks of practitioners."""

    searched = "search_text"
    search_fields = ["search_text"]
    list_display = ["instrument_id", "name", "areas", "closed", "who_may_use"]
    autocomplete_fields = ["instrument"]


@admin.register(models.PrecedenceRule)
class PrecedenceAdmin(CuratedAdmin):
    """Which instrument or tier goes first."""

    search_fields = ["id", "condition", "article", "between"]
    list_display = ["id", "kind", "prefer", "over", "condition", "article", "use"]
    list_filter = ["kind", "use", "basis"]


@admin.register(models.Source)
class SourceAdmin(CuratedAdmin):
    """Where rows were read, and when somebody last read it there."""

    search_fields = ["citation"]
    list_display = ["citation", "kind", "checked_on"]
    list_filter = ["kind"]
    date_hierarchy = "checked_on"
