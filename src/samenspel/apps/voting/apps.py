"""Budget rounds: projects, codes, ballots, the count."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "samenspel.apps.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry

        from . import work

        registry.register("voting.count", work.count_job)
