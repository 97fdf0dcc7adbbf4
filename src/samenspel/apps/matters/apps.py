"""What every matter has: status, owner, next step, date, notice to its author."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "samenspel.apps.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import daily
        from samenspel.foundation import desk

        from . import selectors, services

        daily.register(
            daily.DailyTask(
                key="matters.notices",
                label=_("Tell people what became of what they brought in, and forget addresses whose time is up"),
                unit=_("e-mails"),
                run=lambda municipality, now: services.run_daily_notices(municipality=municipality, at=now),
            )
        )

        desk.register(
            desk.DeskEntry(
                key="matters",
                label=_("Taking up"),
                about=_("Who does what, with whom, and when"),
                url_name="matters-desk:index",
                roles=frozenset(services.AREA_TEAM),
                order=12,
                waiting=selectors.waiting_for_desk,
            )
        )
