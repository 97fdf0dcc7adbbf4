"""The register, the order of the lot, who said yes, and the draw of a panel.

No names and no citizen service numbers anywhere. What identifies someone (address, birth year) stands in
RegisterPerson alone and goes on the announced day; what is published knows people by ticket number.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class RegisterImport(MunicipalModel):
    """One file from the population register that was sent in, loaded whole or refused whole."""

    class Status(models.TextChoices):
        LOADED = "loaded", _("loaded")
        REFUSED = "refused", _("refused")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    # SHA-256 of the file: sending it twice changes nothing.
    file_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices)
    mapping = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    person_count = models.PositiveIntegerField(default=0)
    # Rows of people too young for the draw: counted, never stored.
    under_age_count = models.PositiveIntegerField(default=0)
    # [{"row", "column", "code"}]: where to look in the file, without what stood there.
    faults = models.JSONField(default=list)
    drawn_on = models.DateField(_("date of the draw"))
    delete_on = models.DateField(_("day on which the people are erased"))
    imported_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["neighbourhood", "file_hash"],
                condition=Q(status="loaded", erased_at__isnull=True),
                name="draws_register_file_once",
            ),
            models.CheckConstraint(
                condition=Q(delete_on__gt=models.F("drawn_on")), name="draws_register_deleted_after_draw"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.status}"


class RegisterPerson(MunicipalModel):
    """Someone who may be drawn, as far as the draw needs to know; erased on the announced day."""

    register = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="people")
    address = models.CharField(max_length=200)
    household = models.CharField(max_length=200)
    birth_year = models.PositiveSmallIntegerField()
    # Feature → value, such as sex, housing, area_part; the age band follows from the birth year.
    strata = models.JSONField(default=dict)
    # With a secrecy mark the municipality sends a letter and nobody rings the bell.
    is_secret = models.BooleanField(default=False)
    opted_out = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.pk}"


class Lot(MunicipalModel):
    """Stage 1: everyone in the register in the order of the lot, as a public act."""

    class Status(models.TextChoices):
        COMMITTED = "committed", _("laid down")
        DRAWN = "drawn", _("drawn")
        PUBLISHED = "published", _("published")

    class Filling(models.TextChoices):
        IN_ORDER = "in_order", _("in the order of the lot")
        MIRROR = "mirror", _("mirror draw")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    # How seats are filled from the yeses: chosen before the lot falls, and part of what is sealed.
    filling = models.CharField(max_length=10, choices=Filling.choices, default=Filling.MIRROR)
    # How many seats there are to fill in the order of the lot; empty for a mirror draw, which has its own.
    seats = models.PositiveSmallIntegerField(null=True)
    register = models.OneToOneField(RegisterImport, on_delete=models.PROTECT, related_name="lot")
    # How many people are approached, in the order of the lot.
    count = models.PositiveIntegerField()
    ticket_count = models.PositiveIntegerField()
    announced = models.CharField(max_length=300)
    commitment = models.CharField(max_length=64)
    randomness = models.TextField(blank=True)
    # The sealed bundle, byte for byte as it is published; replaced once, when the lot has fallen.
    bundle = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.COMMITTED)
    committed_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # The counts per group as published, kept when the people are erased: after that nobody can count again.
    reach = models.JSONField(default=dict)

    class Meta:
        ordering = ["-committed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filling="mirror") | Q(seats__gte=1), name="draws_lot_in_order_has_seats"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1) & Q(count__lte=models.F("ticket_count")), name="draws_lot_count"
            ),
            models.CheckConstraint(
                condition=Q(status="committed") | ~Q(randomness=""), name="draws_lot_drawn_with_randomness"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"


class LotTicket(MunicipalModel):
    """One ticket in the pot, and how its holder answered."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("not asked yet")
        NOT_REACHED = "not_reached", _("not reached")
        THINKING = "thinking", _("thinks about it")
        YES = "yes", _("yes")
        CURIOUS = "curious", _("no, but curious")
        NO = "no", _("no")
        MOVED = "moved", _("moved")

    class Need(models.TextChoices):
        CHILDCARE = "childcare", _("childcare")
        TRANSPORT = "transport", _("transport")
        INTERPRETER = "interpreter", _("an interpreter")
        BUDDY = "buddy", _("someone who comes along")
        # No text goes with it: what someone needs may tell of their health.
        OTHER = "other", _("something else: call me")

    class Compensation(models.TextChoices):
        MONEY = "money", _("money")
        EXPENSES = "expenses", _("my expenses only")
        VOUCHER = "voucher", _("a voucher")
        NONE = "none", _("nothing")

    class LighterRole(models.TextChoices):
        TABLE_TALK = "table_talk", _("join one talk at a table")
        PANEL = "panel", _("answer questions of the panel")
        READING_ALONG = "reading_along", _("read along")

    REACHED = (Answer.THINKING, Answer.YES, Answer.CURIOUS, Answer.NO)

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="tickets")
    number = models.PositiveIntegerField()
    # Place in the order of the lot, from 1; empty until the lot has fallen.
    position = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(RegisterPerson, on_delete=models.SET_NULL, null=True, related_name="tickets")
    # Without the salt nobody can tell whose commitment this is: clearing it erases.
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.WAITING)
    took_part_before = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    # The first moment on which someone spoke with this person; from then on there are 72 hours to decide.
    reached_at = models.DateTimeField(null=True)
    # What it takes to say yes: values of Need. No income, no health, no free text.
    needs = models.JSONField(default=list)
    compensation = models.CharField(max_length=10, choices=Compensation.choices, blank=True)
    # What someone who says no likes to do instead.
    lighter_role = models.CharField(max_length=15, choices=LighterRole.choices, blank=True)

    class Meta:
        ordering = ["lot", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="draws_ticket_number_once"),
            models.UniqueConstraint(fields=["lot", "position"], name="draws_ticket_position_once"),
            # One ticket per person, in this draw and every later one from the same register.
            models.UniqueConstraint(fields=["person"], name="draws_ticket_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Attempt(MunicipalModel):
    """One time that someone tried to reach the holder of a ticket; goes with the people's data."""

    class Outcome(models.TextChoices):
        NOT_HOME = "not_home", _("not at home")
        REACHED = "reached", _("spoken with")
        MOVED = "moved", _("does not live there any more")

    ticket = models.ForeignKey(LotTicket, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # What it is called where it was recorded (a visit on a phone): sent twice, it counts once.
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "reference"], condition=~Q(reference=""), name="draws_attempt_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"


class Wave(MunicipalModel):
    """The next places in the order of the lot, approached together."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["lot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="draws_wave_number_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="draws_wave_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.first}-{self.last}"


class SeatGiving(MunicipalModel):
    """A moment at which seats went to the first yeses in the order of the lot; never changed."""

    public_id = PublicIdField()
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="givings")
    number = models.PositiveSmallIntegerField()
    # Ticket numbers, in the order of the lot.
    given = models.JSONField()
    # The sealed bundle, byte for byte as it is published, and its hash.
    bundle = models.TextField()
    commitment = models.CharField(max_length=64)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["lot", "number"]
        constraints = [models.UniqueConstraint(fields=["lot", "number"], name="draws_giving_number_once")]

    def __str__(self) -> str:
        return f"{self.lot} {self.number}"


class OptOut(MunicipalModel):
    """Someone who does not want to be approached for any draw, known by a keyed hash alone."""

    # Of address and birth year, with the site's secret key: tells nobody who it is, and whom to leave alone.
    key = models.CharField(max_length=64)
    added_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="draws_opt_out_once")]

    def __str__(self) -> str:
        return self.key[:8]


class BenefitLimit(MunicipalModel):
    """Up to which amount someone may get compensation without losing benefits, as the municipality wrote it down."""

    year = models.PositiveSmallIntegerField()
    age_from = models.PositiveSmallIntegerField()
    month_cents = models.PositiveIntegerField()
    year_cents = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    checked_on = models.DateField()

    class Meta:
        ordering = ["-year", "age_from"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "age_from"], name="draws_benefit_limit_once"),
            models.CheckConstraint(condition=Q(month_cents__gt=0) & Q(year_cents__gt=0), name="draws_benefit_positive"),
            models.CheckConstraint(
                condition=Q(year_cents__gte=models.F("month_cents")), name="draws_benefit_year_holds_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.age_from}+"


class CompensationOffer(MunicipalModel):
    """What a council member gets, in the neighbourhood where they sit."""

    neighbourhood = models.OneToOneField("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    month_cents = models.PositiveIntegerField()
    voucher_cents = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.month_cents}"


class Pool(MunicipalModel):
    """Those who said yes, from whom a panel is drawn."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FROZEN = "frozen", _("closed")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, null=True, related_name="pool")
    name = models.CharField(max_length=150)
    # The features on which a panel mirrors the neighbourhood, in order.
    features = models.JSONField()
    # feature → value → number of people in the neighbourhood; for targets and for comparison.
    population = models.JSONField(default=dict)
    population_source = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Volunteer(MunicipalModel):
    """Someone in a pool, known by a ticket number from the moment the pool is closed."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="volunteers")
    # Where the volunteer came from, such as 'lot:0412'; never published.
    reference = models.CharField(max_length=60)
    lot_ticket = models.OneToOneField(LotTicket, on_delete=models.PROTECT, null=True, related_name="volunteer")
    ticket = models.PositiveIntegerField(null=True)
    features = models.JSONField()
    household = models.CharField(max_length=200, blank=True)
    took_part_before = models.BooleanField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pool", "ticket", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pool", "reference"], name="draws_volunteer_once_per_pool"),
            models.UniqueConstraint(fields=["pool", "ticket"], name="draws_volunteer_ticket_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket or self.pk}"


class PanelDraw(MunicipalModel):
    """Stage 2: a panel from a pool. First the numbered panels are laid down, then one number falls."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("being worked out")
        FAILED = "failed", _("not possible with these targets")
        COMMITTED = "committed", _("laid down")
        PICKED = "picked", _("drawn")
        PUBLISHED = "published", _("published")

    class Purpose(models.TextChoices):
        COUNCIL = "council", _("seats in the council")
        # A wider panel beside the council: asked along, without a seat.
        PANEL = "panel", _("a wider panel beside the council")
        REPLACEMENT = "replacement", _("replacement of who left the council")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="draws")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.COUNCIL)
    # The draw whose members left, for a replacement; then `seats` is how many come in.
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    # Ticket numbers as written: who stays on the panel, and who cannot be drawn (who left, or sits already).
    staying = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    seats = models.PositiveSmallIntegerField()
    # [{"feature", "value", "min", "max"}], in persons.
    targets = models.JSONField()
    algorithm = models.CharField(max_length=20)
    panel_count = models.PositiveSmallIntegerField()
    one_per_household = models.BooleanField(default=True)
    announced = models.CharField(max_length=300)
    # SHA-256 over the salted personal commitments of the pool, in ticket order.
    tickets_hash = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    # The sealed bundle, byte for byte as it is published; replaced once, by the pick.
    bundle = models.TextField(blank=True)
    # Decimal strings: min_chance, bound_min_chance, gap, lottery_min_chance, mean_chance, max_chance.
    chances = models.JSONField(default=dict)
    # The targets that press: [{"feature", "value", "bound", "seats"}].
    binding = models.JSONField(default=list)
    randomness = models.TextField(blank=True)
    picked = models.PositiveSmallIntegerField(null=True)
    # Ticket numbers as written, in order.
    panel = models.JSONField(default=list)
    # Who drew the balls and where, told for the record; first names only of people who agreed.
    ceremony = models.CharField(max_length=300, blank=True)
    faults = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREPARING)
    started_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    picked_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    seated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            # Two commitments that wait for the same number would let someone choose between them.
            models.UniqueConstraint(
                fields=["pool"],
                condition=Q(status__in=["preparing", "committed", "picked"]),
                name="draws_panel_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["preparing", "failed"]) | (~Q(commitment="") & ~Q(bundle="")),
                name="draws_panel_committed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["picked", "published"]) | (Q(picked__isnull=False) & ~Q(randomness="")),
                name="draws_panel_picked_with_randomness",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="draws_panel_seats"),
            models.CheckConstraint(
                condition=Q(purpose="replacement", replaces__isnull=False)
                | (~Q(purpose="replacement") & Q(replaces__isnull=True)),
                name="draws_panel_replaces_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"


class AlternateSet(MunicipalModel):
    """People of the reserve who stand ready for when members leave; never changed: choosing again adds a row."""

    public_id = PublicIdField()
    draw = models.ForeignKey(PanelDraw, on_delete=models.PROTECT, related_name="alternate_sets")
    number = models.PositiveSmallIntegerField()
    # Ticket numbers as written: who stands ready, who sat when they were chosen, who could not be one.
    tickets = models.JSONField()
    members = models.JSONField()
    left_out = models.JSONField()
    # The chance that a member leaves, and [[feature, value, percent]] of what comes on top.
    everyone_percent = models.PositiveSmallIntegerField()
    extra_percent = models.JSONField()
    # Decimal strings, in members: expected, standard_error, without, sample, bound.
    losses = models.JSONField()
    scenarios = models.PositiveIntegerField()
    check_scenarios = models.PositiveIntegerField()
    chosen_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["draw", "number"]
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="draws_alternates_number_once")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.number}"


class TypedBalls(MunicipalModel):
    """What the first of two people typed, until the second has typed the same; hidden from the second."""

    draw = models.OneToOneField(PanelDraw, on_delete=models.PROTECT, related_name="typed")
    digits = models.CharField(max_length=3)
    typed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draw_id}"
