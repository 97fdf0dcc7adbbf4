"""The vote's desk: announce a round, gather and judge plans, open the vote."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import has_one_of
from samenspel.foundation import asking
from samenspel.foundation.forms import DeskForm, end_of, start_of
from samenspel.foundation.money import euros

from . import presentation, selectors, services
from .access import ORGANISERS
from .forms import JudgeForm, OpenForm, ProjectForm, RoundForm, WithdrawForm
from .models import BudgetRound, Project

form_page = require_http_methods(["GET", "POST"])


def round_here(where: Any, public_id: str) -> BudgetRound:
    """The round in this neighbourhood, or 404."""
    found = selectors.round_by_id(public_id, neighbourhood=where)
    if found is None:
        raise Http404
    return found


def url_of(name: str, budget_round: BudgetRound, *more: str) -> str:
    """The address of one of the round's screens."""
    return reverse(f"voting-desk:{name}", args=[budget_round.neighbourhood.slug, budget_round.public_id, *more])


def _project(budget_round: BudgetRound, public_id: str) -> Project:
    found = budget_round.projects.filter(public_id=public_id).select_related("judged_by").first()
    if found is None:
        raise Http404
    return found


def _is_organiser(request: HttpRequest, where: Any) -> bool:
    return has_one_of(request.user, ORGANISERS, neighbourhood=where)


