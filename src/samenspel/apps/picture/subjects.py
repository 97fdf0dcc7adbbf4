"""What of the neighbourhood picture can be linked: signals and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Signal

FOUND_MAX = 20


def _signal(where: Any, signal: Signal) -> Subject:
    is_public = signal.cleared_at is not None
    return Subject(
        kind="signal",
        public_id=signal.public_id,
        title=signal.text[:200],
        told=", ".join(part for part in (str(signal.get_source_display()), signal.place) if part),
        url=reverse("picture:signal", args=[where.slug, signal.public_id]) if is_public else "",
        desk_url=reverse("picture-desk:signal", args=[where.slug, signal.public_id]),
        is_public=is_public,
    )


def find_signals(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Signals, public or not."""
    return [_signal(where, one) for one in Signal.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_signals(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Signals in which the words occur, the newest first."""
    rows = Signal.objects.filter(neighbourhood=where).select_related("theme")
    hits = (s for s in rows if not words or matches(words, s.text, s.place, s.theme.name if s.theme else ""))
    return [_signal(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("signal", _("Signals"), find_signals, search_signals, order=10)]
