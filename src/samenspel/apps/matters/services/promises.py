"""What was promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider, Refusal

from ..models import Promise
from .courses import AREA_TEAM, open_matter


@transaction.atomic
def make_promise(
    *,
    neighbourhood: Any,
    text: str,
    by: Any,
    place: str = "",
    promised_on: date | None = None,
    author_email: str = "",
    at: datetime | None = None,
) -> Promise:
    """Write down a promise, for everyone to read, and open its matter.

    Refuses with 'not_area_team', 'text_missing' or 'day_ahead' (a promise that was not made yet).
    """
    at = at or timezone.now()
    day = promised_on or timezone.localdate(at)
    if not has_one_of(by, AREA_TEAM, neighbourhood=neighbourhood):
        raise Outsider(_("Only the area team does this, for its own neighbourhood."), code="not_area_team")
    if not text.strip():
        raise Refusal(_("Write down what was promised."), code="text_missing")
    if day > timezone.localdate(at):
        raise Refusal(_("This day is still to come."), code="day_ahead")
    promise = Promise.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        text=text.strip(),
        place=place.strip(),
        promised_on=day,
        by=by,
    )
    open_matter(
        neighbourhood=neighbourhood,
        subject_kind="promise",
        subject_id=promise.public_id,
        title=promise.text,
        author_email=author_email,
        at=at,
    )
    return promise
