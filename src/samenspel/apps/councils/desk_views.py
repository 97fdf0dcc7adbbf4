"""Screens of the council's secretariat: set up, chairs, meetings, decisions and their votes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.matters.selectors import values_of
from samenspel.foundation.confirming import Confirm, form_page, posted
from samenspel.foundation.forms import DeskForm
from samenspel.foundation.money import euros

from . import selectors, services
from .forms import (
    ConsultationForm,
    CouncilForm,
    LeaveForm,
    MeetingForm,
    ProposalForm,
    RulesForm,
    SeatingForm,
    TermForm,
    VotesForm,
    cents_of,
)
from .models import Seat

# Who runs the council's secretariat, and who besides may propose and record votes.
SECRETARIES = ("area_manager", "administrator")
VOICES = ("council_member",)


def _home(neighbourhood: Any) -> str:
    return reverse("councils-desk:council", args=[neighbourhood.slug])


def _council(neighbourhood: Any) -> Any:
    found = selectors.council_of(neighbourhood)
    if found is None:
        raise Http404
    return found


@at_desk(*SECRETARIES, *VOICES)
def council(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """The council at a glance: what waits, the chairs, the meetings, the rules."""
    page = selectors.council_page(neighbourhood)
    context = {
        "neighbourhood": neighbourhood,
        "page": page,
        "is_secretary": has_one_of(request.user, SECRETARIES, neighbourhood=neighbourhood),
    }
    if page is not None:
        context |= {
            "proposals": list(selectors.proposals_of(page.council)),
            "empty_delegated": selectors.empty_seats_count(page.council, Seat.Origin.DELEGATED),
            "empty_official": selectors.empty_seats_count(page.council, Seat.Origin.OFFICIAL),
            "empty_drawn": selectors.empty_seats_count(page.council, Seat.Origin.DRAWN),
            "amount_max": euros(page.rules.amount_max_cents) if page.rules else "",
        }
    return render(request, "councils/desk_council.html", context)


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def set_up(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Institute the council with its rules and its first term."""
    if selectors.council_of(neighbourhood) is not None:
        return redirect(_home(neighbourhood))
    today = timezone.localdate()
    initial = {
        "name": _("Neighbourhood council %(name)s") % {"name": neighbourhood.name},
        "instituted_on": today,
        "in_force_from": today,
        "term_starts_on": today,
        "term_ends_on": today + timedelta(days=730),
    }
    form = CouncilForm(posted(request), initial=initial)

    def confirm(form: Any) -> Confirm:
        data = form.cleaned_data
        return Confirm(
            title=_("Set up this council?"),
            sentences=[_("Legal form, chairs, rules of play and term go into the public log at once.")],
            label=_("Set up the council"),
            facts=[
                (_("name"), data["name"]),
                (_("chairs drawn by lot"), str(data["seats_drawn"])),
                (_("chairs for delegates"), str(data["seats_delegated"])),
                (_("chairs for officials"), str(data["seats_official"])),
                (_("most money in one decision"), euros(cents_of(data["amount_max"]) or 0)),
            ],
        )

    def act(form: Any) -> str | None:
        made = form.call(
            services.set_up_council,
            neighbourhood=neighbourhood,
            rules=services.NewRules(**form.rules()),
            term=(form.cleaned_data["term_starts_on"], form.cleaned_data["term_ends_on"]),
            **form.facts,
        )
        return _home(neighbourhood) if made else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Set up the council"),
        "sentences": [
            _("Each decision prints what it rests on and how to object. So take the text from the ordinance."),
            _("What stands under ‘may not touch’ cannot come on the agenda."),
        ],
        "label": _("Go on"),
        "back": _home(neighbourhood),
    }
    said = _("The council is set up.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def rules(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Lay down a new version of the rules of play."""
    found = _council(neighbourhood)
    before = selectors.rules_in_force(found)
    initial: dict[str, Any] = {"in_force_from": timezone.localdate()}
    if before is not None:
        for name in ("decides", "advises", "may_not_touch"):
            initial[name] = "\n".join(item["text"] for item in getattr(before, name))
        initial["amount_max"] = before.amount_max_cents // 100
    form = RulesForm(posted(request), initial=initial)

    def confirm(form: Any) -> Confirm:
        new = form.rules(before)
        return Confirm(
            title=_("Lay down these rules of play?"),
            sentences=[
                _("They stand in the public log. Decisions that were proposed before keep the rules they came with."),
            ],
            label=_("Lay down"),
            facts=[
                (_("decides"), " · ".join(item["text"] for item in new["decides"])),
                (_("advises"), " · ".join(item["text"] for item in new["advises"]) or "–"),
                (_("may not touch"), " · ".join(item["text"] for item in new["may_not_touch"]) or "–"),
                (_("most money in one decision"), euros(new["amount_max_cents"])),
            ],
        )

    def act(form: Any) -> str | None:
        return _home(neighbourhood) if form.call(services.set_rules, council=found, **form.rules(before)) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Change the rules of play"),
        "sentences": [_("A new version takes the place of the old one. The old one stays readable.")],
        "label": _("Go on"),
        "back": _home(neighbourhood),
    }
    said = _("The rules of play are laid down.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def term(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Open the next term."""
    found = _council(neighbourhood)
    last = selectors.current_term(found)
    starts_on = last.ends_on + timedelta(days=1) if last else timezone.localdate()
    form = TermForm(posted(request), initial={"starts_on": starts_on, "ends_on": starts_on + timedelta(days=730)})

    def act(form: Any) -> str | None:
        facts = {"starts_on": form.cleaned_data["starts_on"], "ends_on": form.cleaned_data["ends_on"]}
        return _home(neighbourhood) if form.call(services.open_term, council=found, **facts) else None

    def confirm(form: Any) -> Confirm:
        days = [date_format(form.cleaned_data[name], "j F Y") for name in ("starts_on", "ends_on")]
        return Confirm(
            title=_("Open this term?"),
            sentences=[_("From now on people take their seats for this term. It stands in the public log.")],
            label=_("Open the term"),
            facts=[(_("from"), days[0]), (_("until"), days[1])],
        )

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Open the next term"),
        "sentences": [_("A term lasts at most two years.")],
        "label": _("Go on"),
        "back": _home(neighbourhood),
    }
    said = _("The term is open.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def seat(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Seat delegates of the city council, or officials; residents come by the lot."""
    found = _council(neighbourhood)
    origin = Seat.Origin.OFFICIAL if request.GET.get("voor") == "ambtenaren" else Seat.Origin.DELEGATED
    current = selectors.current_term(found)
    form = SeatingForm(posted(request), empty=selectors.empty_seats_count(found, origin))

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("Give them their chairs?"),
            sentences=[_("The short names and the ground stand in the public log, the names on the council's page.")],
            label=_("Give the chairs"),
            facts=[*form.holders, (_("ground"), form.cleaned_data["reason"])],
        )

    def act(form: Any) -> str | None:
        seated = form.call(
            services.seat_members,
            council=found,
            term=current,
            origin=origin,
            holders=form.holders,
            reason=form.cleaned_data["reason"],
        )
        return _home(neighbourhood) if seated else None

    context = {"neighbourhood": neighbourhood, "term": current, "is_official": origin == Seat.Origin.OFFICIAL}
    said = _("They have their chairs.")
    return form_page(
        request, form, template="councils/desk_seat.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def leave(request: HttpRequest, neighbourhood: Any, number: int) -> HttpResponse:
    """Someone leaves a chair."""
    found = _council(neighbourhood)
    chair = selectors.seat_by_number(found, number)
    view = next((one for one in selectors.seats_of(found) if one.number == number), None)
    if chair is None or view is None or not view.holder:
        raise Http404
    form = LeaveForm(posted(request), initial={"ended_on": timezone.localdate()})

    def confirm(form: Any) -> Confirm:
        return Confirm(
            title=_("End this seat?"),
            sentences=[_("The chair is empty from then on. Votes that were cast stay.")],
            label=_("End this seat"),
            facts=[
                (_("chair"), f"{number}: {view.display_name or view.holder}"),
                (_("why"), str(dict(form.fields["reason"].choices)[form.cleaned_data["reason"]])),
                (_("last day"), date_format(form.cleaned_data["ended_on"], "j F Y")),
            ],
        )

    def act(form: Any) -> str | None:
        facts = {"reason": form.cleaned_data["reason"], "ended_on": form.cleaned_data["ended_on"]}
        return _home(neighbourhood) if form.call(services.end_holding, seat=chair, **facts) else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Chair %(number)s") % {"number": number},
        "title": _("%(name)s leaves the council") % {"name": view.display_name or view.holder},
        "sentences": [_("Choose the reason that comes nearest. Write no story about someone.")],
        "label": _("Go on"),
        "back": _home(neighbourhood),
    }
    said = _("The chair is empty now.")
    return form_page(
        request, form, template="councils/desk_form.html", context=context, act=act, confirm=confirm, said=said
    )


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES)
def meeting(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Plan a meeting; residents see it at once."""
    found = _council(neighbourhood)
    form = MeetingForm(posted(request), initial={"title": _("Meeting of the council")})

    def act(form: Any) -> str | None:
        data = form.cleaned_data
        planned = form.call(
            services.plan_meeting,
            council=found,
            title=data["title"],
            starts_at=data["starts_at"],
            place=data["place"],
            agenda=form.points,
            is_public=data["is_public"],
        )
        return _home(neighbourhood) if planned else None

    context = {
        "neighbourhood": neighbourhood,
        "kicker": _("Council"),
        "title": _("Plan a meeting"),
        "sentences": [_("Meetings are public, unless there is a good reason. Residents see this one at once.")],
        "label": _("Plan the meeting"),
        "back": _home(neighbourhood),
    }
    said = _("The meeting is planned.")
    return form_page(request, form, template="councils/desk_form.html", context=context, act=act, said=said)


@require_http_methods(["GET", "POST"])
@at_desk(*SECRETARIES, *VOICES)
def propose(request: HttpRequest, neighbourhood: Any) -> HttpResponse:
    """Put a decision on the agenda, within the rules of play."""
    found = _council(neighbourhood)
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
        "back": _home(neighbourhood),
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
