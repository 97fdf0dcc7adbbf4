"""What a public search finds of councils: decisions that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .models import Decision


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Decisions, the newest first; a proposal is not found before it is decided on."""
    rows = (
        Decision.objects.filter(council__neighbourhood=neighbourhood)
        .exclude(status=Decision.Status.PROPOSED)
        .order_by("-decided_at")
    )
    return [
        Found(title, reverse("councils:decision", args=[neighbourhood.slug, public_id]), text)
        for public_id, title, text in rows.values_list("public_id", "title", "text")
        if matches(words, title, text)
    ]
