"""The board: dossiers by phase, short and long horizon side by side, what is late on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters.selectors import Status, matters_of, today
from samenspel.foundation.desk import Waiting

from ..access import KEEPERS
from ..domains import Chair, chairs_of
from ..models import GOING_ON, OVER, Dossier, Horizon, Phase
from .touch import OneSided, one_sided, touched_by


@dataclass(frozen=True)
class Card:
    """A dossier on the board, with who has the next step (matter None: nobody looked yet)."""

    dossier: Dossier
    domains: tuple[Chair, ...]
    matter: Any | None
    is_late: bool
    one_sided: OneSided | None

    @property
    def days_order(self) -> tuple[bool, date, int]:
        due = self.matter.due_on if self.matter else None
        return not self.is_late, due or date.max, -self.dossier.pk


@dataclass(frozen=True)
class BoardRow:
    """One phase: its cards of this year and of the years to come."""

    phase: str
    label: str
    short: tuple[Card, ...]
    long: tuple[Card, ...]

    @property
    def count(self) -> int:
        return len(self.short) + len(self.long)


@dataclass(frozen=True)
class Board:
    """The board, for all domains or for one; `over` are the dossiers that were done or stopped."""

    rows: tuple[BoardRow, ...]
    over: tuple[Card, ...]
    chairs: tuple[Chair, ...]
    domain: str

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def late_count(self) -> int:
        return sum(1 for row in self.rows for card in (*row.short, *row.long) if card.is_late)

    @property
    def one_sided_count(self) -> int:
        """Dossiers in which one domain proposes everything."""
        cards = (card for row in self.rows for card in (*row.short, *row.long))
        return sum(1 for card in cards if card.one_sided and card.one_sided.is_only)


def board_of(neighbourhood: Any, *, domain: str = "", today: date, published_only: bool = False) -> Board:
    """Dossiers of a neighbourhood by phase and horizon; with `domain` only those that it holds."""
    chairs = chairs_of(neighbourhood)
    courses = {matter.subject_id: matter for matter in matters_of(neighbourhood, subject_kind="dossier")}
    found = Dossier.objects.filter(neighbourhood=neighbourhood).select_related("neighbourhood")
    if published_only:
        found = found.filter(published_at__isnull=False)
    if domain:
        found = found.filter(holdings__domain=domain)
    cards = [
        _card(one, chairs, courses.get(one.public_id), today)
        for one in found.prefetch_related("holdings", "problems", "links")
    ]
    cards.sort(key=lambda card: card.days_order)
    return Board(
        rows=tuple(_row(phase, cards) for phase in GOING_ON),
        over=tuple(card for card in cards if card.dossier.phase in OVER),
        chairs=tuple(chairs.values()),
        domain=domain,
    )


def _card(dossier: Dossier, chairs: dict[str, Chair], matter: Any | None, today: date) -> Card:
    is_late = bool(matter and matter.due_on and matter.due_on < today and not dossier.is_over)
    held = [chairs.get(one.domain, Chair(one.domain, one.domain)) for one in dossier.holdings.all()]
    return Card(
        dossier=dossier,
        domains=tuple(held),
        matter=matter,
        is_late=is_late,
        one_sided=None if dossier.is_over else one_sided(dossier.problems.all(), touched_by(dossier)),
    )


def _row(phase: Phase, cards: list[Card]) -> BoardRow:
    here = [card for card in cards if card.dossier.phase == phase]
    return BoardRow(
        phase=phase.value,
        label=str(phase.label),
        short=tuple(card for card in here if card.dossier.horizon == Horizon.SHORT),
        long=tuple(card for card in here if card.dossier.horizon == Horizon.LONG),
    )


def late_dossiers(neighbourhood: Any, *, today: date) -> list[Card]:
    """Dossiers whose next step is late, the latest first."""
    board = board_of(neighbourhood, today=today)
    return [card for row in board.rows for card in (*row.short, *row.long) if card.is_late]


def waiting_for_desk(person: Any, neighbourhood: Any) -> list[Waiting]:
    """Dossiers that nobody took up, and those with a late next step.

    The area team finds its late steps under 'Taking up', with those of everything else: not twice.
    """
    sees_late_elsewhere = has_one_of(person, KEEPERS, neighbourhood=neighbourhood)
    open_ids = dict(
        Dossier.objects.filter(neighbourhood=neighbourhood, phase__in=GOING_ON).values_list("public_id", "title")
    )
    waiting = [
        matter
        for matter in matters_of(neighbourhood, subject_kind="dossier").filter(subject_id__in=list(open_ids))
        if (_is_late(matter) and not sees_late_elsewhere) or (matter.status == Status.NEW and not _is_late(matter))
    ]
    waiting.sort(key=lambda matter: matter.due_on or date.max)
    return [
        Waiting(
            open_ids[matter.subject_id]
            if _is_late(matter)
            else _("Nobody takes this up yet: %(title)s") % {"title": open_ids[matter.subject_id]},
            reverse("dossiers-desk:dossier", args=[neighbourhood.slug, matter.subject_id]),
            matter.due_on,
        )
        for matter in waiting
    ]


def _is_late(matter: Any) -> bool:
    return bool(matter.due_on and matter.due_on < today())
