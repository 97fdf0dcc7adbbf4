"""What a public search finds of dossiers: published ones, by their question and what residents are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .models import Audience, FaceText
from .selectors import published_dossiers


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Published dossiers, the newest first."""
    dossiers = list(published_dossiers(neighbourhood))
    told: dict[int, str] = {}
    for text in FaceText.objects.filter(dossier__in=dossiers, audience=Audience.RESIDENTS).order_by("version"):
        told[text.dossier_id] = text.text
    return [
        Found(one.title, reverse("dossiers:dossier", args=[neighbourhood.slug, one.public_id]), told.get(one.pk, ""))
        for one in dossiers
        if matches(words, one.title, told.get(one.pk, ""), one.outcome)
    ]
