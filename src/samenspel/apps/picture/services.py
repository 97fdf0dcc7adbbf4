"""Writes of the neighbourhood picture: figures in (`figures.services`), signals heard and cleared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import move_matter, open_matter
from samenspel.foundation.errors import Outsider, Refusal

from .figures.services import import_figures as import_figures
from .figures.services import load_figures as load_figures
from .figures.services import load_groningen as load_groningen
from .figures.services import set_up_neighbourhoods as set_up_neighbourhoods
from .models import Signal, Theme

AREA_TEAM = ("area_team_member", "area_manager")


@transaction.atomic
def raise_signal(
    *,
    neighbourhood: Any,
    text: str,
    source: str,
    theme: str = "",
    place: str = "",
    affects: str = "",
    source_role: str = "resident",
    author_email: str = "",
    at: datetime | None = None,
) -> Signal:
    """Record what someone said, and open its matter. It is not public until an area team member clears it."""
    if not text.strip():
        raise Refusal(_("Write down what you want to say."), code="text_missing")
    at = at or timezone.now()
    found = None
    if theme:
        found, _created = Theme.objects.get_or_create(
            municipality_id=neighbourhood.municipality_id, neighbourhood=neighbourhood, name=theme
        )
    signal = Signal.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        text=text.strip(),
        theme=found,
        source=source,
        source_role=source_role,
        place=place,
        affects=affects,
        heard_at=at,
    )
    open_matter(
        neighbourhood=neighbourhood,
        subject_kind="signal",
        subject_id=signal.public_id,
        title=text.strip()[:200],
        author_email=author_email,
        at=at,
    )
    return signal


@transaction.atomic
def clear_signal(*, signal: Signal, by: Any, at: datetime | None = None) -> Signal:
    """Make a signal public. Refuses who is not in the area team of its neighbourhood ('not_area_team')."""
    _require_area_team(by, signal)
    Signal.objects.filter(pk=signal.pk, cleared_at=None).update(cleared_at=at or timezone.now(), cleared_by=by)
    signal.refresh_from_db()
    return signal


@transaction.atomic
def set_theme(*, signal: Signal, theme: str, by: Any) -> Signal:
    """Put a signal under a theme, a new one if need be; '' takes it out. Refuses with 'not_area_team'."""
    _require_area_team(by, signal)
    found = None
    if name := " ".join(theme.split()):
        found, _created = Theme.objects.get_or_create(
            municipality_id=signal.municipality_id, neighbourhood_id=signal.neighbourhood_id, name=name
        )
    signal.theme = found
    signal.save(update_fields=["theme"])
    return signal


@transaction.atomic
def take_up_signal(
    *,
    signal: Signal,
    by: Any,
    status: str,
    owner_kind: str = "",
    owner_name: str = "",
    together_with: str = "",
    next_step: str = "",
    due_on: date | None = None,
    outcome: str = "",
    at: datetime | None = None,
) -> Any:
    """Say what becomes of a signal; returns its matter.

    Refuses with 'not_area_team', 'matter_missing', or as `matters.move_matter` does.
    """
    _require_area_team(by, signal)
    matter = matter_of("signal", signal.public_id)
    if matter is None:
        raise Refusal(_("This signal has no course yet."), code="matter_missing")
    return move_matter(
        matter=matter,
        status=status,
        told=outcome or next_step or signal.text[:200],
        by=by,
        owner_kind=owner_kind or "nobody",
        owner_name=owner_name,
        together_with=together_with,
        next_step=next_step,
        due_on=due_on,
        outcome=outcome,
        at=at,
    )


def _require_area_team(by: Any, signal: Signal) -> None:
    if not has_one_of(by, AREA_TEAM, neighbourhood=signal.neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
