"""A question to an expert, on request, and the answer in plain language."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class AdviceRequest(MunicipalModel):
    """What is asked, about which subject, of which domain; answered once, corrected by a new request."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")

    class Verdict(models.TextChoices):
        NONE = "", _("no judgement asked")
        FEASIBLE = "feasible", _("feasible")
        FEASIBLE_IF = "feasible_if", _("feasible, on a condition")
        NOT_FEASIBLE = "not_feasible", _("not feasible")

    public_id = PublicIdField()
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    domain = models.CharField(max_length=60)
    question = models.TextField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    expert = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    verdict = models.CharField(max_length=15, choices=Verdict.choices, blank=True, default=Verdict.NONE)
    reason = models.TextField(blank=True)
    # What would make a no a yes.
    way_to_yes = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="not_feasible") | (~Q(reason="") & ~Q(way_to_yes="")),
                name="advice_no_has_reason_and_way",
            ),
            models.CheckConstraint(
                condition=Q(status="asked") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="advice_answer_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]
