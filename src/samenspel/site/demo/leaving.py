"""A member moves away, and the lot chooses from the reserve who comes in."""

from __future__ import annotations

from samenspel.apps.accounts.services import approve
from samenspel.apps.councils.selectors import seat_by_number
from samenspel.apps.councils.services import end_holding
from samenspel.apps.draws import services as draws

from .stage import Stage

# The chair of the resident who moved.
SEAT = 4
BALLS = "balls:118"


def replacement(stage: Stage) -> None:
    """From the empty chair to the new member, in three days."""
    calendar, cast, first = stage.calendar, stage.cast, stage.draw
    seat = seat_by_number(stage.council, SEAT)
    if seat is None:
        return
    end_holding(seat=seat, reason="moved", ended_on=calendar.day(-39), at=calendar.at(-39, 10))
    draw = draws.commit_replacement(draw=first, by=cast.manager, at=calendar.at(-38, 17))
    draws.pick_panel(
        draw=draw,
        source=BALLS,
        ceremony="Drie ballen bij de vergadering van de wijkraad, getrokken door iemand van de tribune.",
        by=cast.manager,
        again_by=cast.second_manager,
        at=calendar.at(-37, 20),
    )
    approval = draws.request_panel_publication(draw=draw, requested_by=cast.manager)
    approve(approval=approval, by=cast.second_manager, at=calendar.at(-37, 20, 15))
    draws.publish_panel_draw(draw=draw, approval=approval, at=calendar.at(-37, 20, 30))
    draws.seat_panel(draw=draw, council=stage.council, term=stage.term, by=cast.manager, at=calendar.at(-36, 9))
