"""Dossiers: questions that several domains hold together, with chances first and everything linked to them."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Phase(models.TextChoices):
    """How far a dossier is."""

    HEARD = "heard", _("heard")
    UNDERSTOOD = "understood", _("understood")
    TOGETHER = "together", _("worked out together")
    DECIDED = "decided", _("decided")
    DOING = "doing", _("being done")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


OVER = (Phase.DONE, Phase.STOPPED)
GOING_ON = tuple(phase for phase in Phase if phase not in OVER)


class Horizon(models.TextChoices):
    """When it bears fruit."""

    SHORT = "short", _("this year")
    LONG = "long", _("in the years to come")


class Audience(models.TextChoices):
    """For whom a dossier is told."""

    RESIDENTS = "residents", _("for residents")
    ORGANISATION = "organisation", _("for the organisation")
    POLITICS = "politics", _("for politics")


class Dossier(MunicipalModel):
    """One issue across domains. Its title is a question, so that no solution hides in it."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.HEARD)
    horizon = models.CharField(max_length=6, choices=Horizon.choices, default=Horizon.SHORT)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # What came of it, for everyone to read; a stopped one says why.
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(title__endswith="?"), name="dossiers_dossier_title_asks"),
            models.CheckConstraint(
                condition=Q(phase__in=["done", "stopped"], closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(phase__in=["done", "stopped"]) & Q(closed_at__isnull=True, outcome=""),
                name="dossiers_dossier_over_with_outcome",
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="dossiers_dossier_phase"),
            models.CheckConstraint(condition=Q(horizon__in=Horizon.values), name="dossiers_dossier_horizon"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """True once it is done or stopped."""
        return self.phase in OVER


class Holding(MunicipalModel):
    """A domain that holds a dossier, beside others."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="holdings")
    domain = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "domain"], name="dossiers_holding_once")]

    def __str__(self) -> str:
        return self.domain


class Chance(MunicipalModel):
    """What goes well already: who pulls, what is there, what happens anyway."""

    class Source(models.TextChoices):
        RESIDENTS = "residents", _("residents")
        TOGETHER = "together", _("residents and others together")
        MUNICIPALITY = "municipality", _("the municipality")

    public_id = PublicIdField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="chances")
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.RESIDENTS)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "text"], name="dossiers_chance_once"),
            models.CheckConstraint(condition=~Q(text=""), name="dossiers_chance_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class PartialProblem(MunicipalModel):
    """A part of the issue as one domain sees it, with the solution that it proposes, if any."""

    public_id = PublicIdField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="problems")
    text = models.CharField(max_length=200)
    domain = models.CharField(max_length=60)
    # As the organisation calls it, such as 'Stadsbeheer'; '' where the domain says enough.
    department = models.CharField(max_length=120, blank=True)
    solution = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "text"], name="dossiers_problem_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(domain=""), name="dossiers_problem_of_a_domain"),
        ]

    def __str__(self) -> str:
        return self.text


class Link(MunicipalModel):
    """A subject of another app that stands in a dossier: a kind and a public id."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="links")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    why = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "subject_kind", "subject_id"], name="dossiers_link_once"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="dossiers_link_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class FaceText(MunicipalModel):
    """One version of how a dossier is told to one audience. A new version is a new row."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="texts")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["dossier", "audience", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "audience", "version"], name="dossiers_text_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="dossiers_text_not_empty"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="dossiers_text_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.version}"

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the text, as the public log holds it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Step(MunicipalModel):
    """One step in the course of a dossier; steps are added, never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="steps")
    phase = models.CharField(max_length=12, choices=Phase.choices)
    horizon = models.CharField(max_length=6, choices=Horizon.choices)
    told = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.phase}"
