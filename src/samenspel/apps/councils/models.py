"""The neighbourhood council: what it rests on, its rules of play, seats, meetings and decisions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class LegalForm(models.TextChoices):
    """What a council's decisions rest on in law."""

    MANDATE = "mandate", _("mandate")
    COMMISSION = "commission", _("commission with delegated powers")
    BINDING_ADVICE = "binding_advice", _("binding advice")
    ADVICE = "advice", _("advice")


class Council(MunicipalModel):
    """A neighbourhood council with the decision that instituted it."""

    public_id = PublicIdField()
    neighbourhood = models.OneToOneField("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=20, choices=LegalForm.choices)
    instituted_by = models.CharField(_("instituted by"), max_length=300)
    instituted_on = models.DateField()
    competent_body = models.CharField(_("competent body"), max_length=120)
    objection = models.TextField(_("how to object"))
    seats_drawn = models.PositiveSmallIntegerField()
    seats_delegated = models.PositiveSmallIntegerField()
    # How it was settled which half is renewed first: the public numbers, or the decision; empty for all at once.
    rotation_source = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class RulesOfPlay(MunicipalModel):
    """One version of what the council decides, advises on and may not touch. A new version is a new row."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveSmallIntegerField()
    # Lists of {"key", "text"}; a decision names the key it falls under.
    decides = models.JSONField()
    advises = models.JSONField()
    may_not_touch = models.JSONField()
    amount_max_cents = models.PositiveBigIntegerField()
    in_force_from = models.DateField()

    class Meta:
        ordering = ["council", "-version"]
        constraints = [models.UniqueConstraint(fields=["council", "version"], name="councils_rules_version_once")]

    def __str__(self) -> str:
        return f"{self.council} v{self.version}"


class Term(MunicipalModel):
    """A term of at most two years."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="councils_term_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="councils_term_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.number}"


class Seat(MunicipalModel):
    """A chair. Its origin says who may sit on it."""

    class Origin(models.TextChoices):
        DRAWN = "drawn", _("drawn by lot")
        DELEGATED = "delegated", _("delegated by the city council")
        OFFICIAL = "official", _("official, without a vote")

    public_id = PublicIdField()
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    # Which half of the chairs it belongs to where half is renewed at a time; empty where all are.
    half = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["council", "number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="councils_seat_number_once")]

    def __str__(self) -> str:
        return f"{self.number} ({self.origin})"

    @property
    def has_vote(self) -> bool:
        return self.origin != Seat.Origin.OFFICIAL


class SeatHolding(MunicipalModel):
    """Who sits on a chair during a term, known in public by a pseudonym (for one, a ticket number)."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="holdings")
    pseudonym = models.CharField(max_length=60)
    # First name or function, only where the holder agreed to show it.
    display_name = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=200)
    # Where the holder came from, such as a lot or a draw: says how the chair is filled when it falls empty.
    source_kind = models.CharField(max_length=40, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    # The last day that was laid down beforehand: at most two years after the first.
    ends_on = models.DateField(null=True, blank=True)
    # A chair may be offered first; empty until the holder took it.
    accepted_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # One of services.LEAVING, once it has ended.
    left_because = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="councils_holding_forward",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ended_on__isnull=True), name="councils_seat_held_by_one"
            ),
            models.UniqueConstraint(
                fields=["term", "pseudonym"],
                condition=Q(ended_on__isnull=True),
                name="councils_holder_on_one_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.pseudonym}"


class Meeting(MunicipalModel):
    """A meeting, public in principle."""

    public_id = PublicIdField()
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=150)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=150)
    is_public = models.BooleanField(default=True)
    agenda = models.JSONField(default=list)

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_at:%Y-%m-%d}"


class Decision(MunicipalModel):
    """A decision with its basis, its consultation and its votes. Once decided it is never edited."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")

    public_id = PublicIdField()
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    rules = models.ForeignKey(RulesOfPlay, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=200)
    text = models.TextField()
    # The key in the rules of play under which it falls, and that rule's text as it stood.
    scope_key = models.CharField(max_length=60)
    scope_text = models.TextField()
    is_advice = models.BooleanField(default=False)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    # Who was asked, and what they said; or why it could not wait.
    consultation = models.TextField(blank=True)
    urgency = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="adopted") | ~Q(consultation="") | ~Q(urgency=""),
                name="councils_decision_consulted",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed") | Q(decided_at__isnull=False), name="councils_decision_dated"
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__isnull=True) | Q(amount_cents__gt=0),
                name="councils_decision_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionVote(MunicipalModel):
    """How a seat voted on a decision. An interest is said, and then the seat abstains."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAIN = "abstain", _("abstained")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    interest = models.CharField(max_length=300, blank=True)
    explanation = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat"], name="councils_vote_once_per_seat"),
            models.CheckConstraint(condition=Q(interest="") | Q(choice="abstain"), name="councils_interest_abstains"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.choice}"
