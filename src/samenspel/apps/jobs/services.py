"""Start and run long work."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from samenspel.engines.errors import EngineError, FaultsError

from . import registry, tasks
from .models import Job

logger = logging.getLogger(__name__)
# Often enough to look alive, seldom enough not to slow the work down.
PROGRESS_INTERVAL_SECONDS = 0.3


@transaction.atomic
def start_job(*, municipality: Any, kind: str, payload: dict[str, Any], started_by: Any = None) -> Job:
    """Put work on the queue once the caller's transaction stands; the worker picks it up."""
    registry.handler_of(kind)
    job = Job.objects.create(municipality=municipality, kind=kind, payload=payload, started_by=started_by)
    transaction.on_commit(lambda: tasks.run_job_task.enqueue(job.public_id))
    return job


def run_job(*, public_id: str) -> Job:
    """Do the work of a job, once: a second worker that gets the same job leaves it alone."""
    taken = Job.objects.filter(public_id=public_id, status=Job.Status.WAITING).update(status=Job.Status.RUNNING)
    job = Job.objects.get(public_id=public_id)
    if not taken:
        return job
    try:
        result = registry.handler_of(job.kind)(job.payload, _progress_of(job.pk))
    except FaultsError as error:
        return _end(job, Job.Status.FAILED, faults=[fault.as_json() for fault in error.faults])
    except EngineError as error:
        return _end(job, Job.Status.FAILED, faults=[{"code": error.code, "message": str(error)}])
    except ValidationError as error:
        return _end(job, Job.Status.FAILED, faults=[{"code": error.code, "message": error.messages[0]}])
    except Exception:
        logger.exception("job %s (%s) failed", public_id, job.kind)
        return _end(
            job,
            Job.Status.FAILED,
            faults=[{"code": "unexpected", "message": "unexpected error, see the log"}],
        )
    return _end(job, Job.Status.DONE, result=result)


def _progress_of(pk: int) -> registry.Progress:
    last = 0.0

    def progress(step: str, done_count: int = 0, total_count: int = 0) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_INTERVAL_SECONDS or done_count == total_count:
            last = now
            Job.objects.filter(pk=pk).update(step=step, done_count=done_count, total_count=total_count)

    return progress


def _end(job: Job, status: str, *, result: dict[str, Any] | None = None, faults: list[Any] | None = None) -> Job:
    Job.objects.filter(pk=job.pk).update(status=status, result=result, faults=faults or [], ended_at=timezone.now())
    job.refresh_from_db()
    return job
