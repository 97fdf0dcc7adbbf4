"""Reads of jobs."""

from typing import Any

from django.db.models import QuerySet

from .models import Job


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
