"""What a public search finds of the figures: topics by their names and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .selectors import topics_loaded


def search_figures(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """The topics of which there are figures here, in the order of the page."""
    return [
        Found(
            str(topic.label),
            reverse("figures:topic", args=[neighbourhood.slug, topic.key]),
            str(topic.definition),
            is_dutch=False,
        )
        for topic in topics_loaded(neighbourhood)
        if matches(words, str(topic.label), str(topic.definition))
    ]
