"""What runs by itself every day, such as erasing people on the day that was announced.

Apps register their task when they are ready. `run_daily` does each task once a day for each municipality that
takes part; `samenspel serve` calls it every quarter of an hour, and a timer may do so with
`samenspel manage daily`. A day that was missed (the site was down) is made up on the next: tasks look at what
is due, not at what happened yesterday.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import DailyRun

logger = logging.getLogger(__name__)
# A run that was cut off (a power cut) is taken up again after this long.
CUT_OFF_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Coming:
    """What a task will do on a coming day: which records, and how many people or things they hold."""

    on: date
    what: str
    count: int


def nothing_coming(municipality: Any, today: date) -> Sequence[Coming]:
    """For tasks of which nothing can be told beforehand."""
    return ()


@dataclass(frozen=True)
class DailyTask:
    """One piece of daily work.

    `label` says what it does and `unit` what its number counts (lazy translations). `run(municipality, now)`
    does everything that is due and returns how many; running it again changes nothing. `coming(municipality,
    today)` tells what is next.
    """

    key: str
    label: Any
    unit: Any
    run: Callable[[Any, datetime], int]
    coming: Callable[[Any, date], Sequence[Coming]] = nothing_coming


_tasks: dict[str, DailyTask] = {}


def register(task: DailyTask) -> None:
    """Add a piece of daily work; a key stands for one."""
    known = _tasks.setdefault(task.key, task)
    if known != task:
        raise ValueError(f"the daily task {task.key!r} is taken")


def tasks() -> list[DailyTask]:
    """All daily work, in the order in which it was registered."""
    return list(_tasks.values())


def run_daily(*, municipalities: Sequence[Any], now: datetime | None = None) -> list[DailyRun]:
    """Do what is due today and was not done yet. A task that fails is logged, and tried again the next time.

    Several processes may call this at the same moment: a row per municipality, day and task decides who does it.
    """
    now = now or timezone.now()
    done = []
    for municipality in municipalities:
        for task in tasks():
            run = _claim(municipality, task, now)
            if run is not None:
                done.append(_do(task, run, now))
    return done


def _claim(municipality: Any, task: DailyTask, now: datetime) -> DailyRun | None:
    key = {"municipality": municipality, "day": timezone.localdate(now), "task": task.key}
    try:
        with transaction.atomic():
            return DailyRun.objects.create(**key, started_at=now)
    except IntegrityError:
        pass
    open_again = DailyRun.objects.filter(**key, status=DailyRun.Status.FAILED)
    cut_off = DailyRun.objects.filter(**key, status=DailyRun.Status.RUNNING, started_at__lt=now - CUT_OFF_AFTER)
    for found in (open_again, cut_off):
        if found.update(status=DailyRun.Status.RUNNING, started_at=now):
            return DailyRun.objects.get(**key)
    return None


def _do(task: DailyTask, run: DailyRun, now: datetime) -> DailyRun:
    try:
        run.count = task.run(run.municipality, now)
        run.status = DailyRun.Status.DONE
    except Exception:
        # One task that fails keeps no other from its work: erasing goes on whatever else is wrong.
        logger.exception("daily task %s failed for %s", task.key, run.municipality)
        run.status = DailyRun.Status.FAILED
    run.ended_at = timezone.now()
    run.save(update_fields=["count", "status", "ended_at"])
    return run
