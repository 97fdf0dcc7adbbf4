"""The neighbourhood picture: figures, signals, assets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PictureConfig(AppConfig):
    name = "samenspel.apps.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry
        from samenspel.foundation import desk

        from . import selectors, services
        from .energy import selectors as energy
        from .figures import work

        desk.register(
            desk.DeskEntry(
                key="signals",
                label=_("Signals"),
                about=_("What residents say: read it, make it public, give it a theme"),
                url_name="picture-desk:index",
                roles=frozenset(services.AREA_TEAM),
                order=10,
                waiting=selectors.waiting_for_desk,
            )
        )
        desk.register(
            desk.DeskEntry(
                key="energy",
                label=_("Energy"),
                about=_("People, places and initiatives that keep the neighbourhood going"),
                url_name="energy-desk:index",
                roles=frozenset(services.AREA_TEAM),
                order=12,
                waiting=energy.waiting_for_desk,
            )
        )
        desk.register(
            desk.DeskEntry(
                key="figures",
                group="keeping",
                label=_("Figures and outlines"),
                about=_("Figures and outlines of Statistics Netherlands"),
                url_name="figures-desk:index",
                roles=frozenset(services.KEEPERS),
                order=85,
            )
        )
        registry.register("figures.load", work.load_job)
        registry.register("figures.fetch", work.fetch_job)
        registry.register("figures.outlines", work.outlines_job)
