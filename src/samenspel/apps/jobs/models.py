"""A piece of long work: what it does, how far it is, what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.models import MunicipalModel, PublicIdField


class Job(MunicipalModel):
    """Long work that its starter may leave and find again."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("busy")
        DONE = "done", _("done")
        FAILED = "failed", _("not done")

    public_id = PublicIdField()
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    # What it is doing now, as a message id to translate, and how far it is.
    step = models.CharField(max_length=200, blank=True)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    faults = models.JSONField(default=list)
    started_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def is_over(self) -> bool:
        """True when there is nothing left to wait for."""
        return self.status in (self.Status.DONE, self.Status.FAILED)
