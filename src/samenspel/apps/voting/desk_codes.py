"""The vote's desk: codes for letters, fetched once, and a new one for a letter that was lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.jobs.services import start_job
from samenspel.foundation import keeping
from samenspel.foundation.errors import Refusal

from . import selectors, services
from .access import ORGANISERS
from .desk_rounds import round_here, url_of
from .forms import CodesForm, ReplaceForm
from .models import BudgetRound

KIND = "voting-codes"


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*ORGANISERS)
def codes(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """How many codes to make; what was made and not fetched yet."""
    found = round_here(neighbourhood, budget_round)
    owner = keeping.owner_of(neighbourhood, request.user)
    form = CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.call(_require_open, budget_round=found):
        ballot = reverse("voting:ballot", args=[neighbourhood.slug, found.public_id])
        payload = {
            "round": found.public_id,
            "count": form.cleaned_data["count"],
            "shape": form.cleaned_data["shape"],
            "owner": owner,
            "ballot_url": request.build_absolute_uri(ballot),
            "next": url_of("codes", found),
        }
        job = start_job(
            municipality=neighbourhood.municipality, kind="voting.codes", payload=payload, started_by=request.user
        )
        return redirect("jobs:job", neighbourhood=neighbourhood.slug, public_id=job.public_id)
    waiting = [
        one for one in keeping.kept(kind=KIND, owner=owner, now=timezone.now()) if one.facts["round"] == found.public_id
    ]
    context = {"neighbourhood": neighbourhood, "budget_round": found, "form": form, "waiting": waiting}
    return render(request, "voting/desk_codes.html", context, status=422 if form.errors else 200)


def _require_open(*, budget_round: BudgetRound) -> bool:
    if budget_round.phase not in (BudgetRound.Phase.IDEAS, BudgetRound.Phase.VOTING):
        raise Refusal(_("This vote is over. A new code would be of no use."), code="round_closed")
    return True


@never_cache
@require_POST
@at_desk(*ORGANISERS)
def fetch(request: HttpRequest, neighbourhood: Any, budget_round: str, token: str) -> HttpResponse:
    """The file with codes, once: fetching it removes it here."""
    found = round_here(neighbourhood, budget_round)
    owner = keeping.owner_of(neighbourhood, request.user)
    taken = keeping.take(kind=KIND, owner=owner, token=token, now=timezone.now())
    if taken is None:
        messages.error(request, _("This file was fetched already, or its time is up. Make new codes."))
        return redirect(url_of("codes", found))
    facts, data = taken
    response = HttpResponse(data, content_type=facts["type"])
    response["Content-Disposition"] = f'attachment; filename="{facts["name"]}"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@at_desk(*ORGANISERS)
def replace(request: HttpRequest, neighbourhood: Any, budget_round: str) -> HttpResponse:
    """A new code for a letter that was lost; it is shown once, on the answer to this form."""
    found = round_here(neighbourhood, budget_round)
    form = ReplaceForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        made = form.call(services.replace_voting_code, budget_round=found, ticket=form.cleaned_data["ticket"])
    context = {
        "neighbourhood": neighbourhood,
        "budget_round": found,
        "form": form,
        "made": made,
        "is_open": selectors.is_open(found, now=timezone.now()),
    }
    return render(request, "voting/desk_replace.html", context, status=422 if form.errors else 200)
