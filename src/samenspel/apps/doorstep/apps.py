"""Visits at the door: rounds, what was answered, what was heard; works without a connection."""

from django.apps import AppConfig


class DoorstepConfig(AppConfig):
    name = "samenspel.apps.doorstep"
    label = "doorstep"
    default_auto_field = "django.db.models.BigAutoField"
