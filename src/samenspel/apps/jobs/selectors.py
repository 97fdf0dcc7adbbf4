"""Reads of jobs, and of what runs by itself every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from samenspel.foundation.desk import Waiting

from . import daily
from .models import DailyRun, Job

# So long without a run means that nothing calls the daily work: someone has to look.
SILENT_DAYS = 2
HISTORY_DAYS = 30


def job_by_id(public_id: str) -> Job | None:
    """The job, or None."""
    return Job.objects.filter(public_id=public_id).first()


def jobs_of(person: Any) -> QuerySet[Job]:
    """What a person started, newest first."""
    return Job.objects.filter(started_by=person)


def next_page_of(job: Job) -> str:
    """Where to go on once the work is done: the address that was given when it started, or ''."""
    address = job.payload.get("next", "")
    # Only an address of this site, never another host.
    return address if address.startswith("/") and not address.startswith("//") else ""


@dataclass(frozen=True)
class DailyLine:
    """One piece of daily work: when it ran last and what it did then; None when it never ran."""

    label: str
    unit: str
    last: DailyRun | None


@dataclass(frozen=True)
class DailyPage:
    """What runs by itself: each task with its last run, what is coming, and the days on which it did something.

    `has_run` is false on an installation where nothing ran in the days looked back upon; `is_silent` is true when
    nothing ran for `SILENT_DAYS` days.
    """

    lines: tuple[DailyLine, ...]
    coming: tuple[daily.Coming, ...]
    history: tuple[tuple[DailyRun, str, str], ...]
    has_run: bool
    is_silent: bool
    failed: int


def daily_page(municipality: Any, *, today: date) -> DailyPage:
    """The page of daily work of a municipality."""
    tasks = {task.key: task for task in daily.tasks()}
    runs = list(DailyRun.objects.filter(municipality=municipality, day__gt=today - timedelta(days=HISTORY_DAYS)))
    last = {run.task: run for run in reversed(runs)}
    lines = tuple(DailyLine(str(task.label), str(task.unit), last.get(key)) for key, task in tasks.items())
    coming = sorted(
        (one for task in tasks.values() for one in task.coming(municipality, today)), key=lambda one: one.on
    )
    history = tuple(
        (run, str(tasks[run.task].label), str(tasks[run.task].unit)) for run in runs if run.count and run.task in tasks
    )
    newest = max((run.day for run in runs), default=None)
    return DailyPage(
        lines=lines,
        coming=tuple(coming),
        history=history,
        has_run=newest is not None,
        is_silent=newest is None or (today - newest).days >= SILENT_DAYS,
        failed=sum(1 for run in last.values() if run.status == DailyRun.Status.FAILED),
    )


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """When erasing and the like did not run, someone has to know."""
    page = daily_page(neighbourhood.municipality, today=timezone.localdate())
    address = reverse("jobs:daily", args=[neighbourhood.slug])
    if page.failed:
        return [Waiting(gettext("Something that runs every day did not work"), address)]
    overdue = any(one.on < timezone.localdate() for one in page.coming)
    return [Waiting(gettext("People should have been erased: the daily work does not run"), address)] if overdue else []
