"""Visits that come in: each once, whatever the order and however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.draws.services import record_answer, record_attempt
from samenspel.apps.picture.selectors import theme_once_called
from samenspel.apps.picture.services import raise_signal
from samenspel.foundation.errors import Refusal

from .. import access
from ..course import ANSWERS, SPOKEN, outcome_of
from ..models import Heard, Round, Stop, Visit

HEARD_CHARACTERS_MAX = 1000
READING_ALONG = "reading_along"
NO_ANSWER = "waiting"


@dataclass(frozen=True)
class NewVisit:
    """One visit as it was written down at the door.

    `visited_at` is by the clock of whoever wrote it down. `heard` are the resident's words, kept only with
    `consent`; `contact` (an e-mail address) is for who reads along and wants to hear what becomes of it.
    `corrects` is the key of an earlier visit that this one stands in for.
    """

    key: UUID
    outcome: str
    visited_at: datetime
    stop: str = ""
    took_part_before: bool | None = None
    needs: tuple[str, ...] = ()
    compensation: str = ""
    lighter_role: str = ""
    heard: str = ""
    theme: str = ""
    place: str = ""
    consent: bool = False
    contact: str = ""
    corrects: UUID | None = None


@dataclass(frozen=True)
class SentVisit:
    """What became of one visit: 'accepted', 'known' (it was here already) or 'refused' with a code and a sentence."""

    key: str
    state: str
    code: str = ""
    message: str = ""


def send_visits(
    *,
    visits: Sequence[tuple[str, NewVisit]],
    by: Any,
    neighbourhood: Any,
    sent_at: datetime,
    at: datetime | None = None,
) -> list[SentVisit]:
    """Take in what a phone sends: (public id of the round, visit) each on its own, so that one refusal stops no other.

    `sent_at` is the phone's clock at the moment of sending: the difference with the server's sets the moments of
    the visits right, also when the phone is days off.
    """
    now = at or timezone.now()
    ahead = sent_at - now
    return [_sent(one, _set_right(visit, ahead), by, neighbourhood, now) for one, visit in visits]


def _set_right(visit: NewVisit, ahead: timedelta) -> NewVisit:
    return NewVisit(**{**visit.__dict__, "visited_at": visit.visited_at - ahead})


def _sent(round_id: str, visit: NewVisit, by: Any, neighbourhood: Any, now: datetime) -> SentVisit:
    try:
        row = access.round_for_canvasser(by, neighbourhood, round_id)
        if not access.may_send(row, now) and not _is_known(visit.key):
            raise Refusal(_("This round is over. Tell the coordinator what you noted."), code="round_over")
        is_new = record_visit(round=row, visit=visit, by=by, source=Visit.Source.PHONE, at=now)
    except ValidationError as refusal:
        return SentVisit(str(visit.key), "refused", str(getattr(refusal, "code", "")), refusal.messages[0])
    return SentVisit(str(visit.key), "accepted" if is_new else "known")


def record_visit(*, round: Round, visit: NewVisit, by: Any, source: str = "phone", at: datetime | None = None) -> bool:
    """Record one visit. Returns True when it was new, False when this very visit was here already.

    The answer goes to the draw, what was heard becomes a signal that nobody reads in public before the area team
    cleared it. The caller has made sure that `by` walks this round or plans it. Refuses with 'outcome_unknown',
    'stop_unknown', 'care_takes_no_text' (a care concern holds nothing at all beside itself), 'nothing_heard' (words
    where nobody was spoken to), 'contact_wrong' (no e-mail address), 'consent_missing', 'text_long', 'key_taken'
    (another visit has this key).
    """
    _require_sound(visit)
    received = at or timezone.now()
    digest = _digest(round, visit)
    try:
        with transaction.atomic():
            stop = _locked_stop(round, visit)
            if _is_known(visit.key):
                # The constraint decides; this only spares the work for what is sent again.
                raise IntegrityError
            _write(round, stop, visit, by=by, source=source, received=received, digest=digest)
    except IntegrityError as error:
        known = Visit.objects.filter(key=visit.key).values_list("digest", flat=True).first()
        if known is None:
            raise
        if known != digest:
            raise Refusal(_("Another visit has this number already."), code="key_taken") from error
        return False
    return True


def _is_known(key: UUID) -> bool:
    return Visit.objects.filter(key=key).exists()


def _require_sound(visit: NewVisit) -> None:
    heard = visit.heard.strip()
    if visit.outcome not in Visit.Outcome.values:
        raise Refusal(_("Choose how it went at the door."), code="outcome_unknown")
    beside = (visit.stop, heard, visit.theme, visit.place, visit.needs, visit.compensation, visit.lighter_role)
    if visit.outcome == Visit.Outcome.CARE_CONCERN and (
        any(beside) or visit.contact or visit.corrects or visit.took_part_before is not None
    ):
        raise Refusal(
            _("We keep nothing about a care concern. Follow the route, and write nothing down."),
            code="care_takes_no_text",
        )
    if visit.outcome not in SPOKEN and (heard or visit.contact):
        raise Refusal(_("Nobody was spoken to at this door."), code="nothing_heard")
    if visit.contact and not _is_email(visit.contact):
        raise Refusal(_("This is no e-mail address."), code="contact_wrong")
    if heard and not visit.consent:
        raise Refusal(_("Ask first whether we may write it down."), code="consent_missing")
    if len(heard) > HEARD_CHARACTERS_MAX:
        raise Refusal(_("Write %(max)s characters at most."), code="text_long", max=HEARD_CHARACTERS_MAX)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _digest(row: Round, visit: NewVisit) -> str:
    """What tells this visit from another, without what was heard: a hash could lead from a signal to a door."""
    told = {
        "round": row.public_id,
        "stop": visit.stop,
        "outcome": visit.outcome,
        "took_part_before": visit.took_part_before,
        "needs": sorted(visit.needs),
        "compensation": visit.compensation,
        "lighter_role": visit.lighter_role,
        "corrects": str(visit.corrects or ""),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _locked_stop(row: Round, visit: NewVisit) -> Stop | None:
    """The stop, with every stop of its ticket locked: two phones at one door are taken in one after the other."""
    if visit.outcome == Visit.Outcome.CARE_CONCERN:
        return None
    stop = row.stops.filter(public_id=visit.stop).select_related("ticket").first()
    if stop is None:
        raise Refusal(_("This address is not on your round (any more)."), code="stop_unknown")
    list(Stop.objects.select_for_update().filter(ticket=stop.ticket_id).order_by("pk"))
    return stop


def _write(
    row: Round, stop: Stop | None, visit: NewVisit, *, by: Any, source: str, received: datetime, digest: str
) -> None:
    made = Visit(
        municipality_id=row.municipality_id,
        key=visit.key,
        round=row,
        stop=stop,
        by=by,
        source=source,
        outcome=visit.outcome,
        visited_at=min(visit.visited_at, received),
        received_at=received,
        corrects=visit.corrects,
        took_part_before=visit.took_part_before,
        needs=",".join(sorted(visit.needs)),
        compensation=visit.compensation,
        lighter_role=visit.lighter_role,
        digest=digest,
    )
    if stop is None:
        # Moments could lead to the door between two others.
        made.visited_at = made.received_at = row.starts_at
    else:
        made.unapplied = _tell_draw(stop, made)
    made.save(force_insert=True)
    if visit.heard.strip():
        _raise(row, stop, visit)


def _tell_draw(stop: Stop, made: Visit) -> str:
    """Bring the draw in line with all visits to this door; why it could not be taken over, or ''."""
    earlier = list(Visit.objects.filter(stop__ticket=stop.ticket_id))
    outcome = outcome_of([*earlier, made])
    ticket, by = stop.ticket, made.by
    kind = "reached" if made.outcome in SPOKEN else made.outcome
    code = _refused(
        lambda: record_attempt(ticket=ticket, outcome=kind, by=by, at=made.visited_at, reference=str(made.key))
    )
    if outcome is None or code:
        return code
    if outcome.answer is None:
        if made.corrects and any(visit.outcome in ANSWERS for visit in earlier):
            # The only answer there was is taken back.
            return _refused(lambda: record_answer(ticket=ticket, answer=NO_ANSWER, at=outcome.at))
        return ""
    return _refused(
        lambda: record_answer(
            ticket=ticket,
            answer=str(outcome.answer),
            took_part_before=outcome.took_part_before,
            needs=outcome.needs or None,
            compensation=outcome.compensation or None,
            lighter_role=outcome.lighter_role or None,
            at=outcome.at,
        )
    )


def _refused(write: Callable[[], Any]) -> str:
    """The code with which the draw refuses, or '': a visit that was made is kept all the same."""
    try:
        with transaction.atomic():
            write()
    except Refusal as refusal:
        return str(refusal.code)[:30]
    return ""


def _raise(row: Round, stop: Stop | None, visit: NewVisit) -> None:
    """What was heard becomes a signal of the round; of who reads along we keep which door it was."""
    reads_along = visit.lighter_role == READING_ALONG
    facts: dict[str, Any] = {
        "neighbourhood": row.neighbourhood,
        "text": visit.heard,
        "source": "door",
        "place": visit.place,
        "author_email": visit.contact if reads_along else "",
        # The round's moment and not the visit's: that would lead to the door.
        "at": row.starts_at,
    }
    # The list on the phone may be older than the neighbourhood's: a theme that was never there is left out.
    theme = theme_once_called(row.neighbourhood, visit.theme)
    try:
        with transaction.atomic():
            signal = raise_signal(theme=theme, **facts)
    except Refusal:
        signal = raise_signal(**facts)
    Heard.objects.create(
        municipality_id=row.municipality_id, round=row, signal=signal, stop=stop if reads_along else None
    )
