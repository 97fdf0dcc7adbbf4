"""What everything that someone brought in has in common: who takes it up, with whom, and what comes next."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Matter(MunicipalModel):
    """The course of one subject (a signal, an idea, a question, a condition, a promise).

    The subject is a kind and a public id, so that a later app's object can be a matter too.
    """

    class Status(models.TextChoices):
        NEW = "new", _("nobody has taken it up yet")
        TAKEN_UP = "taken_up", _("taken up")
        BUSY = "busy", _("busy")
        DONE = "done", _("done")
        DECLINED = "declined", _("not done, with a reason")
        LEFT_TO_STREET = "left_to_street", _("left to the street")

    class Owner(models.TextChoices):
        NOBODY = "nobody", _("nobody yet")
        RESIDENT = "resident", _("resident")
        ASSOCIATION = "association", _("association")
        PARTNER = "partner", _("partner")
        OFFICIAL = "official", _("official")
        PAIR = "pair", _("resident and official together")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    owner_kind = models.CharField(max_length=20, choices=Owner.choices, default=Owner.NOBODY)
    owner_name = models.CharField(max_length=150, blank=True)
    together_with = models.CharField(max_length=150, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="matters_matter_subject_once"),
            models.CheckConstraint(
                condition=Q(status__in=["new", "left_to_street", "declined"]) | ~Q(owner_kind="nobody"),
                name="matters_matter_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["taken_up", "busy"]) | ~Q(next_step=""),
                name="matters_matter_has_next_step",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "declined"]) | ~Q(outcome=""),
                name="matters_matter_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Who carries it, as it may stand on the site: 'Ineke + Stadsbeheer', or ''."""
        return " + ".join(part for part in (self.owner_name, self.together_with) if part)

    @property
    def is_over(self) -> bool:
        """True when no next step is expected of anyone: done, not done, or left to the street."""
        return self.status in (self.Status.DONE, self.Status.DECLINED, self.Status.LEFT_TO_STREET)

    def is_late(self, today: date) -> bool:
        """True when the day of the next step has passed."""
        return self.due_on is not None and self.due_on < today

    def state(self, today: date) -> str:
        """The sign that the look has for this: late, done, off, open or busy."""
        if self.is_late(today):
            return "late"
        signs = {self.Status.DONE: "done", self.Status.DECLINED: "off", self.Status.NEW: "open"}
        return signs.get(self.Status(self.status), "busy")


class MatterStep(MunicipalModel):
    """One step in the course of a matter; steps are added, never changed."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Matter.Status.choices)
    told = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.status}"


class Promise(MunicipalModel):
    """What was promised to someone, at a door, a table or a meeting. Everyone may read it; it names no resident."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    place = models.CharField(max_length=150, blank=True)
    promised_on = models.DateField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-promised_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="matters_promise_not_empty")]

    def __str__(self) -> str:
        return self.text


class Follower(MunicipalModel):
    """Someone who hears by e-mail of each step of a matter, once the address was confirmed from its own mailbox.

    The row goes when its person stops, when the address was never confirmed, and some time after the last notice.
    """

    public_id = PublicIdField()
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="followers")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="nl")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The row number of the last step that this person was told of, or knew when asking.
    told_through = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "email"], name="matters_follower_once")]

    def __str__(self) -> str:
        # Not the address: this may end up in a log.
        return self.public_id


def _score(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(5)])


class ValueWeighing(MunicipalModel):
    """A subject weighed on the three values, 1 to 5, each with its reason."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    return_score = _score(_("return"))
    return_reason = models.TextField()
    engagement_score = _score(_("engagement"))
    engagement_reason = models.TextField()
    legitimacy_score = _score(_("legitimacy"))
    legitimacy_reason = models.TextField()
    weighed_at = models.DateTimeField()
    weighed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(return_score__range=(1, 5))
                & Q(engagement_score__range=(1, 5))
                & Q(legitimacy_score__range=(1, 5)),
                name="matters_weighing_one_to_five",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="matters_weighing_subject")]

    def __str__(self) -> str:
        return f"{self.return_score}/{self.engagement_score}/{self.legitimacy_score}"
