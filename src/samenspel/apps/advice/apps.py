"""Questions to experts and their answers."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "samenspel.apps.advice"
    label = "advice"
    default_auto_field = "django.db.models.BigAutoField"
