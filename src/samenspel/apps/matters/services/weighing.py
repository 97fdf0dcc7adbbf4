"""Weigh a subject of another app on the three values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation.errors import Outsider
from samenspel.foundation.subjects import Subject, weighed_by

from ..models import ValueWeighing
from .courses import weigh_values


@transaction.atomic
def weigh_subject(
    *, neighbourhood: Any, subject: Subject, by: Any, at: datetime | None = None, **scores: Any
) -> ValueWeighing:
    """Weigh a subject of a neighbourhood by someone who may; see `weigh_values` for the scores and reasons.

    Refuses who has none of the roles that its kind names ('may_not_weigh').
    """
    if not has_one_of(by, weighed_by(subject.kind), neighbourhood=neighbourhood):
        raise Outsider(_("Your role does not weigh this here."), code="may_not_weigh")
    return weigh_values(
        municipality=neighbourhood.municipality,
        subject_kind=subject.kind,
        subject_id=subject.public_id,
        by=by,
        at=at,
        **scores,
    )
