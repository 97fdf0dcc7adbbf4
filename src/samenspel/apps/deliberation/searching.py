"""What a public search finds of conversations: questions that were put, and statements that were accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from samenspel.foundation.search import Found, matches

from .models import Question, Statement


def search_questions(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Questions that are or were open, the newest first."""
    rows = Question.objects.filter(neighbourhood=neighbourhood, opens_at__lte=timezone.now()).order_by("-opens_at")
    return [
        Found(text, reverse("deliberation:question", args=[neighbourhood.slug, public_id]))
        for public_id, text in rows.values_list("public_id", "text")
        if matches(words, text)
    ]


def search_statements(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Accepted statements; those that wait or were declined are never found."""
    rows = Statement.objects.filter(
        question__neighbourhood=neighbourhood,
        question__opens_at__lte=timezone.now(),
        status=Statement.Status.ACCEPTED,
    ).order_by("-proposed_at", "-pk")
    return [
        Found(text, reverse("deliberation:statements", args=[neighbourhood.slug, question]))
        for question, text in rows.values_list("question__public_id", "text")
        if matches(words, text)
    ]
