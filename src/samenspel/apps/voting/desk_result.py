"""The vote's desk: close by two people, count, put the result before the council, take it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.councils import selectors as councils
from samenspel.apps.councils.services import propose_decision
from samenspel.apps.household.selectors import plan_allocation
from samenspel.apps.jobs.services import start_job
from samenspel.foundation import asking
from samenspel.foundation.confirming import posted
from samenspel.foundation.forms import DeskForm
from samenspel.foundation.money import euros

from . import selectors, services
from .access import ORGANISERS
from .codes import CODE_SUBJECT
from .desk_rounds import form_page, round_here, url_of
from .forms import ProposeForm
from .models import BudgetRound


@form_page
@at_desk(*ORGANISERS)
def close(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Ask a second person to close the vote; once approved, carry it out."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    form = DeskForm(posted(request))
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and form.call(services.request_close_approval, budget_round=found, requested_by=request.user):
        messages.success(request, _("Asked. Someone else approves it under Approvals."))
        return redirect(url_of("close", found))
    context = {"neighbourhood": neighbourhood, "page": page, "form": form}
    return render(request, "voting/desk_close.html", context, status=422 if form.errors else 200)


@require_POST
@at_desk(*ORGANISERS)
def carry_out_close(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Close as long work, with the approval that there is; or go on with a close that stopped half-way."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    if found.phase != BudgetRound.Phase.CLOSING and not (page.approval and page.approval.status == "approved"):
        messages.error(request, _("This needs the approval of a second person."))
        return redirect(url_of("close", found))
    approval = page.approval.public_id if page.approval else ""
    return _start(request, found, "voting.close", {"approval": approval})


@require_POST
@at_desk(*ORGANISERS)
def count(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Count as long work."""
    found = round_here(neighbourhood, budget_round)
    if found.phase != BudgetRound.Phase.CLOSED:
        messages.error(request, _("Close the vote first; a vote is counted once."))
        return redirect(url_of("round", found))
    return _start(request, found, "voting.count", {})


def _start(request: HttpRequest, budget_round: BudgetRound, kind: str, payload: dict[str, Any]) -> HttpResponse:
    facts = {"round": budget_round.public_id, "next": url_of("round", budget_round), **payload}
    job = start_job(municipality=budget_round.municipality, kind=kind, payload=facts, started_by=request.user)
    return redirect("jobs:job", neighbourhood=budget_round.neighbourhood.slug, public_id=job.public_id)


@form_page
@at_desk(*ORGANISERS)
def propose(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Put the decision on the council's agenda, for exactly what the winners cost."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    council = councils.council_of(neighbourhood)
    rules = councils.rules_in_force(council) if council else None
    is_ready = found.phase == BudgetRound.Phase.COUNTED and page.winners and council and rules
    if not is_ready or (page.decision and page.decision.status == "proposed"):
        messages.error(request, _("There is no result to put before a council, or it is there already."))
        return redirect(url_of("round", found))
    ask = asking.Ask(
        heading=_("Put the result before the council"),
        label=_("Put this on the agenda"),
        back=url_of("round", found),
        about=found.title,
        told=[_("The council decides on exactly this sum. Only then money is set apart.")],
        facts=[(_("Sum"), euros(page.spent_cents)), *((plan.title, euros(plan.cost_cents)) for plan in page.winners)],
    )
    scopes = [(item["key"], item["text"]) for item in rules.decides] if rules else []
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=ProposeForm(request.POST or None, scopes=scopes, initial=_words(found, page)),
        service=propose_decision,
        arguments=lambda given: {
            "council": council,
            "amount_cents": page.spent_cents,
            "subject_kind": CODE_SUBJECT,
            "subject_id": found.public_id,
            **given,
        },
        done=_("On the agenda. The council's desk records the votes."),
        to=lambda _decision: url_of("round", found),
    )


def _words(budget_round: BudgetRound, page: selectors.DeskRound) -> dict[str, str]:
    """What the decision could say, in Dutch: the council's own language."""
    counted = selectors.count_of(budget_round)
    voters = counted.result["voters"] if counted else 0
    with override("nl"):
        plans = "\n".join(f"- {plan.title}: {euros(plan.cost_cents)}" for plan in page.winners)
        ended = date_format(timezone.localdate(budget_round.vote_until_at), "j F Y")
        return {
            "title": f"Uitslag {budget_round.title}"[:200],
            "text": f"De wijkraad neemt de uitslag van de stemming over. Deze plannen gaan door:\n{plans}",
            "consultation": f"{voters} bewoners stemden, tot en met {ended}.",
        }


@require_http_methods(["GET", "POST"])
@at_desk(*ORGANISERS)
def adopt(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Take over what the council voted: the decision stands and the money is set apart, both or neither."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    if found.phase != BudgetRound.Phase.COUNTED or page.decision is None or page.decision.status != "proposed":
        messages.error(request, _("There is no decision of the council to take over."))
        return redirect(url_of("round", found))
    form = DeskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = form.call(services.adopt_result, budget_round=found, decision=page.decision, by=request.user)
        if done is not None:
            if done.phase == BudgetRound.Phase.ADOPTED:
                messages.success(request, _("Taken over. The money is set apart, each plan has its course."))
            else:
                messages.warning(request, _("The council voted no. That is recorded, and no money was moved."))
            return redirect(url_of("round", found))
    plan = plan_allocation(neighbourhood=neighbourhood, amount_cents=page.spent_cents, on=timezone.localdate())
    context = {"neighbourhood": neighbourhood, "page": page, "form": form, "plan": plan}
    return render(request, "voting/desk_adopt.html", context, status=422 if form.errors else 200)
