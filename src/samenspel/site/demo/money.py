"""The chapters about money: grants, a decision and what is bought for it, the vote's result, the yearly account."""

from __future__ import annotations

from typing import Any

from samenspel.apps.accounting import services as accounting
from samenspel.apps.accounts.services import approve
from samenspel.apps.councils import selectors as councils_read
from samenspel.apps.councils import services as councils
from samenspel.apps.household import services as household
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import move_matter, weigh_values
from samenspel.apps.voting import services as voting

from .stage import Stage, file_bytes


def grants(stage: Stage) -> None:
    """Grants and estimates come in from files."""
    calendar = stage.calendar
    household.import_grants(
        neighbourhood=stage.neighbourhood,
        source=calendar.of_this_year(file_bytes("potjes.csv")),
        by=stage.cast.controller,
        at=calendar.at(-115, 11),
    )
    household.import_estimates(
        neighbourhood=stage.neighbourhood, source=calendar.of_this_year(file_bytes("ramingen.csv"))
    )


def experiment(stage: Stage) -> None:
    """The council decides on an experiment; it is bought by two people."""
    calendar, cast = stage.calendar, stage.cast
    decision = _decide(
        stage,
        title="Een proef met een zomerstraat",
        text="Drie straten proberen één zomer een straat om te blijven. De wijkraad legt € 12.400 klaar.",
        scope_key="experiment",
        amount_cents=1_240_000,
        consultation="Twee tafels met samen 23 buren. Ze wilden eerst proberen en dan pas kiezen.",
        against=2,
        offset=-32,
    )
    household.allocate(decision=decision, amount_cents=1_240_000, by=cast.controller, at=calendar.at(-31, 10))
    _buy(stage, decision, "Banken en bakken te leen", "Stichting Buurtgoed (verzonnen)", 620_000, -28, paid=True)
    stage.later(
        calendar.at(-20, 9),
        lambda: _buy(stage, decision, "Snelheid meten", "Meetwerk Noord (verzonnen)", 180_000, -20, paid=False),
    )


def _decide(
    stage: Stage, *, title: str, text: str, scope_key: str, amount_cents: int, consultation: str, against: int,
    offset: int, subject: tuple[str, str] = ("", ""), adopt: bool = True,
) -> Any:  # fmt: skip
    """Put a decision before the council, let every chair vote, and (unless told otherwise) decide."""
    calendar = stage.calendar
    decision = councils.propose_decision(
        council=stage.council,
        title=title,
        text=text,
        scope_key=scope_key,
        amount_cents=amount_cents,
        consultation=consultation,
        subject_kind=subject[0],
        subject_id=subject[1],
        at=calendar.at(offset, 19, 30),
    )
    for number, seat in enumerate(councils_read.seated(stage.council).order_by("number")):
        choice = "against" if number < against else "for"
        councils.cast_decision_vote(decision=decision, seat=seat, choice=choice, at=calendar.at(offset, 20, 30))
    return councils.adopt_decision(decision=decision, at=calendar.at(offset, 20, 45)) if adopt else decision


def _buy(stage: Stage, decision: Any, title: str, supplier: str, amount_cents: int, offset: int, *, paid: bool) -> None:
    """From an agreement to an invoice and, if told, a payment; each money act by two people."""
    calendar, cast = stage.calendar, stage.cast
    agreement = f"Opdracht {title.lower()}"
    approval = household.request_commit_approval(
        decision=decision, amount_cents=amount_cents, supplier=supplier, agreement=agreement,
        requested_by=cast.controller,
    )  # fmt: skip
    approve(approval=approval, by=cast.second_controller, at=calendar.at(offset, 10))
    commitment = household.commit(
        decision=decision,
        kind="purchase",
        title=title,
        supplier=supplier,
        agreement=agreement,
        amount_cents=amount_cents,
        approval=approval,
        by=cast.controller,
        at=calendar.at(offset, 11),
    )
    if not paid:
        return
    stage.later(calendar.at(offset + 10, 10), lambda: _invoice(stage, commitment, amount_cents, offset + 10))


