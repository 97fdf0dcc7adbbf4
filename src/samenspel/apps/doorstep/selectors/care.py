"""The route for care that counts now."""

from __future__ import annotations

from typing import Any

from ..models import CareRoute


def care_route(neighbourhood: Any) -> CareRoute | None:
    """The newest route that was laid down for this neighbourhood, or None."""
    return CareRoute.objects.filter(neighbourhood=neighbourhood).first()


def care_facts(neighbourhood: Any) -> dict[str, Any] | None:
    """The route that counts now as plain values, for a phone or for paper."""
    care = care_route(neighbourhood)
    if care is None:
        return None
    return {"name": care.name, "phone": care.phone, "hours": care.hours, "steps": care.steps.splitlines()}
