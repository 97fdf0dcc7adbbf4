"""A neighbourhood with a council, a bookkeeper, a second person and funds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from samenspel.apps.accounts.services import approve
from samenspel.apps.household import services

from .. import factories as shared

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Alice keeps the book, Bob is the second person, Carol is a resident without a role."""

    neighbourhood: Any
    council: Any
    alice: Any
    bob: Any
    carol: Any

    @property
    def municipality(self) -> Any:
        return self.neighbourhood.municipality


def scene(**extra: Any) -> Scene:
    where = shared.neighbourhood(**extra)
    return Scene(
        neighbourhood=where,
        council=shared.council(where, amount_max_cents=100_000_000),
        alice=shared.person("Alice", "controller", where=where),
        bob=shared.person("Bob", "area_manager", where=where),
        carol=shared.person("Carol"),
    )


def fund(scene_: Scene, *, amount_cents: int = 20_000_000, name: str = "Wijkbudget", **extra: Any) -> Any:
    facts: dict[str, Any] = {
        "owner_name": "Gemeenteraad",
        "owner_kind": "city_council",
        "task_field_code": "6.1",
        "economic_category": "4.3.8",
        "year": 2026,
        "freedom": "free",
        "ends_on": date(2026, 12, 31),
        "grant_letter": "Raadsbesluit 12",
        "by": scene_.alice,
        "at": AT,
    }
    return services.open_fund(
        neighbourhood=scene_.neighbourhood, name=name, amount_cents=amount_cents, **(facts | extra)
    )


def decision(scene_: Scene, amount_cents: int | None = 1_400_000, **extra: Any) -> Any:
    return shared.adopted_decision(scene_.council, amount_cents=amount_cents, **extra)


def allocated(scene_: Scene, amount_cents: int = 1_400_000, **extra: Any) -> Any:
    made = decision(scene_, amount_cents)
    services.allocate(decision=made, amount_cents=amount_cents, by=scene_.alice, at=AT, **extra)
    return made


def commitment(scene_: Scene, decision_: Any, amount_cents: int = 1_365_000, **extra: Any) -> Any:
    agreement = extra.pop("agreement", "Contract 2026-14")
    facts = {"supplier": "Hovenier Van Elzen", "agreement": agreement, "amount_cents": amount_cents}
    asked = services.request_commit_approval(decision=decision_, requested_by=scene_.alice, **facts)
    approval = approve(approval=asked, by=scene_.bob)
    return services.commit(
        decision=decision_,
        kind="purchase",
        title="Honderd tuintjes",
        approval=approval,
        by=scene_.alice,
        at=AT,
        **(facts | extra),
    )


def invoice(scene_: Scene, commitment_: Any, amount_cents: int = 1_365_000, **extra: Any) -> Any:
    facts = {"number": "F-1", "delivery_check": "Geteld: honderd tuintjes.", "checked_by": scene_.carol}
    return services.receive_invoice(
        commitment=commitment_, amount_cents=amount_cents, by=scene_.alice, at=AT, **(facts | extra)
    )


def payment(scene_: Scene, invoice_: Any, bank_line: str = "BNK-2026-7", **extra: Any) -> Any:
    asked = services.request_payment_approval(invoice=invoice_, bank_line=bank_line, requested_by=scene_.alice)
    approval = approve(approval=asked, by=scene_.bob)
    return services.pay_invoice(
        invoice=invoice_, bank_line=bank_line, approval=approval, by=scene_.alice, at=AT, **extra
    )


def whole_course(scene_: Scene) -> list[Any]:
    """A fund, a decision, an agreement, an invoice and its payment: the transfers of the payment."""
    fund(scene_)
    return payment(scene_, invoice(scene_, commitment(scene_, allocated(scene_))))


# title, owner, task field, freedom, euros, what fixes it
ESTIMATES = [
    ("Hulp in de huishouding", "Maatschappelijke ontwikkeling", "6.711", "fixed", 1_900_000, "Wmo 2015"),
    ("Begeleiding thuis", "Maatschappelijke ontwikkeling", "6.712", "fixed", 1_510_000, "Wmo 2015"),
    ("Jeugdhulp", "Maatschappelijke ontwikkeling", "6.751", "fixed", 1_830_000, "Jeugdwet"),
    ("Wijkteam jeugd", "Maatschappelijke ontwikkeling", "6.22", "influence", 240_000, ""),
    ("Buurthuizen", "Maatschappelijke ontwikkeling", "6.1", "influence", 380_000, ""),
    ("Onderhoud van straten", "Stadsbeheer", "2.1", "fixed", 1_650_000, "Onderhoudscontract 2024–2027"),
    ("Riool", "Stadsbeheer", "7.2", "fixed", 1_880_000, "Waterwet"),
    ("Groen en speelplekken", "Stadsbeheer", "5.7", "influence", 780_000, ""),
    ("Schoolgebouwen", "Onderwijs en sport", "4.2", "fixed", 1_080_000, "Wet op het primair onderwijs"),
    ("Sport in de buurt", "Onderwijs en sport", "5.1", "influence", 160_000, ""),
    ("Onderhoud van woningen", "Woningcorporatie De Nieuwe Haard", "8.3", "fixed", 860_000, "Prestatieafspraken 2026"),
    ("Leefbaarheid", "Woningcorporatie De Nieuwe Haard", "8.3", "influence", 290_000, ""),
    ("Handhaving", "Veiligheid", "1.2", "fixed", 380_000, "Gemeentewet"),
    ("Buurtpreventie", "Veiligheid", "1.2", "influence", 30_000, ""),
]


def realistic(scene_: Scene) -> Any:
    """A book as in Oosterparkwijk, with money on its way: the decision on façade gardens."""
    for title, owner, code, freedom, euros, basis in ESTIMATES:
        services.save_estimate(
            neighbourhood=scene_.neighbourhood,
            domain=owner,
            owner_name=owner,
            owner_kind="corporation" if "corporatie" in owner else "department",
            title=title,
            year=2026,
            task_field_code=code,
            amount_cents=euros * 100,
            allocation_key="naar het aantal inwoners",
            uncertainty_percent=10,
            freedom=freedom,
            basis=basis,
        )
    fund(scene_, owner_name="Wijkbudget van de gemeenteraad")
    fund(
        scene_,
        name="Fonds Oost Samen",
        owner_name="Fonds Oost Samen",
        owner_kind="foundation",
        amount_cents=4_000_000,
        earmark="Alleen voor groen en ontmoeten",
        earmark_codes=["5.7", "6.1"],
        grant_letter="Brief van 3 februari 2026",
        economic_category="4.4.3",
    )
    gardens = decision(scene_, 1_400_000, title="Geveltuintjes in elke straat")
    services.allocate(decision=gardens, amount_cents=1_400_000, task_field_code="5.7", at=AT)
    for title, euros, code in (
        ("Speelplek Zaagmulderweg", 69_000, "5.7"),
        ("Huiskamer van de buurt", 60_000, "6.1"),
        ("Fietslessen", 41_000, "5.1"),
    ):
        other = decision(scene_, euros * 100, title=title)
        services.allocate(decision=other, amount_cents=euros * 100, task_field_code=code, at=AT)
    commitment(scene_, gardens, delivery_on=date(2027, 3, 20))
    return gardens
