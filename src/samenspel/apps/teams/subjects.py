"""What of the area team can be linked and taken up: the step that a workshop of three ended with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Workshop

FOUND_MAX = 20


def _step(where: Any, workshop: Workshop) -> Subject:
    return Subject(
        kind="workshop",
        public_id=workshop.public_id,
        title=workshop.step,
        told=workshop.title,
        url=reverse("teams:learned", args=[where.slug]) if workshop.lesson_is_open else "",
        desk_url=reverse("teams-desk:workshop", args=[where.slug, workshop.public_id]),
        is_public=workshop.lesson_is_open,
    )


def _closed(where: Any) -> Any:
    return Workshop.objects.filter(neighbourhood=where, closed_at__isnull=False)


def find_steps(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Steps of closed workshops."""
    return [_step(where, one) for one in _closed(where).filter(public_id__in=list(ids))]


def search_steps(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Steps in which the words occur, the newest first."""
    hits = (one for one in _closed(where) if not words or matches(words, one.step, one.title, one.lesson))
    return [_step(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("workshop", _("Steps of workshops"), find_steps, search_steps, order=45)]