@require_safe
@at_desk(*ORGANISERS, "expert")
def index(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """All rounds."""
    context = {
        "neighbourhood": neighbourhood,
        "rounds": selectors.rounds_of(neighbourhood),
        "is_organiser": _is_organiser(request, neighbourhood),
    }
    return render(request, "voting/desk_index.html", context)


@form_page
@at_desk(*ORGANISERS)
def announce(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Announce a round."""
    ask = asking.Ask(
        heading=_("Announce a vote on money"),
        label=_("Announce this vote"),
        back=reverse("voting-desk:index", args=[neighbourhood.slug]),
        kicker=_("New round"),
        told=[_("What you announce is public at once: amount, dates, and what a plan must meet.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=RoundForm(request.POST or None),
        service=services.create_round,
        arguments=lambda given: {
            "neighbourhood": neighbourhood,
            "by": request.user,
            "vote_from_at": start_of(given["vote_from_on"]),
            "vote_until_at": end_of(given["vote_until_on"]),
            **{name: value for name, value in given.items() if name not in ("vote_from_on", "vote_until_on")},
        },
        done=_("Announced. Ideas can come in from the day you chose."),
        to=lambda budget_round: url_of("round", budget_round),
    )


@require_safe
@at_desk(*ORGANISERS, "expert")
def round_desk(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """One round: where it stands, what it needs, its plans."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "is_organiser": _is_organiser(request, neighbourhood),
        "code_days": presentation.code_days(found),
    }
    return render(request, "voting/desk_round.html", context)


@form_page
@at_desk(*ORGANISERS)
def add_project(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Add a plan that came in at the desk, by mail or at a table."""
    found = round_here(neighbourhood, budget_round)
    ask = asking.Ask(
        heading=_("Add a plan"),
        label=_("Add this plan"),
        back=url_of("round", found),
        about=found.title,
        told=[_("It is public at once, and experts look at it. Words and sum can't change afterwards.")],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=ProjectForm(request.POST or None),
        service=services.add_project,
        arguments=lambda given: {"budget_round": found, **given},
        done=_("Added. Now an expert looks at it."),
        to=lambda _project: url_of("round", found),
    )


@form_page
@at_desk(*ORGANISERS, "expert")
def project(request: HttpRequest, neighbourhood: Any, budget_round: str, project: str) -> HttpResponse:
    """One plan: read it, accept a resident's idea, and judge it when you are an expert."""
    found = round_here(neighbourhood, budget_round)
    plan = _project(found, project)
    is_expert = has_one_of(request.user, ("expert",), neighbourhood=neighbourhood)
    is_acceptance = request.POST.get("act") == "accept"
    form: DeskForm = DeskForm(request.POST) if is_acceptance else JudgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _accept(form, plan, request.user) if is_acceptance else _judge(form, plan, request.user)
        if done:
            messages.success(
                request, _("Accepted: it is public now.") if is_acceptance else _("Your judgement is kept.")
            )
            return redirect(url_of("round", found))
    context = {
        "neighbourhood": neighbourhood,
        "budget_round": found,
        "plan": plan,
        "form": form,
        "may_judge": is_expert and plan.is_public and found.phase == BudgetRound.Phase.IDEAS and not plan.is_withdrawn,
        "is_organiser": _is_organiser(request, neighbourhood),
    }
    return render(request, "voting/desk_project.html", context, status=422 if form.errors else 200)


def _accept(form: DeskForm, plan: Project, by: Any) -> Project | None:
    return form.call(services.accept_idea, project=plan, by=by)


def _judge(form: DeskForm, plan: Project, by: Any) -> Project | None:
    return form.call(
        services.judge_feasibility,
        project=plan,
        feasible=form.cleaned_data["feasible"] == "yes",
        reason=form.cleaned_data["reason"],
        feasible_if=form.cleaned_data["feasible_if"],
        by=by,
    )


@form_page
@at_desk(*ORGANISERS)
def withdraw(request: HttpRequest, neighbourhood: Any, budget_round: str, project: str) -> HttpResponse:
    """Take a plan out, with a reason."""
    found = round_here(neighbourhood, budget_round)
    plan = _project(found, project)
    told = [_("It can't win any more. It stays to be read, with your reason.")]
    if not plan.is_public:
        told = [_("Nobody has seen this idea yet, and nobody will. Your reason is kept.")]
    ask = asking.Ask(
        heading=_("Withdraw this plan?"),
        label=_("Withdraw"),
        back=url_of("project", found, plan.public_id),
        about=plan.title,
        told=told,
        warning=_("People may have voted for it already.") if found.phase == BudgetRound.Phase.VOTING else "",
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=WithdrawForm(request.POST or None),
        service=services.withdraw_project,
        arguments=lambda given: {"project": plan, "by": request.user, **given},
        done=_("Withdrawn."),
        to=lambda _plan: url_of("round", found),
    )


@form_page
@at_desk(*ORGANISERS)
def open_round(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """Open the vote, after saying that its rules freeze."""
    found = round_here(neighbourhood, budget_round)
    page = selectors.desk_round(found, now=timezone.now())
    plans = len(page.feasible)
    ask = asking.Ask(
        heading=_("Open the vote?"),
        label=_("Open the vote: the rules freeze now"),
        back=url_of("round", found),
        about=found.title,
        told=[_("From now on nothing below can change, and no plan can be added.")],
        warning=_("Not every plan was read and judged yet.") if page.unread or page.waiting else "",
        facts=[
            (_("Money"), euros(found.budget_cents)),
            (_("Plans"), ngettext("%(number)s plan", "%(number)s plans", plans) % {"number": plans}),
            (_("Voting"), _period(found)),
            (_("Choices"), _choices(found)),
            (_("How it is counted"), f"{found.get_utility_display()}; {found.get_completion_display()}"),
            (_("Everyone from"), _("%(age)s years old") % {"age": found.age_min}),
        ],
    )
    return asking.carry_out(
        request,
        neighbourhood,
        ask=ask,
        form=OpenForm(request.POST or None),
        service=services.open_round,
        arguments=lambda given: {"budget_round": found, "by": request.user, **given},
        done=_("The vote is open from the announced moment. Now make the codes."),
        to=lambda _round: url_of("round", found),
    )


def _period(budget_round: BudgetRound) -> str:
    moments = [timezone.localtime(at) for at in (budget_round.vote_from_at, budget_round.vote_until_at)]
    first, last = (date_format(moment, "j F Y, H.i") for moment in moments)
    return _("from %(first)s until %(last)s") % {"first": first, "last": last}


def _choices(budget_round: BudgetRound) -> str:
    given = {"least": budget_round.choices_min, "most": budget_round.choices_max}
    if budget_round.choices_max is None:
        return _("at least %(least)s") % given
    return _("%(least)s to %(most)s") % given
