"""The conversation's long work, as jobs run it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from . import services
from .models import Question


def map_job(payload: dict[str, Any], progress: Any) -> dict[str, Any]:
    """The job 'deliberation.map': compute the map of one question."""
    progress(gettext_noop("Comparing reactions"), 0, 1)
    question = Question.objects.get(public_id=payload["question"])
    computed = services.compute_map(question=question, seed=int(payload.get("seed", 1)))
    progress(gettext_noop("Comparing reactions"), 1, 1)
    return {"map": computed.public_id}
