"""The long work of this app."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from samenspel.apps.accounts.selectors import person_by_id
from samenspel.apps.jobs.registry import Progress
from samenspel.foundation import keeping

from . import access, services
from .models import PanelDraw

ALTERNATES_STEP = gettext_noop("Weighing who together cover best for whoever leaves")
LETTERS_STEP = gettext_noop("Making the letters")


def run_panel_draw(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Lay down the draw {"draw": public id}: the function of the job kind 'draws.panel'."""
    draw = PanelDraw.objects.select_related("neighbourhood__municipality", "pool").get(public_id=payload["draw"])
    draw = services.lay_down_prepared(draw=draw, progress=progress)
    return {"draw": draw.public_id, "commitment": draw.commitment}


def run_alternates(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Choose alternates {"set"} for the draw {"draw"}: the function of the job kind 'draws.alternates'."""
    person = person_by_id(payload["person"])
    draw = access.draw_for(person, payload["draw"])
    progress(ALTERNATES_STEP)
    made = services.choose_alternates(
        draw=draw,
        by=person,
        count=payload["count"],
        everyone_percent=payload["everyone_percent"],
        extra_percent={(feature, value): percent for feature, value, percent in payload["extra_percent"]},
        withdrawn=payload["withdrawn"],
        public_id=payload["set"],
    )
    return {"draw": draw.public_id, "set": made.public_id}


def run_letters(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Codes and letters for places {"first", "last"} of {"lot"}: the function of the job kind 'draws.letters'.

    In files of at most 500: a document of thousands of pages takes a gigabyte. The files wait for {"person"}, who
    asked for them. The codes go from memory to paper: neither the job nor its result holds one. Whatever was made
    before something went wrong can be used.
    """
    person = person_by_id(payload["person"])
    lot = access.lot_for(person, payload["lot"])
    first, last = payload["first"], payload["last"]
    total, made = last - first + 1, 0
    letterhead = services.Letterhead(
        place=payload["place"],
        sent_on=date.fromisoformat(payload["sent_on"]),
        answer_url=payload["answer_url"],
        website=payload["website"],
        contact=payload["contact"],
    )
    owner = keeping.owner_of(lot.neighbourhood, person)
    for start in range(first, last + 1, services.LETTERS_PER_FILE_MAX):
        progress(LETTERS_STEP, made, total)
        end = min(start + services.LETTERS_PER_FILE_MAX - 1, last)
        codes = services.issue_letter_codes(lot=lot, by=person, first=start, last=end)
        data = services.letters_pdf(lot=lot, codes=codes, letterhead=letterhead, languages=payload.get("languages", ()))
        facts = {"lot": lot.public_id, "first": start, "last": end, "letters": len(codes)}
        keeping.keep(kind="letters", owner=owner, facts=facts, data=data)
        made += len(codes)
    return {"lot": lot.public_id, "first": first, "last": last, "letters": made}
