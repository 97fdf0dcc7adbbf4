"""What of the conversation can be linked: questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Question

FOUND_MAX = 20


def _question(where: Any, question: Question) -> Subject:
    is_public = question.opens_at <= timezone.now()
    return Subject(
        kind="question",
        public_id=question.public_id,
        title=question.text,
        told=str(question.get_phase_display()),
        url=reverse("deliberation:question", args=[where.slug, question.public_id]) if is_public else "",
        is_public=is_public,
    )


def find_questions(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Questions to the neighbourhood."""
    return [_question(where, one) for one in Question.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_questions(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Questions in which the words occur, the newest first."""
    rows = Question.objects.filter(neighbourhood=where)
    hits = (q for q in rows if not words or matches(words, q.text, *q.positions, *q.interests))
    return [_question(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("question", _("Questions to the neighbourhood"), find_questions, search_questions, order=50)]
