"""Refusals of engines in the language of the page: by code, else in the engine's own English sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.engines.errors import EngineError, FaultsError

# The sentences of the refusals that people meet on screen, by code. Parameters stand as %(name)s.
SENTENCES = {
    "quotas_clash": lambda: _("These targets cannot be met together. Look at the list below."),
    "not_three_digits": lambda: _("Type three digits, as on the balls."),
    "malformed_drand": lambda: _("This is no drand signature: it has 96 digits and letters a to f."),
    "malformed_numbers": lambda: _("Write each source with its whole numbers, as they were published."),
    "announcement_unknown": lambda: _("Say which public numbers will decide."),
    "bad_drand_signature": lambda: _("This signature does not belong to the announced drand round. Look again."),
    "empty_source": lambda: _("Type the public numbers, as everyone can read them."),
    "other_source_announced": lambda: _("Other public numbers were announced beforehand. Use those."),
    "number_outside_panels": lambda: _("There is no panel with this number."),
    "malformed_balls": lambda: _("Type three digits, as on the balls."),
    "malformed_source": lambda: _("These are not public numbers that we can read. Look at the example."),
}


def sentence_of(error: EngineError) -> str:
    """One sentence that says what was refused."""
    if isinstance(error, FaultsError):
        count = len(error.faults)
        return ngettext(
            "There is %(count)s thing in this file that we cannot read. Nothing was loaded.",
            "There are %(count)s things in this file that we cannot read. Nothing was loaded.",
            count,
        ) % {"count": count}
    known = SENTENCES.get(error.code)
    return known() if known else str(error)
