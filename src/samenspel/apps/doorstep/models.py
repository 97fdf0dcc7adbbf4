"""Rounds past the doors of who was drawn, what was answered there, and the local route for care.

An address stands in the register alone and is never copied here: when the register is erased, so is the way from
a stop to a door. What someone said becomes a signal, which knows its round and not its door.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Round(MunicipalModel):
    """One walk past drawn addresses, by at least two canvassers."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey("draws.Lot", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    meeting_place = models.CharField(max_length=150, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Who goes, two at least: nobody rings doorbells alone.
    canvassers = models.ManyToManyField("accounts.Person", through="RoundCanvasser", related_name="+")
    planned_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    # From then on its addresses may stand on another round; visits that come in late still count.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="doorstep_round_forward"),
        ]

    def __str__(self) -> str:
        return self.name


class RoundCanvasser(MunicipalModel):
    """Someone who goes along on a round, and whether the addresses are on a phone."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    downloaded_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="doorstep_canvasser_once")]

    def __str__(self) -> str:
        return f"{self.round} {self.person}"


class Stop(MunicipalModel):
    """A door on a round: a drawn ticket, and its place in the route."""

    public_id = PublicIdField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="stops")
    ticket = models.ForeignKey("draws.LotTicket", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    # Where the bell is; nothing about people.
    hint = models.CharField(max_length=120, blank=True)
    # True while its round is open: a ticket stands on one open round at a time.
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "ticket"], name="doorstep_stop_once_per_round"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(is_open=True), name="doorstep_ticket_on_one_open_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Visit(MunicipalModel):
    """One visit as it was sent in. A late or corrected visit adds a row; no row is ever edited.

    Its text went elsewhere, into a signal. A care concern belongs to the round and to no door.
    """

    class Outcome(models.TextChoices):
        NOT_HOME = "not_home", _("not at home")
        MOVED = "moved", _("moved")
        YES = "yes", _("yes")
        THINKING = "thinking", _("thinks about it")
        CURIOUS = "curious", _("no, but curious")
        NO = "no", _("no")
        CARE_CONCERN = "care_concern", _("care concern")

    class Source(models.TextChoices):
        PHONE = "phone", _("phone")
        DESK = "desk", _("entered afterwards")

    # Made where the visit was written down: sending it twice changes nothing.
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, related_name="visits")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=6, choices=Source.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    # By the server's clock, as far as the phone's own could be set right.
    visited_at = models.DateTimeField()
    received_at = models.DateTimeField()
    corrects = models.UUIDField(null=True)
    took_part_before = models.BooleanField(null=True)
    # Keys with commas between, of draws' needs; blanked when the register is erased.
    needs = models.CharField(max_length=120, blank=True)
    compensation = models.CharField(max_length=10, blank=True)
    lighter_role = models.CharField(max_length=15, blank=True)
    # Why the draw could not take the answer over ('pool_closed', …): the coordinator looks at it.
    unapplied = models.CharField(max_length=30, blank=True)
    # SHA-256 of what was sent, without what was heard: the same key with another content is refused.
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["visited_at", "key"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(
                        outcome="care_concern",
                        stop__isnull=True,
                        took_part_before__isnull=True,
                        needs="",
                        compensation="",
                        lighter_role="",
                    )
                    | (~Q(outcome="care_concern") & Q(stop__isnull=False))
                ),
                name="doorstep_care_concern_bare",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}"


class Heard(MunicipalModel):
    """A signal that was heard on a round; it knows the door only of who reads along with what becomes of it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="heard")
    signal = models.OneToOneField("picture.Signal", on_delete=models.PROTECT, related_name="+")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, related_name="heard")

    def __str__(self) -> str:
        return f"{self.round} {self.signal_id}"


class CareRoute(MunicipalModel):
    """Whom a canvasser calls who is worried about someone; the newest counts, earlier ones stay."""

    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=120, blank=True)
    # One step a line.
    steps = models.TextField(max_length=1000)
    laid_down_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    laid_down_at = models.DateTimeField()

    class Meta:
        ordering = ["-laid_down_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Street(MunicipalModel):
    """Where a street lies: one point, for the map of the rounds."""

    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    longitude = models.DecimalField(max_digits=9, decimal_places=6)
    latitude = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["neighbourhood", "name"], name="doorstep_street_once")]

    def __str__(self) -> str:
        return self.name
