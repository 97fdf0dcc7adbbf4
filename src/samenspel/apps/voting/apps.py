"""Budget rounds: projects, codes, ballots, the count."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "samenspel.apps.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
