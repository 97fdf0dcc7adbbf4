"""What of matters can be linked and taken up: promises. All of them are public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Promise

FOUND_MAX = 20


def _promise(where: Any, promise: Promise) -> Subject:
    return Subject(
        kind="promise",
        public_id=promise.public_id,
        title=promise.text,
        told=", ".join(part for part in (date_format(promise.promised_on, "j F Y"), promise.place) if part),
        url=reverse("matters:index", args=[where.slug]),
        desk_url=reverse("matters-desk:take-up", args=[where.slug, "promise", promise.public_id]),
    )


def find_promises(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """What was promised."""
    return [_promise(where, one) for one in Promise.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_promises(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Promises in which the words occur, the newest first."""
    rows = Promise.objects.filter(neighbourhood=where)
    hits = (one for one in rows if not words or matches(words, one.text, one.place))
    return [_promise(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("promise", _("Promises"), find_promises, search_promises, order=40)]
