"""The yearly account: its texts are written, its figures come from the records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class YearAccount(MunicipalModel):
    """The account of a council over one year."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being written")
        PUBLISHED = "published", _("published")

    public_id = PublicIdField()
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True)
    # The figures as they stood at publication, and their hash on the trail.
    figures = models.JSONField(null=True)
    figures_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "year"], name="accounting_account_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(published_at__isnull=False, figures__isnull=False),
                name="accounting_account_published_with_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.year}"


class AccountText(MunicipalModel):
    """What the council says in its own words about one part of the account."""

    class Part(models.TextChoices):
        FOREWORD = "foreword", _("Foreword")
        MONEY = "money", _("The money")
        DECISIONS = "decisions", _("Decisions")
        CONVERSATION = "conversation", _("The conversation")
        DRAW = "draw", _("The draw and who took part")
        LESSONS = "lessons", _("What we learned")

    account = models.ForeignKey(YearAccount, on_delete=models.PROTECT, related_name="texts")
    part = models.CharField(max_length=20, choices=Part.choices)
    text = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "part"], name="accounting_text_once_per_part")]

    def __str__(self) -> str:
        return f"{self.account} {self.part}"
