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
