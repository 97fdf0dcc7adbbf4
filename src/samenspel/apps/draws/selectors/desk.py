"""What the keeper's desk shows: how far the newest draw is, and what its screens list. For the keeper's eyes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samenspel.apps.accounts.selectors import approval_for, codes_by_day
from samenspel.apps.councils.selectors import council_of, current_term, seats_of
from samenspel.apps.picture.selectors import latest_values

from .. import engine
from ..models import Lot, LotTicket, PanelDraw, Pool, RegisterImport, RegisterPerson, TypedBalls, Volunteer
from ..services.answers import CODE_PURPOSE, CODE_SUBJECT
from ..services.letters import LETTERS_PER_FILE_MAX
from ..services.tickets import approached_count
from .filling import Filling, filling_of

# Features that every register gives or may give; a pool may ask for others.
KNOWN_FEATURES = ("age", "sex", "housing", "area_part")
# What the figures of Statistics Netherlands tell of a feature: value → topic.
FIGURES = {"sex": {"vrouw": "women", "man": "men"}}


_DRAW_RELATED = ("neighbourhood__municipality", "pool")


@dataclass(frozen=True)
class AnswerCounts:
    """How those who are approached answered: answer → people, and of how many it is known that they took part."""

    by_answer: dict[str, int]
    approached: int
    never_before: int
    known_before: int

    @property
    def yes(self) -> int:
        return self.by_answer[LotTicket.Answer.YES]

    @property
    def answered(self) -> int:
        return self.approached - self.by_answer[LotTicket.Answer.WAITING]


@dataclass(frozen=True)
class Course:
    """The newest draw of a neighbourhood from register to seats; None for what is not there yet."""

    register: RegisterImport | None
    secret_count: int
    opted_out_count: int
    lot: Lot | None
    lot_approval: Any
    letters_out: int
    answers: AnswerCounts | None
    pool: Pool | None
    volunteers_count: int
    draw: PanelDraw | None
    # The newest try that was impossible, if nothing came after it.
    failed: PanelDraw | None
    draw_approval: Any
    # How far a lot is whose seats go in its order; None for a mirror draw.
    filling: Filling | None = None

    @property
    def is_over(self) -> bool:
        if self.draw is None:
            return False
        is_panel = self.draw.purpose == PanelDraw.Purpose.PANEL
        return self.draw.status == PanelDraw.Status.PUBLISHED if is_panel else self.draw.seated_at is not None


def course_of(neighbourhood: Any) -> Course:
    """How far the newest draw is. A newly loaded register begins a new one."""
    register = RegisterImport.objects.filter(
        neighbourhood=neighbourhood, status=RegisterImport.Status.LOADED
    ).first()  # the newest
    lot = Lot.objects.filter(register=register).select_related("register", "neighbourhood__municipality").first()
    pool = Pool.objects.filter(lot=lot).first() if lot else None
    followed = PanelDraw.Purpose.REPLACEMENT
    draws = list(pool.draws.exclude(purpose=followed).select_related(*_DRAW_RELATED)) if pool else []
    draw = next((one for one in draws if one.status != PanelDraw.Status.FAILED), None)
    newest_failed = draws[0] if draws and draws[0].status == PanelDraw.Status.FAILED else None
    return Course(
        register=register,
        secret_count=register.people.filter(is_secret=True).count() if register else 0,
        opted_out_count=register.people.filter(opted_out=True).count() if register else 0,
        lot=lot,
        lot_approval=_approval("lot.publish", "lot", lot),
        letters_out=letters_out(lot) if lot else 0,
        answers=answer_counts(lot) if lot and lot.status == Lot.Status.PUBLISHED else None,
        pool=pool,
        volunteers_count=pool.volunteers.count() if pool else 0,
        draw=draw,
        failed=newest_failed,
        draw_approval=_approval("draw.publish", "draw", draw),
        filling=filling_of(lot) if lot and lot.filling == Lot.Filling.IN_ORDER else None,
    )


def _approval(kind: str, subject_kind: str, subject: Any) -> Any:
    if subject is None:
        return None
    return approval_for(kind=kind, subject_kind=subject_kind, subject_id=subject.public_id)


def first_typed(draw: PanelDraw) -> TypedBalls | None:
    """What the first of two people typed, as long as it waits for the second. Never show the digits."""
    return TypedBalls.objects.filter(draw=draw).select_related("typed_by").first()


def lot_approval(lot: Lot) -> Any:
    """The newest request to publish this lot, or None."""
    return _approval("lot.publish", "lot", lot)


def draw_approval(draw: PanelDraw) -> Any:
    """The newest request to publish this draw, or None."""
    return _approval("draw.publish", "draw", draw)


def letters_out(lot: Lot) -> int:
    """For how many tickets of a lot a letter was made; a new letter instead of an old one counts once."""
    days = codes_by_day(purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_prefix=f"{lot.public_id}:")
    return sum(day.issued - day.void for day in days)


def letter_batches(lot: Lot) -> list[tuple[int, int]]:
    """(first place, last place) of each run of letters: everyone who is approached, then each file of 500 at most.

    In the order of the lot each wave is a run of its own.
    """
    if lot.filling == Lot.Filling.IN_ORDER:
        return [(wave.first, wave.last) for wave in lot.waves.order_by("-number")]
    files = [
        (first, min(first + LETTERS_PER_FILE_MAX - 1, lot.count))
        for first in range(1, lot.count + 1, LETTERS_PER_FILE_MAX)
    ]
    return files if len(files) == 1 else [(1, lot.count), *files]


def answer_counts(lot: Lot) -> AnswerCounts:
    """How those who are approached answered so far."""
    approached = min(lot.count, approached_count(lot=lot))
    rows = list(lot.tickets.filter(position__lte=approached).values_list("answer", "took_part_before"))
    counted = Counter(answer for answer, _before in rows)
    before = [took_part for _answer, took_part in rows if took_part is not None]
    return AnswerCounts(
        by_answer={answer: counted[answer] for answer in LotTicket.Answer.values},
        approached=len(rows),
        never_before=before.count(False),
        known_before=len(before),
    )


def find_ticket(lot: Lot, *, by: str, number: int) -> LotTicket | None:
    """The ticket that is approached with this number ('number', as on the letter) or at this place ('position')."""
    key = "position" if by == "position" else "number"
    return (
        lot.tickets.filter(**{key: number}, position__lte=lot.count).select_related("person", "lot__register").first()
    )


def approachable(register: RegisterImport) -> int:
    """How many people of a register may be in the pot."""
    return register.people.filter(opted_out=False).count()


def register_preview(data: bytes, file_name: str, drawn_on: date) -> engine.RegisterPreview:
    """A look at a register file before it is loaded. Raises FaultsError."""
    return engine.preview_register(data, file_name, drawn_on)


def register_fields(drawn_on: date) -> list[tuple[str, bool]]:
    """(field, whether a file must have it) of a register file."""
    return [(spec.name, spec.required) for spec in engine.register_columns(drawn_on)]


def features_of(register: RegisterImport) -> list[str]:
    """The features that the register tells of everyone who may be drawn, the age band first."""
    strata = [set(row) for row in register.people.values_list("strata", flat=True)]
    known = set.intersection(*strata) if strata else set()
    return [name for name in KNOWN_FEATURES if name == "age" or name in known]


def population_of(register: RegisterImport, features: Iterable[str]) -> dict[str, dict[str, int]]:
    """Feature → value → people, counted in the register; a feature that it does not tell is left out."""
    wanted = list(features)
    counts: dict[str, Counter[str]] = {name: Counter() for name in wanted}
    for birth_year, strata in register.people.values_list("birth_year", "strata"):
        facts = {**strata, "age": engine.age_band(birth_year, register.drawn_on)}
        for name in wanted:
            if name in facts:
                counts[name][facts[name]] += 1
    return {name: dict(sorted(values.items())) for name, values in counts.items() if values}


def population_from_figures(neighbourhood: Any, features: Iterable[str]) -> dict[str, dict[str, int]]:
    """Feature → value → people by the newest figures of Statistics Netherlands, for the features these tell of."""
    figures = latest_values(neighbourhood.cbs_code)
    found: dict[str, dict[str, int]] = {}
    for name in features:
        topics = FIGURES.get(name, {})
        values = {value: figures.get(topic) for value, topic in topics.items()}
        if values and all(number is not None for number in values.values()):
            found[name] = {value: int(number) for value, number in values.items() if number is not None}
    return found


@dataclass(frozen=True)
class TargetRow:
    """One value of a feature: people in the neighbourhood, people who said yes, and its proposed seats."""

    feature: str
    value: str
    inhabitants: int
    volunteers: int
    min: int
    max: int
    # How far the bounds may give way, where that was said.
    min_flex: int | None = None
    max_flex: int | None = None


def target_rows(pool: Pool, targets: Sequence[dict[str, Any]]) -> list[TargetRow]:
    """The targets with what they are about, feature by feature in the pool's order."""
    having: Counter[tuple[str, str]] = Counter()
    for features in pool.volunteers.values_list("features", flat=True):
        having.update(features.items())
    bounds = {(target["feature"], target["value"]): target for target in targets}
    # A value that only volunteers have gets a row too: each of them must fall under a target.
    keys = dict.fromkeys([*bounds, *sorted(key for key in having if key[0] in pool.features)])
    # By value too: a database may keep the values of a feature in an order of its own.
    ordered = sorted(keys, key=lambda key: (pool.features.index(key[0]), key[1]))
    return [
        TargetRow(
            feature=feature,
            value=value,
            inhabitants=pool.population.get(feature, {}).get(value, 0),
            volunteers=having[feature, value],
            min=bounds.get((feature, value), {}).get("min", 0),
            max=bounds.get((feature, value), {}).get("max", 0),
            min_flex=bounds.get((feature, value), {}).get("min_flex"),
            max_flex=bounds.get((feature, value), {}).get("max_flex"),
        )
        for feature, value in ordered
    ]


