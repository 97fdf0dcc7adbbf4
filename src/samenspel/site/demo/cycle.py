"""Plays the cycle: every step is what a person would do on the site, by the same services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from samenspel.apps.accounts.services import approve
from samenspel.apps.advice.services import answer_advice, request_advice
from samenspel.apps.councils import services as councils
from samenspel.apps.deliberation import services as deliberation
from samenspel.apps.draws import selectors as draws_read
from samenspel.apps.draws import services as draws
from samenspel.apps.picture.selectors import latest_values
from samenspel.apps.picture.services import load_groningen
from samenspel.apps.places.services import save_neighbourhood
from samenspel.apps.voting import services as voting

from . import doorstep, dossiers, energy, generator, leaving, money, saying_yes, street, team
from .calendar import Calendar
from .cast import gather
from .stage import Stage, rows_of

SEED = 404
CBS_CODE = "WK001404"
# As many people as in the account of the demonstration's design: 600 drawn, 412 spoken to, 96 yes, 11 seats.
DRAWN, REACHED, YES, SEATS = 600, 412, 96, 11
CONVERSATION_PEOPLE = 318
BALLOTS = 2_184
CODES = 11_000
BUDGET_CENTS = 15_000_000
BALLS = "balls:407"


# (what it is called, the day it starts counted from today, what is done)
Step = tuple[str, int, Callable[[Stage], None]]


def play(now: datetime) -> Iterator[tuple[str, int, int, Stage, Callable[[Callable[[int, int], None]], None]]]:
    """The steps in order: (what it is called, its number, how many there are, the stage, the function that does it).

    The caller runs the function with a callback for progress within the step.
    """
    stage = Stage(Calendar(now))
    for number, (label, starts, step) in enumerate(STEPS, start=1):

        def run(
            progress: Callable[[int, int], None], step: Callable[[Stage], None] = step, starts: int = starts
        ) -> None:
            stage.progress = progress
            stage.catch_up(stage.calendar.at(starts, 0))
            step(stage)

        yield label, number, len(STEPS), stage, run


def _places(stage: Stage) -> None:
    stage.municipality = load_groningen(is_demonstration=True)
    stage.neighbourhood = save_neighbourhood(
        municipality=stage.municipality, cbs_code=CBS_CODE, name="Oosterparkwijk", takes_part=True
    )
    stage.cast = gather(stage.municipality, stage.neighbourhood)


def _council(stage: Stage) -> None:
    calendar = stage.calendar
    stage.council = councils.create_council(
        neighbourhood=stage.neighbourhood,
        name="Coöperatieve wijkraad Oosterparkwijk",
        legal_form="commission",
        instituted_by="Verordening op de coöperatieve wijkraad (verzonnen voorbeeld)",
        instituted_on=calendar.day(-120),
        competent_body="de gemeenteraad",
        objection="Ben je het er niet mee eens? Schrijf binnen zes weken aan de gemeenteraad. Wij helpen je erbij.",
        seats_drawn=SEATS,
        seats_delegated=6,
        at=calendar.at(-120, 20),
    )
    councils.set_rules(
        council=stage.council,
        decides=[
            {"key": "money", "text": "De wijkraad verdeelt het vrije geld van de wijk."},
            {"key": "experiment", "text": "De wijkraad begint een proef van hooguit één jaar."},
        ],
        advises=[
            {"key": "street", "text": "De inrichting van straten en pleinen."},
            {"key": "influence", "text": "Geld dat een afdeling in de wijk uitgeeft en waar ruimte in zit."},
        ],
        may_not_touch=[
            {"key": "zoning", "text": "Het omgevingsplan."},
            {"key": "mayor", "text": "De taken van de burgemeester."},
        ],
        amount_max_cents=24_000_000,
        in_force_from=calendar.day(-119),
        at=calendar.at(-119, 20),
    )


def _register_and_lot(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    facts = latest_values(CBS_CODE)
    people = generator.register(
        inhabitants=int(facts["inhabitants"] or 0),
        dwellings=int(facts["dwellings"] or 0),
        # In the first months of a year the register is of the year before: nobody in it is born later.
        year=calendar.day(-108).year,
        seed=SEED,
    )
    register = draws.import_register(
        neighbourhood=stage.neighbourhood,
        data=people.data,
        file_name="bevolkingsregister.csv",
        drawn_on=calendar.day(-108),
        delete_on=calendar.day(30),
        by=cast.manager,
        at=calendar.at(-110, 10),
    )
    stage.progress(1, 4)
    lot = draws.commit_lot(register=register, count=DRAWN, announced="text", by=cast.manager, at=calendar.at(-109, 17))
    stage.progress(2, 4)
    draws.draw_lot(
        lot=lot,
        source="text:Oosterparkwijk, tien ballen getrokken in De Gong: 4 0 7 1 9 2 6 8 5 3",
        by=cast.manager,
        at=calendar.at(-108, 20),
    )
    stage.progress(3, 4)
    approval = draws.request_lot_publication(lot=lot, requested_by=cast.manager)
    approve(approval=approval, by=cast.second_manager, at=calendar.at(-108, 20, 30))
    draws.publish_lot(lot=lot, approval=approval, at=calendar.at(-108, 21))
    draws.issue_letter_codes(lot=lot, by=cast.manager, at=calendar.at(-105, 9))
    stage.draw = (lot, people.population)
    stage.progress(4, 4)


def _doorstep(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    lot, population = stage.draw
    pool = draws.open_pool(
        neighbourhood=stage.neighbourhood,
        name="Wijkraad",
        features=["age", "sex", "housing"],
        by=cast.manager,
        lot=lot,
        population=population,
        population_source="het verzonnen bevolkingsregister van deze proef",
        at=calendar.at(-104, 9),
    )
    tickets = list(draws_read.drawn_tickets(lot))
    told = generator.answers(people=len(tickets), yes=YES, reached=REACHED, seed=SEED)
    # One transaction around all: on the site each answer is one of its own, here it only costs time.
    with transaction.atomic():
        for number, (ticket, answer) in enumerate(zip(tickets, told, strict=True), start=1):
            draws.record_answer(
                ticket=ticket,
                answer=answer.answer,
                took_part_before=answer.took_part_before,
                at=calendar.at(-100 + number // 30, 18),
                **saying_yes.wishes(number, answer.answer),
            )
            stage.progress(number, len(tickets))
    stage.draw = pool


def _panel(stage: Stage) -> None:
    calendar, cast, pool = stage.calendar, stage.cast, stage.draw
    draw = draws.commit_panel_draw(
        pool=pool,
        targets=draws_read.targets_for(pool, SEATS),
        seats=SEATS,
        by=cast.manager,
        at=calendar.at(-73, 17),
    )
    draws.pick_panel(
        draw=draw,
        source=BALLS,
        ceremony="Drie ballen in buurthuis De Gong, getrokken door twee bewoners.",
        by=cast.manager,
        again_by=cast.second_manager,
        at=calendar.at(-72, 20),
    )
    approval = draws.request_panel_publication(draw=draw, requested_by=cast.manager)
    approve(approval=approval, by=cast.second_manager, at=calendar.at(-72, 20, 15))
    draws.publish_panel_draw(draw=draw, approval=approval, at=calendar.at(-72, 20, 30))
    stage.draw = draw
    stage.term = councils.open_term(
        council=stage.council,
        starts_on=calendar.day(-70),
        ends_on=calendar.day(-70 + 730),
        at=calendar.at(-70, 19),
    )
    draws.seat_panel(draw=draw, council=stage.council, term=stage.term, by=cast.manager, at=calendar.at(-70, 19, 30))
    councils.seat_members(
        council=stage.council,
        term=stage.term,
        origin="delegated",
        holders=[(f"raadslid {number}", "") for number in range(1, 7)],
        reason="aangewezen door de gemeenteraad",
        starts_on=calendar.day(-70),
        at=calendar.at(-70, 19, 45),
    )
    for offset, title, agenda in (
        (2, "Vergadering van de wijkraad", ["De straat: welke vraag stellen we?", "Wat ging er goed?"]),
        (30, "Vergadering van de wijkraad", ["Wat hoorden we in het gesprek?", "De proef van de zomer"]),
    ):
        councils.plan_meeting(
            council=stage.council,
            title=title,
            starts_at=calendar.at(offset, 19, 30),
            place="buurthuis De Gong",
            agenda=agenda,
        )


def _question(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    stage.question = deliberation.open_question(
        neighbourhood=stage.neighbourhood,
        text="Hoe willen wij dat onze straat eruitziet?",
        positions=["Voer betaald parkeren in", "Laat het parkeren zoals het is", "Maak de straat groen"],
        interests=["Mijn bezoek kan komen", "Kinderen kunnen spelen", "Ik kom laat veilig thuis"],
        closes_at=calendar.at(20, 23, 59),
        by=cast.manager,
        at=calendar.at(-40, 9),
    )


def _conversation(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    said = generator.conversation(
        rows_of("stellingen.csv"), people=CONVERSATION_PEOPLE, from_at=calendar.at(-39, 9), days=36, seed=SEED
    )
    deliberation.import_votes(question=stage.question, votes=said.votes, comments=said.comments, at=calendar.at(-1, 9))
    stage.progress(1, 2)
    opinion_map = deliberation.compute_map(question=stage.question, at=calendar.at(0, 8))
    names = {2: ("Geef ons ruimte", "Houd ons bereikbaar")}
    deliberation.publish_map(
        opinion_map=opinion_map,
        headline="Kinderen buiten, bezoek welkom. Daar zijn we het over eens.",
        group_names=_group_names(opinion_map, names),
        by=cast.manager,
        at=calendar.at(0, 8, 30),
    )
    stage.progress(2, 2)


def _group_names(opinion_map: Any, names: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The two names in the order of the groups: the first is the group that would rather walk to its car."""
    found = names.get(len(opinion_map.figures["groups"]), ())
    return found if not found or _leans_to_room(opinion_map) else found[::-1]


