"""Writes of the council: setting it up, the course of its seats, its decisions."""

from .deciding import (
    NewVote,
    adopt_decision,
    cast_decision_vote,
    plan_meeting,
    propose_decision,
    record_votes,
    tell_consultation,
)
from .seats import (
    LEAVING,
    accept_seat,
    decline_seat,
    end_due_holdings,
    end_holding,
    seat_members,
    set_rotation,
)
from .setting_up import NewRules, create_council, open_term, set_rules, set_up_council

__all__ = [
    "LEAVING",
    "NewRules",
    "NewVote",
    "accept_seat",
    "adopt_decision",
    "cast_decision_vote",
    "create_council",
    "decline_seat",
    "end_due_holdings",
    "end_holding",
    "open_term",
    "plan_meeting",
    "propose_decision",
    "record_votes",
    "seat_members",
    "set_rotation",
    "set_rules",
    "set_up_council",
    "tell_consultation",
]
