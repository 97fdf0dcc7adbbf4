"""The course of a dossier: opened with chances first, moved, made public, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.matters.selectors import Owner, matter_of
from samenspel.apps.matters.selectors import Status as MatterStatus
from samenspel.apps.matters.services import move_matter, open_matter
from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Refusal

from ..access import require_going_on, require_keeper
from ..domains import chairs_of
from ..models import OVER, Audience, Dossier, Horizon, Phase, Step
from .parts import NewChance, put_chance, put_link

SUBJECT = "dossier"


@transaction.atomic
def open_dossier(
    *,
    neighbourhood: Any,
    title: str,
    domains: Sequence[str],
    by: Any,
    chances: Sequence[NewChance] = (),
    links: Sequence[tuple[str, str]] = (),
    horizon: str = Horizon.SHORT,
    at: datetime | None = None,
) -> Dossier:
    """Open a dossier, held by one or more domains (keys), with what is linked to it as (kind, public id).

    Refuses an outsider ('not_area_team'), a title that asks nothing ('title_asks'), a dossier without a chance
    or an asset ('chances_missing') or without a domain ('domains_missing', 'domain_unknown').
    """
    require_keeper(by, neighbourhood)
    at = at or timezone.now()
    if not chances and not any(kind == "asset" for kind, _id in links):
        raise Refusal(
            _("Begin with what goes well: who pulls, what is there already? Ask in the street if you do not know."),
            code="chances_missing",
        )
    dossier = Dossier.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        title=_question(title),
        horizon=horizon,
        opened_at=at,
        opened_by=by,
    )
    _hold(dossier, domains)
    for chance in chances:
        put_chance(dossier=dossier, chance=chance, at=at)
    for kind, public_id in links:
        put_link(dossier=dossier, kind=kind, public_id=public_id, why="", by=by, at=at)
    _step(dossier, told="", by=by, at=at)
    open_matter(
        neighbourhood=neighbourhood, subject_kind=SUBJECT, subject_id=dossier.public_id, title=dossier.title, at=at
    )
    # What it is about is not public yet: only that it was opened, and which domains hold it.
    _record(dossier, "dossier.opened", {"domains": list(domains), "horizon": dossier.horizon}, at)
    return dossier


@transaction.atomic
def edit_dossier(*, dossier: Dossier, title: str, domains: Sequence[str], horizon: str, by: Any) -> Dossier:
    """Change the question, the horizon and who holds it; refuses as `open_dossier` does, and one that is over."""
    require_going_on(dossier, by)
    dossier.title, dossier.horizon = _question(title), horizon
    dossier.save(update_fields=["title", "horizon"])
    dossier.holdings.exclude(domain__in=list(domains)).delete()
    _hold(dossier, domains)
    return dossier


@transaction.atomic
def move_dossier(
    *,
    dossier: Dossier,
    phase: str,
    by: Any,
    horizon: str = "",
    told: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Move a dossier to another phase (and horizon); the same place again changes nothing.

    Refuses a phase in which it would be over ('outcome_missing': close it instead).
    """
    require_going_on(dossier, by)
    if phase in OVER:
        raise Refusal(_("Say what came of it: close the dossier."), code="outcome_missing")
    if phase not in Phase.values or (horizon and horizon not in Horizon.values):
        raise Refusal(_("Choose one of the phases."), code="phase_unknown")
    horizon = horizon or dossier.horizon
    if (phase, horizon) == (dossier.phase, dossier.horizon):
        return dossier
    dossier.phase, dossier.horizon = phase, horizon
    dossier.save(update_fields=["phase", "horizon"])
    _step(dossier, told=told, by=by, at=at or timezone.now())
    return dossier


