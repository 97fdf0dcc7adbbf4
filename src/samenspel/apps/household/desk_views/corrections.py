"""Corrections: always a new transfer, with what it takes back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.foundation.money import euros

from .. import forms, services
from .acting import Act, respond
from .finding import address, keeper, transfer_of


def _facts(transfer: Any) -> list[tuple[str, str]]:
    return [
        (_("Transfer"), f"{transfer.sequence}: {transfer.get_kind_display()}"),
        (_("Fund"), transfer.fund.name),
        (_("From and to"), f"{transfer.debit.get_kind_display()} → {transfer.credit.get_kind_display()}"),
        (_("Amount"), euros(transfer.amount_cents)),
    ]


@require_http_methods(["GET", "POST"])
@keeper
def refund(request: HttpRequest, neighbourhood: Any, sequence: int) -> HttpResponse:
    """Money that a supplier paid back."""
    payment = transfer_of(neighbourhood, sequence)

    def told(cleaned: dict[str, Any], moves: Any) -> str:
        words = {"amount": euros(cleaned["amount"]), "number": payment.sequence, "line": cleaned["bank_line"]}
        if cleaned["keep_for_decision"]:
            return _("%(amount)s of payment %(number)s came back on bank line %(line)s. The decision keeps it.") % words
        return _("%(amount)s of payment %(number)s came back on bank line %(line)s. The fund keeps it.") % words

    act = Act(
        title=_("Money came back on payment %(number)s") % {"number": payment.sequence},
        facts=_facts(payment),
        told=told,
        run=lambda cleaned, key: services.refund_payment(
            payment=payment,
            amount_cents=cleaned["amount"],
            bank_line=cleaned["bank_line"],
            keep_for_decision=bool(cleaned["keep_for_decision"]),
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Book what came back"),
        done=_("What came back is in the book."),
        back=address("transfers", neighbourhood),
    )
    return respond(request, neighbourhood, act, forms.RefundForm)


@require_http_methods(["GET", "POST"])
@keeper
def reverse_transfer(request: HttpRequest, neighbourhood: Any, sequence: int) -> HttpResponse:
    """A transfer that was booked wrongly is taken back whole, by a new one."""
    transfer = transfer_of(neighbourhood, sequence)
    act = Act(
        title=_("Take back transfer %(number)s") % {"number": transfer.sequence},
        intro=_("The first transfer stays to be seen. A new one takes it back, once and whole."),
        facts=_facts(transfer),
        told=lambda cleaned, moves: (
            _(
                "%(amount)s goes back from ‘%(from)s’ to ‘%(to)s’ in the fund ‘%(fund)s’. "
                "Everyone can read the reason: %(reason)s"
            )
            % {
                "amount": euros(transfer.amount_cents),
                "from": transfer.credit.get_kind_display(),
                "to": transfer.debit.get_kind_display(),
                "fund": transfer.fund.name,
                "reason": cleaned["reason"],
            }
        ),
        run=lambda cleaned, key: services.reverse_transfer(
            transfer=transfer,
            reason=cleaned["reason"],
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Take it back"),
        done=_("The transfer is taken back."),
        back=address("transfers", neighbourhood),
    )
    return respond(request, neighbourhood, act, forms.ReverseForm)
