"""What the drawn answer, and the pool of those who say yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import use_code
from samenspel.foundation.errors import Refusal

from .. import access, engine
from ..acts import record
from ..models import Lot, LotTicket, Pool, Volunteer
from ..tickets import ticket_of
from .attempts import attempts_suffice
from .tickets import locked_ticket, require_approached

CODE_PURPOSE = "draw"
CODE_SUBJECT = "lot_ticket"


@dataclass(frozen=True)
class NewVolunteer:
    """Someone who joins a pool: a reference unique in it (never published) and a value per feature."""

    reference: str
    features: Mapping[str, str]
    household: str = ""
    took_part_before: bool | None = None


@dataclass(frozen=True)
class Told:
    """What someone told along with a yes: features that the register does not hold."""

    features: Mapping[str, str] = field(default_factory=dict)
    took_part_before: bool | None = None


@transaction.atomic
def open_pool(
    *,
    neighbourhood: Any,
    name: str,
    features: Sequence[str],
    by: Any,
    lot: Lot | None = None,
    population: Mapping[str, Mapping[str, int]] | None = None,
    population_source: str = "",
    at: datetime | None = None,
) -> Pool:
    """Open the pool of those who say yes, with everyone of the lot who already did.

    `features` are what a panel will mirror ('age', 'sex', 'housing', …); `population` counts the
    neighbourhood's people per feature and value. Refuses with 'features_missing', 'pool_exists',
    'lot_not_published', and with 'filled_in_order' for a lot whose seats go in its order.
    """
    access.require_keeper(by, neighbourhood)
    at = at or timezone.now()
    if not features:
        raise Refusal(
            _("Choose at least one feature that a panel should mirror."),
            code="features_missing",
        )
    if lot is not None and lot.status != Lot.Status.PUBLISHED:
        raise Refusal(_("Publish the lot first."), code="lot_not_published")
    if lot is not None and lot.filling == Lot.Filling.IN_ORDER:
        raise Refusal(
            _("It was laid down beforehand: these seats go to the first yeses, in the order of the lot."),
            code="filled_in_order",
        )
    try:
        with transaction.atomic():
            pool = Pool.objects.create(
                municipality_id=neighbourhood.municipality_id,
                neighbourhood=neighbourhood,
                lot=lot,
                name=name,
                features=list(features),
                population={key: dict(values) for key, values in (population or {}).items()},
                population_source=population_source,
                opened_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("This lot has its pool already."), code="pool_exists") from error
    if lot is not None:
        for ticket in lot.tickets.filter(answer=LotTicket.Answer.YES).select_related("person", "lot__register"):
            _join(pool, ticket, Told(took_part_before=ticket.took_part_before))
    record(pool, "pool.opened", {"name": name, "features": list(features)}, at)
    return pool


@transaction.atomic
def add_volunteers(*, pool: Pool, volunteers: Sequence[NewVolunteer], by: Any) -> list[Volunteer]:
    """Add people who said yes by another way than a lot of this platform; all or none.

    Refuses with 'pool_closed', 'feature_missing', 'volunteer_twice'.
    """
    access.require_keeper(by, pool.neighbourhood)
    locked = _open_pool_row(pool.pk)
    try:
        with transaction.atomic():
            return Volunteer.objects.bulk_create(
                Volunteer(
                    municipality_id=locked.municipality_id,
                    pool=locked,
                    reference=new.reference,
                    features=_needed(locked, new.features),
                    household=new.household,
                    took_part_before=new.took_part_before,
                )
                for new in volunteers
            )
    except IntegrityError as error:
        raise Refusal(_("Someone on this list is in the pool already."), code="volunteer_twice") from error


@transaction.atomic
def record_answer(
    *,
    ticket: LotTicket,
    answer: str,
    took_part_before: bool | None = None,
    features: Mapping[str, str] | None = None,
    needs: Sequence[str] | None = None,
    compensation: str | None = None,
    lighter_role: str | None = None,
    at: datetime | None = None,
) -> LotTicket:
    """Record how someone who was drawn answers; a later answer replaces an earlier one.

    `answer`: 'yes', 'thinking', 'curious' (no, but curious), 'no', 'moved', 'not_reached', 'waiting'. `needs` are
    what it takes to say yes: 'childcare', 'transport', 'interpreter', 'buddy', 'other'; `compensation`:
    'money', 'expenses', 'voucher', 'none'; `lighter_role`, kept with a no: 'table_talk', 'panel',
    'reading_along'. None leaves what was told before. Answers may arrive in any order: one that is older than
    what is recorded changes nothing, so a moment must never lie ahead of the server's clock.

    The caller has made sure who speaks (the code from the letter, a canvasser, the desk). A yes joins the
    lot's open pool, and leaving it is possible until the pool closes. Refuses with 'not_drawn' a ticket
    that was not drawn (or whose wave is not open yet), with 'attempts_short' a 'not reached' in the order of
    the lot without three attempts at different times, with 'pool_closed' to take a yes back after the pool
    closed, with 'answer_unknown', 'need_unknown', 'compensation_unknown', 'lighter_role_unknown'.
    """
    at = at or timezone.now()
    locked = locked_ticket(ticket=ticket)
    require_approached(ticket=locked)
    wishes = Wishes(needs, compensation, lighter_role)
    _require_known(answer, wishes)
    lot = locked.lot
    if locked.answered_at is not None and at < locked.answered_at:
        return ticket
    if (
        answer == LotTicket.Answer.NOT_REACHED
        and lot.filling == Lot.Filling.IN_ORDER
        and not (attempts_suffice(ticket=locked) and locked.reached_at is None)
    ):
        raise Refusal(
            _("Try three times first, on two days at least and at different times of the day."), code="attempts_short"
        )
    if locked.answer != answer or locked.answered_at is None:
        # Saying the same again does not make a yes later than it was.
        locked.answer, locked.answered_at = answer, at
    if answer in LotTicket.REACHED:
        locked.reached_at = min(locked.reached_at or at, at)
    if took_part_before is not None:
        locked.took_part_before = took_part_before
    _write_wishes(locked, wishes)
    locked.save()
    pool = Pool.objects.select_for_update().filter(lot=lot).first()
    if pool is not None:
        told = Told(features=features or {}, took_part_before=locked.took_part_before)
        _follow(pool, locked, told)
    ticket.refresh_from_db()
    return ticket


@dataclass(frozen=True)
class Wishes:
    """What it takes to say yes, and what someone likes to do instead; None where nothing was said."""

    needs: Sequence[str] | None = None
    compensation: str | None = None
    lighter_role: str | None = None


def _require_known(answer: str, wishes: Wishes) -> None:
    if answer not in LotTicket.Answer.values:
        raise Refusal(_("Choose one of the answers."), code="answer_unknown")
    if not set(wishes.needs or ()) <= set(LotTicket.Need.values):
        raise Refusal(_("Choose from the list what you need."), code="need_unknown")
    if wishes.compensation and wishes.compensation not in LotTicket.Compensation.values:
        raise Refusal(_("Choose one of the kinds of compensation."), code="compensation_unknown")
    if wishes.lighter_role and wishes.lighter_role not in LotTicket.LighterRole.values:
        raise Refusal(_("Choose one of the lighter roles."), code="lighter_role_unknown")


def _write_wishes(ticket: LotTicket, wishes: Wishes) -> None:
    if wishes.needs is not None:
        ticket.needs = [need for need in LotTicket.Need.values if need in wishes.needs]
    if wishes.compensation is not None:
        ticket.compensation = wishes.compensation
    if wishes.lighter_role is not None:
        ticket.lighter_role = wishes.lighter_role
    if ticket.answer == LotTicket.Answer.YES:
        ticket.lighter_role = ""


@transaction.atomic
def answer_by_code(
    *,
    code: str,
    answer: str,
    took_part_before: bool | None = None,
    features: Mapping[str, str] | None = None,
    needs: Sequence[str] | None = None,
    compensation: str | None = None,
    lighter_role: str | None = None,
    at: datetime | None = None,
) -> LotTicket:
    """Answer with the personal code from the letter. A yes or no uses it; who still thinks keeps it.

    Refuses what `use_code` and `record_answer` refuse; then the code stays as it was.
    """
    before = transaction.savepoint()
    used = use_code(purpose=CODE_PURPOSE, text=code, subject_kind=CODE_SUBJECT)
    lot_id, number = ticket_of(used.subject_id)
    if answer == LotTicket.Answer.THINKING:
        transaction.savepoint_rollback(before)
    ticket = LotTicket.objects.get(lot__public_id=lot_id, number=number)
    return record_answer(
        ticket=ticket,
        answer=answer,
        took_part_before=took_part_before,
        features=features,
        needs=needs,
        compensation=compensation,
        lighter_role=lighter_role,
        at=at,
    )


def _follow(pool: Pool, ticket: LotTicket, told: Told) -> None:
    """Bring the pool in line with an answer."""
    joined = Volunteer.objects.filter(pool=pool, lot_ticket=ticket)
    if ticket.answer == LotTicket.Answer.YES:
        if pool.status == Pool.Status.OPEN and not joined.exists():
            _join(pool, ticket, told)
        elif told.took_part_before is not None:
            joined.update(took_part_before=told.took_part_before)
    elif joined.exists():
        if pool.status != Pool.Status.OPEN:
            raise Refusal(
                _("The pool is closed. Tell us if you cannot come: someone from the reserve takes the seat."),
                code="pool_closed",
            )
        joined.delete()


def _join(pool: Pool, ticket: LotTicket, told: Told) -> Volunteer:
    if ticket.person is None:
        raise Refusal(_("This person is no longer in the register."), code="register_gone")
    # What the register knows goes before what someone tells: else a rarer group would be a better ticket.
    known = {
        **told.features,
        **ticket.person.strata,
        "age": engine.age_band(ticket.person.birth_year, ticket.lot.register.drawn_on),
    }
    return Volunteer.objects.create(
        municipality_id=pool.municipality_id,
        pool=pool,
        reference=f"lot:{ticket.number}",
        lot_ticket=ticket,
        features=_needed(pool, known),
        household=_household_key(ticket),
        took_part_before=told.took_part_before,
    )


def _household_key(ticket: LotTicket) -> str:
    """Tells people of one household by the same key, and nobody which household that is."""
    household = ticket.person.household if ticket.person else ""
    content = f"{ticket.lot.public_id}:{household}"
    return salted_hmac("samenspel.draws.household", content, algorithm="sha256").hexdigest()[:32]


def _needed(pool: Pool, features: Mapping[str, str]) -> dict[str, str]:
    """The pool's features and no others: nothing is kept that the draw does not use."""
    missing = [name for name in pool.features if not features.get(name)]
    if missing:
        raise Refusal(_("We still need to know: %(features)s."), code="feature_missing", features=", ".join(missing))
    return {name: str(features[name]) for name in pool.features}


def _open_pool_row(pk: int) -> Pool:
    pool = Pool.objects.select_for_update().get(pk=pk)
    if pool.status != Pool.Status.OPEN:
        raise Refusal(_("The pool is closed."), code="pool_closed")
    return pool
