"""Screens of proposals, their votes and their outcome."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.matters.selectors import values_of
from samenspel.foundation.confirming import Confirm, form_page, posted
from samenspel.foundation.forms import DeskForm
from samenspel.foundation.money import euros

from .. import selectors, services
from ..forms import (
    ConsultationForm,
    ProposalForm,
    VotesForm,
    cents_of,
)
from .pages import SECRETARIES, VOICES, council_of, home_of


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES, *VOICES)
def propose(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Put a decision on the agenda, within the rules of play."""
    found = council_of(neighbourhood)
    current = selectors.rules_in_force(found)
    coming = list(selectors.coming_meetings(found, now=timezone.now()))
    form = ProposalForm(
        posted(request), rules=current, meetings=coming, initial={"meeting": coming[0].public_id if coming else ""}
    )

    def act(form: Any) -> str | None:
        data = form.cleaned_data
        proposed = form.call(
            services.propose_decision,
            council=found,
            title=data["title"],
            text=data["text"],
            scope_key=data["scope_key"],
            amount_cents=cents_of(data["amount"]) or None,
            consultation=data["consultation"],
            urgency=data["urgency"],
            meeting=selectors.meeting_by_id(found, data["meeting"]) if data["meeting"] else None,
        )
        if proposed is None:
            return None
        return reverse("councils-desk:decision", args=[neighbourhood.slug, proposed.public_id])

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Put a decision on the agenda"),
        "sentences": [
            _("The council decides at most on %(amount)s at once.") % {"amount": euros(current.amount_max_cents)}
            if current
            else _("This council has no rules of play yet."),
        ],
        "label": _("Put it on the agenda"),
        "back": home_of(neighbourhood),
    }
    said = _("The proposal is on the agenda.")
    return form_page(request, form, template="councils/desk_form.html", context=context, act=act, said=said)


def _proposal(neighbourhood: Any, public_id: str) -> Any:
    found = selectors.decision_by_id(public_id)
    if found is None or found.council.neighbourhood_id != neighbourhood.pk:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES, *VOICES)
def decision(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """A proposal with its chairs: record how each voted."""
    found = _proposal(neighbourhood, public_id)
    form = VotesForm(posted(request), ballots=selectors.ballots_of(found))

    def confirm(form: Any) -> Confirm:
        labels = dict(VotesForm.CHOICES)
        facts = [
            (
                _("chair %(number)s") % {"number": chair.number},
                f"{labels[choice]} ({interest})" if interest else str(labels[choice]),
            )
            for chair, choice, interest in form.votes
        ]
        return Confirm(
            title=_("Record these votes?"),
            sentences=[_("A chair votes once. What is recorded stays.")],
            label=_("Record the votes"),
            facts=facts,
        )

    def act(form: Any) -> str | None:
        votes = [services.NewVote(chair, choice, interest) for chair, choice, interest in form.votes]
        recorded = form.call(services.record_votes, decision=found, votes=votes)
        return reverse("councils-desk:decision", args=[neighbourhood.slug, public_id]) if recorded else None

    context = {"neighbourhood": neighbourhood, "decision": found, **_standing(found)}
    context["values"] = values_of("decision", public_id)
    said = _("The votes are recorded.")
    # Without a single vote there is nothing to confirm: the service says so.
    wanted = form.votes if request.method == "POST" and form.is_valid() else ()
    return form_page(
        request,
        form,
        template="councils/desk_decision.html",
        context=context,
        act=act,
        confirm=confirm if wanted else None,
        said=said,
    )


def _standing(found: Any) -> dict[str, Any]:
    """How the vote stands, for the screens of a decision."""
    tally = selectors.tally_of(found)
    labels = {"for": _("for"), "against": _("against"), "abstain": _("abstained")}
    return {
        "tally": [{"label": labels[choice], "value": number} for choice, number in tally.items()],
        "voted": sum(tally.values()),
        "chairs": selectors.voting_chairs(found.council),
        "amount": euros(found.amount_cents) if found.amount_cents else "",
    }


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES, *VOICES)
def adopt(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Lay down the outcome of the vote."""
    found = _proposal(neighbourhood, public_id)
    form = DeskForm(posted(request))

    def act(form: Any) -> str | None:
        decided = form.call(services.adopt_decision, decision=found)
        return reverse("councils:decision", args=[neighbourhood.slug, public_id]) if decided else None

    context = {
        "neighbourhood": neighbourhood,
        "decision": found,
        "back": reverse("councils-desk:decision", args=[neighbourhood.slug, public_id]),
        **_standing(found),
    }
    said = _("The outcome is laid down.")
    return form_page(request, form, template="councils/desk_adopt.html", context=context, act=act, said=said)


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES, *VOICES)
def consultation(request: HttpRequest, neighbourhood: Any, public_id: str) -> HttpResponse:
    """Say who was asked about a proposal that waits."""
    found = _proposal(neighbourhood, public_id)
    back = reverse("councils-desk:decision", args=[neighbourhood.slug, public_id])
    form = ConsultationForm(posted(request), initial={"consultation": found.consultation, "urgency": found.urgency})

    def act(form: Any) -> str | None:
        return back if form.call(services.tell_consultation, decision=found, **form.cleaned_data) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": found.title,
        "title": _("Who was asked, and what did they say?"),
        "sentences": [_("Without this the council cannot decide, unless it could not wait.")],
        "label": _("Write down"),
        "back": back,
    }
    return form_page(request, form, template="councils/desk_form.html", context=context, act=act)
