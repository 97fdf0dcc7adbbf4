"""The register, the order of the lot, the pool and the panel draw."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    name = "samenspel.apps.draws"
    label = "draws"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs.registry import register

        from .jobs import run_panel_draw
        from .services.panel import JOB_KIND

        register(JOB_KIND, run_panel_draw)
