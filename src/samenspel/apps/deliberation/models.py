"""A question that residents share: statements, reactions to them, and what is heard in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.constraints import CompositeForeignKey
from samenspel.foundation.models import MunicipalModel, PublicIdField

STATEMENT_CHARACTERS_MAX = 140
# What people said elsewhere is taken over in their words, even where other rules let them be longer.
IMPORTED_CHARACTERS_MAX = 1000


class Question(MunicipalModel):
    """One question to the neighbourhood, put in place of the positions that it gathers."""

    class Phase(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    # Sentences: the solutions that people stood for or against, and what lies behind them.
    positions = models.JSONField(default=list)
    interests = models.JSONField(default=list)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.OPEN)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Someone who takes part sees what we hear after this many reactions; 0 shows it at once.
    results_hidden_until_votes = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="deliberation_question_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(phase="open", closed_at__isnull=True) | Q(phase="closed", closed_at__isnull=False),
                name="deliberation_question_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Participant(MunicipalModel):
    """A pseudonym in one question: no name, and no key that another question shares."""

    class Way(models.TextChoices):
        CODE = "code", _("with a code from a letter")
        SESSION = "session", _("on this device")
        IMPORT = "import", _("from a file")

    public_id = PublicIdField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="participants")
    way = models.CharField(max_length=10, choices=Way.choices)
    # The participant's id in the file it came from; empty otherwise.
    imported_id = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "id"], name="deliberation_participant_in_question"),
            models.UniqueConstraint(
                fields=["question", "imported_id"],
                condition=~Q(imported_id=""),
                name="deliberation_participant_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Statement(MunicipalModel):
    """One short sentence that others can agree or disagree with."""

    class Origin(models.TextChoices):
        RESIDENT = "resident", _("written by a resident")
        ORGANISER = "organiser", _("written by the organisers")
        SEED = "seed", _("from earlier conversations and visits")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined, with a reason")

    public_id = PublicIdField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="statements")
    text = models.CharField(max_length=IMPORTED_CHARACTERS_MAX)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    reason = models.TextField(blank=True)
    author = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    imported_id = models.CharField(max_length=60, blank=True)
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "id"], name="deliberation_statement_in_question"),
            models.UniqueConstraint(fields=["question", "text"], name="deliberation_statement_said_once"),
            models.UniqueConstraint(
                fields=["question", "imported_id"],
                condition=~Q(imported_id=""),
                name="deliberation_statement_imported_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="deliberation_statement_has_text"),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""), name="deliberation_statement_declined_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ModerationStep(MunicipalModel):
    """One look at a statement: what was decided, why and by whom. Steps are added, never changed."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="moderation_steps")
    status = models.CharField(max_length=10, choices=Statement.Status.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""), name="deliberation_moderation_no_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.status}"


class StatementVote(MunicipalModel):
    """How a participant reacts to a statement; reacting again replaces it: the last one counts."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("agree")
        PASS = 0, _("pass")
        DISAGREE = -1, _("disagree")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField(choices=Value.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="deliberation_vote_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="deliberation_vote_value"),
            # Participant and statement belong to the same question.
            CompositeForeignKey(
                fields=["question", "participant"],
                to_model="deliberation.Participant",
                to_fields=["question", "id"],
                name="deliberation_vote_participant_of_question",
            ),
            CompositeForeignKey(
                fields=["question", "statement"],
                to_model="deliberation.Statement",
                to_fields=["question", "id"],
                name="deliberation_vote_statement_of_question",
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)


class OpinionMap(MunicipalModel):
    """What the votes said at one moment. Computed once, published at most once, never changed."""

    public_id = PublicIdField()
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="maps")
    computed_at = models.DateTimeField()
    participant_count = models.PositiveIntegerField()
    statement_count = models.PositiveIntegerField()
    vote_count = models.PositiveIntegerField()
    # What the engine was asked with (its seed among them), and what it answered.
    parameters = models.JSONField()
    # Public: small counts are hidden already, nobody is named.
    figures = models.JSONField()
    # Not public: where each participant stands ('where do I stand'), and what the next map starts from.
    memory = models.JSONField()
    published_at = models.DateTimeField(null=True, blank=True)
    # What the organisers hear in it, in one sentence, and what each group is called in its own words.
    headline = models.CharField(max_length=200, blank=True)
    group_names = models.JSONField(default=list)

    class Meta:
        ordering = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question} {self.computed_at:%Y-%m-%d}"
