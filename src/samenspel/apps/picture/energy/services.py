"""Writes of the energy of a neighbourhood: assets offered, added, changed, shown, linked and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider, Refusal

from ..models import Asset, AssetLink
from ..spots import checked_spot

AREA_TEAM = ("area_team_member", "area_manager")


@dataclass(frozen=True)
class AssetFacts:
    """What is told of an asset. `has_consent`: who is named in `contact` agreed that it stands on the site."""

    kind: str
    name: str
    told: str = ""
    offers: str = ""
    puller: str = ""
    contact: str = ""
    has_consent: bool = False
    place: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    source_told: str = ""


@transaction.atomic
def offer_asset(*, neighbourhood: Any, facts: AssetFacts, reply_email: str = "", at: datetime | None = None) -> Asset:
    """Keep what a visitor says goes well; it waits for the area team. Refuses as `add_asset` does."""
    return Asset.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        visibility=Asset.Visibility.OFFERED,
        reply_email=reply_email,
        known_since=at or timezone.now(),
        **_columns(neighbourhood, facts, consent_at=None, at=at or timezone.now()),
    )


@transaction.atomic
def add_asset(
    *,
    neighbourhood: Any,
    facts: AssetFacts,
    by: Any,
    is_public: bool = False,
    source_kind: str = "",
    source_id: str = "",
    at: datetime | None = None,
) -> Asset:
    """Add an asset.

    Refuses with 'not_area_team', 'name_missing', 'consent_missing' (a contact without consent), 'spot_half' or
    'spot_far_away'.
    """
    at = at or timezone.now()
    _require_area_team(by, neighbourhood)
    return Asset.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        visibility=Asset.Visibility.PUBLIC if is_public else Asset.Visibility.TEAM,
        source_kind=source_kind,
        source_id=source_id,
        known_since=at,
        added_by=by,
        decided_at=at if is_public else None,
        decided_by=by if is_public else None,
        **_columns(neighbourhood, facts, consent_at=None, at=at),
    )


@transaction.atomic
def change_asset(*, asset: Asset, facts: AssetFacts, by: Any, at: datetime | None = None) -> Asset:
    """Change what is told of an asset; whether it is public stays as it was. Refuses as `add_asset` does."""
    _require_area_team(by, asset.neighbourhood)
    columns = _columns(asset.neighbourhood, facts, consent_at=asset.consent_at, at=at or timezone.now())
    for name, value in columns.items():
        setattr(asset, name, value)
    asset.save(update_fields=list(columns))
    return asset


@transaction.atomic
def decide_asset(*, asset: Asset, is_public: bool, by: Any, at: datetime | None = None) -> Asset:
    """Show an asset to everyone, or keep it for the team; the e-mail address of who offered it is erased.

    Refuses with 'not_area_team'.
    """
    _require_area_team(by, asset.neighbourhood)
    asset.visibility = Asset.Visibility.PUBLIC if is_public else Asset.Visibility.TEAM
    asset.reply_email = ""
    asset.decided_at, asset.decided_by = at or timezone.now(), by
    asset.save(update_fields=["visibility", "reply_email", "decided_at", "decided_by"])
    return asset


@transaction.atomic
def end_asset(*, asset: Asset, reason: str, by: Any, at: datetime | None = None) -> Asset:
    """Say that an asset is no longer there, and why; it stays in the records. Refuses with 'reason_missing'."""
    _require_area_team(by, asset.neighbourhood)
    if not reason.strip():
        raise Refusal(_("Say in a few words why it ended."), code="reason_missing")
    asset.ended_at, asset.ended_reason = at or timezone.now(), reason.strip()
    # Who offered it hears nothing more from us here, so the address goes.
    asset.reply_email = ""
    asset.save(update_fields=["ended_at", "ended_reason", "reply_email"])
    return asset


@transaction.atomic
def revive_asset(*, asset: Asset, by: Any) -> Asset:
    """Take an ended asset up again."""
    _require_area_team(by, asset.neighbourhood)
    asset.ended_at, asset.ended_reason = None, ""
    asset.save(update_fields=["ended_at", "ended_reason"])
    return asset


@transaction.atomic
def link_assets(*, one: Asset, other: Asset, by: Any, told: str = "", at: datetime | None = None) -> AssetLink:
    """Say that two assets know each other and what they do together; said again, the words are replaced.

    Refuses with 'not_area_team', 'same_asset' or 'not_here' (two neighbourhoods).
    """
    _require_area_team(by, one.neighbourhood)
    if one.pk == other.pk:
        raise Refusal(_("Choose another one: something does not know itself."), code="same_asset")
    if one.neighbourhood_id != other.neighbourhood_id:
        raise Refusal(_("Choose one of this neighbourhood."), code="not_here")
    first, second = sorted((one, other), key=lambda asset: asset.pk)
    link, _created = AssetLink.objects.update_or_create(
        one=first,
        other=second,
        defaults={"told": told.strip()},
        create_defaults={
            "municipality_id": one.municipality_id,
            "neighbourhood_id": one.neighbourhood_id,
            "told": told.strip(),
            "made_at": at or timezone.now(),
            "made_by": by,
        },
    )
    return link


@transaction.atomic
def unlink_assets(*, one: Asset, other: Asset, by: Any) -> None:
    """Take back that two assets know each other; nothing happens when nobody said so."""
    _require_area_team(by, one.neighbourhood)
    first, second = sorted((one.pk, other.pk))
    AssetLink.objects.filter(one_id=first, other_id=second).delete()


def _columns(neighbourhood: Any, facts: AssetFacts, *, consent_at: datetime | None, at: datetime) -> dict[str, Any]:
    """The columns of an asset by what is told; a consent keeps its first moment."""
    name = " ".join(facts.name.split())
    if not name:
        raise Refusal(_("Give it a name."), code="name_missing")
    if facts.contact.strip() and not facts.has_consent:
        raise Refusal(
            _("Ask first whether this may stand on the site. Without a yes, leave it empty."), code="consent_missing"
        )
    longitude, latitude = checked_spot(neighbourhood, facts.longitude, facts.latitude)
    return {
        "kind": facts.kind,
        "name": name,
        "told": facts.told.strip(),
        "offers": facts.offers.strip(),
        "puller": facts.puller.strip(),
        "contact": facts.contact.strip(),
        "consent_at": (consent_at or at) if facts.has_consent else None,
        "place": facts.place.strip(),
        "longitude": longitude,
        "latitude": latitude,
        "source_told": facts.source_told.strip(),
    }


def _require_area_team(by: Any, neighbourhood: Any) -> None:
    if not has_one_of(by, AREA_TEAM, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
