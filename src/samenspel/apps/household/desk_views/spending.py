"""From decision to payment: allocate, agree, receive, pay. What needs two people is asked first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.selectors import people_with_role
from samenspel.foundation.money import euros

from .. import forms, services
from ..selectors import desk, planned
from .acting import Act, respond
from .finding import address, approval_of, commitment_of, decision_of, found_or_404, invoice_of, keeper

# Who may be the one that looked at what was delivered.
CHECKERS = ("council_member", "area_team_member", "area_manager", "controller", "expert")


def _plain(cents: int) -> str:
    """An amount as a form takes it back."""
    return f"{cents // 100},{cents % 100:02d}"


@require_http_methods(["GET", "POST"])
@keeper
def allocate(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Money for an adopted decision; the plan is shown before it is confirmed."""
    decision = decision_of(neighbourhood, public_id)
    row = found_or_404(next((r for r in desk.decision_rows(neighbourhood) if r.decision.pk == decision.pk), None))
    act = Act(
        title=_("Allocate money to ‘%(decision)s’") % {"decision": decision.title},
        intro=_("The decision says %(amount)s, of which %(left)s is not yet allocated.")
        % {"amount": euros(decision.amount_cents), "left": euros(row.left_cents)},
        told=lambda cleaned, moves: (
            _(
                "%(amount)s goes to this decision. The fund with the narrowest purpose pays first, then the one "
                "that ends first."
            )
            % {"amount": euros(cleaned["amount"])}
        ),
        run=lambda cleaned, key: services.allocate(
            decision=decision,
            amount_cents=cleaned["amount"],
            task_field_code=cleaned["task_field_code"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Allocate it"),
        done=_("The money is allocated."),
        back=address("decision", neighbourhood, decision.public_id),
    )
    initial = {"amount": _plain(row.left_cents)} if row.left_cents else {}
    fields = desk.task_field_choices()
    return respond(request, neighbourhood, act, forms.AllocateForm, task_fields=fields, initial=initial)


@require_http_methods(["GET", "POST"])
@keeper
def deallocate(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """What a decision does not need can be allocated to something else."""
    decision = decision_of(neighbourhood, public_id)
    act = Act(
        title=_("Take back what ‘%(decision)s’ does not need") % {"decision": decision.title},
        intro=_("Only what is not agreed with anyone can be taken back."),
        told=lambda cleaned, moves: (
            _("%(amount)s goes back to the funds it came from. The council can allocate it again.")
            % {"amount": euros(cleaned["amount"])}
        ),
        run=lambda cleaned, key: services.deallocate(
            decision=decision, amount_cents=cleaned["amount"], by=request.user, idempotency_key=key
        ),
        button=_("Make it free again"),
        done=_("The money can be allocated again."),
        back=address("decision", neighbourhood, decision.public_id),
    )
    return respond(request, neighbourhood, act, forms.AmountForm)


@require_http_methods(["GET", "POST"])
@keeper
def ask_commit(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Ask a second person to approve an agreement."""
    decision = decision_of(neighbourhood, public_id)
    act = Act(
        title=_("An agreement for ‘%(decision)s’") % {"decision": decision.title},
        intro=_("A second person looks at it first. Then you book it."),
        told=lambda cleaned, moves: (
            _(
                "You ask a second person to approve an agreement of %(amount)s with %(supplier)s: %(agreement)s. "
                "Nothing is booked yet."
            )
            % {
                "amount": euros(cleaned["amount"]),
                "supplier": cleaned["supplier"],
                "agreement": cleaned["agreement"],
            }
        ),
        plan=lambda cleaned: planned.planned_commit(decision, cleaned["amount"]),
        run=lambda cleaned, key: services.request_commit_approval(
            decision=decision,
            amount_cents=cleaned["amount"],
            supplier=cleaned["supplier"],
            agreement=cleaned["agreement"],
            requested_by=request.user,
        ),
        books=False,
        button=_("Ask a second person"),
        done=_("A second person is asked. You read here when it is approved."),
        back=address("decision", neighbourhood, decision.public_id),
    )
    return respond(request, neighbourhood, act, forms.AskCommitForm)


@require_http_methods(["GET", "POST"])
@keeper
def commit(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Book an agreement that was approved."""
    approval, decision = approval_of(neighbourhood, public_id, desk.COMMIT)
    asked = approval.payload
    act = Act(
        title=_("Book the agreement with %(supplier)s") % {"supplier": asked["supplier"]},
        facts=desk.approval_facts(approval),
        told=lambda cleaned, moves: (
            _("%(amount)s of ‘%(decision)s’ is agreed from then on, and can be spent on nothing else.")
            % {"amount": euros(asked["amount_cents"]), "decision": decision.title}
        ),
        plan=lambda cleaned: planned.planned_commit(decision, asked["amount_cents"]),
        run=lambda cleaned, key: services.commit(
            decision=decision,
            kind=cleaned["kind"],
            title=cleaned["title"],
            supplier=asked["supplier"],
            agreement=asked["agreement"],
            amount_cents=asked["amount_cents"],
            vat_cents=cleaned["vat"],
            is_investment=bool(cleaned["is_investment"]),
            upkeep=cleaned["upkeep"],
            delivery_on=cleaned["delivery_on"],
            journal_number=cleaned["journal_number"],
            approval=approval,
            by=request.user,
            idempotency_key=key,
        ),
        direct=True,
        button=_("Book the agreement"),
        done=_("The agreement is in the book."),
        back=address("decision", neighbourhood, decision.public_id),
        after=lambda made: address("commitment", neighbourhood, made.public_id),
    )
    return respond(request, neighbourhood, act, forms.CommitForm)


@require_http_methods(["GET", "POST"])
@keeper
def ask_release(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Ask a second person to approve that an agreement is let go."""
    commitment = commitment_of(neighbourhood, public_id)
    act = Act(
        title=_("Let go of ‘%(title)s’") % {"title": commitment.title},
        intro=_("Whole or in part. A second person looks at it first."),
        told=lambda cleaned, moves: (
            _("You ask a second person to approve that %(amount)s goes back to the decision. Nothing is booked yet.")
            % {"amount": euros(cleaned["amount"])}
        ),
        plan=lambda cleaned: planned.planned_release(commitment, cleaned["amount"]),
        run=lambda cleaned, key: services.request_release_approval(
            commitment=commitment, amount_cents=cleaned["amount"], requested_by=request.user
        ),
        books=False,
        button=_("Ask a second person"),
        done=_("A second person is asked. You read here when it is approved."),
        back=address("commitment", neighbourhood, commitment.public_id),
    )
    return respond(request, neighbourhood, act, forms.AmountForm)


@require_http_methods(["GET", "POST"])
@keeper
def release(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Let go of an agreement, as approved."""
    approval, commitment = approval_of(neighbourhood, public_id, desk.RELEASE)
    amount_cents = approval.payload["amount_cents"]
    act = Act(
        title=_("Let go of ‘%(title)s’") % {"title": commitment.title},
        facts=desk.approval_facts(approval),
        told=lambda cleaned, moves: (
            _("%(amount)s is no longer agreed. It stays with the decision.") % {"amount": euros(amount_cents)}
        ),
        plan=lambda cleaned: planned.planned_release(commitment, amount_cents),
        run=lambda cleaned, key: services.release(
            commitment=commitment,
            amount_cents=amount_cents,
            approval=approval,
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        direct=True,
        button=_("Let go of it"),
        done=_("That is in the book."),
        back=address("commitment", neighbourhood, commitment.public_id),
    )
    return respond(request, neighbourhood, act, forms.JournalForm)


@require_http_methods(["GET", "POST"])
@keeper
def receive_invoice(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """An invoice comes in, after someone looked at what was delivered."""
    commitment = commitment_of(neighbourhood, public_id)
    act = Act(
        title=_("An invoice for ‘%(title)s’") % {"title": commitment.title},
        intro=_("Book an invoice only when someone saw that it was delivered. A part is possible too."),
        told=lambda cleaned, moves: (
            _("Invoice %(number)s of %(amount)s is to be paid. %(person)s checked the delivery: %(check)s")
            % {
                "number": cleaned["number"],
                "amount": euros(cleaned["amount"]),
                "person": cleaned["checked_by"].name,
                "check": cleaned["delivery_check"],
            }
        ),
        run=lambda cleaned, key: services.receive_invoice(
            commitment=commitment,
            number=cleaned["number"],
            amount_cents=cleaned["amount"],
            delivery_check=cleaned["delivery_check"],
            checked_by=cleaned["checked_by"],
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        button=_("Book the invoice"),
        done=_("The invoice is in the book. It can be paid once a second person approves."),
        back=address("commitment", neighbourhood, commitment.public_id),
    )
    return respond(request, neighbourhood, act, forms.InvoiceForm, checkers=_checkers(neighbourhood))


def _checkers(neighbourhood: Any) -> dict[str, Any]:
    people = [
        person
        for role in CHECKERS
        for person in people_with_role(role, municipality=neighbourhood.municipality, neighbourhood=neighbourhood)
    ]
    return {person.public_id: person for person in sorted(people, key=lambda person: person.name)}


@require_http_methods(["GET", "POST"])
@keeper
def ask_payment(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Ask a second person to approve a payment."""
    invoice = invoice_of(neighbourhood, public_id)
    commitment = invoice.commitment
    act = Act(
        title=_("Pay invoice %(number)s") % {"number": invoice.number},
        intro=_("%(amount)s to %(supplier)s. A second person looks at it first.")
        % {"amount": euros(invoice.amount_cents), "supplier": commitment.supplier},
        told=lambda cleaned, moves: (
            _(
                "You ask a second person to approve that %(amount)s is paid to %(supplier)s on bank line %(line)s. "
                "Nothing is booked yet."
            )
            % {
                "amount": euros(invoice.amount_cents),
                "supplier": commitment.supplier,
                "line": cleaned["bank_line"],
            }
        ),
        plan=lambda cleaned: planned.planned_payment(invoice),
        run=lambda cleaned, key: services.request_payment_approval(
            invoice=invoice, bank_line=cleaned["bank_line"], requested_by=request.user
        ),
        books=False,
        button=_("Ask a second person"),
        done=_("A second person is asked. You read here when it is approved."),
        back=address("commitment", neighbourhood, commitment.public_id),
    )
    return respond(request, neighbourhood, act, forms.AskPaymentForm)


@require_http_methods(["GET", "POST"])
@keeper
def pay(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Book a payment that was approved."""
    approval, invoice = approval_of(neighbourhood, public_id, desk.PAY)
    commitment = invoice.commitment
    act = Act(
        title=_("Pay invoice %(number)s") % {"number": invoice.number},
        facts=desk.approval_facts(approval),
        told=lambda cleaned, moves: (
            _("%(amount)s is paid to %(supplier)s for ‘%(title)s’.")
            % {"amount": euros(invoice.amount_cents), "supplier": commitment.supplier, "title": commitment.title}
        ),
        plan=lambda cleaned: planned.planned_payment(invoice),
        run=lambda cleaned, key: services.pay_invoice(
            invoice=invoice,
            bank_line=approval.payload["bank_line"],
            approval=approval,
            journal_number=cleaned["journal_number"],
            by=request.user,
            idempotency_key=key,
        ),
        direct=True,
        button=_("Book the payment"),
        done=_("The payment is in the book."),
        back=address("commitment", neighbourhood, commitment.public_id),
    )
    return respond(request, neighbourhood, act, forms.JournalForm)
