"""What a public search finds of budget rounds: plans that were not withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .models import Project


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Plans that everyone may read, the newest first."""
    public = Project.objects.filter(budget_round__neighbourhood=neighbourhood, is_public=True, is_withdrawn=False)
    rows = public.order_by("-proposed_at")
    return [
        Found(title, reverse("voting:plans", args=[neighbourhood.slug, budget_round]), text)
        for budget_round, title, text in rows.values_list("budget_round__public_id", "title", "text")
        if matches(words, title, text)
    ]
