"""Reads of municipalities and neighbourhoods."""

from django.db.models import QuerySet

from .models import Municipality, Neighbourhood


def participating_neighbourhoods() -> QuerySet[Neighbourhood]:
    """The neighbourhoods that have pages of their own, by name."""
    return Neighbourhood.objects.filter(takes_part=True).select_related("municipality").order_by("name")


def neighbourhood_by_slug(slug: str) -> Neighbourhood | None:
    """The participating neighbourhood with this slug, or None."""
    return participating_neighbourhoods().filter(slug=slug).first()


def neighbourhoods_of(municipality: Municipality) -> QuerySet[Neighbourhood]:
    """All neighbourhoods of a municipality, participating or not."""
    return Neighbourhood.objects.filter(municipality=municipality)


def all_municipalities() -> QuerySet[Municipality]:
    """Every municipality on this installation."""
    return Municipality.objects.order_by("name")


def is_demonstration() -> bool:
    """True when this database carries the mark of a demonstration."""
    return Municipality.objects.filter(is_demonstration=True).exists()
