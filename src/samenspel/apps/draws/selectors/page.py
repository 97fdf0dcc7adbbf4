"""Everything that the page of a draw shows, in one frozen piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samenspel.apps.councils import selectors as councils

from .. import engine
from ..models import Lot, PanelDraw
from .counts import FeatureTable, Funnel, feature_tables, funnel_of, shown_panel
from .proof import bundle_bytes, verification
from .rows import draws_of
from .standing import Standing, standing_of


@dataclass(frozen=True)
class PublicStep:
    """One step of the public act. `kind` says which; `at` is None as long as it has not been taken."""

    kind: str
    at: datetime | None
    evidence: str = ""
    told: str = ""


@dataclass(frozen=True)
class ChanceSummary:
    """Everyone's chance of a seat (0 to 1), in order, and what bounds the smallest."""

    chances: tuple[float, ...]
    smallest: float
    largest: float
    mean: float
    best_smallest: float
    bound: float
    gap: float


@dataclass(frozen=True)
class DrawSummary:
    """A draw in a list of draws."""

    public_id: str
    at: datetime
    seats: int
    volunteers: int
    status: str
    purpose: str


@dataclass(frozen=True)
class DrawPage:
    """The record of a draw. `seats` are (origin, label) around the table; `panel` is empty until published."""

    public_id: str
    status: str
    is_published: bool
    at: datetime
    pool_name: str
    purpose: str
    # A replacement: the draw that it follows, and who stayed.
    first_id: str
    staying: tuple[str, ...]
    seats_drawn: int
    volunteers: int
    panel: tuple[str, ...]
    picked: int | None
    panel_count: int
    algorithm: str
    one_per_household: bool
    seats: tuple[tuple[str, str], ...]
    funnel: Funnel
    chances: ChanceSummary
    # The targets that press: {"feature", "value", "bound", "seats"}.
    binding: tuple[dict[str, Any], ...]
    features: tuple[FeatureTable, ...]
    population_source: str
    steps: tuple[PublicStep, ...]
    commitment: str
    bundle_bytes_count: int
    verification: engine.Verification
    lot: Lot | None
    # Where this draw stands as the source of seats; None for a replacement, a wider panel or an unseated draw.
    standing: Standing | None
    others: tuple[DrawSummary, ...]


def draw_page(draw: PanelDraw) -> DrawPage:
    """What the page of this draw shows. Only for a draw that the public may see."""
    document = engine.read_bundle(draw.bundle)
    panel = tuple(shown_panel(draw))
    return DrawPage(
        public_id=draw.public_id,
        status=draw.status,
        is_published=draw.status == PanelDraw.Status.PUBLISHED,
        at=draw.published_at or draw.committed_at or draw.started_at,
        pool_name=draw.pool.name,
        seats_drawn=draw.seats,
        purpose=draw.purpose,
        first_id=draw.replaces.public_id if draw.replaces else "",
        staying=tuple(draw.staying),
        volunteers=len(document["chances"]),
        panel=panel,
        picked=draw.picked if panel else None,
        panel_count=len(document["panels"]),
        algorithm=draw.algorithm,
        one_per_household=draw.one_per_household,
        seats=_seats_around_the_table(draw, panel),
        funnel=funnel_of(draw),
        chances=_chances(draw, document),
        binding=tuple(draw.binding),
        features=feature_tables(draw, document),
        population_source=draw.pool.population_source,
        steps=_steps(draw, panel),
        commitment=draw.commitment,
        bundle_bytes_count=len(bundle_bytes(draw)),
        verification=verification(draw),
        lot=draw.pool.lot,
        standing=standing_of(draw) if draw.purpose == PanelDraw.Purpose.COUNCIL else None,
        others=tuple(
            DrawSummary(
                other.public_id,
                other.committed_at or other.started_at,
                other.seats,
                other.pool.volunteers.exclude(ticket=None).count(),
                other.status,
                other.purpose,
            )
            for other in draws_of(draw.neighbourhood).exclude(pk=draw.pk)
        ),
    )


def _seats_around_the_table(draw: PanelDraw, panel: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The drawn seats with their tickets, and between them the delegated seats of the council, if it has any."""
    drawn = [("drawn", ticket) for ticket in draw.staying]
    drawn += [("drawn", ticket) for ticket in panel] or [("open", "")] * draw.seats
    council = councils.council_of(draw.neighbourhood)
    in_council = draw.purpose != PanelDraw.Purpose.PANEL
    delegated = council.seats_delegated if council and in_council and council.seats_drawn == len(drawn) else 0
    if not delegated:
        return tuple(drawn)
    # The councillors sit spread among the residents, not in a row opposite them.
    total = len(drawn) + delegated
    places = {round(index * total / delegated) for index in range(delegated)}
    residents = iter(drawn)
    return tuple(("delegated", "") if place in places else next(residents) for place in range(total))


def _chances(draw: PanelDraw, document: dict[str, Any]) -> ChanceSummary:
    told = draw.chances
    return ChanceSummary(
        chances=tuple(sorted(float(chance) for chance in document["chances"].values())),
        smallest=float(told["lottery_min_chance"]),
        largest=float(told["max_chance"]),
        mean=float(told["mean_chance"]),
        best_smallest=float(told["min_chance"]),
        bound=float(told["bound_min_chance"]),
        gap=float(told["gap"]),
    )


def _steps(draw: PanelDraw, panel: tuple[str, ...]) -> tuple[PublicStep, ...]:
    lot = draw.pool.lot
    first = (PublicStep("lot", lot.published_at, evidence=lot.commitment),) if lot is not None else ()
    if draw.replaces is not None:
        first = (PublicStep("before", draw.replaces.published_at, evidence=draw.replaces.commitment),)
    published = draw.published_at if panel else None
    return (
        *first,
        PublicStep("committed", draw.committed_at, evidence=draw.commitment),
        PublicStep(
            "picked",
            draw.picked_at if panel else None,
            evidence=draw.randomness if panel else draw.announced,
            told=draw.ceremony if panel else "",
        ),
        PublicStep("published", published, evidence=", ".join(panel)),
    )
