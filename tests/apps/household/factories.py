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
    facts = {"supplier": "Hovenier Van Elzen", "agreement": "Contract 2026-14", "amount_cents": amount_cents}
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