def _leans_to_room(opinion_map: Any) -> bool:
    """True when the first group agrees more than the second that half of the parking places may become green."""
    statement = next(s for s in opinion_map.question.statements.all() if s.text.startswith("De helft van de plekken"))
    first, second = opinion_map.figures["reactions"][statement.public_id][:2]
    # A share of too few reactions is None: for this it is as good as nobody.
    shares = [group["percent"] if group else 0 for group in (first, second)]
    return bool(shares[0] >= shares[1])


def _advice(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    request = request_advice(
        neighbourhood=stage.neighbourhood,
        subject_kind="question",
        subject_id=stage.question.public_id,
        domain="openbare ruimte",
        question="Waarom kan er geen boom voor nummer 30?",
        due_on=calendar.day(-14),
        at=calendar.at(-24, 9),
    )

    def answer() -> None:
        answer_advice(
            request=request,
            expert=cast.expert,
            answer="Onder de stoep ligt een gasleiding. De wortels van een boom kunnen die kapot drukken. "
            "Een grote bak op wielen kan wel.",
            source="Leidingenkaart van de gemeente (verzonnen)",
            verdict="not_feasible",
            reason="De gasleiding ligt 60 centimeter diep, precies onder de stoep.",
            way_to_yes="Kies een bak op wielen, of wacht tot de leiding wordt vervangen.",
            at=calendar.at(-16, 9),
        )

    stage.later(calendar.at(-16, 9), answer)


def _round(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    stage.budget_round = voting.create_round(
        neighbourhood=stage.neighbourhood,
        title=f"Wijkbegroting {calendar.year}",
        criteria="Het plan is voor de wijk. Het kan binnen een jaar. Iemand wil het mee uitvoeren.",
        budget_cents=BUDGET_CENTS,
        ideas_from=calendar.day(-65),
        vote_from_at=calendar.at(-35, 9),
        vote_until_at=calendar.at(-10, 20),
        result_on=calendar.day(-5),
        by=cast.manager,
        at=calendar.at(-66, 9),
    )
    rows = rows_of("ideeen.csv")
    for row in rows:
        stage.projects[row["plan"]] = voting.add_project(
            budget_round=stage.budget_round,
            title=row["plan"],
            text=row["tekst"],
            cost_cents=int(row["kosten"]) * 100,
            icon=row["tekening"],
            at=calendar.at(-60, 12),
        )
    for row in rows:
        voting.judge_feasibility(
            project=stage.projects[row["plan"]],
            feasible=row["oordeel"] == "feasible",
            reason=row["reden"],
            feasible_if=row["wel_als"],
            by=cast.expert,
            at=calendar.at(-45, 12),
        )


def _open_vote(stage: Stage) -> None:
    calendar, cast = stage.calendar, stage.cast
    voting.open_round(
        budget_round=stage.budget_round,
        eligibility_source="Iedereen van 12 jaar en ouder uit het (verzonnen) bevolkingsregister",
        by=cast.manager,
        at=calendar.at(-36, 12),
    )


def _ballots(stage: Stage) -> None:
    calendar, budget_round = stage.calendar, stage.budget_round
    codes = voting.issue_voting_codes(budget_round=budget_round, count=CODES, on=calendar.day(-36))
    plans = [row for row in rows_of("ideeen.csv") if row["oordeel"] == "feasible"]
    chosen = generator.ballots(plans, voters=BALLOTS, seed=SEED)
    with transaction.atomic():
        for number, (letter, wanted) in enumerate(zip(codes, chosen, strict=False), start=1):
            voting.cast_ballot(
                budget_round=budget_round,
                code=letter.code,
                choices=[stage.projects[plans[n]["plan"]].public_id for n in wanted],
                at=calendar.at(-35 + 25 * number // (BALLOTS + 1), 15),
            )
            stage.progress(number, BALLOTS)


def _count(stage: Stage) -> None:
    calendar, cast, budget_round = stage.calendar, stage.cast, stage.budget_round
    approval = voting.request_close_approval(budget_round=budget_round, requested_by=cast.manager)
    approve(approval=approval, by=cast.second_manager, at=calendar.at(-10, 20, 30))
    voting.close_round(budget_round=budget_round, approval=approval, at=calendar.at(-10, 21))
    stage.progress(1, 2)
    voting.count_round(budget_round=budget_round, at=calendar.at(-9, 10))
    stage.progress(2, 2)


def _open_round(stage: Stage) -> None:
    """A second, small vote that is still open: here a visitor can vote with a code from the terminal."""
    calendar, cast = stage.calendar, stage.cast
    budget_round = voting.create_round(
        neighbourhood=stage.neighbourhood,
        title="De zomerstraat",
        criteria="Het plan is voor de proef met de zomerstraat. Het staat er één zomer.",
        budget_cents=400_000,
        ideas_from=calendar.day(-30),
        vote_from_at=calendar.at(-3, 9),
        vote_until_at=calendar.at(18, 20),
        result_on=calendar.day(23),
        choices_advised=2,
        by=cast.manager,
        at=calendar.at(-4, 13),
    )
    rows = rows_of("zomerstraat.csv")
    projects = [
        voting.add_project(
            budget_round=budget_round,
            title=row["plan"],
            text=row["tekst"],
            cost_cents=int(row["kosten"]) * 100,
            icon=row["tekening"],
            at=calendar.at(-4, 14),
        )
        for row in rows
    ]
    for project, row in zip(projects, rows, strict=True):
        voting.judge_feasibility(
            project=project, feasible=True, reason=row["reden"], by=cast.expert, at=calendar.at(-4, 15)
        )
    voting.open_round(
        budget_round=budget_round,
        eligibility_source="De straten van de proef, uit het (verzonnen) bevolkingsregister",
        by=cast.manager,
        at=calendar.at(-4, 16),
    )


STEPS: tuple[Step, ...] = (
    ("The neighbourhood and its people", -120, _places),
    ("The council and its rules of play", -120, _council),
    ("The area team, and the empty chairs", -118, team.roster),
    ("The household book: grants and estimates", -115, money.grants),
    ("What a member gets, and what a benefit allows", -112, saying_yes.amounts),
    ("The register and the order of the lot", -110, _register_and_lot),
    ("Ringing doorbells", -104, _doorstep),
    ("One sentence, heard at a door", -98, doorstep.evening),
    ("What was heard in the street", -98, street.signals),
    ("What goes well, and who pulls it", -90, energy.assets),
    ("A dossier: chances first", -84, dossiers.street),
    ("Drawing the council", -73, _panel),
    ("Plans, and whether they can be done", -66, _round),
    ("Smaller dossiers", -44, dossiers.small),
    ("A question for the neighbourhood", -40, _question),
    ("A member leaves, the lot chooses who comes in", -39, leaving.replacement),
    ("The vote opens", -36, _open_vote),
    ("Which half of the chairs goes first", -35, saying_yes.halves),
    ("A decision, an allocation, a purchase", -32, money.experiment),
    ("An expert's answer", -24, _advice),
    ("Casting ballots", -24, _ballots),
    ("Closing and counting", -10, _count),
    ("The result into the books", -5, money.result_into_the_books),
    ("A second vote, still open", -4, _open_round),
    ("What officials saw and learned", -3, team.learning),
    ("A round of doorbells, still to walk", -1, doorstep.open_rounds),
    ("What the conversation tells", -1, _conversation),
    ("What became of what people said", -1, team.followed_up),
    ("The yearly account", 0, money.account),
)
