"""Long work with progress, that may be left and found again."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "samenspel.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk, keeping

        from . import daily, selectors

        daily.register(
            daily.DailyTask(
                key="files.sweep",
                label=_("Throw away files that were kept for a short while"),
                unit=_("files"),
                run=lambda municipality, now: keeping.sweep(now=now),
            )
        )
        desk.register(
            desk.DeskEntry(
                key="daily",
                group="keeping",
                label=_("Keeping and erasing"),
                about=_("Which data goes on which day"),
                url_name="jobs:daily",
                roles=frozenset({"area_manager", "administrator"}),
                order=90,
                waiting=selectors.waiting_for_desk,
            )
        )
