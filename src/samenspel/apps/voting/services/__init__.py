"""Writes of budget rounds: prepare and open, vote, close, count and adopt."""

from .ballots import VotingCode, cast_ballot, check_choices, issue_voting_codes, replace_voting_code
from .closing import (
    CLOSE,
    adopt_result,
    close_round,
    count_round,
    request_close_approval,
    resume_closing,
)
from .rounds import (
    accept_idea,
    add_project,
    create_round,
    judge_feasibility,
    open_round,
    send_idea,
    withdraw_project,
)

__all__ = [
    "CLOSE",
    "VotingCode",
    "accept_idea",
    "add_project",
    "adopt_result",
    "cast_ballot",
    "check_choices",
    "close_round",
    "count_round",
    "create_round",
    "issue_voting_codes",
    "judge_feasibility",
    "open_round",
    "replace_voting_code",
    "request_close_approval",
    "resume_closing",
    "send_idea",
    "withdraw_project",
]
