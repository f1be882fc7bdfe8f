"""The words of the catalogue: States, facts, measures and their ladder, grounds, offence lists, networks, sources."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from instruments import codes, schema
from instruments.fields import OptionalCode, OptionalText
from instruments.searching import network_search_text, state_search_text


class Jurisdiction(models.Model):
    """A State or territory, by its ISO 3166-1 code (GB and GR, never UK and EL)."""

    iso2 = models.CharField(max_length=2, primary_key=True, validators=[RegexValidator(r"^[A-Z]{2}$")])
    iso3 = models.CharField(max_length=3, unique=True, validators=[RegexValidator(r"^[A-Z]{3}$")])
    name = models.CharField(max_length=80, unique=True)
    official_languages = models.CharField(
        max_length=80, blank=True, default="", help_text="ISO 639-1 codes, as the book writes them"
    )
    eu_member_since = models.DateField(null=True, blank=True)
    eu_member_until = models.DateField(null=True, blank=True, help_text="The last day of membership")
    schengen = models.BooleanField(default=False)
    council_of_europe = models.BooleanField(default=False)
    legal_tradition = models.CharField(max_length=10, choices=codes.choices(codes.TRADITIONS))
    wto_member = models.BooleanField(default=False)
    notes = models.TextField(blank=True, default="")
    search_text = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.iso2})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its search column."""
        self.search_text = state_search_text(vars(self))
        super().save(*args, **kwargs)


class Fact(models.Model):
    """What a condition tests: `<subject>.<property>`, with the question that a user is asked."""

    name = models.CharField(max_length=80, primary_key=True, validators=[RegexValidator(f"^{schema.FACT_NAME}$")])
    type = models.CharField(max_length=12, choices=codes.choices(codes.FACT_TYPES))
    values = models.JSONField(null=True, blank=True, help_text="Enum only: the list of allowed codes")
    unit = OptionalCode(null=True, blank=True)
    scope = models.CharField(max_length=12, choices=codes.choices(codes.FACT_SCOPES))
    source = models.CharField(max_length=12, choices=codes.choices(codes.FACT_SOURCES))
    question = models.TextField()
    help = models.TextField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """What a case can ask for: `<track>.<name>`. The codes are those of the contract."""

    code = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(help_text="Order in which the measures are shown")
    seed = models.BooleanField(null=True, blank=True, help_text="The study of 2021 names it")
    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def track(self) -> str:
        """The part before the dot: criminal, civil, administrative, voluntary or domestic."""
        return self.code.partition(".")[0]

    @property
    def short(self) -> str:
        """The part after the dot."""
        return self.code.partition(".")[2]


class LadderEntry(models.Model):
    """Which lower-tier measures can meet the same need as a measure, in the order to try them."""

    measure = models.OneToOneField(
        Measure, primary_key=True, on_delete=models.PROTECT, related_name="ladder", db_column="measure"
    )
    secure = models.JSONField(null=True, blank=True, help_text="What must happen before anything else")
    voluntary = models.JSONField(default=list, blank=True)
    single_jurisdiction = models.JSONField(default=list, blank=True)
    instead = models.JSONField(null=True, blank=True, help_text="A pointer when the measure has nothing")
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure__position"]
        verbose_name_plural = "ladder entries"

    def __str__(self) -> str:
        return f"Ladder of {self.measure_id}"


class RefusalGround(models.Model):
    """A canonical ground of refusal; the wording in a provision stays its own."""

    code = models.CharField(max_length=60, primary_key=True, validators=[RegexValidator(f"^{schema.CODE}$")])
    text = models.TextField()
    earlier_codes = models.JSONField(default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class OffenceList(models.Model):
    """A list of offences (list of thirty-two ...), how rights fit the lists, or a bar for nationals.

    The three shapes differ, so the entry is kept whole; `schema.OFFENCE_LIST` and `schema.IP_MAPPING` say what it may
    hold.
    """

    name = models.CharField(max_length=60, primary_key=True)
    entry = models.JSONField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Network(models.Model):
    """A network of practitioners; the instrument record of the same code carries its provisions."""

    instrument = models.OneToOneField(
        "instruments.Instrument",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="network",
        db_column="code",
    )
    name = models.CharField(max_length=200)
    states = models.JSONField(null=True, blank=True, help_text="Codes of the member States, where known")
    closed = models.BooleanField(null=True, blank=True, help_text="The list is complete")
    areas = models.JSONField(default=list, help_text="criminal, civil, administrative")
    members = models.TextField()
    who_may_use = models.TextField()
    can_do = models.TextField()
    limits = models.TextField()
    sources = models.JSONField(default=list)
    provisions = models.JSONField(default=list, blank=True)
    url = models.TextField()
    search_text = models.TextField(editable=False, default="")
    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        ordering = ["instrument_id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its search column."""
        self.search_text = network_search_text({**vars(self), "code": self.instrument_id})
        super().save(*args, **kwargs)


class Source(models.Model):
    """A citation that rows rest on, and when somebody last read it there.

    Rows keep the words of the citation; this register holds what is known about it once, so that reading a status table
    again refreshes every row that rests on it.
    """

    citation = models.TextField(primary_key=True)
    kind = models.CharField(max_length=8, choices=codes.choices(codes.SOURCE_KINDS))
    url = OptionalText(null=True, blank=True, help_text="Where to read it; none for a printed source or memory")
    checked_on = models.DateField(null=True, blank=True, help_text="The day it was last read")
    note = OptionalText(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["citation"]
        indexes = [models.Index(fields=["kind", "checked_on"], name="source_by_age")]

    def __str__(self) -> str:
        return self.citation
