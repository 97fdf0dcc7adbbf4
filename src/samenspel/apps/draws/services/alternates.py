"""People who stand ready for when members leave, chosen so that the panel stays a mirror."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.jobs.services import start_job
from samenspel.foundation.errors import Refusal
from samenspel.foundation.ids import new_public_id

from .. import access, engine, selectors
from ..acts import record
from ..models import AlternateSet, PanelDraw

ALTERNATES_JOB = "draws.alternates"
ALTERNATES_MAX = 12
DROP_OUT_PERCENT_MAX = 90


@dataclass(frozen=True)
class _Wanted:
    """Whom alternates stand ready for, and who cannot be one: ticket numbers as written."""

    document: Mapping[str, Any]
    members: tuple[str, ...]
    away: tuple[str, ...]


def choose_alternates(
    *,
    draw: PanelDraw,
    by: Any,
    count: int,
    everyone_percent: int,
    extra_percent: Mapping[tuple[str, str], int] | None = None,
    withdrawn: Sequence[str] = (),
    public_id: str = "",
    at: datetime | None = None,
) -> AlternateSet:
    """Choose `count` alternates for who sits now (before the seats are given: for the drawn panel) and record them.

    `everyone_percent` is the chance that a member leaves before the end, `extra_percent` (feature, value) → what
    comes on top for whom that holds. An alternate gets no seat and no first right: who comes in is drawn. Choosing
    again adds a record. The same `public_id` twice records once. Refuses with 'not_published', 'count_outside',
    'drop_out_outside', 'ticket_unknown', 'too_few_alternates'; raises FaultsError unknown_value.
    """
    extra = dict(extra_percent or {})
    wanted = _check(draw, by, count, everyone_percent, extra, withdrawn)
    # Outside any transaction of ours: it may take a minute.
    chosen = engine.choose_alternates(
        wanted.document,
        members=wanted.members,
        count=count,
        everyone_percent=everyone_percent,
        extra_percent=extra,
        withdrawn=wanted.away,
    )
    told = {
        "tickets": list(chosen.tickets),
        "members": list(wanted.members),
        "left_out": list(wanted.away),
        "everyone_percent": everyone_percent,
        "extra_percent": [[feature, value, percent] for (feature, value), percent in sorted(extra.items())],
        "losses": dict(chosen.losses),
        "scenarios": chosen.scenarios,
        "check_scenarios": chosen.check_scenarios,
    }
    return _keep(draw, by, told, public_id or new_public_id(), at or timezone.now())


def start_choosing_alternates(
    *,
    draw: PanelDraw,
    by: Any,
    count: int,
    everyone_percent: int,
    extra_percent: Mapping[tuple[str, str], int] | None = None,
    withdrawn: Sequence[str] = (),
    next_page: str = "",
) -> Any:
    """As `choose_alternates`, as long work: its job. What can be refused is refused now."""
    extra = dict(extra_percent or {})
    _check(draw, by, count, everyone_percent, extra, withdrawn)
    payload = {
        "draw": draw.public_id,
        "set": new_public_id(),
        "person": by.public_id,
        "count": count,
        "everyone_percent": everyone_percent,
        "extra_percent": [[feature, value, percent] for (feature, value), percent in sorted(extra.items())],
        "withdrawn": list(withdrawn),
        "next": next_page,
    }
    return start_job(municipality=draw.neighbourhood.municipality, kind=ALTERNATES_JOB, payload=payload, started_by=by)


def _check(
    draw: PanelDraw,
    by: Any,
    count: int,
    everyone_percent: int,
    extra: Mapping[tuple[str, str], int],
    withdrawn: Sequence[str],
) -> _Wanted:
    access.require_keeper(by, draw.neighbourhood)
    if draw.status != PanelDraw.Status.PUBLISHED or draw.replaces_id is not None:
        raise Refusal(_("Publish the draw first."), code="not_published")
    if not 1 <= count <= ALTERNATES_MAX:
        raise Refusal(_("Choose 1 to 12 alternates."), code="count_outside")
    if not all(0 <= percent <= DROP_OUT_PERCENT_MAX for percent in (everyone_percent, *extra.values())):
        raise Refusal(_("A chance to leave is 0 to 90 percent."), code="drop_out_outside")
    sitting, left, reserve = selectors.who_sits(draw)
    if unknown := set(withdrawn) - {*reserve}:
        raise Refusal(_("Not in the reserve: %(tickets)s."), code="ticket_unknown", tickets=", ".join(sorted(unknown)))
    document = engine.read_bundle(draw.bundle)
    away = tuple(sorted({*left, *withdrawn}))
    room = engine.possible_alternates(document, members=sitting, withdrawn=away)
    if room < count:
        raise Refusal(
            _("Only %(people)s people of the reserve can be an alternate. Ask for fewer."),
            code="too_few_alternates",
            people=str(room),
        )
    return _Wanted(document, sitting, away)


@transaction.atomic
def _keep(draw: PanelDraw, by: Any, told: dict[str, Any], public_id: str, at: datetime) -> AlternateSet:
    locked = PanelDraw.objects.select_for_update().get(pk=draw.pk)
    try:
        with transaction.atomic():
            made = AlternateSet.objects.create(
                municipality_id=draw.municipality_id,
                public_id=public_id,
                draw=locked,
                number=locked.alternate_sets.count() + 1,
                chosen_by=by,
                chosen_at=at,
                **told,
            )
    except IntegrityError:
        # The same work done twice by the queue: it is recorded once.
        return AlternateSet.objects.get(public_id=public_id, draw=locked)
    record(draw, "draw.alternates_chosen", {"set": made.public_id, "commitment": draw.commitment, **told}, at)
    return made
