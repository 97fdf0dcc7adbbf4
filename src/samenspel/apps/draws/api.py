"""The draws as open data: the record, the numbered panels, and the sealed files by which anyone checks them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors
from .reach_api import router as reach_router

router = Router()
router.add_router("", reach_router)


class DrawOut(Schema):
    """One draw as far as it is public. Chances are decimal strings, tickets are written as in the sealed file.

    `status` is 'committed' (laid down before the number falls), 'picked' (fallen, not published yet) or 'published';
    `picked`, `panel` and `randomness` are null until two people have published them. `follows` is the id of the draw
    whose members a replacement replaces.
    """

    id: str
    purpose: str
    status: str
    seats: int
    panels: int
    algorithm: str
    announced: str
    commitment: str
    chances: dict[str, str]
    targets: list[dict[str, Any]]
    follows: str | None
    staying: list[str]
    picked: int | None
    panel: list[str] | None
    randomness: str | None
    committed_at: datetime | None
    published_at: datetime | None

    @staticmethod
    def resolve_id(draw: Any) -> str:
        return str(draw.public_id)

    @staticmethod
    def resolve_panels(draw: Any) -> int:
        return int(draw.panel_count)

    @staticmethod
    def resolve_follows(draw: Any) -> str | None:
        return draw.replaces.public_id if draw.replaces else None

    @staticmethod
    def resolve_picked(draw: Any) -> int | None:
        return draw.picked if _is_published(draw) else None

    @staticmethod
    def resolve_panel(draw: Any) -> list[str] | None:
        return draw.panel if _is_published(draw) else None

    @staticmethod
    def resolve_randomness(draw: Any) -> str | None:
        return draw.randomness if _is_published(draw) else None


class LotOut(Schema):
    """The order of a lot as far as it is public: how many tickets, how many are approached, and what decides."""

    id: str
    status: str
    tickets: int
    count: int
    announced: str
    commitment: str
    randomness: str | None
    committed_at: datetime
    published_at: datetime | None

    @staticmethod
    def resolve_id(lot: Any) -> str:
        return str(lot.public_id)

    @staticmethod
    def resolve_tickets(lot: Any) -> int:
        return int(lot.ticket_count)

    @staticmethod
    def resolve_randomness(lot: Any) -> str | None:
        return lot.randomness if _is_published(lot) else None


def _is_published(row: Any) -> bool:
    return bool(row.status == row.Status.PUBLISHED)


def _neighbourhood(slug: str) -> Any:
    where = neighbourhood_by_slug(slug)
    if where is None:
        raise Http404
    return where


def _draw(slug: str, public_id: str) -> Any:
    draw = selectors.draw_by_id(_neighbourhood(slug), public_id)
    if draw is None:
        raise Http404
    return draw


def _lot(slug: str, public_id: str) -> Any:
    lot = selectors.lot_by_id(_neighbourhood(slug), public_id)
    if lot is None:
        raise Http404
    return lot


@router.get("/draws", response=list[DrawOut], summary="The draws, newest first")
def draws(request: HttpRequest, neighbourhood: Path[str]):
    """Draws of panels and of replacements; each appears as soon as its panels are laid down."""
    return list(selectors.draws_of(_neighbourhood(neighbourhood)).select_related("replaces"))


@router.get("/draws/{draw}", response=DrawOut, summary="One draw")
def draw(request: HttpRequest, neighbourhood: Path[str], draw: Path[str]):
    """The record of one draw."""
    return _draw(neighbourhood, draw)


@router.get("/draws/{draw}/bundle", response=dict[str, Any], summary="The sealed file of a draw")
def bundle(request: HttpRequest, neighbourhood: Path[str], draw: Path[str]):
    """Byte for byte what `samenspel verify` checks; without its outcome until two people have published it."""
    return _sealed(selectors.bundle_bytes(_draw(neighbourhood, draw)))


@router.get("/lots", response=list[LotOut], summary="The orders of the lot, newest first")
def lots(request: HttpRequest, neighbourhood: Path[str]):
    """Everyone in the register in a random order: the first stage of a draw."""
    return list(selectors.lots_of(_neighbourhood(neighbourhood)))


@router.get("/lots/{lot}/bundle", response=dict[str, Any], summary="The sealed file of an order of the lot")
def lot_bundle(request: HttpRequest, neighbourhood: Path[str], lot: Path[str]):
    """Byte for byte what `samenspel verify` checks; without the order until two people have published it."""
    return _sealed(selectors.lot_bundle_bytes(_lot(neighbourhood, lot)))


def _sealed(data: bytes) -> HttpResponse:
    return HttpResponse(data, content_type="application/json")
