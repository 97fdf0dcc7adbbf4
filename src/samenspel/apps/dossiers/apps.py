"""Issues that link signals, figures, assets, funds and decisions across domains."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "samenspel.apps.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import access, selectors

        desk.register(
            desk.DeskEntry(
                key="dossiers",
                label=_("Dossiers"),
                about=_("Questions that several domains take up together"),
                url_name="dossiers-desk:board",
                roles=frozenset(access.READERS),
                order=12,
                waiting=selectors.waiting_for_desk,
            )
        )
