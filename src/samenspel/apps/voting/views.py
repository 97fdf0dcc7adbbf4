"""Pages of the vote on the money: plans, ballot, result, and counting it yourself."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.services import issue_follow_code
from samenspel.apps.places.selectors import neighbourhood_by_slug
from samenspel.foundation import own
from samenspel.foundation.errors import Refusal
from samenspel.foundation.pace import keep_pace

from . import presentation, selectors, services
from .forms import IdeaForm
from .models import BudgetRound

RESULT_PHASES = (BudgetRound.Phase.COUNTED, BudgetRound.Phase.ADOPTED)


def _neighbourhood(slug: str) -> Any:
    found = neighbourhood_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _round(slug: str, public_id: str) -> BudgetRound:
    found = selectors.round_by_id(public_id, neighbourhood=_neighbourhood(slug))
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest, neighbourhood: str) -> HttpResponse:
    """The newest round: its plans, or its result."""
    where = _neighbourhood(neighbourhood)
    newest = selectors.newest_round(where)
    if newest is None:
        return render(request, "voting/none.html", {"neighbourhood": where})
    return _show(request, newest)


@require_safe
def round_page(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """One round: its plans, or its result."""
    return _show(request, _round(neighbourhood, budget_round))


def _show(request: HttpRequest, budget_round: BudgetRound) -> HttpResponse:
    return _result(request, budget_round) if budget_round.phase in RESULT_PHASES else _plans(request, budget_round)


@require_safe
def plans(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """All plans with the experts' judgement, also after the result."""
    return _plans(request, _round(neighbourhood, budget_round))


def _plans(request: HttpRequest, budget_round: BudgetRound) -> HttpResponse:
    page = selectors.round_page(budget_round, now=timezone.now())
    context = {
        "neighbourhood": budget_round.neighbourhood,
        "page": page,
        "others": selectors.other_rounds(budget_round),
    }
    return render(request, "voting/round.html", context)


def _result(request: HttpRequest, budget_round: BudgetRound) -> HttpResponse:
    page = selectors.result_page(budget_round)
    if page is None:
        raise Http404
    examples = [one for one in (page.example_won, page.example_lost) if one is not None]
    context = {
        "neighbourhood": budget_round.neighbourhood,
        "page": page,
        "figures": presentation.figures(page),
        "examples": [presentation.explained(one, page.share_cents) for one in examples],
        "two_ways": presentation.two_ways(page),
        "table": presentation.all_projects(page),
        "others": selectors.other_rounds(budget_round),
    }
    return render(request, "voting/result.html", context)


@require_safe
def explanation(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """Why each plan won or lost."""
    found = _round(neighbourhood, budget_round)
    page = selectors.result_page(found)
    if page is None:
        raise Http404
    context = {
        "neighbourhood": found.neighbourhood,
        "page": page,
        "every": [presentation.explained(one, page.share_cents) for one in page.every],
    }
    return render(request, "voting/explanation.html", context)


@never_cache
@require_safe
def checking(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """Count it yourself: the file, the receipts, and whether one's own ballot was counted."""
    found = _round(neighbourhood, budget_round)
    number = request.GET.get("bonnetje", "").strip()
    context = {
        "neighbourhood": found.neighbourhood,
        "budget_round": found,
        "counted": selectors.count_of(found),
        "number": number,
        "was_counted": selectors.was_counted(found, number) if number else None,
        "days": presentation.code_days(found),
        "command": presentation.count_command(found),
    }
    return render(request, "voting/checking.html", context)


@require_safe
def ballots_file(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """The ballots as counted, byte for byte, for `samenspel count`."""
    found = _round(neighbourhood, budget_round)
    file = selectors.ballots_file(found)
    if file is None:
        raise Http404
    return _download(file, presentation.file_name(found))


@require_safe
def receipts_file(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """The receipts of all counted ballots."""
    found = _round(neighbourhood, budget_round)
    numbers = selectors.receipt_numbers(found)
    if not numbers:
        raise Http404
    return _download("\n".join([*numbers, ""]).encode(), f"bonnetjes-{found.public_id}.txt")


def _download(data: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def idea(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """Send in an idea; someone reads it before it is public."""
    found = _round(neighbourhood, budget_round)
    if not selectors.takes_ideas(found, now=timezone.now()):
        return redirect("voting:round", neighbourhood=neighbourhood, budget_round=budget_round)
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.call(_send_idea, request=request, budget_round=found, given=form.cleaned_data)
        if made is not None:
            messages.success(
                request, _("Thank you. We read your idea first. Then everyone sees it and an expert looks.")
            )
            return redirect("matters:matter", neighbourhood=neighbourhood, public_id=_remember(request, made))
    context = {"neighbourhood": found.neighbourhood, "budget_round": found, "form": form}
    return render(request, "voting/idea.html", context, status=422 if form.errors else 200)


def _remember(request: HttpRequest, made: Any) -> str:
    """This visitor may follow the idea from now on, here and, with the code, on any device. Returns its matter's id."""
    matter = matter_of("project", made.public_id)
    if matter is None:
        raise Http404
    own.keep(request.session, matter.public_id, code=issue_follow_code(matter=matter))
    return str(matter.public_id)


def _send_idea(*, request: HttpRequest, budget_round: BudgetRound, given: dict[str, Any]) -> Any:
    keep_pace(request.session, "ideas-sent", now=time.time())
    return services.send_idea(
        budget_round=budget_round,
        title=given["title"],
        text=given["text"],
        cost_cents=given["cost_cents"],
        author_email=given["email"],
        language=get_language() or "nl",
    )


@never_cache
@sensitive_post_parameters("code", "plan")
@require_http_methods(["GET", "POST"])
@limit_wrong_codes
def ballot(request: HttpRequest, neighbourhood: str, budget_round: str) -> HttpResponse:
    """The ballot: choose, look it over, send. Choices and code travel in the form alone and are kept nowhere."""
    found = _round(neighbourhood, budget_round)
    if not selectors.is_open(found, now=timezone.now()):
        return redirect("voting:round", neighbourhood=neighbourhood, budget_round=budget_round)
    seed = request.session.setdefault(f"ballot-order-{found.public_id}", secrets.token_hex(8))
    projects = selectors.shuffled_ballot(found, seed=seed)
    chosen = request.POST.getlist("plan")
    context = {
        "neighbourhood": found.neighbourhood,
        "budget_round": found,
        "projects": projects,
        "chosen": set(chosen),
        "chosen_projects": [project for project in projects if project.public_id in chosen],
        "code": request.POST.get("code", ""),
    }
    step = request.POST.get("stap", "kies")
    if step == "kies":
        return render(request, "voting/ballot.html", context)
    return _checked_or_sent(request, found, context, chosen, send=step == "verstuur")


def _checked_or_sent(
    request: HttpRequest, found: BudgetRound, context: dict[str, Any], chosen: list[str], *, send: bool
) -> HttpResponse:
    try:
        services.check_choices(budget_round=found, choices=chosen)
        if not send:
            return render(request, "voting/review.html", context)
        context["receipt"] = services.cast_ballot(budget_round=found, code=context["code"], choices=chosen)
    except Refusal as refused:
        count_wrong_code(request, refused)
        context["refusal"] = refused.messages[0]
        return render(request, "voting/ballot.html", context, status=422)
    return render(request, "voting/receipt.html", context)
