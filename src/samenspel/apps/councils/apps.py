"""Councils, their rules of play, seats, meetings and decisions."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "samenspel.apps.councils"
    label = "councils"
    default_auto_field = "django.db.models.BigAutoField"
