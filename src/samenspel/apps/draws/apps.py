"""The register, the order of the lot, the pool and the panel draw."""

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DrawsConfig(AppConfig):
    name = "samenspel.apps.draws"
    label = "draws"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from samenspel.apps.jobs import daily
        from samenspel.apps.jobs.registry import register
        from samenspel.foundation import desk

        from . import selectors, services
        from .access import KEEPER_ROLES
        from .desk.course import waiting_for_desk
        from .desk.lot import LETTERS_JOB
        from .jobs import run_alternates, run_letters, run_panel_draw
        from .services.panel import JOB_KIND

        register(JOB_KIND, run_panel_draw)
        register(LETTERS_JOB, run_letters)
        register(services.ALTERNATES_JOB, run_alternates)
        daily.register(
            daily.DailyTask(
                key="draws.erase",
                label=_("Erase the people of a register on the day announced"),
                unit=_("people"),
                run=lambda municipality, now: services.erase_expired(
                    today=timezone.localdate(now), municipality=municipality, at=now
                ),
                coming=selectors.coming_erasures,
            )
        )
        keepers = frozenset(KEEPER_ROLES)
        desk.register(
            desk.DeskEntry(
                key="draws",
                group="council",
                label=_("Draw"),
                about=_("From the register of addresses to the seats in the council"),
                url_name="draws-desk:course",
                roles=keepers,
                order=20,
                waiting=waiting_for_desk,
            )
        )
        desk.register_approval(desk.ApprovalKind("lot.publish", _("Publish the order of the lot"), keepers))
        desk.register_approval(desk.ApprovalKind("draw.publish", _("Publish the draw"), keepers))
