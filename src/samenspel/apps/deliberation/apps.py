"""Questions, statements, votes on them and what is heard."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "samenspel.apps.deliberation"
    label = "deliberation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry
        from samenspel.foundation import desk

        from . import access, selectors, work

        registry.register("deliberation.map", work.map_job)
        desk.register(
            desk.DeskEntry(
                key="conversation",
                group="decide",
                label=_("Conversation"),
                about=_("Ask the neighbourhood something and see where people agree"),
                url_name="deliberation-desk:index",
                roles=frozenset(access.ORGANISERS),
                order=20,
                waiting=selectors.waiting_for_desk,
            )
        )
