"""The household book: funds, transfers, allocations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdConfig(AppConfig):
    name = "samenspel.apps.household"
    label = "household"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.foundation import desk

        from .access import SECOND_PERSONS
        from .selectors import desk as reads

        roles = frozenset(SECOND_PERSONS)
        desk.register(
            desk.DeskEntry(
                key="money",
                group="money",
                label=_("Money"),
                about=_("Funds, decisions, agreements and payments"),
                url_name="household-desk:overview",
                roles=roles,
                order=60,
                waiting=reads.waiting_for_desk,
            )
        )
        for kind, label in (
            (reads.COMMIT, _("Make an agreement")),
            (reads.RELEASE, _("Let go of an agreement")),
            (reads.PAY, _("Pay an invoice")),
        ):
            desk.register_approval(desk.ApprovalKind(kind, label, roles, reads.approval_facts))
