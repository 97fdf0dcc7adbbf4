"""Show what an act would book before it is booked, and book exactly what was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from ..selectors.planned import PlannedMove, fingerprint, moves_posted


class _Undone(Exception):
    """Takes a rehearsal's transaction back; carries what it would have booked."""

    def __init__(self, moves: tuple[PlannedMove, ...]) -> None:
        super().__init__()
        self.moves = moves


def rehearse(*, municipality: Any, idempotency_key: str, run: Callable[[], Any]) -> tuple[PlannedMove, ...]:
    """Run an act with its key, note what it books and take everything back; refuses as the act does."""
    try:
        with transaction.atomic():
            run()
            raise _Undone(moves_posted(municipality, idempotency_key))
    except _Undone as undone:
        return undone.moves


@transaction.atomic
def book_as_shown(*, municipality: Any, idempotency_key: str, shown: str, run: Callable[[], Any]) -> Any:
    """Run an act for good, if it books what has the fingerprint `shown`; gives back its result.

    Refuses with 'plan_changed' when the book changed in between: then nothing is booked.
    """
    result = run()
    if fingerprint(moves_posted(municipality, idempotency_key)) != shown:
        raise Refusal(_("The book has changed in the meantime. Look at it again."), code="plan_changed")
    return result
