"""What of advice can be linked: questions to experts, answered or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import AdviceRequest

FOUND_MAX = 20


def _advice(request: AdviceRequest) -> Subject:
    return Subject(
        kind="advice",
        public_id=request.public_id,
        title=request.question,
        told=f"{request.domain}, {request.get_status_display()}",
    )


def find_advice(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Questions to experts."""
    return [_advice(one) for one in AdviceRequest.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_advice(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Questions and answers in which the words occur, the newest first."""
    rows = AdviceRequest.objects.filter(neighbourhood=where)
    hits = (one for one in rows if not words or matches(words, one.question, one.answer, one.domain))
    return [_advice(one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("advice", _("Advice"), find_advice, search_advice, order=70)]
