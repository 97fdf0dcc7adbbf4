"""Long work with progress, that may be left and found again."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "samenspel.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
