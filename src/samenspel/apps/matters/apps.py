"""What every matter has: status, owner, next step, date, notice to its author."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "samenspel.apps.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
