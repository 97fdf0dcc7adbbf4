"""Writes of the doorstep: rounds, visits, and what stands on phones."""

from .care import lay_down_care_route
from .phones import forget_details, report_wiped, take_addresses
from .rounds import (
    close_round,
    hint_stop,
    import_streets,
    move_stop,
    place_streets,
    plan_round,
    remove_stop,
    set_canvassers,
)
from .visits import NewVisit, SentVisit, record_visit, send_visits

__all__ = [
    "NewVisit",
    "SentVisit",
    "close_round",
    "forget_details",
    "hint_stop",
    "import_streets",
    "lay_down_care_route",
    "move_stop",
    "place_streets",
    "plan_round",
    "record_visit",
    "remove_stop",
    "report_wiped",
    "send_visits",
    "set_canvassers",
    "take_addresses",
]
