"""The area team: domains, who is there for a neighbourhood, and what the officials learn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Domain(MunicipalModel):
    """A field of work of the municipality, with the department and the expert behind it.

    `key` stays the same when the name changes, so that other apps can refer to it; name and words are Dutch.
    """

    public_id = PublicIdField()
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=50)
    # The department behind it, and who answers there, as the team may reach them.
    department = models.CharField(max_length=120, blank=True)
    expert = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=150, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="teams_domain_key_once"),
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(ended_on=None), name="teams_domain_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Chair(MunicipalModel):
    """Someone who is there for a neighbourhood, for one domain, from a day and until it ends. Never removed: history.

    `name` is a person or a role ('wijkagent'). The site shows nothing of it before that person agreed, and then
    only `public_name` and `public_contact`.
    """

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="chairs")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    hours_weekly = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)
    public_name = models.CharField(max_length=60, blank=True)
    public_contact = models.CharField(max_length=150, blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["domain__order", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="teams_chair_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=False) | Q(public_name="", public_contact=""),
                name="teams_chair_public_with_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(hours_weekly__isnull=True) | Q(hours_weekly__range=(1, 60)),
                name="teams_chair_hours_of_a_week",
            ),
            models.UniqueConstraint(
                fields=["neighbourhood", "domain", "name"], condition=Q(until=None), name="teams_chair_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.name}"


class StreetVisit(MunicipalModel):
    """An official went to look in the street: when, where, with whom, what was seen."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    visited_on = models.DateField()
    street = models.CharField(max_length=150)
    with_whom = models.CharField(max_length=150, blank=True)
    seen = models.TextField()
    # The public id of the signal that came of it, or ''.
    signal_id = models.CharField(max_length=12, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-visited_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(seen="") & ~Q(street=""), name="teams_visit_not_empty")]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.street}"


class Dilemma(MunicipalModel):
    """A page of an official's journal: what pulled in two directions, what I did, what I learned."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("only for me")
        TEAM = "team", _("for the team")
        OPEN = "open", _("for everyone, without my name")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    pulls = models.TextField()
    pulls_back = models.TextField()
    did = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE)
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(pulls="") & ~Q(pulls_back=""), name="teams_dilemma_pulls_two_ways"
            ),
            models.CheckConstraint(
                condition=Q(visibility="private") | Q(shared_at__isnull=False), name="teams_dilemma_shared_at"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class DilemmaDomain(MunicipalModel):
    """A domain under which a dilemma is found."""

    dilemma = models.ForeignKey(Dilemma, on_delete=models.CASCADE, related_name="tags")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dilemma", "domain"], name="teams_dilemma_domain_once")]

    def __str__(self) -> str:
        return str(self.domain_id)


class DilemmaRemark(MunicipalModel):
    """What a peer asks or adds; the author answers in the same row of remarks. For the team only."""

    dilemma = models.ForeignKey(Dilemma, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Workshop(MunicipalModel):
    """Three people of three departments at one table: a case, two truths, open questions, a step and a lesson.

    Each page of it is kept as it is filled in; `closed_at` is set once the step and the lesson are there.
    """

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    title = models.CharField(max_length=120, blank=True)
    case = models.TextField(blank=True)
    first_truth = models.TextField(blank=True)
    second_truth = models.TextField(blank=True)
    step = models.CharField(max_length=200, blank=True)
    step_owner = models.CharField(max_length=150, blank=True)
    step_with = models.CharField(max_length=150, blank=True)
    step_due_on = models.DateField(null=True, blank=True)
    lesson = models.CharField(max_length=400, blank=True)
    lesson_is_open = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | (~Q(title="") & ~Q(first_truth="") & ~Q(second_truth="") & ~Q(step="") & ~Q(lesson="")),
                name="teams_workshop_whole_when_closed",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.public_id


class WorkshopSeat(MunicipalModel):
    """One of the three: who, of which department, and whether that one brings the case."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    department = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="teams_seat_once"),
            models.UniqueConstraint(fields=["workshop", "department"], name="teams_seat_of_three_departments"),
            models.CheckConstraint(condition=Q(number__range=(1, 3)), name="teams_seat_one_of_three"),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.name}"


class WorkshopQuestion(MunicipalModel):
    """An open question of a peer, and what came up when it was asked."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=300)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Word(MunicipalModel):
    """A word that departments use differently, with the plain word that everyone understands."""

    public_id = PublicIdField()
    word = models.CharField(max_length=60)
    plain = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "word"], name="teams_word_once"),
            models.CheckConstraint(condition=~Q(word="") & ~Q(plain=""), name="teams_word_has_a_plain_one"),
        ]

    def __str__(self) -> str:
        return self.word


class WordMeaning(MunicipalModel):
    """What a word means for one domain."""

    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="meanings")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="+")
    meaning = models.CharField(max_length=300)

    class Meta:
        ordering = ["domain__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["word", "domain"], name="teams_meaning_once_per_domain")]

    def __str__(self) -> str:
        return self.meaning


class RolesText(MunicipalModel):
    """What the municipality itself lays down about who may do what, by two people; a new version beside the old."""

    public_id = PublicIdField()
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    laid_down_on = models.DateField()
    requested_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "version"], name="teams_roles_text_version_once"),
            models.CheckConstraint(condition=~Q(requested_by=F("approved_by")), name="teams_roles_text_by_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.laid_down_on}"
