"""Reads of the doorstep: what goes to a phone, rounds and their progress, what asks for follow-up."""

from .care import care_facts, care_route
from .phone import doors_done, phone_data, rounds_to_take, standing_at_doors, stops_for_paper
from .planning import (
    StreetChoice,
    WhoMayBeVisited,
    lot_to_visit,
    street_choices,
    streets_of,
    tickets_in,
    who_may_be_visited,
)
from .progress import OutcomeCount, Progress, progress_of
from .rounds import (
    FollowUp,
    RoundPage,
    RoundRow,
    RoundsDesk,
    StopRow,
    address_of,
    canvassers_here,
    follow_up,
    round_page,
    rounds_desk,
    stop_by_id,
    visits_at,
    waiting_for_desk,
)

__all__ = [
    "FollowUp",
    "OutcomeCount",
    "Progress",
    "RoundPage",
    "RoundRow",
    "RoundsDesk",
    "StopRow",
    "StreetChoice",
    "WhoMayBeVisited",
    "address_of",
    "canvassers_here",
    "care_facts",
    "care_route",
    "doors_done",
    "follow_up",
    "lot_to_visit",
    "phone_data",
    "progress_of",
    "round_page",
    "rounds_desk",
    "rounds_to_take",
    "standing_at_doors",
    "stop_by_id",
    "stops_for_paper",
    "street_choices",
    "streets_of",
    "tickets_in",
    "visits_at",
    "waiting_for_desk",
    "who_may_be_visited",
]
