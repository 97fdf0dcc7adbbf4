"""Hooks the guards of protected tables into migrate and into the system checks."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class FoundationConfig(AppConfig):
    name = "samenspel.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import triggers

        pre_migrate.connect(triggers.lift_before_migrate, dispatch_uid="samenspel.triggers")
        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="samenspel.triggers")
        register(triggers.check_triggers, Tags.database)
