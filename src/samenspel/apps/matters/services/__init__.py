"""Writes of matters: their course, what was promised, who hears of it."""

from .courses import (
    AREA_TEAM,
    move_matter,
    open_for_subject,
    open_matter,
    take_up_matter,
    take_up_subject,
    tell_step,
    weigh_values,
)
from .following import confirm_following, follow_matter, forget_followers, issue_follow_code, stop_following
from .notices import Sent, run_daily_notices, send_notices
from .promises import make_promise
from .weighing import weigh_subject

__all__ = [
    "AREA_TEAM",
    "Sent",
    "confirm_following",
    "follow_matter",
    "forget_followers",
    "issue_follow_code",
    "make_promise",
    "move_matter",
    "open_for_subject",
    "open_matter",
    "run_daily_notices",
    "send_notices",
    "stop_following",
    "take_up_matter",
    "take_up_subject",
    "tell_step",
    "weigh_subject",
    "weigh_values",
]
