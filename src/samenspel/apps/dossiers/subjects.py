"""Dossiers as subjects that can be linked and weighed, and as what holds subjects of every other kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Holder, Subject, SubjectKind

from .access import KEEPERS, WEIGHERS
from .models import Dossier
from .selectors import places_of

FOUND_MAX = 20


def _dossier(where: Any, dossier: Dossier) -> Subject:
    is_public = dossier.published_at is not None
    return Subject(
        kind="dossier",
        public_id=dossier.public_id,
        title=dossier.title,
        told=str(dossier.get_phase_display()),
        url=reverse("dossiers:dossier", args=[where.slug, dossier.public_id]) if is_public else "",
        desk_url=reverse("dossiers-desk:dossier", args=[where.slug, dossier.public_id]),
        is_public=is_public,
    )


def find_dossiers(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Dossiers, published or not."""
    return [_dossier(where, one) for one in Dossier.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_dossiers(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Dossiers in whose question the words occur, the newest first."""
    rows = Dossier.objects.filter(neighbourhood=where)
    hits = (one for one in rows if not words or matches(words, one.title))
    return [_dossier(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


def _put_url(where: Any, kind: str, public_id: str) -> str:
    return reverse("dossiers-desk:put", args=[where.slug, kind, public_id])


SUBJECTS = [
    SubjectKind("dossier", _("Dossiers"), find_dossiers, search_dossiers, order=90, weighed_by=frozenset(WEIGHERS))
]
HOLDERS = [
    Holder(
        key="dossiers",
        label=_("Part of"),
        places=places_of,
        put_label=_("Put it in a dossier"),
        put_url=_put_url,
        roles=frozenset(KEEPERS),
    )
]
