"""Writes of the area team: domains and chairs, visits, dilemmas, workshops, words, the text about roles."""

from .dilemmas import remark_on_dilemma, share_dilemma, write_dilemma
from .roles import LAY_DOWN, lay_down_roles, request_roles_text
from .roster import (
    DEFAULT_DOMAINS,
    add_domain,
    change_domain,
    end_domain,
    hide_chair,
    leave_chair,
    publish_chair,
    set_up_domains,
    take_chair,
)
from .visits import record_visit
from .words import remove_word, save_word
from .workshops import close_workshop, save_people, save_questions, save_step, save_truths, start_workshop

__all__ = [
    "DEFAULT_DOMAINS",
    "LAY_DOWN",
    "add_domain",
    "change_domain",
    "close_workshop",
    "end_domain",
    "hide_chair",
    "lay_down_roles",
    "leave_chair",
    "publish_chair",
    "record_visit",
    "remark_on_dilemma",
    "remove_word",
    "request_roles_text",
    "save_people",
    "save_questions",
    "save_step",
    "save_truths",
    "save_word",
    "set_up_domains",
    "share_dilemma",
    "start_workshop",
    "take_chair",
    "write_dilemma",
]
