"""What of councils can be linked: decisions, proposed ones too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Decision

FOUND_MAX = 20


def _decision(where: Any, decision: Decision) -> Subject:
    is_decided = decision.status != Decision.Status.PROPOSED
    return Subject(
        kind="decision",
        public_id=decision.public_id,
        title=decision.title,
        told=str(decision.get_status_display()),
        url=reverse("councils:decision", args=[where.slug, decision.public_id]) if is_decided else "",
        desk_url=reverse("councils-desk:decision", args=[where.slug, decision.public_id]),
        is_public=is_decided,
    )


def find_decisions(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Decisions of the neighbourhood's council."""
    rows = Decision.objects.filter(council__neighbourhood=where, public_id__in=list(ids))
    return [_decision(where, one) for one in rows]


def search_decisions(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Decisions in which the words occur, the newest first."""
    rows = Decision.objects.filter(council__neighbourhood=where)
    hits = (one for one in rows if not words or matches(words, one.title, one.text))
    return [_decision(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [
    SubjectKind(
        "decision",
        _("Decisions"),
        find_decisions,
        search_decisions,
        order=60,
        weighed_by=frozenset({"council_member", "area_manager"}),
    )
]
