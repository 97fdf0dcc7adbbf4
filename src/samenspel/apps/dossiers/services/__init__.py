"""Writes of dossiers: their course, what stands in them, how they are told."""

from .courses import close_dossier, edit_dossier, move_dossier, open_dossier, publish_dossier
from .faces import write_face
from .parts import (
    NewChance,
    add_chance,
    add_problem,
    ask_advice,
    change_problem,
    link_subject,
    remove_chance,
    remove_problem,
    unlink_subject,
)

__all__ = [
    "NewChance",
    "add_chance",
    "add_problem",
    "ask_advice",
    "change_problem",
    "close_dossier",
    "edit_dossier",
    "link_subject",
    "move_dossier",
    "open_dossier",
    "publish_dossier",
    "remove_chance",
    "remove_problem",
    "unlink_subject",
    "write_face",
]
