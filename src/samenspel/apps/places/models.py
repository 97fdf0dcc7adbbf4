"""A municipality and its neighbourhoods, by the codes of Statistics Netherlands (CBS)."""

from django.db import models

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Municipality(models.Model):
    """The natural shard: every other row reaches it in one step."""

    public_id = PublicIdField()
    # CBS codes may hold letters: they are never parsed as numbers.
    cbs_code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    # A demonstration carries its mark in the data itself: without it no reset and no one-click roles.
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Neighbourhood(MunicipalModel):
    """A neighbourhood (wijk) with its outline."""

    public_id = PublicIdField()
    # WK with six characters, or BU with eight where a municipality works by its smaller areas.
    cbs_code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    # GeoJSON geometry (Polygon or MultiPolygon, longitude and latitude), or null where unknown.
    outline = models.JSONField(null=True, blank=True)
    # Where the outline comes from and its licence, as it stands under the map.
    outline_source = models.CharField(max_length=150, blank=True)
    # True once the neighbourhood takes part: only then does it have pages of its own.
    takes_part = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
