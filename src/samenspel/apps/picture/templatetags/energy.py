"""Parts of the neighbourhood picture for any page: `{% load energy %}{% energy_section neighbourhood %}`."""

from __future__ import annotations

from typing import Any

from django import template

from ..energy import selectors

register = template.Library()


@register.inclusion_tag("picture/energy_section.html")
def energy_section(neighbourhood: Any) -> dict[str, Any]:
    """What goes well: the map, and who knows whom."""
    return {"neighbourhood": neighbourhood, "page": selectors.energy_page(neighbourhood)}
