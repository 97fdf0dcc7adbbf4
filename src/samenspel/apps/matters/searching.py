"""What a public search finds of matters: promises, and what came of anything that is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .selectors import matters_of, rows_of, today


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Matters whose subject is public, the newest first, by their words, their outcome and who carries them."""
    rows = rows_of(neighbourhood, matters_of(neighbourhood), day=today())
    return [
        Found(
            row.matter.title,
            reverse("matters:matter", args=[neighbourhood.slug, row.matter.public_id]),
            row.matter.outcome or row.matter.next_step,
        )
        for row in rows
        if row.is_public and matches(words, row.matter.title, row.matter.outcome, row.matter.next_step, row.matter.who)
    ]
