"""The number falls: two people type what was drawn in public, and two people publish what follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.foundation.errors import Outsider, Refusal

from .. import access, engine
from ..acts import record
from ..models import PanelDraw, TypedBalls

# What became of typing the balls.
FIRST, DIFFERENT, PICKED = "first", "different", "picked"


@transaction.atomic
def type_balls(*, draw: PanelDraw, digits: str, by: Any, ceremony: str = "", at: datetime | None = None) -> str:
    """One of two people types the three digits that everyone saw; the second must be someone else.

    Returns 'first' when it now waits for the second person (typing again replaces one's own), 'different' when the
    two differ (both are forgotten: look at the balls again), 'picked' when the number has fallen. Refuses with
    'not_committed', 'other_source_announced', and EngineError not_three_digits.
    """
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    locked = _waiting(draw)
    if locked.announced != "balls":
        raise Refusal(_("Other public numbers were announced beforehand. Use those."), code="other_source_announced")
    engine.source_kind(f"balls:{digits}")
    if ceremony:
        PanelDraw.objects.filter(pk=draw.pk).update(ceremony=ceremony)
    typed = TypedBalls.objects.filter(draw=locked).first()
    if typed is None or typed.typed_by_id == by.pk:
        facts = {"municipality_id": draw.municipality_id, "digits": digits, "typed_by": by, "typed_at": at}
        TypedBalls.objects.update_or_create(draw=locked, defaults=facts)
        return FIRST
    typed.delete()
    if typed.digits != digits:
        return DIFFERENT
    pick_panel(draw=draw, source=f"balls:{digits}", by=typed.typed_by, again_by=by, at=at)
    return PICKED


@transaction.atomic
def pick_panel(
    *,
    draw: PanelDraw,
    source: str,
    by: Any,
    again_by: Any = None,
    ceremony: str = "",
    at: datetime | None = None,
) -> PanelDraw:
    """Let the number fall: 'balls:417', 'drand:ROUND:SIGNATURE', 'numbers:NAME=1 2;…' or 'text:…', as announced.

    `again_by` is the second person who read the same; balls need one, for nothing else proves them (`type_balls` is
    how two people do it at their desks). `ceremony` tells who drew and where. Raises EngineError for a source that
    does not fit, Refusal 'not_committed', Outsider 'second_person_missing'.
    """
    access.require_keeper(by, draw.neighbourhood)
    at = at or timezone.now()
    locked = _waiting(draw)
    if engine.source_kind(source) == "balls":
        if again_by is None or again_by.pk == by.pk:
            raise Outsider(_("Two different people type the balls."), code="second_person_missing")
        access.require_keeper(again_by, draw.neighbourhood)
    bundle, number, panel, randomness = engine.pick_from(locked.bundle.encode(), source)
    PanelDraw.objects.filter(pk=draw.pk).update(
        bundle=bundle.decode(),
        picked=number,
        panel=panel,
        randomness=randomness,
        ceremony=ceremony or locked.ceremony,
        status=PanelDraw.Status.PICKED,
        picked_at=at,
    )
    draw.refresh_from_db()
    payload = {"commitment": draw.commitment, "picked": number, "panel": panel, "randomness": randomness}
    record(draw, "draw.picked", payload, at)
    return draw


def _waiting(draw: PanelDraw) -> PanelDraw:
    """The row, locked, as long as it waits for its number."""
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    if locked.status != PanelDraw.Status.COMMITTED:
        raise Refusal(_("There are no panels laid down that wait for a number."), code="not_committed")
    return locked


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
