"""Set up a council: what it rests on, its rules of play, its terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from .. import selectors
from ..acts import record
from ..models import Council, RulesOfPlay, Seat, Term
from ..periods import TERM_DAYS_MAX


@transaction.atomic
def create_council(
    *,
    neighbourhood: Any,
    name: str,
    legal_form: str,
    instituted_by: str,
    instituted_on: date,
    competent_body: str,
    objection: str,
    seats_drawn: int = 11,
    seats_delegated: int = 6,
    seats_official: int = 0,
    at: datetime | None = None,
) -> Council:
    """Institute the council of a neighbourhood with its chairs; the defaults are Groningen's 11 and 6."""
    council = Council.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        name=name,
        legal_form=legal_form,
        instituted_by=instituted_by,
        instituted_on=instituted_on,
        competent_body=competent_body,
        objection=objection,
        seats_drawn=seats_drawn,
        seats_delegated=seats_delegated,
    )
    origins = (
        [Seat.Origin.DRAWN] * seats_drawn
        + [Seat.Origin.DELEGATED] * seats_delegated
        + [Seat.Origin.OFFICIAL] * seats_official
    )
    Seat.objects.bulk_create(
        Seat(municipality_id=council.municipality_id, council=council, number=number, origin=origin)
        for number, origin in enumerate(origins, start=1)
    )
    record(
        council,
        "council.instituted",
        {
            "name": name,
            "legal_form": legal_form,
            "instituted_by": instituted_by,
            "seats_drawn": seats_drawn,
            "seats_delegated": seats_delegated,
        },
        at,
    )
    return council


@transaction.atomic
def set_rules(
    *,
    council: Council,
    decides: Sequence[dict[str, str]],
    advises: Sequence[dict[str, str]],
    may_not_touch: Sequence[dict[str, str]],
    amount_max_cents: int,
    in_force_from: date,
    at: datetime | None = None,
) -> RulesOfPlay:
    """Lay down a new version of the rules of play. Each item is {'key', 'text'}; a key stands in one list."""
    keys = [item["key"] for item in (*decides, *advises, *may_not_touch)]
    if len(set(keys)) != len(keys):
        raise Refusal(_("Each rule needs a key of its own."), code="rule_key_twice")
    last = selectors.rules_in_force(council)
    rules = RulesOfPlay.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        version=last.version + 1 if last else 1,
        decides=list(decides),
        advises=list(advises),
        may_not_touch=list(may_not_touch),
        amount_max_cents=amount_max_cents,
        in_force_from=in_force_from,
    )
    payload = {
        "version": rules.version,
        "decides": rules.decides,
        "advises": rules.advises,
        "may_not_touch": rules.may_not_touch,
        "amount_max_cents": amount_max_cents,
    }
    record(council, "council.rules_set", payload, at)
    return rules


@transaction.atomic
def open_term(*, council: Council, starts_on: date, ends_on: date, at: datetime | None = None) -> Term:
    """Open the next term; refuses one of more than two years ('term_too_long')."""
    if (ends_on - starts_on).days > TERM_DAYS_MAX:
        raise Refusal(_("A term lasts at most two years."), code="term_too_long")
    number = council.terms.count() + 1
    term = Term.objects.create(
        municipality_id=council.municipality_id,
        council=council,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    payload = {"number": number, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record(council, "council.term_opened", payload, at)
    return term


@dataclass(frozen=True)
class NewRules:
    """Rules of play to lay down: lists of {'key', 'text'}, and the most that may be decided on."""

    decides: Sequence[dict[str, str]]
    advises: Sequence[dict[str, str]]
    may_not_touch: Sequence[dict[str, str]]
    amount_max_cents: int
    in_force_from: date


@transaction.atomic
def set_up_council(
    *, neighbourhood: Any, rules: NewRules, term: tuple[date, date], at: datetime | None = None, **facts: Any
) -> Council:
    """Institute a council with its rules of play and its first term, all or none.

    `facts` are those of `create_council`. Refuses with 'council_exists', 'term_backwards' and what
    `set_rules` and `open_term` refuse.
    """
    starts_on, ends_on = term
    if ends_on <= starts_on:
        raise Refusal(_("A term ends after it begins."), code="term_backwards")
    try:
        with transaction.atomic():
            council = create_council(neighbourhood=neighbourhood, at=at, **facts)
    except IntegrityError as error:
        raise Refusal(_("This neighbourhood has its council already."), code="council_exists") from error
    set_rules(
        council=council,
        decides=rules.decides,
        advises=rules.advises,
        may_not_touch=rules.may_not_touch,
        amount_max_cents=rules.amount_max_cents,
        in_force_from=rules.in_force_from,
        at=at,
    )
    open_term(council=council, starts_on=starts_on, ends_on=ends_on, at=at)
    return council
