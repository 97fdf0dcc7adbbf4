"""What of the neighbourhood picture can be linked: signals, assets and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .figures.topics import TOPIC_OF_KEY
from .figures.words import published
from .models import Asset, Figure, Signal

FOUND_MAX = 20


def _signal(where: Any, signal: Signal) -> Subject:
    is_public = signal.cleared_at is not None
    return Subject(
        kind="signal",
        public_id=signal.public_id,
        title=signal.text[:200],
        told=", ".join(part for part in (str(signal.get_source_display()), signal.place) if part),
        url=reverse("picture:signal", args=[where.slug, signal.public_id]) if is_public else "",
        desk_url=reverse("picture-desk:signal", args=[where.slug, signal.public_id]),
        is_public=is_public,
    )


def find_signals(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Signals, public or not."""
    return [_signal(where, one) for one in Signal.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_signals(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Signals in which the words occur, the newest first."""
    rows = Signal.objects.filter(neighbourhood=where).select_related("theme")
    hits = (s for s in rows if not words or matches(words, s.text, s.place, s.theme.name if s.theme else ""))
    return [_signal(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


def _asset(where: Any, asset: Asset) -> Subject:
    is_public = asset.visibility == Asset.Visibility.PUBLIC and asset.ended_at is None
    return Subject(
        kind="asset",
        public_id=asset.public_id,
        title=asset.name,
        told=str(asset.get_kind_display()),
        url=reverse("picture-energy:asset", args=[where.slug, asset.public_id]) if is_public else "",
        desk_url=reverse("energy-desk:asset", args=[where.slug, asset.public_id]),
        is_public=is_public,
    )


def find_assets(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Assets, for everyone or for the team only; one that was only offered is not there yet."""
    rows = Asset.objects.filter(neighbourhood=where, public_id__in=list(ids))
    return [_asset(where, one) for one in rows.exclude(visibility=Asset.Visibility.OFFERED)]


def search_assets(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Assets that are still there and in which the words occur, by name."""
    rows = Asset.objects.filter(neighbourhood=where, ended_at=None).exclude(visibility=Asset.Visibility.OFFERED)
    hits = (one for one in rows if not words or matches(words, one.name, one.told, one.offers))
    return [_asset(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


def _figure(where: Any, figure: Figure) -> Subject:
    topic = TOPIC_OF_KEY[figure.topic]
    return Subject(
        kind="figure",
        public_id=figure.topic,
        title=str(topic.label),
        told=f"{published(topic, figure.value)} ({figure.year})",
        url=reverse("figures:topic", args=[where.slug, figure.topic]),
        is_dutch=False,
    )


def _newest_figures(where: Any, topics: Iterable[str] | None = None) -> dict[str, Figure]:
    """Topic → its figure of the newest year, of topics that are known."""
    rows = Figure.objects.filter(region_code=where.cbs_code, value__isnull=False).order_by("year")
    rows = rows if topics is None else rows.filter(topic__in=list(topics))
    return {figure.topic: figure for figure in rows if figure.topic in TOPIC_OF_KEY}


def find_figures(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Figures of the neighbourhood by their topic, each of the newest year."""
    return [_figure(where, one) for one in _newest_figures(where, ids).values()]


def search_figures(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Figures in whose name or meaning the words occur, in the order of the topics."""
    newest = _newest_figures(where)
    found = []
    for key, topic in TOPIC_OF_KEY.items():
        if key in newest and (not words or matches(words, str(topic.label), str(topic.definition))):
            found.append(_figure(where, newest[key]))
    return found[:FOUND_MAX]


SUBJECTS = [
    SubjectKind("asset", _("What is there: people, places, initiatives"), find_assets, search_assets, order=5),
    SubjectKind("signal", _("Signals"), find_signals, search_signals, order=10),
    SubjectKind("figure", _("Figures"), find_figures, search_figures, order=20),
]
