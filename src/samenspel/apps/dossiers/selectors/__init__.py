"""Reads of dossiers: one with all that stands in it, the board, where a subject stands."""

from .board import Board, BoardRow, Card, board_of, late_dossiers, waiting_for_desk
from .dossier import (
    DossierPage,
    FacePage,
    chance_by_id,
    dossier_by_id,
    dossier_page,
    face_page,
    open_dossiers,
    problem_by_id,
    published_dossiers,
)
from .linked import FoundGroup, LinkGroup, LinkRow, linkable_kinds, places_of, search_subjects, subject_for_link
from .told import Face, FacesPage, NumberRow, faces_of, numbers_compared
from .touch import DomainTile, MoneySum, OneSided, Touched, touched_by

__all__ = [
    "Board",
    "BoardRow",
    "Card",
    "DomainTile",
    "DossierPage",
    "Face",
    "FacePage",
    "FacesPage",
    "FoundGroup",
    "LinkGroup",
    "LinkRow",
    "MoneySum",
    "NumberRow",
    "OneSided",
    "Touched",
    "board_of",
    "chance_by_id",
    "dossier_by_id",
    "dossier_page",
    "face_page",
    "faces_of",
    "late_dossiers",
    "linkable_kinds",
    "numbers_compared",
    "open_dossiers",
    "places_of",
    "problem_by_id",
    "published_dossiers",
    "search_subjects",
    "subject_for_link",
    "touched_by",
    "waiting_for_desk",
]
