"""Writes of the draw, from the register to the seats."""

from .alternates import (
    ALTERNATES_JOB,
    ALTERNATES_MAX,
    DROP_OUT_PERCENT_MAX,
    choose_alternates,
    start_choosing_alternates,
)
from .answers import NewVolunteer, add_volunteers, answer_by_code, open_pool, record_answer
from .attempts import record_attempt
from .compensation import remove_benefit_limit, set_benefit_limit, set_offer
from .erasing import erase_by_code, erase_expired, erase_person, ticket_by_code
from .filling import give_seats, open_wave
from .letters import LETTERS_PER_FILE_MAX, Letterhead, check_letters, issue_letter_codes, letters_pdf
from .lot import commit_lot, draw_lot, publish_lot, request_lot_publication
from .opting_out import load_opt_outs, opt_out
from .panel import commit_panel_draw, lay_down_prepared, start_panel_draw
from .picking import (
    DIFFERENT,
    FIRST,
    PICKED,
    pick_panel,
    publish_panel_draw,
    request_panel_publication,
    type_balls,
)
from .register import import_register
from .replacement import commit_replacement, start_replacement
from .seating import seat_panel

__all__ = [
    "ALTERNATES_JOB",
    "ALTERNATES_MAX",
    "DIFFERENT",
    "DROP_OUT_PERCENT_MAX",
    "FIRST",
    "LETTERS_PER_FILE_MAX",
    "PICKED",
    "Letterhead",
    "NewVolunteer",
    "add_volunteers",
    "answer_by_code",
    "check_letters",
    "choose_alternates",
    "commit_lot",
    "commit_panel_draw",
    "commit_replacement",
    "draw_lot",
    "erase_by_code",
    "erase_expired",
    "erase_person",
    "give_seats",
    "import_register",
    "issue_letter_codes",
    "lay_down_prepared",
    "letters_pdf",
    "load_opt_outs",
    "open_pool",
    "open_wave",
    "opt_out",
    "pick_panel",
    "publish_lot",
    "publish_panel_draw",
    "record_answer",
    "record_attempt",
    "remove_benefit_limit",
    "request_lot_publication",
    "request_panel_publication",
    "seat_panel",
    "set_benefit_limit",
    "set_offer",
    "start_choosing_alternates",
    "start_panel_draw",
    "start_replacement",
    "ticket_by_code",
    "type_balls",
]
