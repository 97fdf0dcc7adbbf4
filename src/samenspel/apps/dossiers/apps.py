"""Issues that link signals, figures, assets, funds and decisions across domains."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "samenspel.apps.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"
