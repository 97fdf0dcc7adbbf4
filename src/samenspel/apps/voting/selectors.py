"""Reads of budget rounds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .models import BudgetRound


def rounds_of(neighbourhood: Any) -> QuerySet[BudgetRound]:
    """All rounds of a neighbourhood, newest first."""
    return BudgetRound.objects.filter(neighbourhood=neighbourhood)
