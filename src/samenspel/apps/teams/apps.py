"""The area team: who is there from which domain, and what its officials learn."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "samenspel.apps.teams"
    label = "teams"
    default_auto_field = "django.db.models.BigAutoField"
