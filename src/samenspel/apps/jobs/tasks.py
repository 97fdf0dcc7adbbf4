"""The one task that the worker runs: a job by its public id."""

from django_tasks import task


@task()
def run_job_task(public_id: str) -> None:
    from . import services

    services.run_job(public_id=public_id)
