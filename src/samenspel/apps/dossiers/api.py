"""Published dossiers as open data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router, Schema

from samenspel.apps.places.selectors import neighbourhood_by_slug

from . import selectors

router = Router()


class DossierOut(Schema):
    """A published dossier in short."""

    id: str
    title: str
    phase: str
    horizon: str
    domains: list[str]
    published_at: datetime
    closed_at: datetime | None
    outcome: str


class ChanceOut(Schema):
    """What goes well already, and from whom it comes."""

    text: str
    source: str


class ProblemOut(Schema):
    """A part of the issue as one domain sees it."""

    text: str
    domain: str
    department: str
    solution: str


class LinkOut(Schema):
    """A public subject that stands in the dossier."""

    kind: str
    id: str
    title: str
    url: str


class MoneyOut(Schema):
    """A fund (booked) or an estimate that the dossier touches, in cents."""

    kind: str
    id: str
    name: str
    year: int
    owner: str
    freedom: str
    amount_cents: int
    available_cents: int | None


class TextOut(Schema):
    """How the dossier is told to one audience."""

    audience: str
    version: int
    text: str
    written_at: datetime


class WeighingOut(Schema):
    """The newest weighing on three values: score 1 to 5 and reason of each."""

    at: datetime
    told: str
    scores: dict[str, int]
    reasons: dict[str, str]


class WholeDossierOut(DossierOut):
    """A published dossier with all that stands in it."""

    chances: list[ChanceOut]
    problems: list[ProblemOut]
    one_domain_only: bool
    empty_chairs: list[str]
    links: list[LinkOut]
    money: list[MoneyOut]
    texts: list[TextOut]
    weighing: WeighingOut | None


def _where(slug: str) -> Any:
    where = neighbourhood_by_slug(slug)
    if where is None:
        raise Http404
    return where


def _short(dossier: Any) -> dict[str, Any]:
    return {
        "id": dossier.public_id,
        "title": dossier.title,
        "phase": dossier.phase,
        "horizon": dossier.horizon,
        "domains": [one.domain for one in dossier.holdings.all()],
        "published_at": dossier.published_at,
        "closed_at": dossier.closed_at,
        "outcome": dossier.outcome,
    }


@router.get("/", response=list[DossierOut], summary="Published dossiers, newest first")
def dossiers(request: HttpRequest, neighbourhood: Path[str]):
    """The dossiers that everyone can read."""
    where = _where(neighbourhood)
    return [_short(one) for one in selectors.published_dossiers(where).prefetch_related("holdings")]


@router.get("/{dossier}", response=WholeDossierOut, summary="One dossier with all that stands in it")
def dossier(request: HttpRequest, neighbourhood: Path[str], dossier: Path[str]):
    """Chances, partial problems, public links, money that it touches, its three tellings and its newest weighing."""
    where = _where(neighbourhood)
    found = selectors.dossier_by_id(dossier, neighbourhood=where)
    if found is None or found.published_at is None:
        raise Http404
    page = selectors.dossier_page(found, today=timezone.localdate(), public_only=True)
    rows = [row for group in page.links for row in group.rows] + list(page.assets)
    latest = page.values.latest if page.values else None
    return {
        **_short(found),
        "chances": [{"text": one.text, "source": one.source} for one in page.chances],
        "problems": page.problems,
        "one_domain_only": bool(page.one_sided and page.one_sided.is_only),
        "empty_chairs": [tile.chair.key for tile in page.touched.gaps],
        "links": [
            {"kind": r.subject.kind, "id": r.subject.public_id, "title": r.subject.title, "url": r.subject.url}
            for r in rows
        ],
        "money": [{"id": row.public_id, **_fields(row)} for row in page.touched.money],
        "texts": page.faces.told,
        "weighing": latest
        and {
            "at": latest.at,
            "told": latest.sentence,
            "scores": {line.key: line.score for line in latest.lines},
            "reasons": {line.key: line.reason for line in latest.lines},
        },
    }


def _fields(row: Any) -> dict[str, Any]:
    names = ("kind", "name", "year", "owner", "freedom", "amount_cents", "available_cents")
    return {name: getattr(row, name) for name in names}
