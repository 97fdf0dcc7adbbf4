"""Councils, their rules of play, seats, meetings and decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    name = "samenspel.apps.councils"
    label = "councils"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import selectors
        from .desk_views import SECRETARIES, VOICES

        desk.register(
            desk.DeskEntry(
                key="council",
                label=_("Council"),
                url_name="councils-desk:council",
                roles=frozenset({*SECRETARIES, *VOICES}),
                order=25,
                waiting=selectors.waiting_for_desk,
            )
        )