def _invoice(stage: Stage, commitment: Any, amount_cents: int, offset: int) -> None:
    """An invoice, checked by someone else than who bought, and four days later its payment."""
    calendar, cast = stage.calendar, stage.cast
    invoice = household.receive_invoice(
        commitment=commitment,
        number=f"{calendar.year}-{amount_cents // 100}",
        amount_cents=amount_cents,
        delivery_check="Geleverd en gezien door de straat.",
        by=cast.controller,
        checked_by=cast.team_member,
        at=calendar.at(offset, 10),
    )
    line = f"bank {calendar.year}-{invoice.public_id}"

    def pay() -> None:
        approval = household.request_payment_approval(invoice=invoice, bank_line=line, requested_by=cast.controller)
        approve(approval=approval, by=cast.second_controller, at=calendar.at(offset + 4, 10))
        household.pay_invoice(
            invoice=invoice, bank_line=line, approval=approval, by=cast.controller, at=calendar.at(offset + 4, 11)
        )

    stage.later(calendar.at(offset + 4, 10), pay)


def result_into_the_books(stage: Stage) -> None:
    """The council takes the result of the vote over, and its money is allocated."""
    calendar, cast, budget_round = stage.calendar, stage.cast, stage.budget_round
    result = budget_round.count.result
    decision = _decide(
        stage,
        title=f"De uitslag van de wijkbegroting {calendar.year}",
        text="De wijkraad neemt de uitslag van de stemming over. De gekozen plannen gaan door.",
        scope_key="money",
        amount_cents=result["spent_cents"],
        consultation=f"Stemming onder alle bewoners van 12 jaar en ouder. {result['voters']} buren stemden.",
        against=1,
        offset=-5,
        subject=("budget_round", budget_round.public_id),
        adopt=False,
    )
    voting.adopt_result(budget_round=budget_round, decision=decision, by=cast.controller, at=calendar.at(-5, 21))
    weigh_values(
        municipality=stage.municipality,
        subject_kind="decision",
        subject_id=decision.public_id,
        return_score=3,
        return_reason="De meeste plannen kosten weinig. Wat ze opleveren, meten we volgend jaar.",
        engagement_score=4,
        engagement_reason="Een op de vijf buren stemde.",
        legitimacy_score=4,
        legitimacy_reason="De regels lagen vooraf vast en iedereen kan natellen.",
    )
    for number, (plan, owner, together) in enumerate(
        (("Banken voor een praatje", "Stadsbeheer", "bewoners van de route"),
         ("Repaircafé met een gereedschapskist", "Buurthuis De Gong", "de vaste reparateurs"),
         ("Honderd geveltuintjes", "Stadsbeheer", "de straten die meedoen"))
    ):  # fmt: skip
        matter = matter_of("project", stage.projects[plan].public_id)
        if matter is not None:
            move_matter(
                matter=matter,
                status="taken_up",
                told=f"{owner} begint, samen met {together}.",
                owner_kind="pair",
                owner_name=owner,
                together_with=together,
                next_step="Samen de plekken kiezen",
                due_on=calendar.day(9 + 12 * number),
                by=cast.manager,
                at=calendar.at(-3, 10),
            )
    _buy(stage, decision, "Eerste veertig geveltuintjes", "Hovenier Groen Oost (verzonnen)", 560_000, -4, paid=False)


def account(stage: Stage) -> None:
    """The yearly account, half written."""
    opened = accounting.open_account(council=stage.council, year=stage.calendar.year)
    for part, text in (
        ("foreword", "Dit was ons eerste jaar. Elf buren en zes raadsleden zaten aan één tafel. We waren het niet "
         "altijd eens. Dat hoeft ook niet."),
        ("conversation", "We vroegen eerst wat mensen nodig hebben, en pas daarna wat we doen. Dat scheelde ruzie."),
        ("lessons", "Wij zouden iemand terugbellen over de huisarts. Dat is niet gelukt. Volgend jaar krijgt elke "
         "toezegging meteen een naam en een datum."),
    ):  # fmt: skip
        accounting.write_text(account=opened, part=part, text=text, by=stage.cast.manager)
