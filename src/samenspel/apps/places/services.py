"""Writes of municipalities and neighbourhoods."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from .models import Municipality, Neighbourhood


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
