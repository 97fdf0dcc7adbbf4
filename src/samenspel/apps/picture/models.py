"""The neighbourhood picture: figures from statistics, what was heard in the street, and what goes well there."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.constraints import CompositeForeignKey
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


class LocatedModel(MunicipalModel):
    """Something that can have a spot on the map: degrees with five decimals (a metre), both or neither."""

    place = models.CharField(max_length=150, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="%(app_label)s_%(class)s_whole_spot",
            )
        ]


class Theme(MunicipalModel):
    """A theme under which signals are gathered; people decide the list.

    One that was merged points to what it became part of; one that ended takes no new signals. Both keep their row,
    so that the history can be read.
    """

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    # What belongs here, in a sentence for whoever sorts signals.
    told = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "name"], name="picture_theme_once"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(ended_at__isnull=False), name="picture_theme_merged_is_ended"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="picture_theme_not_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeChange(MunicipalModel):
    """One change to the list of themes; changes are added, never altered."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        ENDED = "ended", _("ended")
        REOPENED = "reopened", _("taken up again")

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # As the names were then: a merge tells both.
    name_before = models.CharField(max_length=80, blank=True)
    name_after = models.CharField(max_length=80, blank=True)
    signals_count = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name_before} {self.name_after}"


class Signal(LocatedModel):
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
    affects = models.CharField(max_length=200, blank=True)
    heard_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(LocatedModel.Meta):
        ordering = ["-heard_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Asset(LocatedModel):
    """From which energy comes: people, an association, an institution, a place, an initiative.

    Who pulls is told as a role; a name or number stands in `contact` only when that person agreed. Nothing that a
    visitor offers is public before the area team has looked.
    """

    class Kind(models.TextChoices):
        PEOPLE = "people", _("people")
        ASSOCIATION = "association", _("association")
        INSTITUTION = "institution", _("institution")
        PLACE = "place", _("place")
        INITIATIVE = "initiative", _("initiative")

    class Visibility(models.TextChoices):
        OFFERED = "offered", _("offered, not looked at yet")
        TEAM = "team", _("for the area team only")
        PUBLIC = "public", _("for everyone")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    told = models.TextField(blank=True)
    offers = models.CharField(max_length=300, blank=True)
    puller = models.CharField(max_length=150, blank=True)
    contact = models.CharField(max_length=150, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.TEAM)
    # From which subject it became known (such as a signal or a visit), or in words.
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    source_told = models.CharField(max_length=200, blank=True)
    # Of who offered it, until the area team has decided: then it is erased.
    reply_email = models.EmailField(blank=True)
    known_since = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta(LocatedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            *LocatedModel.Meta.constraints,
            models.UniqueConstraint(fields=["id", "neighbourhood"], name="picture_asset_in_neighbourhood"),
            models.CheckConstraint(
                condition=Q(contact="") | Q(consent_at__isnull=False), name="picture_asset_contact_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(visibility="offered") | Q(reply_email=""), name="picture_asset_email_is_erased"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(ended_reason=""), name="picture_asset_ended_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssetLink(MunicipalModel):
    """Two assets that know each other, and what they do together. Once for each pair, whoever is named first."""

    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="picture_assetlink_once"),
            # The lower row number first: the same pair can't stand twice, and nothing is linked to itself.
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="picture_assetlink_ordered"),
            CompositeForeignKey(
                fields=["one", "neighbourhood"],
                to_model="picture.Asset",
                to_fields=["id", "neighbourhood"],
                name="picture_assetlink_one_here",
            ),
            CompositeForeignKey(
                fields=["other", "neighbourhood"],
                to_model="picture.Asset",
                to_fields=["id", "neighbourhood"],
                name="picture_assetlink_other_here",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id}"
