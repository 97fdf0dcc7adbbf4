"""Reads of the neighbourhood picture."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, QuerySet

from .models import Figure, Signal


def latest_figure(region_code: str, topic: str) -> Figure | None:
    """The newest figure of a topic in a region, or None."""
    return Figure.objects.filter(region_code=region_code, topic=topic).order_by("-year").first()


def latest_values(region_code: str) -> dict[str, Decimal | None]:
    """Topic → value of the newest year for which the region has figures."""
    year = Figure.objects.filter(region_code=region_code).aggregate(newest=Max("year"))["newest"]
    return dict(Figure.objects.filter(region_code=region_code, year=year).values_list("topic", "value"))


def public_signals(neighbourhood: Any) -> QuerySet[Signal]:
    """Cleared signals, newest first."""
    return Signal.objects.filter(neighbourhood=neighbourhood, cleared_at__isnull=False).select_related("theme")


def signals_by_theme(neighbourhood: Any) -> list[tuple[str, int]]:
    """(theme, number of cleared signals), the most heard first."""
    counted = (
        public_signals(neighbourhood)
        .exclude(theme=None)
        .order_by()
        .values_list("theme__name")
        .annotate(number=Count("pk"))
    )
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))
