"""What a public search finds of the neighbourhood picture: signals that were cleared for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .selectors import public_signals


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Cleared signals, the newest first."""
    rows = public_signals(neighbourhood).order_by("-heard_at").values_list("text", flat=True)
    home = reverse("neighbourhood-home", args=[neighbourhood.slug])
    return [Found(text, home) for text in rows if matches(words, text)]
