"""Writes of the neighbourhood picture: figures in, signals heard and cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import move_matter, open_matter
from samenspel.apps.places.services import save_municipality, save_neighbourhood
from samenspel.foundation.errors import Outsider, Refusal

from . import cbs
from .models import Figure, Signal, Theme

BATCH_ROWS = 1000
AREA_TEAM = ("area_team_member", "area_manager")


@dataclass(frozen=True)
class FiguresImported:
    """What an import did: figures read, and how many of them were new or changed."""

    read: int
    changed: int


@transaction.atomic
def import_figures(
    *, data: bytes, name: str, year: int, source: str, progress: Callable[[str, int, int], None] | None = None
) -> FiguresImported:
    """Load a CBS file of key figures, all or nothing; a second run of the same file changes nothing.

    Raises FaultsError with row and column of everything that cannot be read.
    """
    return _store(cbs.read_key_figures(data, name=name), year=year, source=source, progress=progress)


def _store(
    rows: list[cbs.FigureRow],
    *,
    year: int,
    source: str,
    progress: Callable[[str, int, int], None] | None = None,
) -> FiguresImported:
    known = {
        (f.region_code, f.topic): (f.value, f.unit, f.source)
        for f in Figure.objects.filter(year=year).only("region_code", "topic", "value", "unit", "source")
    }
    fresh = {(row.region_code, row.topic): row for row in rows}
    changed = [row for key, row in fresh.items() if known.get(key) != (row.value, row.unit, source)]
    for start in range(0, len(changed), BATCH_ROWS):
        batch = changed[start : start + BATCH_ROWS]
        Figure.objects.bulk_create(
            [
                Figure(
                    region_code=row.region_code,
                    year=year,
                    topic=row.topic,
                    value=row.value,
                    unit=row.unit,
                    source=source,
                )
                for row in batch
            ],
            update_conflicts=True,
            unique_fields=["region_code", "year", "topic"],
            update_fields=["value", "unit", "source"],
        )
        if progress:
            progress("figures", start + len(batch), len(changed))
    return FiguresImported(read=len(rows), changed=len(changed))


@transaction.atomic
def load_groningen(*, is_demonstration: bool = False) -> Any:
    """Load Groningen with its twenty neighbourhoods, their figures and coarse outlines, from the project's own file.

    Returns the municipality. A second run changes nothing.
    """
    facts = cbs.shipped_groningen()
    municipality = save_municipality(
        cbs_code=facts["municipality"]["code"],
        name=facts["municipality"]["name"],
        is_demonstration=is_demonstration,
    )
    units = {topic.key: topic.unit for topic in cbs.TOPICS}
    rows: list[cbs.FigureRow] = []
    for region in (facts["municipality"], *facts["neighbourhoods"]):
        rows += [
            cbs.FigureRow(region["code"], topic, units[topic], value)
            for topic, value in zip(facts["columns"], region["figures"], strict=True)
            if value is not None
        ]
    for region in facts["neighbourhoods"]:
        save_neighbourhood(
            municipality=municipality, cbs_code=region["code"], name=region["name"], outline=region["outline"]
        )
    _store(rows, year=facts["year"], source=facts["source"])
    return municipality


@transaction.atomic
def raise_signal(
    *,
    neighbourhood: Any,
    text: str,
    source: str,
    theme: str = "",
    place: str = "",
    affects: str = "",
    source_role: str = "resident",
    author_email: str = "",
    at: datetime | None = None,
) -> Signal:
    """Record what someone said, and open its matter. It is not public until an area team member clears it."""
    if not text.strip():
        raise Refusal(_("Write down what you want to say."), code="text_missing")
    at = at or timezone.now()
    found = None
    if theme:
        found, _created = Theme.objects.get_or_create(
            municipality_id=neighbourhood.municipality_id, neighbourhood=neighbourhood, name=theme
        )
    signal = Signal.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        text=text.strip(),
        theme=found,
        source=source,
        source_role=source_role,
        place=place,
        affects=affects,
        heard_at=at,
    )
    open_matter(
        neighbourhood=neighbourhood,
        subject_kind="signal",
        subject_id=signal.public_id,
        title=text.strip()[:200],
        author_email=author_email,
        at=at,
    )
    return signal


@transaction.atomic
def clear_signal(*, signal: Signal, by: Any, at: datetime | None = None) -> Signal:
    """Make a signal public. Refuses who is not in the area team of its neighbourhood ('not_area_team')."""
    _require_area_team(by, signal)
    Signal.objects.filter(pk=signal.pk, cleared_at=None).update(cleared_at=at or timezone.now(), cleared_by=by)
    signal.refresh_from_db()
    return signal


@transaction.atomic
def set_theme(*, signal: Signal, theme: str, by: Any) -> Signal:
    """Put a signal under a theme, a new one if need be; '' takes it out. Refuses with 'not_area_team'."""
    _require_area_team(by, signal)
    found = None
    if name := " ".join(theme.split()):
        found, _created = Theme.objects.get_or_create(
            municipality_id=signal.municipality_id, neighbourhood_id=signal.neighbourhood_id, name=name
        )
    signal.theme = found
    signal.save(update_fields=["theme"])
    return signal


@transaction.atomic
def take_up_signal(
    *,
    signal: Signal,
    by: Any,
    status: str,
    owner_kind: str = "",
    owner_name: str = "",
    together_with: str = "",
    next_step: str = "",
    due_on: date | None = None,
    outcome: str = "",
    at: datetime | None = None,
) -> Any:
    """Say what becomes of a signal; returns its matter.

    Refuses with 'not_area_team', 'matter_missing', or as `matters.move_matter` does.
    """
    _require_area_team(by, signal)
    matter = matter_of("signal", signal.public_id)
    if matter is None:
        raise Refusal(_("This signal has no course yet."), code="matter_missing")
    return move_matter(
        matter=matter,
        status=status,
        told=outcome or next_step or signal.text[:200],
        by=by,
        owner_kind=owner_kind or "nobody",
        owner_name=owner_name,
        together_with=together_with,
        next_step=next_step,
        due_on=due_on,
        outcome=outcome,
        at=at,
    )


def _require_area_team(by: Any, signal: Signal) -> None:
    if not has_one_of(by, AREA_TEAM, neighbourhood=signal.neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
