"""The household book: estimates of what is spent here, and the ledger of grants to the cent.

The two layers are never mixed: an estimate has no accounts, a fund no uncertainty.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.constraints import CompositeForeignKey
from samenspel.foundation.models import MunicipalModel, PublicIdField


class Freedom(models.TextChoices):
    """What the neighbourhood may do with money: see it, advise on it, decide on it."""

    FIXED = "fixed", _("fixed")
    INFLUENCE = "influence", _("open to influence")
    FREE = "free", _("free to decide")


class OwnerKind(models.TextChoices):
    """Whose money it is."""

    DEPARTMENT = "department", _("department of the municipality")
    CITY_COUNCIL = "city_council", _("city council")
    CORPORATION = "corporation", _("housing corporation")
    FOUNDATION = "foundation", _("foundation")
    RESIDENTS = "residents", _("residents")


class Purpose(models.TextChoices):
    """Task fields grouped in words that residents use (data/README.md)."""

    CARE = "care", _("Care and help at home")
    YOUTH = "youth", _("Youth and family")
    STREETS = "streets", _("Streets and green")
    SCHOOL = "school", _("School and sport")
    LIVING = "living", _("Housing and living")
    WORK = "work", _("Work and income")
    SAFETY = "safety", _("Safety")
    MEETING = "meeting", _("Meeting each other")
    GOVERNING = "governing", _("Governing")


class TaskField(models.Model):
    """An Iv3 task field (taakveld) as numbered in one year: the numbering changes by year."""

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)

    class Meta:
        ordering = ["year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="household_taskfield_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Estimate(MunicipalModel):
    """What a domain spends here in a year, by an allocation key: an estimate, not booked money."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=120)
    owner_name = models.CharField(max_length=150)
    owner_kind = models.CharField(max_length=20, choices=OwnerKind.choices)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    task_field = models.ForeignKey(TaskField, on_delete=models.PROTECT, related_name="+")
    amount_cents = models.PositiveBigIntegerField()
    # How the municipality's figure became this neighbourhood's: per inhabitant, per metre of street.
    allocation_key = models.CharField(max_length=200)
    # The amount may be this many percent more or less.
    uncertainty_percent = models.PositiveSmallIntegerField()
    freedom = models.CharField(max_length=10, choices=Freedom.choices)
    # The law or contract that fixes it.
    basis = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "year", "owner_name", "task_field", "freedom", "title"],
                name="household_estimate_once",
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="household_estimate_amount"),
            models.CheckConstraint(condition=Q(uncertainty_percent__lte=100), name="household_estimate_uncertainty"),
            models.CheckConstraint(condition=~Q(freedom="fixed") | ~Q(basis=""), name="household_estimate_fixed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class Book(models.Model):
    """How many transfers a municipality's book holds; the row that serialises its writers."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)


class Fund(MunicipalModel):
    """One grant, with the colour it keeps: owner, task field, category, year, earmark, freedom, end."""

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    owner_name = models.CharField(max_length=150)
    owner_kind = models.CharField(max_length=20, choices=OwnerKind.choices)
    task_field = models.ForeignKey(TaskField, on_delete=models.PROTECT, related_name="+")
    economic_category = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    # The rule in words, and the codes of the task fields that it leaves open: none listed means any.
    # The fewer it leaves, the narrower; the narrowest is drawn on first.
    earmark = models.CharField(max_length=300, blank=True)
    earmark_codes = models.JSONField(default=list)
    freedom = models.CharField(max_length=10, choices=Freedom.choices)
    ends_on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "year", "name"], name="household_fund_once"),
            models.UniqueConstraint(fields=["municipality", "id"], name="household_fund_of_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Account(MunicipalModel):
    """A place where money of one fund stands."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("with its owner")
        AVAILABLE = "available", _("not yet allocated")
        ALLOCATED = "allocated", _("allocated")
        COMMITTED = "committed", _("agreed")
        PAYABLE = "payable", _("invoiced")
        SPENT = "spent", _("paid")
        RETURNED = "returned", _("given back")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Public id of the decision, commitment or invoice, or the code of the task field; '' where there is one.
    subject = models.CharField(max_length=60, blank=True)
    # What the money here is for; empty for SOURCE, AVAILABLE and RETURNED.
    task_field = models.ForeignKey(TaskField, on_delete=models.PROTECT, null=True, related_name="+")
    floor_cents = models.BigIntegerField(null=True)
    # Kept by the database as transfers come in: money in less money out, up to and with `last_sequence`.
    balance_cents = models.BigIntegerField(default=0)
    last_sequence = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["fund", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "kind", "subject"], name="household_account_once"),
            models.UniqueConstraint(fields=["fund", "id"], name="household_account_of_fund"),
            CompositeForeignKey(
                fields=["municipality", "fund"],
                to_model="household.Fund",
                to_fields=["municipality", "id"],
                name="household_account_municipality",
            ),
            models.CheckConstraint(
                condition=Q(kind="source", floor_cents__isnull=True) | (~Q(kind="source") & Q(floor_cents=0)),
                name="household_account_has_floor",
            ),
            models.CheckConstraint(
                condition=Q(floor_cents__isnull=True) | Q(balance_cents__gte=F("floor_cents")),
                name="household_account_floor",
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="household_account_subject")]

    def __str__(self) -> str:
        return f"{self.fund_id}:{self.kind}:{self.subject}"


