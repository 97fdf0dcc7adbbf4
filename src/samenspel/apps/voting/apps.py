"""Budget rounds: projects, codes, ballots, the count."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "samenspel.apps.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry
        from samenspel.foundation import desk

        from . import access, selectors, services, work

        registry.register("voting.count", work.count_job)
        registry.register("voting.close", work.close_job)
        registry.register("voting.codes", work.codes_job)
        desk.register(
            desk.DeskEntry(
                key="vote",
                group="decide",
                label=_("Vote on the money"),
                about=_("Plans, codes, votes and the count"),
                url_name="voting-desk:index",
                roles=frozenset({*access.ORGANISERS, "expert"}),
                order=30,
                waiting=selectors.waiting_for_desk,
            )
        )
        desk.register_approval(
            desk.ApprovalKind(
                services.CLOSE, _("Close the vote"), frozenset(access.ORGANISERS), facts=selectors.approval_facts
            )
        )
