"""Questions to experts and their answers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "samenspel.apps.advice"
    label = "advice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import selectors

        desk.register(
            desk.DeskEntry(
                key="advice",
                group="decide",
                label=_("Questions to me"),
                about=_("Residents and the council ask, you answer in plain words"),
                url_name="advice-desk:index",
                roles=frozenset({"expert"}),
                order=25,
                waiting=selectors.waiting_for_desk,
            )
        )
