"""Reads of councils: who sits there, what they decide, what waits."""

from .decisions import (
    Ballot,
    ballots_of,
    decision_about,
    decision_by_id,
    decisions_of,
    is_adopted,
    proposals_of,
    tally_of,
)
from .page import CouncilPage, council_page
from .rows import coming_meetings, council_of, current_term, meeting_by_id, rules_in_force
from .seats import (
    SeatView,
    Vacancy,
    empty_seats,
    empty_seats_count,
    ending_soon,
    holders_from,
    is_occupied,
    seat_by_number,
    seated,
    seats_of,
    sources_of,
    vacancies,
    voting_chairs,
)
from .waiting import waiting_for_desk

__all__ = [
    "Ballot",
    "CouncilPage",
    "SeatView",
    "Vacancy",
    "ballots_of",
    "coming_meetings",
    "council_of",
    "council_page",
    "current_term",
    "decision_about",
    "decision_by_id",
    "decisions_of",
    "empty_seats",
    "empty_seats_count",
    "ending_soon",
    "holders_from",
    "is_adopted",
    "is_occupied",
    "meeting_by_id",
    "proposals_of",
    "rules_in_force",
    "seat_by_number",
    "seated",
    "seats_of",
    "sources_of",
    "tally_of",
    "vacancies",
    "voting_chairs",
    "waiting_for_desk",
]
