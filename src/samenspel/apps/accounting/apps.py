"""The yearly account."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    name = "samenspel.apps.accounting"
    label = "accounting"
    default_auto_field = "django.db.models.BigAutoField"
