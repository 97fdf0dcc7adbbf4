"""People, their roles, letter codes and two-person approvals."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "samenspel.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
