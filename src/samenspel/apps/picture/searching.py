"""What a public search finds of the neighbourhood picture: cleared signals, and what goes well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .energy.selectors import public_assets
from .selectors import public_signals


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Cleared signals, the newest first; each leads to its own page, which shows what became of it."""
    rows = public_signals(neighbourhood).order_by("-heard_at")
    return [
        Found(row.text, reverse("picture:signal", args=[neighbourhood.slug, row.public_id]), row.place)
        for row in rows
        if matches(words, row.text, row.place, row.theme.name if row.theme else "")
    ]


def search_assets(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """What goes well here, as far as everyone may see it."""
    return [
        Found(one.name, reverse("picture-energy:asset", args=[neighbourhood.slug, one.public_id]), one.told)
        for one in public_assets(neighbourhood)
        if matches(words, one.name, one.told, one.offers, one.place)
    ]
