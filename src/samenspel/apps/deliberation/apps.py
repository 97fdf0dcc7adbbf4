"""Questions, statements, votes on them and what is heard."""

from django.apps import AppConfig


class DeliberationConfig(AppConfig):
    name = "samenspel.apps.deliberation"
    label = "deliberation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import registry

        from . import work

        registry.register("deliberation.map", work.map_job)