class Commitment(MunicipalModel):
    """An agreement to spend allocated money: a purchase, an order to a department, a subsidy."""

    class Kind(models.TextChoices):
        PURCHASE = "purchase", _("purchase")
        INTERNAL_ORDER = "internal_order", _("order to a department")
        SUBSIDY = "subsidy", _("subsidy")

    public_id = PublicIdField()
    decision = models.ForeignKey("councils.Decision", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    supplier = models.CharField(max_length=150)
    agreement = models.CharField(max_length=200)
    amount_cents = models.PositiveBigIntegerField()
    # Of which value added tax; empty where none is due.
    vat_cents = models.PositiveBigIntegerField(null=True)
    is_investment = models.BooleanField(default=False)
    upkeep = models.CharField(max_length=300, blank=True)
    delivery_on = models.DateField(null=True)
    agreed_on = models.DateField()
    approval = models.ForeignKey("accounts.Approval", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="household_commitment_amount"),
            models.CheckConstraint(
                condition=Q(vat_cents__isnull=True) | Q(vat_cents__lt=F("amount_cents")),
                name="household_commitment_vat",
            ),
            models.UniqueConstraint(fields=["approval"], name="household_commitment_approval_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Invoice(MunicipalModel):
    """What a supplier asks for, after someone checked the delivery; may be a part."""

    public_id = PublicIdField()
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=60)
    amount_cents = models.PositiveBigIntegerField()
    received_on = models.DateField()
    checked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    delivery_check = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="household_invoice_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="household_invoice_amount"),
        ]

    def __str__(self) -> str:
        return self.number


class Period(MunicipalModel):
    """A month whose bookings are closed: a later correction is booked in a later month."""

    period = models.CharField(max_length=7)
    # The last transfer when it was closed: a number, so that no clock can reopen it.
    last_sequence = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period"], name="household_period_once"),
            models.CheckConstraint(
                condition=Q(period__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"), name="household_period_is_month"
            ),
        ]

    def __str__(self) -> str:
        return self.period


class Transfer(MunicipalModel):
    """Money that moves between two accounts of one fund. Never changed: corrections add a transfer."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("granted")
        AMEND = "amend", _("grant changed")
        ALLOCATE = "allocate", _("allocated")
        DEALLOCATE = "deallocate", _("allocation taken back")
        COMMIT = "commit", _("agreed")
        RELEASE = "release", _("agreement released")
        INVOICE = "invoice", _("invoiced")
        PAY = "pay", _("paid")
        REFUND = "refund", _("refunded")
        GIVE_BACK = "give_back", _("given back")
        REVERSE = "reverse", _("reversed")

    sequence = models.PositiveBigIntegerField()
    # The sequence of the first transfer that was posted together with this one.
    posting = models.PositiveBigIntegerField()
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outgoing")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="incoming")
    amount_cents = models.BigIntegerField()
    decision = models.ForeignKey("councils.Decision", on_delete=models.PROTECT, null=True, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="transfers")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="transfers")
    bank_line = models.CharField(max_length=80, blank=True)
    # The transfer that this one takes back whole; the one that a refund or give-back goes back on.
    reverses = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    refers_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    # What it rests on, name → id or reference, as the canonical bytes hold it (engine: TRANSFER_KINDS).
    refs = models.JSONField()
    # The number that the municipality's own financial system gave it, where known.
    journal_number = models.CharField(max_length=40, blank=True)
    idempotency_key = models.CharField(max_length=80)
    payload_hash = models.CharField(max_length=64)
    # The month it is booked in, such as '2026-05'.
    period = models.CharField(max_length=7)
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Number of the act on the trail that holds this transfer's canonical bytes.
    act_sequence = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["municipality", "sequence"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="household_transfer_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="household_transfer_moves"),
            CompositeForeignKey(
                fields=["fund", "debit"],
                to_model="household.Account",
                to_fields=["fund", "id"],
                name="household_transfer_debit_in_fund",
            ),
            CompositeForeignKey(
                fields=["fund", "credit"],
                to_model="household.Account",
                to_fields=["fund", "id"],
                name="household_transfer_credit_in_fund",
            ),
            CompositeForeignKey(
                fields=["municipality", "fund"],
                to_model="household.Fund",
                to_fields=["municipality", "id"],
                name="household_transfer_municipality",
            ),
            CompositeForeignKey(
                fields=["municipality", "act_sequence"],
                to_model="trail.Act",
                to_fields=["municipality", "sequence"],
                name="household_transfer_on_trail",
            ),
            models.UniqueConstraint(fields=["municipality", "sequence"], name="household_transfer_sequence"),
            models.UniqueConstraint(fields=["municipality", "idempotency_key"], name="household_transfer_key"),
            models.UniqueConstraint(fields=["municipality", "act_sequence"], name="household_transfer_act"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="household_transfer_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="reverse", reverses__isnull=False) | (~Q(kind="reverse") & Q(reverses__isnull=True)),
                name="household_transfer_reverses",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["pay", "refund"]) | ~Q(bank_line=""), name="household_transfer_paid_by"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "bank_line"],
                condition=~Q(bank_line=""),
                name="household_transfer_bank_line",
            ),
            models.Index(fields=["municipality", "posting"], name="household_transfer_posting"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind} {self.amount_cents}"
