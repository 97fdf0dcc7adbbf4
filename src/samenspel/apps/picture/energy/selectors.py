"""Reads of the energy of a neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.apps.places.selectors import neighbourhoods_of
from samenspel.foundation.desk import Waiting
from samenspel.foundation.subjects import Subject, find_one

from ..models import Asset, AssetLink
from . import presentation


@dataclass(frozen=True)
class AssetCard:
    """An asset with its number, which is the same on the map, in the lists and in who knows whom."""

    number: int
    asset: Asset
    knows: tuple[tuple[Asset, str], ...] = ()


@dataclass(frozen=True)
class KindGroup:
    """Assets of one kind under its heading."""

    kind: str
    label: Any
    cards: tuple[AssetCard, ...]


@dataclass(frozen=True)
class EnergyPage:
    """What goes well in a neighbourhood: the map, the list by kind, and who knows whom.

    `map` is None without an outline or a spot, `network` without links. `points` are those of the map.
    """

    headline: str
    total: int
    groups: tuple[KindGroup, ...]
    map: SafeString | None
    points: tuple[Any, ...]
    network: SafeString | None
    network_headline: str
    links: tuple[tuple[AssetCard, AssetCard, str], ...]


def public_assets(neighbourhood: Any) -> QuerySet[Asset]:
    """What everyone may see and what is still there, by kind and name."""
    return Asset.objects.filter(
        neighbourhood=neighbourhood, visibility=Asset.Visibility.PUBLIC, ended_at=None
    ).order_by("kind", "name", "pk")


def energy_page(neighbourhood: Any) -> EnergyPage:
    """Everything public about what goes well here."""
    assets = sorted(public_assets(neighbourhood), key=lambda one: (_KIND_ORDER[one.kind], one.name.lower(), one.pk))
    cards = {asset.pk: AssetCard(number, asset) for number, asset in enumerate(assets, start=1)}
    links = [
        (cards[link.one_id], cards[link.other_id], link.told)
        for link in AssetLink.objects.filter(neighbourhood=neighbourhood).order_by("pk")
        if link.one_id in cards and link.other_id in cards
    ]
    groups = tuple(
        KindGroup(kind, presentation.kind_heading(kind), tuple(c for c in cards.values() if c.asset.kind == kind))
        for kind in _KIND_ORDER
    )
    points = presentation.points_of(neighbourhood, cards.values())
    known = {card.number for link in links for card in link[:2]}
    return EnergyPage(
        headline=presentation.headline(assets),
        total=len(assets),
        groups=tuple(group for group in groups if group.cards),
        map=presentation.energy_map(neighbourhood, points, _around(neighbourhood)),
        points=tuple(points),
        network=presentation.network(list(cards.values()), links),
        network_headline=ngettext("%(number)s of them knows another", "%(number)s of them know each other", len(known))
        % {"number": len(known)},
        links=tuple(links),
    )


def public_links(neighbourhood: Any) -> dict[str, list[str]]:
    """Public id → public ids of those it knows, among what everyone may see."""
    shown = dict(public_assets(neighbourhood).values_list("pk", "public_id"))
    knows: dict[str, list[str]] = {}
    for one, other in AssetLink.objects.filter(neighbourhood=neighbourhood).order_by("pk").values_list("one", "other"):
        if one in shown and other in shown:
            knows.setdefault(shown[one], []).append(shown[other])
            knows.setdefault(shown[other], []).append(shown[one])
    return knows


_KIND_ORDER = {kind: order for order, kind in enumerate(Asset.Kind.values)}


def _around(neighbourhood: Any) -> list[dict[str, Any]]:
    """The outlines of the other neighbourhoods of this municipality."""
    others = neighbourhoods_of(neighbourhood.municipality).exclude(pk=neighbourhood.pk)
    return [outline for outline in others.values_list("outline", flat=True) if outline]


@dataclass(frozen=True)
class AssetPage:
    """One asset with what it knows; `source` is the subject from which it became known, where that can be shown."""

    asset: Asset
    knows: tuple[tuple[Asset, str], ...]
    source: Subject | None
    map: SafeString | None


def asset_page(public_id: str, *, neighbourhood: Any, at_desk: bool = False) -> AssetPage | None:
    """One asset of this neighbourhood: in the workspace each, for everyone what was made public; else None."""
    asset = Asset.objects.filter(neighbourhood=neighbourhood, public_id=public_id).first()
    if asset is None or not (at_desk or asset.visibility == Asset.Visibility.PUBLIC):
        return None
    source = find_one(neighbourhood, asset.source_kind, asset.source_id) if asset.source_id else None
    if source and not (source.is_public or at_desk):
        source = None
    points = presentation.points_of(neighbourhood, [AssetCard(1, asset)])
    drawing = presentation.energy_map(neighbourhood, points, ()) if points else None
    return AssetPage(asset, tuple(_knows(asset, at_desk=at_desk)), source, drawing)


def _knows(asset: Asset, *, at_desk: bool) -> list[tuple[Asset, str]]:
    links = AssetLink.objects.filter(Q(one=asset) | Q(other=asset)).select_related("one", "other")
    found = [(link.other if link.one_id == asset.pk else link.one, link.told) for link in links]
    if not at_desk:
        found = [pair for pair in found if pair[0].visibility == Asset.Visibility.PUBLIC and pair[0].ended_at is None]
    return sorted(found, key=lambda pair: pair[0].name.lower())


def assets_of(neighbourhood: Any) -> QuerySet[Asset]:
    """Every asset that is still there, public or not, for forms of the workspace."""
    return Asset.objects.filter(neighbourhood=neighbourhood, ended_at=None).order_by("name", "pk")


@dataclass(frozen=True)
class EnergyDesk:
    """Assets as the area team meets them: offered first, then for the team only, for everyone, and ended."""

    offered: tuple[Asset, ...]
    team: tuple[Asset, ...]
    public: tuple[Asset, ...]
    ended: tuple[Asset, ...]


def energy_desk(neighbourhood: Any) -> EnergyDesk:
    """All assets of a neighbourhood, each in one list."""
    lists: dict[str, list[Asset]] = {"offered": [], "team": [], "public": [], "ended": []}
    for asset in Asset.objects.filter(neighbourhood=neighbourhood):
        lists["ended" if asset.ended_at else asset.visibility].append(asset)
    return EnergyDesk(**{name: tuple(assets) for name, assets in lists.items()})


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """What residents offered and nobody looked at yet, the longest waiting first."""
    offered = Asset.objects.filter(
        neighbourhood=neighbourhood, visibility=Asset.Visibility.OFFERED, ended_at=None
    ).order_by("known_since")
    return [
        Waiting(
            _("A resident tells: %(name)s") % {"name": asset.name},
            reverse("energy-desk:asset", args=[neighbourhood.slug, asset.public_id]),
        )
        for asset in offered
    ]
