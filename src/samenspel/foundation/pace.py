"""How often one visitor sends something in: enough for a person, too slow for a program."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import Refusal

SENT_MAX = 5
WITHIN_SECONDS = 3600


def keep_pace(session: Any, name: str, *, now: float) -> None:
    """Count one more sending of this visitor. Refuses the sixth within an hour ('too_often').

    `session` is the visitor's own, `now` seconds since the epoch.
    """
    recent = [moment for moment in session.get(name, []) if now - moment < WITHIN_SECONDS]
    if len(recent) >= SENT_MAX:
        raise Refusal(_("You sent in a lot just now. Please wait an hour, or call us."), code="too_often")
    session[name] = [*recent, now]
