"""Members left: who comes in is drawn from the same closed pool, by a rule that was fixed beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .. import access, engine, selectors
from ..models import PanelDraw, Pool
from .panel import PANELS_MAX, Progress, create_draw, lay_down, start_laying_down

ALGORITHM = "leximin"


def commit_replacement(
    *,
    draw: PanelDraw,
    by: Any,
    panels: int = PANELS_MAX,
    announced: str = "balls",
    withdrawn: tuple[str, ...] = (),
    at: datetime | None = None,
    progress: Progress | None = None,
) -> PanelDraw:
    """Work out the numbered completions for the seats of `draw` that fell empty, and publish their commitment.

    Who stays and how many seats are open follows from the council: whom this draw or its replacements seated and who
    still sits. Nobody who was seated from this draw is drawn again, nor who took a yes back (`withdrawn`, ticket
    numbers as written). Everyone else in the closed pool can be drawn: the reserve. Refuses with 'not_seated',
    'nobody_left', 'draw_unfinished', 'ticket_unknown'; raises EngineError or FaultsError no_candidates (then kept as
    failed), announcement_unknown, drand_round_past.
    """
    prepared = _prepare(draw, by, panels, announced, withdrawn, at)
    return lay_down(draw=prepared, progress=progress, at=at)


def start_replacement(
    *,
    draw: PanelDraw,
    by: Any,
    announced: str = "balls",
    withdrawn: tuple[str, ...] = (),
    next_page: Callable[[PanelDraw], str] | None = None,
) -> tuple[PanelDraw, Any]:
    """As `commit_replacement`, as long work with progress: (the draw that is being prepared, its job)."""
    with transaction.atomic():
        prepared = _prepare(draw, by, PANELS_MAX, announced, withdrawn, None)
        return prepared, start_laying_down(draw=prepared, by=by, next_page=next_page)


@transaction.atomic
def _prepare(
    draw: PanelDraw, by: Any, panels: int, announced: str, withdrawn: tuple[str, ...], at: datetime | None
) -> PanelDraw:
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    pool = Pool.objects.select_for_update().get(pk=draw.pool_id)
    first = selectors.first_of(draw)
    standing = selectors.standing_of(first)
    if standing is None:
        raise Refusal(_("Nobody from this draw has a seat yet."), code="not_seated")
    if not standing.open_seats:
        raise Refusal(_("All seats of this draw are taken. Nobody needs to be replaced."), code="nobody_left")
    if unknown := set(withdrawn) - {*standing.reserve}:
        raise Refusal(_("Not in the reserve: %(tickets)s."), code="ticket_unknown", tickets=", ".join(sorted(unknown)))
    return create_draw(
        pool=pool,
        purpose=PanelDraw.Purpose.REPLACEMENT,
        replaces=first,
        staying=list(standing.staying),
        left_out=sorted({*standing.left, *withdrawn}),
        seats=standing.open_seats,
        targets=first.targets,
        algorithm=ALGORITHM,
        panel_count=panels,
        one_per_household=first.one_per_household,
        announced=engine.announcement(announced, at=at),
        tickets_hash=first.tickets_hash,
        started_at=at,
    )
