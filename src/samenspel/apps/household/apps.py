"""The household book: funds, transfers, allocations."""

from django.apps import AppConfig


class HouseholdConfig(AppConfig):
    name = "samenspel.apps.household"
    label = "household"
    default_auto_field = "django.db.models.BigAutoField"
