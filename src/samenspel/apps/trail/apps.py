"""The public log: every public act, append-only and hashed."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "samenspel.apps.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
