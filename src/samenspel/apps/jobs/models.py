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


class DailyRun(MunicipalModel):
    """One piece of daily work on one day, done once: erasing on the announced day, ending what is over."""

    class Status(models.TextChoices):
        RUNNING = "running", _("busy")
        DONE = "done", _("done")
        FAILED = "failed", _("not done")

    day = models.DateField()
    task = models.CharField(max_length=60)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    # What it did, as a number: people erased, files thrown away, seats ended.
    count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "task"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day", "task"], name="jobs_daily_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.task} {self.status}"
