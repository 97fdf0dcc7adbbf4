"""Councils, their rules of play, seats, meetings and decisions."""

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "samenspel.apps.councils"
    label = "councils"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import daily
        from samenspel.foundation import desk

        from . import selectors, services
        from .desk.pages import SECRETARIES, VOICES

        daily.register(
            daily.DailyTask(
                key="councils.terms",
                label=_("End the seats whose time is over"),
                unit=_("seats"),
                run=lambda municipality, now: services.end_due_holdings(
                    today=timezone.localdate(now), municipality=municipality, at=now
                ),
            )
        )
        desk.register(
            desk.DeskEntry(
                key="council",
                group="council",
                label=_("Council"),
                about=_("Seats, meetings, rules and decisions"),
                url_name="councils-desk:council",
                roles=frozenset({*SECRETARIES, *VOICES}),
                order=25,
                waiting=selectors.waiting_for_desk,
            )
        )
