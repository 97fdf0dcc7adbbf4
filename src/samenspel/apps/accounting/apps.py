"""The yearly account."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountingConfig(AppConfig):
    name = "samenspel.apps.accounting"
    label = "accounting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from . import selectors

        roles = frozenset(selectors.WRITERS)
        desk.register(
            desk.DeskEntry(
                key="account",
                group="money",
                label=_("Account"),
                about=_("What was promised, done and spent in a year"),
                url_name="accounting-desk:index",
                roles=roles,
                order=70,
                waiting=selectors.waiting_for_desk,
            )
        )
        desk.register_approval(
            desk.ApprovalKind(selectors.PUBLISH, _("Publish the yearly account"), roles, selectors.publication_facts)
        )
