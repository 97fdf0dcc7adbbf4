"""What a public search finds of advice: answers that experts gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from samenspel.foundation.search import Found, matches

from .selectors import answered_advice


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Answered questions to experts, the newest first."""
    url = reverse("deliberation:index", args=[neighbourhood.slug])
    rows = answered_advice(neighbourhood).values_list("question", "answer")
    return [Found(question, url, answer) for question, answer in rows if matches(words, question, answer)]
