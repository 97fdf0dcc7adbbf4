"""`samenspel manage daily`: what runs by itself once a day, now. `serve` calls it; so may a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from samenspel.apps.jobs import daily
from samenspel.apps.places.selectors import participating_neighbourhoods


class Command(BaseCommand):
    help = "Do the daily work that is due: erase people on the day announced, end seats that are over, sweep files."

    def handle(self, *args: Any, **options: Any) -> None:
        municipalities = {where.municipality_id: where.municipality for where in participating_neighbourhoods()}
        runs = daily.run_daily(municipalities=list(municipalities.values()))
        for run in runs:
            self.stdout.write(f"{run.day} {run.municipality} {run.task}: {run.status}, {run.count}")
        if any(run.status == run.Status.FAILED for run in runs):
            raise SystemExit(1)
