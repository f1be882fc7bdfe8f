"""The words of the catalogue: States, facts, measures, ladder, grounds, lists, networks, precedence, sources."""

from django.contrib import admin

from instruments import models
from instruments.admin.base import CuratedAdmin


@admin.register(models.Jurisdiction)
class JurisdictionAdmin(CuratedAdmin):
    """States and territories."""

    searched = "search_text"
    search_fields = ["search_text"]
    list_display = ["iso2", "iso3", "name", "official_languages", "eu_member_since", "eu_member_until"]
    list_filter = ["schengen", "council_of_europe", "wto_member", "legal_tradition"]


@admin.register(models.Fact)
class FactAdmin(CuratedAdmin):
    """Facts, with the question that a user is asked."""

    search_fields = ["name", "question"]
    list_display = ["name", "type", "scope", "source", "question"]
    list_filter = ["type", "scope", "source"]


@admin.register(models.Measure)
class MeasureAdmin(CuratedAdmin):
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


@admin.register(models.OffenceList)
class OffenceListAdmin(CuratedAdmin):
    """Lists of offences and bars for nationals."""

    search_fields = ["name"]
    list_display = ["name"]


@admin.register(models.Network)
class NetworkAdmin(CuratedAdmin):
    """Networks of practitioners."""

    searched = "search_text"
    search_fields = ["search_text"]
    list_display = ["instrument_id", "name", "areas", "closed", "who_may_use"]


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
