"""Writes of the neighbourhood picture: figures in (`figures.services`), signals heard and cleared."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import open_matter, take_up_matter
from samenspel.foundation.errors import Outsider, Refusal

from .energy.services import AssetFacts as AssetFacts
from .energy.services import add_asset as add_asset
from .energy.services import change_asset as change_asset
from .energy.services import decide_asset as decide_asset
from .energy.services import end_asset as end_asset
from .energy.services import link_assets as link_assets
from .energy.services import offer_asset as offer_asset
from .energy.services import revive_asset as revive_asset
from .energy.services import unlink_assets as unlink_assets
from .figures.services import KEEPERS as KEEPERS
from .figures.services import Chosen as Chosen
from .figures.services import fetch_figures as fetch_figures
from .figures.services import import_figures as import_figures
from .figures.services import load_figures as load_figures
from .figures.services import load_groningen as load_groningen
from .figures.services import load_outlines as load_outlines
from .figures.services import set_up_neighbourhoods as set_up_neighbourhoods
from .models import Signal
from .spots import checked_spot
from .themes.services import add_theme as add_theme
from .themes.services import end_theme as end_theme
from .themes.services import merge_themes as merge_themes
from .themes.services import put_under_theme as put_under_theme
from .themes.services import rename_theme as rename_theme
from .themes.services import reopen_theme as reopen_theme
from .themes.services import theme_by_name

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
    language: str = "nl",
    longitude: Decimal | None = None,
    latitude: Decimal | None = None,
    at: datetime | None = None,
) -> Signal:
    """Record what someone said, and open its matter. It is not public until an area team member clears it.

    The spot is what it is about, never where someone lives. Refuses with 'text_missing', 'theme_ended', 'spot_half'
    or 'spot_far_away'.
    """
    if not text.strip():
        raise Refusal(_("Write down what you want to say."), code="text_missing")
    at = at or timezone.now()
    longitude, latitude = checked_spot(neighbourhood, longitude, latitude)
    signal = Signal.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        text=text.strip(),
        theme=theme_by_name(neighbourhood=neighbourhood, name=theme, at=at),
        source=source,
        source_role=source_role,
        place=place,
        longitude=longitude,
        latitude=latitude,
        affects=affects,
        heard_at=at,
    )
    open_matter(
        neighbourhood=neighbourhood,
        subject_kind="signal",
        subject_id=signal.public_id,
        title=text.strip()[:200],
        author_email=author_email,
        language=language,
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
    """Put a signal under a theme, a new one if need be; '' takes it out.

    Refuses with 'not_area_team' or 'theme_ended'.
    """
    _require_area_team(by, signal)
    signal.theme = theme_by_name(neighbourhood=signal.neighbourhood, name=theme, by=by)
    signal.save(update_fields=["theme"])
    return signal


@transaction.atomic
def take_up_signal(*, signal: Signal, by: Any, **answer: Any) -> Any:
    """Say what becomes of a signal; `answer` is what `matters.take_up_matter` takes. Returns the matter.

    Refuses with 'matter_missing', or as `take_up_matter` does.
    """
    matter = matter_of("signal", signal.public_id)
    if matter is None:
        raise Refusal(_("This signal has no course yet."), code="matter_missing")
    return take_up_matter(matter=matter, by=by, **answer)


def _require_area_team(by: Any, signal: Signal) -> None:
    if not has_one_of(by, AREA_TEAM, neighbourhood=signal.neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
