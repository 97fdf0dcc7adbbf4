"""Questions, statements, votes on them and what is heard."""

from django.apps import AppConfig


class DeliberationConfig(AppConfig):
    name = "samenspel.apps.deliberation"
    label = "deliberation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry

        from . import services

        registry.register("deliberation.map", services.map_job)
