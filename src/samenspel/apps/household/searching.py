"""What a public search finds of the household book: funds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .models import Fund


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Funds, the newest year first."""
    rows = Fund.objects.filter(neighbourhood=neighbourhood).order_by("-year", "name")
    return [
        Found(
            f"{name} ({year})",
            reverse("household:fund", args=[neighbourhood.slug, public_id]),
            " – ".join(part for part in (owner, earmark) if part),
        )
        for public_id, name, year, owner, earmark in rows.values_list(
            "public_id", "name", "year", "owner_name", "earmark"
        )
        if matches(words, name, owner, earmark, str(year))
    ]
