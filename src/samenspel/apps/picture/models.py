"""The neighbourhood picture: figures from statistics, and what was heard in the street."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Figure(models.Model):
    """One figure of one region in one year, from a named table. The region is a CBS code: country to neighbourhood.

    Not bound to a municipality: a country's figures belong to all.
    """

    region_code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=60)
    # None: secret or unknown at the source. Counts, or units as the topic says.
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.CharField(max_length=40)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_code", "year", "topic"], name="picture_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.year} {self.topic}"


class Region(models.Model):
    """A region as the statistics know it in one year: what it is called, and whether it can be compared.

    Codes begin and end and boundaries move, so a name and a comparison belong to a year. Not bound to a
    municipality, like the figures.
    """

    class Change(models.TextChoices):
        UNKNOWN = "", _("the source does not say whether the boundary moved")
        NONE = "1", _("code and boundary as in the year before")
        CODE = "2", _("a new code, the same boundary")
        BOUNDARY = "3", _("the boundary moved")

    region_code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120, blank=True)
    municipality_name = models.CharField(max_length=120, blank=True)
    # Against the year before, as the source itself says.
    change = models.CharField(max_length=1, blank=True, choices=Change.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "year"], name="picture_region_once")]

    def __str__(self) -> str:
        return f"{self.region_code} {self.year} {self.name}"


class FigureImport(MunicipalModel):
    """One file or fetch of figures, as someone loaded it from the workspace."""

    public_id = PublicIdField()
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    # Empty for figures that were fetched.
    file_name = models.CharField(max_length=200, blank=True)
    # SHA-256 of the file or of the fetched answer: the same digest is the same figures.
    digest = models.CharField(max_length=64)
    regions_count = models.PositiveIntegerField()
    read_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    # Regions of other municipalities on this installation, which were not touched.
    left_out_count = models.PositiveIntegerField(default=0)
    loaded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class Theme(MunicipalModel):
    """A theme under which signals are gathered; people decide the list."""

    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["neighbourhood", "name"], name="picture_theme_once")]

    def __str__(self) -> str:
        return self.name


class Signal(MunicipalModel):
    """What someone said. Nothing heard is public before an area team member clears it."""

    class Source(models.TextChoices):
        DOOR = "door", _("at the door")
        TABLE = "table", _("at a table")
        SITE = "site", _("on the site")
        MAIL = "mail", _("by mail")
        DESK = "desk", _("at the desk")

    class SourceRole(models.TextChoices):
        RESIDENT = "resident", _("resident")
        ASSOCIATION = "association", _("association")
        OFFICIAL = "official", _("official")
        COUNCIL_MEMBER = "council_member", _("council member")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="signals")
    source = models.CharField(max_length=10, choices=Source.choices)
    source_role = models.CharField(max_length=20, choices=SourceRole.choices, default=SourceRole.RESIDENT)
    place = models.CharField(max_length=150, blank=True)
    affects = models.CharField(max_length=200, blank=True)
    heard_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-heard_at"]

    def __str__(self) -> str:
        return self.text[:60]
