"""People, their roles, letter codes and two-person approvals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "samenspel.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import adapters, selectors  # noqa: F401  (adapters listens to allauth)
        from .models import Role

        desk.register(
            desk.DeskEntry(
                key="approvals",
                group="keeping",
                label=_("Approvals"),
                about=_("What takes effect only when a second person agrees"),
                url_name="accounts:approvals",
                roles=frozenset({Role.AREA_MANAGER, Role.CONTROLLER, Role.ADMINISTRATOR, Role.COUNCIL_MEMBER}),
                order=90,
                waiting=selectors.waiting_for_desk,
            )
        )
        desk.register(
            desk.DeskEntry(
                key="people",
                group="keeping",
                label=_("People and roles"),
                about=_("Who may do what here"),
                url_name="accounts:people",
                roles=frozenset({Role.ADMINISTRATOR}),
                order=95,
            )
        )