@transaction.atomic
def close_dossier(*, dossier: Dossier, phase: str, outcome: str, by: Any, at: datetime | None = None) -> Dossier:
    """Close a dossier as done or stopped; its matter ends with the same outcome.

    Refuses without an outcome ('outcome_missing'), and any other phase ('phase_unknown').
    """
    require_going_on(dossier, by)
    at, outcome = at or timezone.now(), outcome.strip()
    if phase not in OVER:
        raise Refusal(_("A dossier ends as done or as stopped."), code="phase_unknown")
    if not outcome:
        raise Refusal(_("Say what came of it. Also when it was stopped: then say why."), code="outcome_missing")
    dossier.phase, dossier.outcome, dossier.closed_at = phase, outcome, at
    dossier.save(update_fields=["phase", "outcome", "closed_at"])
    _step(dossier, told=outcome[:300], by=by, at=at)
    _end_matter(dossier, by=by, at=at)
    payload: dict[str, Any] = {"phase": phase}
    if dossier.published_at:
        payload["outcome"] = outcome
    _record(dossier, "dossier.closed", payload, at)
    return dossier


@transaction.atomic
def publish_dossier(*, dossier: Dossier, by: Any, at: datetime | None = None) -> Dossier:
    """Show a dossier to everyone, with all that was told; it stays public.

    Refuses a dossier without a text for residents ('text_missing') and a second time ('published_already').
    """
    require_keeper(by, dossier.neighbourhood)
    at = at or timezone.now()
    texts = {text.audience: text for text in dossier.texts.order_by("version")}
    if Audience.RESIDENTS not in texts:
        raise Refusal(_("Tell it to residents first, in plain words."), code="text_missing")
    if not Dossier.objects.filter(pk=dossier.pk, published_at=None).update(published_at=at):
        raise Refusal(_("This dossier is public already."), code="published_already")
    dossier.refresh_from_db()
    payload: dict[str, Any] = {
        "title": dossier.title,
        "phase": dossier.phase,
        "horizon": dossier.horizon,
        "domains": list(dossier.holdings.values_list("domain", flat=True)),
        "texts": {name: {"version": one.version, "sha256": one.sha256} for name, one in texts.items()},
    }
    if dossier.outcome:
        payload["outcome"] = dossier.outcome
    _record(dossier, "dossier.published", payload, at)
    return dossier


def _question(title: str) -> str:
    title = " ".join(title.split())
    if not title.rstrip("?").strip() or not title.endswith("?"):
        raise Refusal(
            _("Write the title as a question, with a question mark. So no solution hides in it."), code="title_asks"
        )
    return title


def _hold(dossier: Dossier, domains: Iterable[str]) -> None:
    known = chairs_of(dossier.neighbourhood)
    chosen = list(dict.fromkeys(domains))
    if not chosen:
        raise Refusal(_("Say which domains hold this dossier."), code="domains_missing")
    for domain in chosen:
        if domain not in known:
            raise Refusal(_("This is no domain of the area team."), code="domain_unknown")
        dossier.holdings.get_or_create(domain=domain, defaults={"municipality_id": dossier.municipality_id})


def _step(dossier: Dossier, *, told: str, by: Any, at: datetime) -> None:
    Step.objects.create(
        municipality_id=dossier.municipality_id,
        dossier=dossier,
        phase=dossier.phase,
        horizon=dossier.horizon,
        told=told.strip(),
        by=by,
        at=at,
    )


def _end_matter(dossier: Dossier, *, by: Any, at: datetime) -> None:
    matter = matter_of(SUBJECT, dossier.public_id)
    if matter is None or matter.status in (MatterStatus.DONE, MatterStatus.DECLINED, MatterStatus.LEFT_TO_STREET):
        return
    is_done = dossier.phase == Phase.DONE
    # Whoever closes what nobody took up is who carried it.
    owner = {"owner_kind": Owner.OFFICIAL, "owner_name": by.name} if matter.owner_kind == Owner.NOBODY else {}
    move_matter(
        matter=matter,
        status=MatterStatus.DONE if is_done else MatterStatus.DECLINED,
        told=dossier.outcome,
        outcome=dossier.outcome,
        by=by,
        at=at,
        **owner,
    )


def _record(dossier: Dossier, kind: str, payload: dict[str, Any], at: datetime) -> None:
    record_act(
        municipality=dossier.municipality,
        kind=kind,
        subject_kind=SUBJECT,
        subject_id=dossier.public_id,
        payload=payload,
        neighbourhood=dossier.neighbourhood.public_id,
        at=at,
    )
