"""The local route for a warm handover when a canvasser is worried about someone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .. import access
from ..models import CareRoute


@transaction.atomic
def lay_down_care_route(
    *,
    neighbourhood: Any,
    name: str,
    phone: str,
    steps: str,
    by: Any,
    hours: str = "",
    at: datetime | None = None,
) -> CareRoute:
    """Lay down whom canvassers call, and the steps, one a line. Earlier routes stay on record.

    Refuses with 'not_coordinator', and with 'route_incomplete' without a name, a number or a step.
    """
    access.require_coordinator(by, neighbourhood)
    kept = "\n".join(line.strip() for line in steps.splitlines() if line.strip())
    if not (name.strip() and phone.strip() and kept):
        raise Refusal(_("Write down whom to call, on which number, and at least one step."), code="route_incomplete")
    return CareRoute.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        name=name.strip(),
        phone=phone.strip(),
        hours=hours.strip(),
        steps=kept,
        laid_down_by=by,
        laid_down_at=at or timezone.now(),
    )
