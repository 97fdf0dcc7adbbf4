"""Finds a council, its rules, terms and meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ..models import Council, Meeting, RulesOfPlay, Term


def council_of(neighbourhood: Any) -> Council | None:
    """The council of a neighbourhood, or None."""
    return Council.objects.filter(neighbourhood=neighbourhood).select_related("neighbourhood", "municipality").first()


def rules_in_force(council: Council) -> RulesOfPlay | None:
    """The newest version of the rules of play."""
    return RulesOfPlay.objects.filter(council=council).order_by("-version").first()


def current_term(council: Council) -> Term | None:
    """The newest term."""
    return Term.objects.filter(council=council).order_by("-number").first()


def coming_meetings(council: Council, *, now: datetime) -> QuerySet[Meeting]:
    """Meetings from now on, the first first."""
    return council.meetings.filter(starts_at__gte=now).order_by("starts_at")


def meeting_by_id(council: Council, public_id: str) -> Meeting | None:
    """The meeting of this council, or None."""
    return council.meetings.filter(public_id=public_id).first()
