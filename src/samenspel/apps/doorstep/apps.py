"""Visits at the door: rounds, what was answered, what was heard; works without a connection."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorstepConfig(AppConfig):
    name = "samenspel.apps.doorstep"
    label = "doorstep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import daily
        from samenspel.foundation import desk

        from . import access, selectors, services

        daily.register(
            daily.DailyTask(
                key="doorstep.forget",
                label=_("Forget what visits tell of people who are no longer in the register"),
                unit=_("visits"),
                run=lambda municipality, _now: services.forget_details(municipality=municipality),
            )
        )
        desk.register(
            desk.DeskEntry(
                key="doorstep",
                group="council",
                label=_("Doorbells"),
                about=_("Plan rounds along doors and see what was heard"),
                url_name="doorstep-desk:index",
                roles=frozenset({*access.COORDINATORS, access.CANVASSER}),
                order=22,
                waiting=selectors.waiting_for_desk,
            )
        )