def proposed_targets(pool: Pool, seats: int) -> list[dict[str, Any]]:
    """Targets for so many seats by the pool's population; values without figures get the widest bounds."""
    population = {name: pool.population[name] for name in pool.features if any(pool.population.get(name, {}).values())}
    targets = engine.targets_for_population(population, seats) if population else []
    known = {(target["feature"], target["value"]) for target in targets}
    having = {
        (name, features[name])
        for features in pool.volunteers.values_list("features", flat=True)
        for name in pool.features
    }
    # Whoever said yes falls under a target; one of which no figures are known never keeps anyone out.
    wide = [{"feature": name, "value": value, "min": 0, "max": seats} for name, value in sorted(having - known)]
    return [*targets, *wide]


def seats_for(pool: Pool, *, neighbourhood: Any) -> int:
    """How many seats to propose: the empty drawn chairs of the council, else those of Groningen's council."""
    council = council_of(neighbourhood)
    empty = [seat for seat in seats_of(council) if seat.origin == "drawn" and not seat.holder] if council else []
    return len(empty) or (council.seats_drawn if council else 11)


@dataclass(frozen=True)
class Seated:
    """Someone whom the lot chose: the ticket, and (until the register is erased) where to find them."""

    ticket: str
    address: str
    birth_year: int | None


