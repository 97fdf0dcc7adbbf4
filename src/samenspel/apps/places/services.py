"""Writes of municipalities and neighbourhoods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from .models import Municipality, Neighbourhood
from .outlines import read_outlines


@transaction.atomic
def save_municipality(*, cbs_code: str, name: str, is_demonstration: bool = False) -> Municipality:
    """Create the municipality, or bring its name up to date. The demonstration mark is set once, at birth."""
    municipality, _ = Municipality.objects.update_or_create(
        cbs_code=cbs_code.strip(),
        defaults={"name": name},
        create_defaults={"name": name, "slug": slugify(name), "is_demonstration": is_demonstration},
    )
    return municipality


@transaction.atomic
def save_neighbourhood(
    *,
    municipality: Municipality,
    cbs_code: str,
    name: str,
    outline: dict[str, Any] | None = None,
    outline_source: str = "",
    takes_part: bool | None = None,
) -> Neighbourhood:
    """Create the neighbourhood, or bring it up to date; an outline or participation not given stays."""
    changes: dict[str, Any] = {"municipality": municipality, "name": name}
    if outline is not None:
        changes |= {"outline": outline, "outline_source": outline_source}
    if takes_part is not None:
        changes["takes_part"] = takes_part
    slug = slugify(name)
    if Neighbourhood.objects.filter(slug=slug).exclude(cbs_code=cbs_code).exists():
        slug = f"{slug}-{municipality.slug}"
    neighbourhood, _ = Neighbourhood.objects.update_or_create(
        cbs_code=cbs_code.strip(), defaults=changes, create_defaults={**changes, "slug": slug}
    )
    return neighbourhood


@dataclass(frozen=True)
class OutlinesSaved:
    """What an import of outlines did: how many were read, how many neighbourhoods got another one, and which codes
    are no neighbourhood here."""

    read: int
    changed: int
    unknown: tuple[str, ...]


@transaction.atomic
def save_outlines(*, data: bytes, source: str, wanted: Callable[[str], bool] = lambda _code: True) -> OutlinesSaved:
    """Give neighbourhoods their outlines from a GeoJSON file, all or nothing; a second run changes nothing.

    Only neighbourhoods that are known here and `wanted` (by code) get one. Raises FaultsError as `read_outlines`.
    """
    outlines = read_outlines(data)
    known = {row.cbs_code: row for row in Neighbourhood.objects.filter(cbs_code__in=[o.cbs_code for o in outlines])}
    changed, unknown = 0, []
    for outline in outlines:
        row = known.get(outline.cbs_code)
        if row is None or not wanted(outline.cbs_code):
            unknown.append(outline.cbs_code)
        elif (row.outline, row.outline_source) != (outline.geometry, source[:150]):
            row.outline, row.outline_source = outline.geometry, source[:150]
            row.save(update_fields=["outline", "outline_source"])
            changed += 1
    return OutlinesSaved(len(outlines), changed, tuple(unknown))
