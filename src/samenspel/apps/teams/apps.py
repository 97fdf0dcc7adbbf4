"""The area team: who is there from which domain, and what its officials learn."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "samenspel.apps.teams"
    label = "teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import access, selectors, services

        officials = frozenset(access.OFFICIALS)
        desk.register(
            desk.DeskEntry(
                key="team",
                label=_("Area team"),
                about=_("Who is there for which domain, and where a chair is empty"),
                url_name="teams-desk:index",
                roles=officials,
                order=5,
                waiting=selectors.waiting_for_team,
            )
        )
        desk.register(
            desk.DeskEntry(
                key="learning",
                label=_("Learning"),
                about=_("Look in the street, share a dilemma, learn with three"),
                url_name="teams-desk:learning",
                roles=officials,
                order=14,
                waiting=selectors.waiting_for_learning,
            )
        )
        desk.register_approval(
            desk.ApprovalKind(services.LAY_DOWN, _("Lay down who may do what"), frozenset(access.SET_UP))
        )
