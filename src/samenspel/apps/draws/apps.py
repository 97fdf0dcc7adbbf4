"""The register, the order of the lot, the pool and the panel draw."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "samenspel.apps.draws"
    label = "draws"
    default_auto_field = "django.db.models.BigAutoField"
