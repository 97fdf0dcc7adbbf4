"""People, what they may do, letter codes, and what needs two people."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.desk import approval_kind
from samenspel.foundation.lines import lines_of
from samenspel.foundation.models import MunicipalModel, PublicIdField


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, *, name: str = "", password: str | None = None, **extra: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who signs in. Residents need no account: they act with the code from their letter."""

    public_id = PublicIdField()
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(max_length=10, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What someone may be, by the words of the glossary."""

    COUNCIL_MEMBER = "council_member", _("council member")
    AREA_TEAM_MEMBER = "area_team_member", _("area team member")
    AREA_MANAGER = "area_manager", _("area manager")
    CANVASSER = "canvasser", _("canvasser")
    EXPERT = "expert", _("expert")
    CONTROLLER = "controller", _("controller")
    CITY_COUNCILLOR = "city_councillor", _("city councillor")
    ADMINISTRATOR = "administrator", _("administrator")


class RoleGrant(MunicipalModel):
    """A role that a person has, in one neighbourhood or (neighbourhood empty) the whole municipality."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    neighbourhood = models.ForeignKey(
        "places.Neighbourhood", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "municipality", "neighbourhood"],
                condition=Q(ended_at__isnull=True, neighbourhood__isnull=False),
                name="accounts_role_once_per_neighbourhood",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "municipality"],
                condition=Q(ended_at__isnull=True, neighbourhood__isnull=True),
                name="accounts_role_once_per_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class LetterCode(MunicipalModel):
    """A personal code from a letter. Only its keyed hash is kept: the code itself stands on paper alone."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("issued")
        USED = "used", _("used")
        VOID = "void", _("void")

    purpose = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    code_hash = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ISSUED)
    # Days, not moments: a moment beside a ballot's could tell who cast it.
    issued_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject_kind", "subject_id"], name="accounts_code_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.status}"


class Approval(MunicipalModel):
    """What must not hang on one person: one asks, another approves, the act uses it once."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting for a second person")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        USED = "used", _("carried out")

    public_id = PublicIdField()
    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    # SHA-256 of the canonical payload: what was approved is what is done, to the cent.
    payload_hash = models.CharField(max_length=64)
    payload = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("requested_by")),
                name="accounts_approval_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(decided_by__isnull=False),
                name="accounts_approval_decided_by",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "payload_hash"],
                condition=Q(status__in=["waiting", "approved"]),
                name="accounts_approval_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.status}"

    @property
    def told(self) -> str:
        """What is asked, in words."""
        return str(approval_kind(self.kind).label)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Exactly what is approved, as (label, value) lines: in words where its kind has them, else as it stands."""
        facts = approval_kind(self.kind).facts
        return list(facts(self) if facts else lines_of(self.payload))
