"""What a public search finds of draws: each by what it was for, and the page for who wonders about their own ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samenspel.foundation.search import Found, matches

from . import selectors


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Draws that everyone may see, by purpose, number and tickets; the newest first."""
    found = []
    for draw in selectors.draws_of(neighbourhood):
        title = _("Draw: %(purpose)s") % {"purpose": draw.get_purpose_display()}
        text = f"{draw.seats}"
        if draw.status == draw.Status.PUBLISHED:
            text = _("Panel %(number)s was drawn: tickets %(tickets)s.") % {
                "number": f"{draw.picked:03d}",
                "tickets": ", ".join(draw.panel),
            }
        if matches(words, title, text, draw.ceremony):
            url = reverse("draws:draw", args=[neighbourhood.slug, draw.public_id])
            found.append(Found(title, url, text, is_dutch=False))
    title, text = _("Was I in the pot?"), _("With the code from your letter you see what happened with your ticket.")
    if selectors.latest_lot(neighbourhood) is not None and matches(words, title, text):
        found.append(Found(title, reverse("draws:pot", args=[neighbourhood.slug]), text, is_dutch=False))
    return found
