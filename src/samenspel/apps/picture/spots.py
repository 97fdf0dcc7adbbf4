"""Spots on the map: whole, on earth, and near the neighbourhood they belong to."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal
from samenspel.foundation.pictures.maps import rings_of

# What lies further from the neighbourhood's box is a mistake, such as the two numbers in the wrong order.
NEAR_METRES = 5_000
METRES_PER_DEGREE = 111_320
STEP = Decimal("0.00001")
# On public pages a signal stands about a hundred metres precise: nobody's front door is pointed at.
PUBLIC_DECIMALS = 3

Spot = tuple[Decimal | None, Decimal | None]


def checked_spot(neighbourhood: Any, longitude: Decimal | None, latitude: Decimal | None) -> Spot:
    """The spot to a metre, or (None, None).

    Refuses with 'spot_half' when one of the two is missing, and with 'spot_far_away' what cannot belong here.
    """
    if longitude is None and latitude is None:
        return None, None
    if longitude is None or latitude is None:
        raise Refusal(_("A spot needs both numbers: latitude and longitude."), code="spot_half")
    if not (abs(longitude) <= 180 and abs(latitude) <= 90 and _is_near(neighbourhood, longitude, latitude)):
        raise Refusal(
            _("This spot is not in or near the neighbourhood. Did the two numbers change places?"),
            code="spot_far_away",
        )
    return longitude.quantize(STEP), latitude.quantize(STEP)


def _is_near(neighbourhood: Any, longitude: Decimal, latitude: Decimal) -> bool:
    corners = [corner for ring in rings_of(neighbourhood.outline) for corner in ring] if neighbourhood.outline else []
    if not corners:
        return True
    up = NEAR_METRES / METRES_PER_DEGREE
    across = up / math.cos(math.radians(corners[0][1]))
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return min(xs) - across <= float(longitude) <= max(xs) + across and min(ys) - up <= float(latitude) <= max(ys) + up


def blurred(degrees: Decimal) -> float:
    """A coordinate as public pages and open data show that of a signal."""
    return round(float(degrees), PUBLIC_DECIMALS)
