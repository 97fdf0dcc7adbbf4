"""What a public search finds of the area team: who is there, words, open dilemmas and lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from samenspel.foundation.search import Found, matches

from . import selectors


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Domains with who agreed to stand there, words of the dictionary, and what officials show of their learning."""
    team, learned = (reverse(name, args=[neighbourhood.slug]) for name in ("teams:team", "teams:learned"))
    found: list[Found] = []
    for place in selectors.public_team(neighbourhood, day=timezone.localdate()).places:
        people = ", ".join(filter(None, (f"{person.name} {person.contact}".strip() for person in place.people)))
        if matches(words, place.name, place.department, people):
            found.append(Found(place.name, team, people))
    dictionary = reverse("teams:words", args=[neighbourhood.slug])
    for word in selectors.words_of(neighbourhood.municipality):
        meanings = " ".join(f"{one.domain.name}: {one.meaning}" for one in word.meanings.all())
        if matches(words, word.word, word.plain, meanings):
            found.append(Found(word.word, f"{dictionary}#woord-{word.public_id}", f"{word.plain}. {meanings}"))
    learning = selectors.open_learning(neighbourhood)
    for lesson in learning.lessons:
        if matches(words, lesson.text, lesson.title):
            found.append(Found(lesson.text, learned, lesson.title))
    for dilemma in learning.dilemmas:
        text = " ".join((dilemma.pulls, dilemma.pulls_back, dilemma.did, dilemma.learned))
        if matches(words, dilemma.title, text):
            found.append(Found(dilemma.title, learned, text))
    return found
