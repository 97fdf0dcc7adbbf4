"""Stage 2: the pool closes, and numbered panels are worked out and laid down before the number falls."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.jobs.services import start_job
from samenspel.foundation.errors import Refusal

from .. import access, engine
from ..acts import record
from ..models import PanelDraw, Pool, Volunteer
from ..tickets import pool_members
from .lot import SALT_BYTES

JOB_KIND = "draws.panel"
ALGORITHMS = ("leximin", "maximin", "nash", "goldilocks", "greedy")
PANELS_MAX = 1000
TARGET_FIELDS = ("feature", "value", "min", "max", "min_flex", "max_flex")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _Wanted:
    """What is asked of a panel draw."""

    targets: Sequence[Mapping[str, Any]]
    seats: int
    algorithm: str
    panels: int
    announced: str
    one_per_household: bool
    purpose: str = PanelDraw.Purpose.COUNCIL
    leave_out_drawn: bool = False


def commit_panel_draw(
    *,
    pool: Pool,
    targets: Sequence[Mapping[str, Any]],
    seats: int,
    by: Any,
    algorithm: str = "leximin",
    panels: int = PANELS_MAX,
    announced: str = "balls",
    one_per_household: bool = True,
    purpose: str = PanelDraw.Purpose.COUNCIL,
    leave_out_drawn: bool = False,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> PanelDraw:
    """Close the pool, work out the numbered panels and publish their commitment, here and now.

    `targets` are [{"feature", "value", "min", "max"}], with "min_flex" and "max_flex" where they may give way (that
    is offered, never done); `announced` is 'balls', 'text', 'drand:ROUND' or 'numbers:NAME;NAME'. `purpose` is
    'council' or 'panel', a wider panel without seats; `leave_out_drawn` leaves out whom an earlier draw from this
    pool chose. Raises EngineError (announcement_unknown, drand_round_past) or FaultsError when no panel meets the
    targets: then the draw is kept as failed and the pool opens again. For large pools use `start_panel_draw`.
    """
    wanted = _Wanted(targets, seats, algorithm, panels, announced, one_per_household, purpose, leave_out_drawn)
    return lay_down(draw=_prepare(pool, wanted, by, at), progress=progress, at=at)


def start_panel_draw(
    *,
    pool: Pool,
    targets: Sequence[Mapping[str, Any]],
    seats: int,
    by: Any,
    algorithm: str = "leximin",
    panels: int = PANELS_MAX,
    announced: str = "balls",
    one_per_household: bool = True,
    purpose: str = PanelDraw.Purpose.COUNCIL,
    leave_out_drawn: bool = False,
    next_page: Callable[[PanelDraw], str] | None = None,
) -> tuple[PanelDraw, Any]:
    """As `commit_panel_draw`, as long work with progress: (the draw that is being prepared, its job).

    `next_page` gives the address to go on to from the progress page.
    """
    wanted = _Wanted(targets, seats, algorithm, panels, announced, one_per_household, purpose, leave_out_drawn)
    with transaction.atomic():
        draw = _prepare(pool, wanted, by, None)
        return draw, start_laying_down(draw=draw, by=by, next_page=next_page)


def start_laying_down(*, draw: PanelDraw, by: Any, next_page: Callable[[PanelDraw], str] | None) -> Any:
    """The job that works out the panels of a prepared draw."""
    return start_job(
        municipality=draw.neighbourhood.municipality,
        kind=JOB_KIND,
        payload={"draw": draw.public_id, "next": next_page(draw) if next_page else ""},
        started_by=by,
    )


def lay_down_prepared(*, draw: PanelDraw, progress: Progress) -> PanelDraw:
    """Finish what was prepared with a job; once it is laid down, running it again changes nothing."""
    if draw.status != PanelDraw.Status.PREPARING:
        return draw
    return lay_down(draw=draw, progress=progress, at=None)


@transaction.atomic
def _prepare(pool: Pool, wanted: _Wanted, by: Any, at: datetime | None) -> PanelDraw:
    access.require_keeper(by, pool.neighbourhood)
    at = at or timezone.now()
    if wanted.algorithm not in ALGORITHMS:
        raise Refusal(_("Choose one of the ways to draw."), code="algorithm_unknown")
    if not 1 <= wanted.panels <= PANELS_MAX:
        raise Refusal(_("Lay down at most 1,000 panels: three balls name one of them."), code="panels_too_many")
    if wanted.purpose not in (PanelDraw.Purpose.COUNCIL, PanelDraw.Purpose.PANEL):
        raise Refusal(_("Say what the draw is for."), code="purpose_unknown")
    announced = engine.announcement(wanted.announced, at=at)
    locked = Pool.objects.select_for_update().get(pk=pool.pk)
    unknown = {target["feature"] for target in wanted.targets} - set(locked.features)
    if unknown or not wanted.targets:
        raise Refusal(_("The targets are about features that the pool does not have."), code="targets_unknown")
    commitments = close_pool(pool=locked, at=at)
    draw = create_draw(
        pool=locked,
        purpose=wanted.purpose,
        left_out=drawn_before(pool=locked) if wanted.leave_out_drawn else [],
        seats=wanted.seats,
        targets=[{name: t[name] for name in TARGET_FIELDS if name in t} for t in wanted.targets],
        algorithm=wanted.algorithm,
        panel_count=wanted.panels,
        one_per_household=wanted.one_per_household,
        announced=announced,
        tickets_hash=engine.tickets_hash(commitments),
        started_at=at,
    )
    pool.refresh_from_db()
    return draw


def create_draw(*, pool: Pool, **facts: Any) -> PanelDraw:
    """The row of a draw that is being prepared. Refuses with 'draw_unfinished' a second one beside it."""
    try:
        with transaction.atomic():
            return PanelDraw.objects.create(
                municipality_id=pool.municipality_id, neighbourhood=pool.neighbourhood, pool=pool, **facts
            )
    except IntegrityError as error:
        raise Refusal(
            _("There is a draw from this pool that is not finished. Finish it first."), code="draw_unfinished"
        ) from error


def drawn_before(*, pool: Pool) -> list[str]:
    """The tickets that published draws from this pool chose."""
    panels = pool.draws.filter(status=PanelDraw.Status.PUBLISHED).values_list("panel", flat=True)
    return sorted({ticket for panel in panels for ticket in panel})


def close_pool(*, pool: Pool, at: datetime) -> list[str]:
    """Close the pool, give everyone without one a ticket at random, and return the commitments in order."""
    volunteers = list(pool.volunteers.order_by("pk"))
    if not volunteers:
        raise Refusal(_("Nobody is in this pool yet."), code="pool_empty")
    last = max((v.ticket or 0) for v in volunteers)
    fresh = [v for v in volunteers if v.ticket is None]
    secrets.SystemRandom().shuffle(fresh)
    for number, volunteer in enumerate(fresh, start=last + 1):
        volunteer.ticket, volunteer.salt = number, secrets.token_hex(SALT_BYTES)
        volunteer.commitment = engine.personal_commitment(
            ticket=number, salt=volunteer.salt, facts={"reference": volunteer.reference}
        )
    Volunteer.objects.bulk_update(fresh, ["ticket", "salt", "commitment"], batch_size=300)
    Pool.objects.filter(pk=pool.pk).update(status=Pool.Status.FROZEN, frozen_at=at)
    return [v.commitment for v in sorted(volunteers, key=lambda v: v.ticket or 0)]


def lay_down(*, draw: PanelDraw, progress: Progress | None, at: datetime | None) -> PanelDraw:
    """Work out the panels outside any transaction of ours: it may take minutes, and nothing may wait for it."""
    members = pool_members(draw.pool)
    try:
        laid = _laid_down(draw, members, progress)
    except engine.EngineError as error:
        _give_up(draw, error)
        raise
    _publish_commitment(draw, laid, len(members) - len(draw.left_out) - len(draw.staying), at or timezone.now())
    draw.refresh_from_db()
    return draw


def _laid_down(draw: PanelDraw, members: list[engine.PoolMember], progress: Progress | None) -> engine.LaidDown:
    if draw.replaces is not None:
        return engine.lay_down_replacement(
            members=members,
            follows=engine.read_bundle(draw.replaces.bundle),
            commitment=draw.replaces.commitment,
            staying=draw.staying,
            left_out=draw.left_out,
            panel_count=draw.panel_count,
            announced=draw.announced,
            progress=progress,
        )
    left_out = set(draw.left_out)
    return engine.lay_down_panels(
        members=[member for member in members if member.ticket not in left_out],
        targets=draw.targets,
        seats=draw.seats,
        algorithm=draw.algorithm,
        panel_count=draw.panel_count,
        one_per_household=draw.one_per_household,
        announced=draw.announced,
        progress=progress,
    )


@transaction.atomic
def _give_up(draw: PanelDraw, error: engine.EngineError) -> None:
    faults = getattr(error, "faults", None)
    # With their parameters: the desk explains a clash and offers the smallest widening from them.
    told = (
        [fault.as_json() | {"params": dict(fault.params)} for fault in faults]
        if faults
        else [{"code": error.code, "message": str(error), "params": {k: str(v) for k, v in error.params.items()}}]
    )
    PanelDraw.objects.filter(pk=draw.pk).update(status=PanelDraw.Status.FAILED, faults=told)
    # A pool from which people were drawn stays closed: what was laid down about it has to stay true.
    if not draw.pool.draws.exclude(commitment="").exists():
        Pool.objects.filter(pk=draw.pool_id).update(status=Pool.Status.OPEN, frozen_at=None)


@transaction.atomic
def _publish_commitment(draw: PanelDraw, laid: engine.LaidDown, people: int, at: datetime) -> None:
    taken = PanelDraw.objects.filter(pk=draw.pk, status=PanelDraw.Status.PREPARING).update(
        status=PanelDraw.Status.COMMITTED,
        bundle=laid.bundle.decode(),
        commitment=laid.commitment,
        seats=laid.seats,
        chances=dict(laid.chances),
        binding=list(laid.binding),
        committed_at=at,
    )
    if not taken:
        return
    payload = {
        "commitment": laid.commitment,
        "tickets_hash": draw.tickets_hash,
        "people": people,
        "seats": laid.seats,
        "panels": draw.panel_count,
        "algorithm": draw.algorithm,
        "announced": draw.announced,
        "chances": dict(laid.chances),
        "purpose": draw.purpose,
    }
    if draw.replaces is not None:
        payload |= {"follows": draw.replaces.commitment, "staying": draw.staying, "left_out": draw.left_out}
    record(draw, "draw.committed", payload, at)