def panel_people(draw: PanelDraw) -> list[Seated]:
    """The panel of a published draw with where to find each, in ticket order."""
    volunteers = {
        volunteer.ticket: volunteer
        for volunteer in Volunteer.objects.filter(pool=draw.pool).select_related("lot_ticket__person")
    }
    found = []
    for ticket in draw.panel:
        volunteer = volunteers.get(int(ticket))
        person: RegisterPerson | None = volunteer.lot_ticket.person if volunteer and volunteer.lot_ticket else None
        found.append(Seated(ticket, person.address if person else "", person.birth_year if person else None))
    return found


def council_to_seat(neighbourhood: Any) -> tuple[Any, Any]:
    """(the council or None, its term or None) in which the drawn get their seats."""
    council = council_of(neighbourhood)
    return council, current_term(council) if council else None


def failed_with(pool: Pool, public_id: str) -> PanelDraw | None:
    """A try from this pool that was impossible, or None."""
    return pool.draws.filter(public_id=public_id, status=PanelDraw.Status.FAILED).first()


def widening_of(draw: PanelDraw) -> list[dict[str, Any]]:
    """The targets of a failed draw with the smallest widening that makes a panel possible; [] when there is none."""
    offers = [fault["params"].get("relaxation") for fault in draw.faults if fault.get("code") == "quotas_clash"]
    relaxed = {(feature, value): (low, high) for feature, value, low, high in (offers[0] or [])} if offers else {}
    if not relaxed:
        return []
    widened = []
    for target in draw.targets:
        low, high = relaxed.get((target["feature"], target["value"]), (target["min"], target["max"]))
        widened.append(target | {"min": low, "max": high})
    return widened
