"""Stage 2: the pool closes, numbered panels are laid down, one number falls, two people publish it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.apps.councils.services import seat_members
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

Progress = Callable[[str, int, int], None]


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
    at: datetime | None = None,
    progress: Progress | None = None,
) -> PanelDraw:
    """Close the pool, work out the numbered panels and publish their commitment, here and now.

    `targets` are [{"feature", "value", "min", "max"}]; `announced` is 'balls', 'text' or 'drand:ROUND'.
    Raises EngineError or FaultsError when no panel meets the targets: the draw is kept as failed and the
    pool opens again. For large pools use `start_panel_draw`.
    """
    draw = _prepare(pool, targets, seats, by, algorithm, panels, announced, one_per_household, at)
    return _lay_down(draw, progress, at)


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
    next_page: Callable[[PanelDraw], str] | None = None,
) -> tuple[PanelDraw, Any]:
    """As `commit_panel_draw`, as long work with progress: (the draw that is being prepared, its job).

    `next_page` gives the address to go on to from the progress page.
    """
    with transaction.atomic():
        draw = _prepare(pool, targets, seats, by, algorithm, panels, announced, one_per_household, None)
        job = start_job(
            municipality=pool.neighbourhood.municipality,
            kind=JOB_KIND,
            payload={"draw": draw.public_id, "next": next_page(draw) if next_page else ""},
            started_by=by,
        )
    return draw, job


def lay_down_prepared(*, draw: PanelDraw, progress: Progress) -> PanelDraw:
    """Finish what `start_panel_draw` prepared; once it is laid down, running it again changes nothing."""
    if draw.status != PanelDraw.Status.PREPARING:
        return draw
    return _lay_down(draw, progress, None)


@transaction.atomic
def _prepare(
    pool: Pool,
    targets: Sequence[Mapping[str, Any]],
    seats: int,
    by: Any,
    algorithm: str,
    panels: int,
    announced: str,
    one_per_household: bool,
    at: datetime | None,
) -> PanelDraw:
    access.require_keeper(by, pool.neighbourhood)
    at = at or timezone.now()
    if algorithm not in ALGORITHMS:
        raise Refusal(_("Choose one of the ways to draw."), code="algorithm_unknown")
    if not 1 <= panels <= PANELS_MAX:
        raise Refusal(_("Lay down at most 1,000 panels: three balls name one of them."), code="panels_too_many")
    locked = Pool.objects.select_for_update().get(pk=pool.pk)
    unknown = {target["feature"] for target in targets} - set(locked.features)
    if unknown or not targets:
        raise Refusal(_("The targets are about features that the pool does not have."), code="targets_unknown")
    commitments = _close(locked, at)
    try:
        with transaction.atomic():
            draw = PanelDraw.objects.create(
                municipality_id=locked.municipality_id,
                neighbourhood=locked.neighbourhood,
                pool=locked,
                seats=seats,
                targets=[{name: t[name] for name in ("feature", "value", "min", "max")} for t in targets],
                algorithm=algorithm,
                panel_count=panels,
                one_per_household=one_per_household,
                announced=announced,
                tickets_hash=engine.tickets_hash(commitments),
                started_at=at,
            )
    except IntegrityError as error:
        raise Refusal(
            _("There is a draw from this pool that is not finished. Finish it first."), code="draw_unfinished"
        ) from error
    pool.refresh_from_db()
    return draw


def _close(pool: Pool, at: datetime) -> list[str]:
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


def _lay_down(draw: PanelDraw, progress: Progress | None, at: datetime | None) -> PanelDraw:
    """Work out the panels outside any transaction of ours: it may take minutes, and nothing may wait for it."""
    members = pool_members(draw.pool)
    try:
        laid = engine.lay_down_panels(
            members=members,
            targets=draw.targets,
            seats=draw.seats,
            algorithm=draw.algorithm,
            panel_count=draw.panel_count,
            one_per_household=draw.one_per_household,
            announced=draw.announced,
            progress=progress,
        )
    except engine.EngineError as error:
        _give_up(draw, error)
        raise
    _publish_commitment(draw, laid, len(members), at or timezone.now())
    draw.refresh_from_db()
    return draw


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
    Pool.objects.filter(pk=draw.pool_id).update(status=Pool.Status.OPEN, frozen_at=None)


@transaction.atomic
def _publish_commitment(draw: PanelDraw, laid: engine.LaidDown, people: int, at: datetime) -> None:
    taken = PanelDraw.objects.filter(pk=draw.pk, status=PanelDraw.Status.PREPARING).update(
        status=PanelDraw.Status.COMMITTED,
        bundle=laid.bundle.decode(),
        commitment=laid.commitment,
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
        "seats": draw.seats,
        "panels": draw.panel_count,
        "algorithm": draw.algorithm,
        "announced": draw.announced,
        "chances": dict(laid.chances),
    }
    record(draw, "draw.committed", payload, at)


@transaction.atomic
def pick_panel(
    *,
    draw: PanelDraw,
    source: str,
    by: Any,
    source_again: str = "",
    ceremony: str = "",
    at: datetime | None = None,
) -> PanelDraw:
    """Let the number fall: 'balls:417', 'drand:ROUND:SIGNATURE' or 'text:…', as was announced.

    Balls are typed in twice, by two people: `source_again` must say the same. `ceremony` tells who drew
    them and where. Raises EngineError for a source that does not fit, Refusal 'typed_differently',
    'not_committed'.
    """
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.status != PanelDraw.Status.COMMITTED:
        raise Refusal(_("There are no panels laid down that wait for a number."), code="not_committed")
    if engine.source_kind(source) == "balls" and source_again.strip() != source.strip():
        raise Refusal(_("The two of you typed different numbers. Look at the balls again."), code="typed_differently")
    bundle, number, panel, randomness = engine.pick_from(locked.bundle.encode(), source)
    PanelDraw.objects.filter(pk=draw.pk).update(
        bundle=bundle.decode(),
        picked=number,
        panel=panel,
        randomness=randomness,
        ceremony=ceremony,
        status=PanelDraw.Status.PICKED,
        picked_at=at,
    )
    draw.refresh_from_db()
    payload = {"commitment": draw.commitment, "picked": number, "panel": panel, "randomness": randomness}
    record(draw, "draw.picked", payload, at)
    return draw


def request_panel_publication(*, draw: PanelDraw, requested_by: Any) -> Any:
    """Ask a second person to look at the picked panel before it is published."""
    access.require_keeper(requested_by, draw.neighbourhood)
    return request_approval(
        municipality=draw.neighbourhood.municipality,
        kind="draw.publish",
        subject_kind="draw",
        subject_id=draw.public_id,
        payload=_publication(draw),
        requested_by=requested_by,
    )


@transaction.atomic
def publish_panel_draw(*, draw: PanelDraw, approval: Any, at: datetime | None = None) -> PanelDraw:
    """Publish the draw with the approval of a second person. Refuses with 'not_picked'."""
    at = at or timezone.now()
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.status != PanelDraw.Status.PICKED:
        raise Refusal(_("No number has fallen in this draw yet."), code="not_picked")
    use_approval(
        approval=approval,
        kind="draw.publish",
        subject_kind="draw",
        subject_id=draw.public_id,
        payload=_publication(locked),
        at=at,
    )
    PanelDraw.objects.filter(pk=draw.pk).update(status=PanelDraw.Status.PUBLISHED, published_at=at)
    draw.refresh_from_db()
    record(draw, "draw.published", _publication(draw), at)
    return draw


def _publication(draw: PanelDraw) -> dict[str, Any]:
    return {
        "commitment": draw.commitment,
        "picked": draw.picked,
        "panel": draw.panel,
        "randomness": draw.randomness,
    }


@transaction.atomic
def seat_panel(
    *,
    draw: PanelDraw,
    council: Any,
    term: Any,
    by: Any,
    display_names: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> list[Any]:
    """Give the drawn their seats in the council, known by ticket number (and a first name where agreed).

    `display_names` is ticket → name. Refuses with 'not_published', 'other_neighbourhood', 'seated', and
    what councils refuses. Returns the seat holdings.
    """
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    if council.neighbourhood_id != draw.neighbourhood_id or term.council_id != council.pk:
        raise Refusal(_("This council is of another neighbourhood."), code="other_neighbourhood")
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.status != PanelDraw.Status.PUBLISHED:
        raise Refusal(_("Publish the draw first."), code="not_published")
    if locked.seated_at is not None:
        raise Refusal(_("These people have their seats already."), code="seated")
    names = display_names or {}
    holdings = seat_members(
        council=council,
        term=term,
        origin="drawn",
        holders=[(ticket, names.get(ticket, "")) for ticket in locked.panel],
        reason=f"draw {draw.public_id}",
        source=("draw", draw.public_id),
        at=at,
    )
    PanelDraw.objects.filter(pk=draw.pk).update(seated_at=at)
    draw.refresh_from_db()
    return holdings
