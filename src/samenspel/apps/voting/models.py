"""The residents' vote on the money: rounds, projects, ballots without a name, and the count."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


def random_key() -> int:
    """A row number without order: 62 random bits. As SQLite's rowid and in PostgreSQL's index it tells nothing."""
    return secrets.randbits(62)


class BudgetRound(MunicipalModel):
    """One vote on an amount of money. Its rules are frozen from the moment the vote opens."""

    class Phase(models.TextChoices):
        IDEAS = "ideas", _("ideas and feasibility")
        VOTING = "voting", _("voting")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")
        COUNTED = "counted", _("counted")
        ADOPTED = "adopted", _("adopted")

    class Utility(models.TextChoices):
        COST = "cost", _("by cost")
        CARDINALITY = "cardinality", _("by number of projects")

    class Completion(models.TextChoices):
        NONE = "none", _("the council decides on what is left")
        ADD1 = "add1", _("raise everyone's share by a euro at a time")
        ADD1U = "add1u", _("raise everyone's share, then the most votes")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    # What a project must meet, published before the first idea comes in.
    criteria = models.TextField()
    budget_cents = models.PositiveBigIntegerField()
    choices_min = models.PositiveSmallIntegerField(default=1)
    choices_max = models.PositiveSmallIntegerField(null=True, blank=True)
    # Said on the ballot, not required: with three choices nearly everyone gets something they chose.
    choices_advised = models.PositiveSmallIntegerField(default=3)
    utility = models.CharField(max_length=20, choices=Utility.choices, default=Utility.COST)
    completion = models.CharField(max_length=10, choices=Completion.choices, default=Completion.NONE)
    age_min = models.PositiveSmallIntegerField(default=12)
    # Who may vote and where that is known from, in words; without it a round does not open.
    eligibility_source = models.CharField(max_length=200, blank=True)
    ideas_from = models.DateField()
    vote_from_at = models.DateTimeField()
    vote_until_at = models.DateTimeField()
    result_on = models.DateField()
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.IDEAS)
    # Public ids of the projects in the order of the lot that decides ties, and the salt that hides it
    # behind its commitment (hex SHA-256) until the count.
    tie_order = models.JSONField(default=list)
    tie_salt = models.CharField(max_length=64, blank=True)
    tie_commitment = models.CharField(max_length=64, blank=True)
    # Hex SHA-256 of the published file of ballots, from the moment the round is closed.
    ballots_commitment = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey("councils.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-vote_from_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(budget_cents__gt=0), name="voting_round_has_money"),
            models.CheckConstraint(
                condition=Q(choices_min__gte=1) & (Q(choices_max__isnull=True) | Q(choices_max__gte=F("choices_min"))),
                name="voting_round_choices_range",
            ),
            models.CheckConstraint(
                condition=Q(vote_until_at__gt=F("vote_from_at")), name="voting_round_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(phase="ideas") | (~Q(eligibility_source="") & ~Q(tie_commitment="")),
                name="voting_round_opens_with_source_and_lot",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=["ideas", "voting", "closing"])
                | (~Q(ballots_commitment="") & Q(closed_at__isnull=False)),
                name="voting_round_closed_with_commitment",
            ),
            models.CheckConstraint(
                condition=~Q(phase="adopted") | Q(decision__isnull=False), name="voting_round_adopted_by_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Project(MunicipalModel):
    """A plan that residents can vote for, once it has been judged feasible."""

    class Feasibility(models.TextChoices):
        WAITING = "waiting", _("waiting for an expert")
        FEASIBLE = "feasible", _("feasible")
        NOT_FEASIBLE = "not_feasible", _("not feasible as it is")

    public_id = PublicIdField()
    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    cost_cents = models.PositiveBigIntegerField()
    # The drawing beside it, one of the picture parts; empty shows a plain one.
    icon = models.CharField(max_length=30, blank=True)
    feasibility = models.CharField(max_length=15, choices=Feasibility.choices, default=Feasibility.WAITING)
    feasibility_reason = models.TextField(blank=True)
    # For a no: what would make it a yes.
    feasible_if = models.TextField(blank=True)
    judged_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    # What a visitor sends in is read by someone before it is public.
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cost_cents__gt=0), name="voting_project_costs_money"),
            models.UniqueConstraint(fields=["budget_round", "title"], name="voting_project_title_once"),
            models.CheckConstraint(
                condition=Q(feasibility="waiting") | ~Q(feasibility_reason=""),
                name="voting_project_judged_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(feasibility="not_feasible") | ~Q(feasible_if=""),
                name="voting_project_no_says_how",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | ~Q(withdrawn_reason=""),
                name="voting_project_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Ballot(MunicipalModel):
    """What someone chose: no name, no code, no moment, and a row number drawn at random.

    There is no key that a ballot shares with the roll (the codes) or with the receipts. Until the round
    is closed someone with the database in hand could still link them by the traces of a transaction; at
    close all three are written anew in an order of their own, each in a transaction of its own.
    """

    id = models.BigAutoField(primary_key=True, default=random_key)
    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="ballots")
    # Public ids of projects, sorted: the order in which someone ticked them is not kept.
    choices = models.JSONField()

    def __str__(self) -> str:
        return f"{len(self.choices)}"


class Receipt(MunicipalModel):
    """The number that a voter takes home, to find it back in the list of counted ballots."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    budget_round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget_round", "number"], name="voting_receipt_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class RoundCount(MunicipalModel):
    """The count of a round: the published file of ballots and what the rule made of it. Never changed."""

    budget_round = models.OneToOneField(BudgetRound, on_delete=models.PROTECT, related_name="count")
    counted_at = models.DateTimeField()
    # The Pabulib file, byte for byte as published.
    ballots_file = models.BinaryField()
    result = models.JSONField()

    def __str__(self) -> str:
        return f"{self.budget_round} {self.counted_at:%Y-%m-%d}"
